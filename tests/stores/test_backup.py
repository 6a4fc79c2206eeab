"""A backup is a whole ledger, and comes back without loss."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from threading import Event, Thread

import pytest
from tests.stores.conftest import draft, with_five

from smallfires.errors import BrokenLedger, EngineError, UsageError
from smallfires.stores.backup import backup, restore
from smallfires.stores.ledger import open_ledger
from smallfires.stores.verify import verify


@pytest.fixture
def five(tmp_path, clock):
    """Five entries in SQLite."""
    with closing(open_ledger(tmp_path / "ledger.db", clock)) as opened:
        yield with_five(opened)


@pytest.fixture
def kept(five, tmp_path):
    """A backup of the five entries."""
    path = tmp_path / "backup"
    assert backup(five, path) == five.head()
    return path


def entries(address):
    """All entries at an address."""
    with closing(open_ledger(address)) as opened:
        verify(opened)
        return list(opened.entries())


def test_to_a_new_place(some, tmp_path):
    """From a backup of any store a ledger is made that has the same entries; the backup stays as it was."""
    kept = tmp_path / "backup"
    assert backup(some, kept) == some.head()
    before = kept.read_bytes()
    restored = restore(kept, tmp_path / "new.db")
    assert (restored.head, restored.kept) == (some.head(), None)
    assert entries(tmp_path / "new.db") == list(some.entries())
    assert kept.read_bytes() == before
    assert not list(tmp_path.glob("backup-*"))


def test_into_each_store(clock, address, tmp_path):
    """A backup comes back into either database, whichever it was taken from."""
    ledger = open_ledger("memory:", clock)
    ledger.append([draft(number=number) for number in range(1500)])
    path = tmp_path / "backup"
    backup(ledger, path)
    assert restore(path, address).head == ledger.head()
    assert entries(address) == list(ledger.entries())


def test_to_a_ledger_that_lost_its_end(five, kept, tmp_path):
    """What a ledger lacks of the backup is put behind its last entry."""
    path = tmp_path / "new.db"
    restore(kept, path)
    five.append([draft(), draft()])
    later = tmp_path / "later"
    backup(five, later)
    assert restore(later, path).head == five.head()
    assert entries(path) == list(five.entries())


def test_a_ledger_that_went_on_is_not_overwritten(five, kept, tmp_path):
    """A ledger with more entries, or others, stays as it is; unless it is told, and then it is kept under another name."""
    path = tmp_path / "new.db"
    restore(kept, path)
    with closing(open_ledger(path)) as opened:
        opened.append([draft("since")])
    more = entries(path)
    with pytest.raises(BrokenLedger, match=r"no beginning of the backup. It has 6 entries, the backup 5"):
        restore(kept, path)
    assert entries(path) == more
    restored = restore(kept, path, replace=True)
    assert restored.head == five.head()
    assert entries(path) == list(five.entries())
    assert entries(restored.kept) == more


def test_a_ledger_written_apart_is_not_overwritten(kept, tmp_path):
    """Another ledger under this name stays as it is."""
    path = tmp_path / "new.db"
    with closing(open_ledger(path)) as opened:
        opened.append([draft("another")])
    with pytest.raises(BrokenLedger, match="Entry 1 is another one in this ledger"):
        restore(kept, path)
    assert [entry.fire for entry in entries(path)] == ["another"]


@pytest.mark.parametrize("damage", ["nothing of it", "the beginning", "an entry"])
def test_a_broken_ledger_is_replaced_when_told(five, kept, damage, tmp_path):
    """A ledger that cannot be read any more gives way when it is told, and is kept for whoever looks into it."""
    path = tmp_path / "new.db"
    restore(kept, path)
    harm(path, damage)
    broken = path.read_bytes()
    with pytest.raises((BrokenLedger, EngineError)):
        restore(kept, path)
    assert path.read_bytes() == broken
    restored = restore(kept, path, replace=True)
    assert entries(path) == list(five.entries())
    assert restored.kept.name == "new.db.replaced-1"


def harm(path, damage):
    """Break a ledger."""
    if damage == "an entry":
        with closing(sqlite3.connect(path)) as link:
            link.execute("drop trigger smallfires_entries_kept")
            link.execute("update smallfires_entries set who = 'Eve' where number = 3")
            link.commit()
    else:
        path.write_bytes(b"no database" if damage == "nothing of it" else b"\0" * 100 + path.read_bytes()[100:])


def test_a_ledger_that_is_open_is_not_replaced(kept, tmp_path):
    """Where another program has the ledger open, what it writes next would be lost: so nothing is replaced."""
    path = tmp_path / "new.db"
    with closing(open_ledger(path)) as opened:
        opened.append([draft("another")])
        with pytest.raises(EngineError, match="is open in another program"):
            restore(kept, path, replace=True)
        opened.append([draft("another")])
    assert len(entries(path)) == 2
    restore(kept, path, replace=True)


@pytest.mark.postgres
def test_postgresql_is_not_replaced(kept, postgres):
    """Entries of a server are never removed, told or not."""
    with closing(open_ledger(postgres)) as opened:
        opened.append([draft("another")])
    with pytest.raises(UsageError, match="PostgreSQL is not replaced"):
        restore(kept, postgres, replace=True)
    assert [entry.fire for entry in entries(postgres)] == ["another"]


def test_while_others_write(clock, tmp_path):
    """A copy that is taken while others write is a whole ledger, as it was at one moment."""
    path = tmp_path / "ledger.db"
    with closing(open_ledger(path, clock)) as opened:
        opened.append([draft(number=number, text="x" * 500) for number in range(3000)])
        enough = Event()
        writer = Thread(target=write_until, args=(path, enough))
        writer.start()
        heads = [backup(opened, tmp_path / f"copy-{number}") for number in range(5)]
        enough.set()
        writer.join()
        written = list(opened.entries())
    for number, head in enumerate(heads):
        copied = entries(tmp_path / f"copy-{number}")
        assert copied == written[: head.number]
        assert copied[-1].number % 2 == 0  # two at a time, never one of them
    assert heads[0].number < heads[-1].number


def write_until(path, enough):
    """Write two entries at a time."""
    with closing(open_ledger(path)) as opened:
        while not enough.is_set():
            opened.append([draft("meanwhile"), draft("meanwhile")])


def test_a_broken_ledger_is_not_kept(five, kept, tmp_path):
    """What is broken is not taken for a backup, and a good one is not overwritten by it."""
    path = tmp_path / "new.db"
    restore(kept, path)
    harm(path, "an entry")
    before = kept.read_bytes()
    with closing(open_ledger(path)) as opened, pytest.raises(BrokenLedger, match="Entry 3 was changed"):
        backup(opened, kept, replace=True)
    assert kept.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".")] == []


def test_a_broken_backup_is_not_brought_back(kept, tmp_path):
    """A backup with a changed byte is refused, and leaves the ledger alone."""
    text = kept.read_bytes()
    place = text.index(b"one-form")
    kept.write_bytes(text[:place] + b"two" + text[place + 3 :])
    with pytest.raises(BrokenLedger, match=r"The backup is broken. Entry \d was changed"):
        restore(kept, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_backup_that_is_not_there(tmp_path):
    """It is said, and nothing is made."""
    with pytest.raises(EngineError, match="no such file"):
        restore(tmp_path / "nothing", tmp_path / "new.db")
    assert list(tmp_path.iterdir()) == []
