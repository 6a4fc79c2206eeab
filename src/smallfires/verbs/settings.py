"""Settings in the tables of the workspace's file, each checked as it is read; secrets stand in the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from smallfires.errors import DataError
from smallfires.verbs.workspace import FILE, with_variables

_VARIABLE = re.compile(r"\$\{\w+\}")


def table(told: object, where: str, known: frozenset[str]) -> Mapping[str, Any]:
    """A table that has no settings but those that are known.

    Args:
        told: as it stands.
        where: its name.
        known: its settings.

    Raises:
        DataError: it is none, or has another one.
    """
    if not isinstance(told, Mapping):
        raise DataError(f'"{where}" is no table.', f"Write [{where}] and its settings below.", file=FILE)
    strange = sorted(set(told) - known)
    if strange:
        raise DataError(f'{where}: "{strange[0]}" is no setting.', f"There are {', '.join(sorted(known))}.", file=FILE)
    return told


def wrong(where: str, name: str, value: object, way_out: str) -> DataError:
    """What is said of a value that cannot be."""
    return DataError(f"{where}: {name} = {value!r} cannot be understood.", way_out, file=FILE)


def text(told: Mapping[str, Any], where: str, name: str, example: str, default: str | None = None) -> str:
    """A setting that is a text, with the variables of the environment in it.

    Args:
        told: the table.
        where: its name.
        name: of the setting.
        example: how it may be written.
        default: where it is not said; it has to be where None.

    Raises:
        DataError: it is missing, or no text.
        UsageError: a variable is not set.
    """
    value = told.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise wrong(where, name, value, f'Write {name} = "{example}".')
    return with_variables(value, f"{where}: {name}")


def hidden(told: Mapping[str, Any], where: str, name: str) -> str:
    """A password or secret: never written into the file itself.

    Raises:
        DataError: it is.
        UsageError: its variable is not set.
    """
    value = told.get(name, "")
    if value and not (isinstance(value, str) and _VARIABLE.fullmatch(value)):
        raise DataError(
            f"{where}: {name} stands in the file, where others can read it.",
            f'Put it into a variable of the environment, and write {name} = "${{NAME}}".',
            file=FILE,
        )
    return text(told, where, name, "${NAME}", "")


def flag(told: Mapping[str, Any], where: str, name: str, default: bool) -> bool:
    """A setting that is true or false.

    Raises:
        DataError: it is neither.
    """
    value = told.get(name, default)
    if not isinstance(value, bool):
        raise wrong(where, name, value, f"Write {name} = true or false.")
    return value


def whole(told: Mapping[str, Any], where: str, name: str, default: int, most: int) -> int:
    """A setting that is a whole number from 1 on.

    Raises:
        DataError: it is none.
    """
    value = told.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
        raise wrong(where, name, value, f"Write a number, such as {name} = {default}.")
    return value


def texts(told: Mapping[str, Any], where: str, name: str, example: str) -> tuple[str, ...]:
    """A setting that is a list of texts; empty where it is not said.

    Raises:
        DataError: it is none.
        UsageError: a variable is not set.
    """
    value = told.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise wrong(where, name, value, f'Write {name} = ["{example}"].')
    return tuple(with_variables(one, f"{where}: {name}").strip() for one in value)
