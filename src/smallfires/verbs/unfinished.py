"""Charters that cannot be lit yet: kept as files beside the others, for whoever writes them, and noted nowhere.

``charters/unfinished/<who>/<name>.toml``: of a new fire, or, where the name ends with ``.change``, of one that there is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from smallfires.errors import CharterError, UsageError
from smallfires.fires.charters.syntax import values_of
from smallfires.fires.charters.values import slug_of
from smallfires.verbs.desk import Desk
from smallfires.verbs.init import CHARTERS

FOLDER = "unfinished"
CHANGE = ".change"
MOST = 200
"""Unfinished charters of one person."""
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,80}(?:\.change)?")


@dataclass(frozen=True)
class Unfinished:
    """A charter on which somebody works.

    Attributes:
        key: its name among those of this person.
        title: as it stands in it; empty where there is none yet.
        of: the fire whose charter it is to be; empty for a new one.
        text: TOML, or what is to become such.
        at: when it was kept.
    """

    key: str
    title: str
    of: str
    text: str
    at: datetime


def keep(desk: Desk, text: str, key: str = "", of: str = "") -> Unfinished:
    """Keep a charter as it is, in place of what was kept under its key.

    Args:
        desk: in whose workspace; for whoever acts.
        text: of the charter.
        key: under which it was kept before; empty for the first time.
        of: the fire whose charter it is to be; empty for a new one.

    Raises:
        UsageError: nothing can be written there, or there are too many.
    """
    folder = _folder(desk)
    name = f"{of}{CHANGE}" if of else key if _is_key(key) and not key.endswith(CHANGE) else _free(folder, text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.toml", text)
    except OSError as problem:
        raise UsageError(f"The charter cannot be kept: {problem.strerror}.", "May Smallfires write there?") from None
    return _read(folder / f"{name}.toml")


def _folder(desk: Desk) -> Path:
    """Of one person; two whose names look alike have two."""
    mark = sha256(desk.who.encode("utf-8")).hexdigest()[:6]
    return desk.workspace.folder / CHARTERS / FOLDER / f"{slug_of(desk.who) or 'somebody'}-{mark}"


def _is_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def _free(folder: Path, text: str) -> str:
    """A name that no other has."""
    wanted = slug_of(_title(text)) or "charter"
    for number in range(1, MOST + 1):
        name = wanted if number == 1 else f"{wanted}-{number}"
        if not (folder / f"{name}.toml").exists():
            return name
    raise UsageError(f"There are {MOST} unfinished charters of this name.", "Throw some of them away.")


def _title(text: str) -> str:
    try:
        return str(values_of(text).get("title", ""))
    except CharterError:
        return ""


def _write(path: Path, text: str) -> None:
    """A file whole, or as it was."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _read(path: Path) -> Unfinished:
    text = path.read_text(encoding="utf-8")
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    key = path.name.removesuffix(".toml")
    return Unfinished(key, _title(text), key.removesuffix(CHANGE) if key.endswith(CHANGE) else "", text, at)


def unfinished(desk: Desk) -> tuple[Unfinished, ...]:
    """What whoever acts has kept, the last first."""
    return tuple(sorted(_all(_folder(desk)), key=lambda one: one.at, reverse=True))


def _all(folder: Path) -> Iterator[Unfinished]:
    for path in folder.glob("*.toml") if folder.is_dir() else ():
        with suppress(OSError, UnicodeDecodeError):  # thrown away meanwhile, or no text of ours
            yield _read(path)


def found(desk: Desk, key: str) -> Unfinished | None:
    """One of them; None where there is none of this key."""
    path = _folder(desk) / f"{key}.toml"
    try:
        return _read(path) if _is_key(key) else None
    except (OSError, UnicodeDecodeError):
        return None


def forget(desk: Desk, key: str) -> None:
    """Throw one away: it has become a fire, or is wanted no more."""
    if _is_key(key):
        with suppress(OSError):
            (_folder(desk) / f"{key}.toml").unlink(missing_ok=True)
