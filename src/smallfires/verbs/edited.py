"""``smallfires.toml`` with one more table in it, or another value; all else stays letter for letter."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit

from smallfires.errors import Stale, UsageError
from smallfires.fires.charters.places import normal, places
from smallfires.stores.files import whole
from smallfires.verbs.workspace import FILE

_KINDS = {"sources": "source", "measures": "measure"}


def free(told: Mapping[str, Any], group: str, name: str) -> None:
    """Refuse a name that is empty or taken.

    Raises:
        UsageError: it is.
    """
    if not name.strip():
        raise UsageError(f"A {_KINDS[group]} without a name cannot be found again.", "Give it one.")
    if name in told.get(group, {}):
        raise UsageError(
            f'There is a {_KINDS[group]} "{name}" already.', f"Choose another name, or change it in {FILE}."
        )


def with_table(text: str, group: str, name: str, values: Mapping[str, Any], comment: str = "") -> str:
    """The text with a new table behind the last one of its group, or at the end.

    Args:
        text: TOML.
        group: ``sources`` or ``measures``.
        name: of the table.
        values: what stands in it.
        comment: a line above its values; empty for none.

    Raises:
        UsageError: the name is taken, or the text is written so that no table can be put there.
    """
    free(tomllib.loads(normal(text)), group, name)
    block = _block(group, name, values, comment)
    plain = normal(text)
    at = _end_of(plain, group)
    before, behind = plain[:at].rstrip("\n"), plain[at:].lstrip("\n")
    made = f"{before}\n\n{block}" + (f"\n{behind}" if behind else "")
    _proved(plain, made, group, name, values, block)
    return _as_it_was(text, made.lstrip("\n"))


def _block(group: str, name: str, values: Mapping[str, Any], comment: str) -> str:
    table = tomlkit.table()
    if comment:
        table.add(tomlkit.comment("".join(letter if letter.isprintable() else " " for letter in comment)))
    for key, value in values.items():
        table.add(key, list(value) if isinstance(value, tuple) else value)
    outer = tomlkit.table(is_super_table=True)
    outer.add(name, table)
    return tomlkit.dumps({group: outer}).strip("\n") + "\n"


def _end_of(text: str, group: str) -> int:
    """Where the last table of a group ends: behind the line of its last value; the end of the text where there is none."""
    ends = [max(place.key[1], place.value[1]) for path, place in places(text).items() if path[0] == group]
    if not ends:
        return len(text)
    end = text.find("\n", max(ends))
    return end + 1 if end >= 0 else len(text)


def _proved(old: str, new: str, group: str, name: str, values: Mapping[str, Any], block: str) -> None:
    """Whether the new text says what the old one said, and this table beside it."""
    wanted = tomllib.loads(old)
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    try:
        wanted.setdefault(group, {})[name] = told
        if tomllib.loads(new) == wanted:
            return
    except (TypeError, tomllib.TOMLDecodeError):
        pass
    raise UsageError(
        f'[{group}] is written in {FILE} so that nothing can be put beside "{", ".join(wanted[group])}".',
        f"Write it in by hand: {' '.join(block.split())}",
    )


def _as_it_was(old: str, new: str) -> str:
    """With the mark of its byte order and the line ends that it had."""
    mark = "\ufeff" if old.startswith("\ufeff") else ""
    return mark + (new.replace("\n", "\r\n") if "\r\n" in old else new)


def edit(folder: Path, group: str, name: str, values: Mapping[str, Any], comment: str = "") -> None:
    """Put a table into the workspace's file: whole, or not at all.

    Args:
        folder: of the workspace.
        group, name, values, comment: as ``with_table``.

    Raises:
        UsageError: the name is taken, or the file is written so that no table can be put there.
        Stale: somebody changed the file meanwhile.
        EngineError: it cannot be written.
    """
    _written(folder, lambda text: with_table(text, group, name, values, comment))


def set_values(folder: Path, values: Mapping[str, str]) -> None:
    """Put values into the workspace's file, outside its tables: whole, or not at all; all else stays letter for letter.

    Args:
        folder: of the workspace.
        values: by name.

    Raises:
        UsageError: the file is written so that one of them cannot be put there.
        Stale: somebody changed the file meanwhile.
        EngineError: it cannot be written.
    """
    _written(folder, lambda text: with_values(text, values))


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text with these values outside its tables, each in its old place or above all tables.

    Args:
        text: TOML.
        values: by name.

    Raises:
        UsageError: the text is written so that one of them cannot be put there.
    """
    made = normal(text)
    wanted = tomllib.loads(made)
    for name, value in values.items():
        made = _with_value(made, name, value)
        wanted[name] = value
    try:
        if tomllib.loads(made) == wanted:
            return _as_it_was(text, made)
    except tomllib.TOMLDecodeError:
        pass
    raise UsageError(f"{FILE} is written so that this cannot be changed here.", "Change it in your editor.")


def _with_value(text: str, name: str, value: str) -> str:
    coded = tomlkit.item(value).as_string()
    known = places(text)
    if (name,) in known:
        start, end = known[name,].value
        return text[:start] + coded + text[end:]
    ends = [place.value[1] for path, place in known.items() if len(path) == 1 and _plain(text, place.key[0])]
    line = f"{name} = {coded}\n"
    if not ends:
        return line + ("\n" if text else "") + text
    at = text.find("\n", max(ends)) + 1
    return text[:at] + line + text[at:] if at else f"{text}\n{line}"


def _plain(text: str, start: int) -> bool:
    """Whether a name stands at the start of its line, and not in the header of a table."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip().startswith("[")


def _written(folder: Path, change: Callable[[str], str]) -> None:
    path = (folder / FILE).resolve()
    was = path.read_bytes()
    text = change(was.decode("utf-8"))
    with whole(path, replace=True) as new:
        new.write_bytes(text.encode("utf-8"))
        if path.read_bytes() != was:
            raise Stale(f"{FILE} was changed meanwhile: nothing was written.", "Do it once more.")
