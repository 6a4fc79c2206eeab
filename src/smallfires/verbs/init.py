"""The verb ``init``: a folder becomes a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tomlkit

from smallfires.errors import UsageError
from smallfires.verbs.secret import without_password
from smallfires.verbs.workspace import FILE, LEDGER, find_workspace

CHARTERS = "charters"
IGNORE = ".gitignore"
MOST = 5
"""Files of data that are named."""
DATA = (".csv", ".tsv", ".parquet", ".xlsx", ".xes", ".jsonocel", ".xmlocel", ".sqlite")
PACKED = (".gz", ".zst", ".bz2", ".xz", ".zip")
_TEXT = """\
# A workspace of Smallfires. It is plain text: change what you like. What `smallfires add` writes here
# leaves your comments, your order and your blank lines as they are.

name = {name}

# Who acts, where --as names nobody else. Whatever is done is noted in the ledger with a name.
owner = {owner}

# Of every cost.
currency = {currency}

# The ledger: everything that is declared, read and decided. A file in this folder, or a database.
# No password stands in this file: write ${{NAME}} in its place, and set that variable of the environment.
ledger = {ledger}

# Where data come from, each under a name of its own. For example:
#
#   smallfires add source weekly weekly.csv
#
# writes
#
#   [sources.weekly]
#   file = "weekly.csv"

# Measures: numbers by unit and period, defined once, for all. For example:
#
#   smallfires add measure minutes --source weekly --less-is-better
#
# writes
#
#   [measures.minutes]
#   source = "weekly"
#   measure = "minutes"
#   better = "less"
"""
_IGNORED = """\
# The ledger holds what people answered, and the data may be personal: neither belongs into a repository of code.
{ledger}*
data/
.smallfires/
"""


@dataclass(frozen=True)
class Begun:
    """A workspace that was made.

    Attributes:
        folder: in which it is.
        name, owner: as they stand in its file.
        written: names of the files and folders that were made.
        data: names of files that look like data.
        ignore: what should be left out of the repository that the folder is in, where its ``.gitignore`` was there already.
        above: a workspace in a folder above, which is not seen from here any more.
    """

    folder: Path
    name: str
    owner: str
    written: tuple[str, ...]
    data: tuple[str, ...]
    ignore: tuple[str, ...]
    above: Path | None


def init(folder: Path, *, owner: str, name: str = "", currency: str = "€", ledger: str = LEDGER) -> Begun:
    """Make a workspace. Nothing that is there is written over.

    Args:
        folder: which it becomes; made where it is not there.
        owner: who acts where nobody is named.
        name: of the organization, team or person; the folder's own unless said.
        currency: of every cost.
        ledger: its address: a file in the folder, or a database.

    Raises:
        UsageError: there is one already, the address has a password in it, or nothing can be written there.
    """
    without_password(ledger, "ledger")
    if (folder / FILE).exists():
        raise UsageError(
            f"{folder.resolve()} is a workspace already.", command=f"Change its {FILE}, or: smallfires add"
        )
    above = _above(folder)
    name = name or folder.resolve().name
    told = {"name": name, "owner": owner, "currency": currency, "ledger": ledger}
    text = _TEXT.format(**{key: tomlkit.item(value).as_string() for key, value in told.items()})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written, ignore = _made(folder, text, ledger)
    except OSError as problem:
        raise UsageError(f"Nothing can be written in {folder}: {problem.strerror}.", "Name another folder.") from None
    return Begun(folder.resolve(), name, owner, written, data_in(folder), ignore, above)


def _made(folder: Path, text: str, ledger: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was made, and what a repository should leave out."""
    written = [FILE]
    _new(folder / FILE, text)
    if not (folder / CHARTERS).exists():
        (folder / CHARTERS).mkdir()
        written.append(f"{CHARTERS}/")
    if not _in_repository(folder):
        return tuple(written), ()
    ignored = _IGNORED.format(ledger=ledger) if "://" not in ledger else _IGNORED.format(ledger=LEDGER)
    if (folder / IGNORE).exists():
        return tuple(written), tuple(line for line in ignored.splitlines() if line[0] != "#")
    _new(folder / IGNORE, ignored)
    return (*written, IGNORE), ()


def _new(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _in_repository(folder: Path) -> bool:
    start = folder.resolve()
    return any((each / ".git").exists() for each in (start, *start.parents))


def _above(folder: Path) -> Path | None:
    try:
        return find_workspace(folder)
    except UsageError:
        return None


def data_in(folder: Path) -> tuple[str, ...]:
    """Names of the files in a folder that look like data, in order."""
    return tuple(sorted(each.name for each in folder.iterdir() if each.is_file() and _is_data(each)))


def _is_data(path: Path) -> bool:
    ending = Path(path.stem).suffix if path.suffix.lower() in PACKED else path.suffix
    return ending.lower() in DATA and not path.name.startswith((".", "~"))
