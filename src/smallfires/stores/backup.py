"""A copy of a ledger to keep, taken while others write, and back."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

from smallfires.errors import BrokenLedger, EngineError, UsageError
from smallfires.fires.entry import Head
from smallfires.stores import refused
from smallfires.stores.carry import carry_in, carry_out
from smallfires.stores.database import DatabaseLedger
from smallfires.stores.database_accounts import bring_back
from smallfires.stores.files import explained, put_aside, whole
from smallfires.stores.ledger import Ledger, open_ledger, utc_now
from smallfires.stores.refused import parsed
from smallfires.stores.verify import verify

_SQLITE = b"SQLite format 3\0"
_OVERWRITE = "Restore under another name and compare the two, or say that it may be replaced."


@dataclass(frozen=True)
class Restored:
    """What came of it.

    Attributes:
        head: the last entry of the ledger now.
        kept: the file that was replaced, under its new name; None where nothing was.
    """

    head: Head
    kept: Path | None = None


def backup(ledger: Ledger, path: Path, *, replace: bool = False) -> Head:
    """Copy a ledger as it is at one moment, while others go on writing; the copy is proved before it has its name.

    A ledger in SQLite is copied as such a file; any other is written as JSON lines.

    Returns:
        The last entry in the copy, to be noted elsewhere.

    Raises:
        UsageError: the file is there already, and ``replace`` is not said.
        BrokenLedger: an entry was changed, removed or put elsewhere: there is nothing worth keeping.
        EngineError: it cannot be read or written.
    """
    if not isinstance(ledger, DatabaseLedger) or ledger.file is None:
        return carry_out(ledger, path, replace=replace)
    with whole(path, replace=replace) as new:
        ledger.copy_file(new)
        return _proved(new)


def restore(
    path: Path, address: str | Path, *, replace: bool = False, now: Callable[[], datetime] = utc_now
) -> Restored:
    """Bring a ledger to where a backup was: the entries that it lacks are put behind its last one, all or none.

    The accounts of a backup in SQLite come with them, where there are none yet.

    Args:
        path: the backup; it is not touched.
        address: the ledger, which may be empty or not there yet.
        replace: whether a file that is no beginning of the backup gives way as a whole; it is kept under another name.
        now: the clock.

    Raises:
        BrokenLedger: the backup itself is broken, or the ledger is no beginning of it and ``replace`` is not said.
        UsageError: a ledger in PostgreSQL would have to be replaced.
        EngineError: something cannot be read or written, or others have the file open that is to be replaced.
    """
    file = parsed(address)
    with _opened(path, now) as kept:
        try:
            return Restored(_continued(kept, address, now))
        except BrokenLedger as error:
            if not replace:
                raise BrokenLedger(f"This ledger is no beginning of the backup. {error.problem}", _OVERWRITE) from None
        except EngineError:
            if not (replace and _is_other_file(file)):
                raise
        if file.get_backend_name() != "sqlite":
            raise UsageError(
                "A ledger in PostgreSQL is not replaced.", "Restore into an empty database, and name that one."
            )
        return Restored(kept.head(), _replaced(kept, Path(str(file.database))))


@contextmanager
def _opened(path: Path, now: Callable[[], datetime]) -> Iterator[DatabaseLedger]:
    """A backup as a ledger of its own, which is gone afterwards; proved, and itself not touched."""
    with tempfile.TemporaryDirectory(prefix="smallfires-") as folder:
        copy = Path(folder) / "ledger.db"
        with explained(path), path.open("rb") as file:
            is_file = file.read(len(_SQLITE)) == _SQLITE
        if is_file:
            _copy(path, copy)
        with closing(DatabaseLedger(copy, now)) as kept:
            if not is_file:
                carry_in(kept, path)
            try:
                verify(kept)
            except BrokenLedger as error:
                said = f"The backup is broken. {error.problem}"
                raise BrokenLedger(said, "Take another backup.", file=path.name) from None
            yield kept


def _copy(path: Path, copy: Path) -> None:
    """SQLite's own copy, for reading only: it sees what stands beside the file, too."""
    source = f"{path.absolute().as_uri()}?mode=ro"
    with (
        refused.explained(parsed(path)),
        closing(sqlite3.connect(source, uri=True)) as link,
        closing(sqlite3.connect(copy)) as new,
    ):
        link.backup(new)


def _continued(kept: DatabaseLedger, address: str | Path, now: Callable[[], datetime]) -> Head:
    """The last entry of the ledger, when it has what it lacked of the backup.

    Raises:
        BrokenLedger: it is no beginning of it.
    """
    with closing(open_ledger(address, now)) as ledger:
        verify(ledger)
        head = ledger.adopt(kept.entries())
        if head.number > kept.head().number:
            raise BrokenLedger(f"It has {head.number} entries, the backup {kept.head().number}.")
        if isinstance(ledger, DatabaseLedger):
            bring_back(kept.opened, ledger.opened)
        return head


def _is_other_file(address: URL) -> bool:
    """Whether a file is there that SQLite cannot know for its own: its beginning was overwritten."""
    file = Path(str(address.database))
    if address.get_backend_name() != "sqlite" or not file.is_file():
        return False
    with explained(file), file.open("rb") as opened:
        return opened.read(len(_SQLITE)) != _SQLITE


def _replaced(kept: DatabaseLedger, path: Path) -> Path:
    """Put the backup where the ledger is.

    Returns:
        Where the ledger that was there is kept.
    """
    with whole(path, replace=True) as new:
        kept.copy_file(new)
        _proved(new)
        _refuse_open(path)
        return put_aside(path)


def _refuse_open(path: Path) -> None:
    """Nobody may have the file open that is replaced: what they write would be lost.

    SQLite changes a file's journal for its only user, and refuses it to one among several.
    """
    with closing(sqlite3.connect(path, timeout=1)) as link:
        try:
            link.execute("pragma journal_mode = delete")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise EngineError(
                    f"{path} is open in another program.", "Close that program, and restore again."
                ) from None
            raise refused.refusal(parsed(path), error) from None
        except sqlite3.DatabaseError:
            return  # so broken that nobody can have it open


def _proved(new: Path) -> Head:
    """The last entry of a copy, when it is whole; then the copy is one file, with nothing beside it."""
    with closing(DatabaseLedger(new, utc_now)) as copy:
        verify(copy)
        head = copy.head()
    with closing(sqlite3.connect(new)) as link:
        link.execute("pragma journal_mode = delete")
    return head
