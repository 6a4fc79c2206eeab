"""Whatever is changed in a ledger behind its back is found, and named."""

from __future__ import annotations

from contextlib import closing

import pytest
import sqlalchemy as sa
from bench.ledger_trials import GUARDS, flip, tamper
from tests.stores.conftest import draft

from smallfires.errors import BrokenLedger
from smallfires.fires.entry import START, Act, Draft, Entry, chained
from smallfires.stores.ledger import open_ledger
from smallfires.stores.verify import verify

FIELDS = ("at", "who", "fire", "act", "content", "before", "hash")


@pytest.fixture
def tampered(address, clock):
    """Runs SQL on a ledger of five entries, without its guards; then opens it again."""
    with closing(open_ledger(address, clock)) as made:
        for number in range(5):
            made.append([draft(("faster-triage", "one-form")[number % 2], number=number)])
    opened = []

    def run(*changes):
        url = address if "://" in address else f"sqlite:///{address}"
        engine = sa.create_engine(url)
        with engine.begin() as link:
            for change in (*GUARDS[engine.dialect.name], *changes):
                link.execute(sa.text(change))
        engine.dispose()
        opened.append(open_ledger(address, clock))
        return opened[-1]

    yield run
    for each in opened:
        each.close()


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_letter(tampered, field, number):
    """One letter of one field of any entry: the entry is named; and so it is when its fire is read."""
    ledger = tampered(
        f"update smallfires_entries set {field} = substr({field}, 1, 2) || "
        f"case substr({field}, 3, 1) when '0' then '1' else '0' end || substr({field}, 4) where number = {number}"
    )
    with pytest.raises(BrokenLedger, match=f"Entry {number} (was changed|does not follow)"):
        verify(ledger)
    with pytest.raises(BrokenLedger, match=f"Entry {number} was changed"):
        list(ledger.entries())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("delete from smallfires_entries where number = 1", "Entry 1 is missing"),
        ("delete from smallfires_entries where number in (2, 3)", "Entries 2 to 3 are missing"),
        ("delete from smallfires_entries where number = 5", "Entry 5 with hash .* is not there: the end was cut off"),
        ("delete from smallfires_entries", "Entry 5 with hash .* is not there"),
        ("update smallfires_entries set number = 9 where number = 3", "Entry 3 is missing"),
        ("update smallfires_entries set number = 9 where number = 5", "Entries 5 to 8 are missing|Entry 9 was changed"),
        ("update smallfires_head set number = 4", "Entry 4 with hash .* is not there"),
        (f"update smallfires_head set hash = '{START}'", "Entry 5 with hash 000000000000… is not there"),
        ("delete from smallfires_head", "note of its last entry was removed"),
    ],
)
def test_an_entry_removed(tampered, change, said):
    """A missing entry is named, be it the first, in the middle or the last; and the note of the last one."""
    with pytest.raises(BrokenLedger, match=said):
        verify(tampered(change))


def test_entries_that_changed_places(tampered):
    """Two entries whose contents, or whose numbers, were exchanged are found."""
    ledger = tampered(
        "update smallfires_entries set number = 99 where number = 2",
        "update smallfires_entries set number = 2 where number = 3",
        "update smallfires_entries set number = 3 where number = 99",
    )
    with pytest.raises(BrokenLedger, match="Entry 2"):
        verify(ledger)


def test_an_entry_put_behind_the_last(tampered, clock):
    """An entry that fits, but was not written by the ledger, is found: the note of the last one does not know it."""
    with closing(tampered()) as ledger:
        head = ledger.head()
    (more,) = chained(head, "2026-09-01T00:00:00.000000Z", [Draft("Eve", "one-form", Act.DECIDED, {})])
    names = ", ".join(vars(more))
    values = ", ".join(repr(str(value)) if name != "number" else str(value) for name, value in vars(more).items())
    ledger = _again(tampered, f"insert into smallfires_entries ({names}) values ({values})")
    with pytest.raises(BrokenLedger, match="Entry 6 stands behind the last one that was noted"):
        verify(ledger)


def _again(tampered, change):
    """Tamper once more; the guards are gone already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(GUARDS, "sqlite", [])
        patch.setitem(GUARDS, "postgresql", [])
        return tampered(change)


def test_a_ledger_written_anew(tampered, clock):
    """Whoever can write everything can write another ledger; a last entry noted elsewhere shows it."""
    with closing(tampered()) as ledger:
        noted, *_ = ledger.entries(after=4)
        anew = [entry for entry in ledger.entries() if entry.number != 2]
    other = open_ledger("memory:", clock)
    other.append([Draft(entry.who, entry.fire, entry.act, {}) for entry in anew])
    verify(other)
    with pytest.raises(
        BrokenLedger, match=r"Entry 5 with hash .* is not there: the end was cut off, or it was written anew"
    ):
        verify(other, _head(noted))


def _head(entry: Entry):
    from smallfires.fires.entry import Head

    return Head(entry.number, entry.hash)


@pytest.mark.parametrize(
    "change",
    [
        "delete from smallfires_entries where number = 5",
        "update smallfires_entries set hash = 'x' where number = 5",
        "update smallfires_entries set who = 'Eve' where number = 5",
        "update smallfires_head set number = 4",
        "delete from smallfires_head",
    ],
)
def test_nothing_is_written_behind_a_broken_end(tampered, change):
    """Where the end is not as it was noted, nothing is put behind it."""
    ledger = tampered(change)
    with pytest.raises(BrokenLedger) as raised:
        ledger.append([draft()])
    assert "Bring back a backup" in raised.value.way_out
    with pytest.raises(BrokenLedger):
        ledger.append([draft()])


def test_a_flipped_bit_of_the_file(tmp_path):
    """Whichever bit of SQLite's file is changed: it is found, or nothing that the ledger says is other than it was."""
    found = flip(tmp_path / "ledger.db", 150)
    assert found.found + found.harmless == found.times == 150
    assert found.found > 30


def test_changes_by_lot(address):
    """One bit of a letter anywhere, an entry removed, two exchanged: all are found."""
    found = tamper(address, 40)
    assert found.found == found.times == 40
