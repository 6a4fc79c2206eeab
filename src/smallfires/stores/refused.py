"""What is said when a ledger's database cannot be reached or refuses. Passwords are never repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from smallfires.errors import Away, BrokenLedger, EngineError, UsageError
from smallfires.stores.ledger import BRING_BACK, MEMORY, RESTORE

_WAY = f"Give a file, postgresql://user:password@host:5432/name, or {MEMORY}"
_THEIRS = ("sqlite3", "psycopg")
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}


def parsed(address: str | Path) -> URL:
    """The address of a ledger.

    Raises:
        UsageError: it cannot be understood, or names a database that keeps no ledgers.
    """
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite+pysqlite", database=str(address))
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise UsageError("The address of the ledger cannot be understood.", _WAY) from None
    kind = url.drivername.split("+")[0]
    if kind not in _DRIVERS:
        raise UsageError(f'A ledger lives in SQLite or PostgreSQL, not in "{kind}".', _WAY)
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("The address names no file.", _WAY)
    return url.set(drivername=_DRIVERS[kind])


def place_of(url: URL) -> str:
    """Where the ledger is, without who asks and how they are known."""
    if url.drivername.startswith("sqlite"):
        return f"The ledger {url.database}"
    return f'The ledger in "{url.database or ""}" on {url.host or "this machine"}'


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Say what the database says, and what to do about it.

    Raises:
        EngineError: the database, or its driver, raised anything.
        BrokenLedger: its file is damaged.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise EngineError(
            f"The driver for this database is not installed ({error.name}).", 'pip install "smallfires[postgres]"'
        ) from None
    except UnicodeDecodeError:
        raise _damaged(url) from None
    except Exception as error:
        if not isinstance(error, sa.exc.SQLAlchemyError) and type(error).__module__.split(".")[0] not in _THEIRS:
            raise
        raise refusal(url, error) from None


def refusal(url: URL, error: Exception) -> EngineError | BrokenLedger:
    """What a database's error means."""
    cause = getattr(error, "orig", None) or error
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name.startswith("SQLITE_CORRUPT") or "Could not decode" in str(cause):
        return _damaged(url)
    for sign, (problem, way_out) in _OF_SQLITE.items():
        if name.startswith(sign):
            return EngineError(f"{place_of(url)} {problem}.", way_out)
    said = _first_line(cause, url)
    way_out = next((way for sign, way in _OF_POSTGRES.items() if sign in said.lower()), "Ask whoever runs it.")
    return Away(f"{place_of(url)} says: {said}.", way_out)


def _damaged(url: URL) -> BrokenLedger:
    return BrokenLedger(f"{place_of(url)} is damaged: the file is not as it was written.", BRING_BACK, command=RESTORE)


def _first_line(cause: Exception, url: URL) -> str:
    lines = str(cause).strip().splitlines()
    said = lines[0].rstrip(".") if lines else type(cause).__name__
    return said.replace(url.password, "***") if url.password else said


_OF_SQLITE = {
    "SQLITE_BUSY": ("is held by another program, and did not come free", "Close that program, or try again."),
    "SQLITE_LOCKED": ("is held by another program, and did not come free", "Close that program, or try again."),
    "SQLITE_READONLY": (
        "cannot be written to: the file, its folder or its disk is read-only",
        "Ask for the right to write there, or copy it to where you may.",
    ),
    "SQLITE_PERM": ("may not be opened", "Ask for the right to read and write it."),
    "SQLITE_CANTOPEN": (
        "cannot be opened",
        "Is its folder there, and may you read and write the file and the folder?",
    ),
    "SQLITE_FULL": ("cannot grow: the disk is full. Nothing was written", "Make room, and do it again."),
    "SQLITE_IOERR": (
        "cannot be read or written: the disk, or the network to it, fails",
        "Nothing half-written is kept. Look after the disk, and do it again.",
    ),
    "SQLITE_NOTADB": (
        "is no ledger: the file is not a database",
        "Check the name. If it was one, bring back a backup.",
    ),
}

_ASK = "Ask its owner for the right to create tables there, and to read and write those of the ledger."

_OF_POSTGRES = {
    "connection refused": "Is it running, and are host and port right?",
    "password authentication failed": "Check the user and the password in the address.",
    "no password supplied": "Give a password in the address, or in PGPASSWORD or ~/.pgpass.",
    "translate host name": "Check the host in the address.",
    "resolve host": "Check the host in the address.",
    "in recovery mode": "It is coming up again: try once more in a moment.",
    "starting up": "It is coming up: try once more in a moment.",
    "server closed the connection": "Look whether it was written before you do it again.",
    "terminating connection": "Look whether it was written before you do it again.",
    "connection is lost": "Look whether it was written before you do it again.",
    "lock timeout": "Another program holds the ledger: close it, or try again.",
    "timeout": "Is the host right, and may this machine reach it?",
    "read-only transaction": "It takes nothing in: use the primary server.",
    "permission denied": _ASK,
    "no schema has been selected": _ASK,
    "no space left": "Its disk is full: make room, and do it again.",
    "does not exist": "Check the name.",
}
