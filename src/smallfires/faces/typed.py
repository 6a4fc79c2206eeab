"""What people type, for the command line and for Python alike: lists of names, working times by step, answers."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.quantity import parse_duration
from smallfires.fires.teachback import Question

Touch = tuple[float, float, float]
_CALENDARS = 'Write it as [calendars], then a line a resource such as "Anya" = "Mon-Fri 9-17"; "*" is everyone else.'
_HOW = 'Write it as in "Approve=5 min, 10 min, 30 min": low, usual, high.'


LISTS = frozenset(["ends", "without_value", "treated", "leave_out", "exclude", "designs"])
"""Settings that are lists of names."""


def settings(flags: Mapping[str, Any]) -> dict[str, Any]:
    """What flags, or the fields of a form, say, by the attributes of ``Question``, ``Wish`` and ``Inquiry``.

    Args:
        flags: by name, as they are typed; those of which nothing was said may be left out.

    Raises:
        UsageError: one of them cannot be understood.
    """
    found: dict[str, Any] = {}
    for name, value in flags.items():
        if name == "less_is_better":
            found["more_is_better"] = None if value is None else not value
        else:
            found[name] = _setting(name, value)
    return found


def _setting(name: str, value: Any) -> Any:
    if name in LISTS:
        return names(value)
    if name == "touch":
        return touch(value)
    if name == "calendar":
        return calendar(value)
    return tuple(value) if name == "covariates" else value


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in comma-separated lists; a name that holds a comma stands in double quotes.

    Raises:
        UsageError: a name is empty.
    """
    found = [name.strip() for row in csv.reader(texts, skipinitialspace=True) for name in row]
    if "" in found:
        raise UsageError("A name in the list is empty.", 'Write the names as in "Paid, Cancelled".')
    return tuple(found)


def touch(texts: Iterable[str]) -> dict[str, Touch]:
    """Working times by activity out of ``Approve=5m,10m,30m``.

    Raises:
        UsageError: a text has no ``=``, not three durations, or they do not rise.
    """
    found: dict[str, Touch] = {}
    for text in texts:
        name, equals, times = text.rpartition("=")
        if not equals or not name.strip():
            raise UsageError(f'"{text}" names no activity and its working times.', _HOW)
        found[name.strip()] = working_times(times.split(","), text)
    return found


def working_times(times: Iterable[str | float], text: str) -> Touch:
    """Low, usual and high in seconds; one time alone stands for all three.

    Raises:
        UsageError: they are not one or three durations that rise.
    """
    seconds = [parse_duration(time) if isinstance(time, str) else float(time) for time in times]
    if len(seconds) == 1:
        seconds *= 3
    if len(seconds) != 3:
        raise UsageError(f'"{text}" gives {len(seconds)} working times, and it takes three.', _HOW)
    low, usual, high = seconds
    if not 0 <= low <= usual <= high:
        raise UsageError(f'The working times in "{text}" do not rise from low to high.', _HOW)
    return low, usual, high


def calendar(text: str | None) -> str | dict[str, str] | None:
    """Working hours as typed; or, out of a TOML file's table ``calendars``, by resource.

    Raises:
        UsageError: the file cannot be read, or has no such table.
    """
    if text is None or not text.lower().endswith(".toml"):
        return text
    try:
        found = tomllib.loads(Path(text).read_text(encoding="utf-8")).get("calendars")
    except (OSError, ValueError) as error:
        raise UsageError(f'The calendars in "{text}" cannot be read: {error}.', _CALENDARS) from error
    if not isinstance(found, dict) or not found:
        raise UsageError(f'"{text}" has no table of calendars.', _CALENDARS)
    return {str(name): str(hours) for name, hours in found.items()}


def touch_of(given: Mapping[str, object]) -> dict[str, Touch]:
    """The same out of a mapping, as Python users write it: ``{"Approve": ("5 min", "10 min", "30 min")}``."""
    return {name: working_times(_times(times), f"{name}: {times}") for name, times in given.items()}


def _times(times: object) -> list[str | float]:
    if isinstance(times, str):
        return list(times.split(","))
    if isinstance(times, (int, float)):
        return [float(times)]
    if isinstance(times, Iterable):
        return list(times)
    raise UsageError(f"{times!r} is no working time.", _HOW)


def option(number: int, question: Question, told: str | int) -> str:
    """The key of the answer that was chosen, by its place among those offered, its text or its key.

    Args:
        number: of the question, for the error.
        question: with what it offers.
        told: what was typed.

    Raises:
        UsageError: it is none of them.
    """
    names = {str(place): one.key for place, one in enumerate(question.options, 1)}
    names |= {one.key.casefold(): one.key for one in question.options}
    names |= {one.text.casefold(): one.key for one in question.options}
    key = names.get(str(told).strip().casefold())
    if key is None:
        raise UsageError(f'"{told}" is no answer to question {number}: {question.text}', offered(question))
    return key


def offered(question: Question) -> str:
    """The answers to a question, numbered, in one line."""
    return "; ".join(f"{number}: {one.text}" for number, one in enumerate(question.options, 1)) + "."
