"""What every store promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.stores.conftest import draft

from smallfires.errors import BrokenLedger, DataError, Stale, UsageError
from smallfires.fires.entry import EMPTY, Act, Head, fault
from smallfires.stores.ledger import open_ledger
from smallfires.stores.verify import verify


def test_an_empty_ledger_is_whole(ledger):
    """Where nothing was written there is nothing to read, and nothing wrong."""
    assert list(ledger.entries()) == []
    assert ledger.head() == verify(ledger) == EMPTY


def test_what_was_written_is_read(ledger):
    """Every entry comes back as it was acknowledged, letter for letter, in order."""
    hard = {"text": 'ünï "x"\n\t🔥 \u2028', "number": 0.1 + 0.2, "list": [None, True, -0.0, 10**30]}
    written = [
        *ledger.append([draft(**hard)]),
        *ledger.append([draft("b", Act.LIT, "Zoë", a=1), draft("c", Act.PUT_OUT)]),
    ]
    assert list(ledger.entries()) == written
    assert [(entry.number, entry.who, entry.fire, entry.act) for entry in written] == [
        (1, "Ann", "faster-triage", Act.DRAFTED),
        (2, "Zoë", "b", Act.LIT),
        (3, "Ann", "c", Act.PUT_OUT),
    ]
    assert written[0].content.startswith('{"list":[null,true,-0.0,1000000000000000000000000000000]')
    assert ledger.head() == Head(3, written[-1].hash)
    assert fault(ledger.entries(), ledger.head()) is None


def test_entries_of_one_fire(some):
    """A fire's own entries come alone; those that were read already can be left out."""
    assert [entry.number for entry in some.entries("one-form")] == [2, 4]
    assert [entry.number for entry in some.entries("faster-triage", after=1)] == [3, 5]
    assert [entry.number for entry in some.entries(after=3)] == [4, 5]
    assert [entry.number for entry in some.entries(after=1, until=3)] == [2, 3]
    assert list(some.entries("nobody's")) == []


def test_more_entries_than_a_page(ledger):
    """However many there are, each comes once, in order."""
    ledger.append([draft(("a", "b")[number % 2]) for number in range(2500)])
    assert [entry.number for entry in ledger.entries()] == list(range(1, 2501))
    assert [entry.number for entry in ledger.entries("b")] == list(range(2, 2501, 2))
    verify(ledger)


def test_writing_while_reading(some):
    """Whoever reads may write in between, and reads on."""
    seen = []
    for entry in some.entries():
        seen.append(entry.number)
        if entry.number == 1:
            some.append([draft()])
    assert seen[:5] == [1, 2, 3, 4, 5]
    verify(some)


def test_an_act_on_what_was_seen(some):
    """What a writer has seen may be said: the fire's last entry, the ledger's, or that there is none yet."""
    assert some.append([draft("one-form", Act.LIT)], after=4)[0].number == 6
    assert some.append([draft("new", Act.DRAFTED)], after=0, head=6)[0].number == 7
    assert some.append([draft("one-form", Act.READ)], after=6)[0].number == 8


def test_an_act_on_what_has_changed_is_refused(some, clock):
    """It says who did what since, and when; and nothing is written."""
    clock.moment = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
    some.append([draft("one-form", Act.AMENDED, "Bo"), draft("one-form", Act.PUT_OUT, "Cy")])
    before = list(some.entries())
    with pytest.raises(Stale) as raised:
        some.append([draft("one-form", Act.LIT), draft("one-form", Act.READ)], after=4)
    assert str(raised.value) == (
        'The fire "one-form" has changed since you looked at it: amended by Bo on 2026-03-05 at 09:30 UTC; '
        "put out by Cy on 2026-03-05 at 09:30 UTC. Nothing was written. Look again, and do it once more if it still holds."
    )
    with pytest.raises(Stale, match=r"The ledger has changed.*: drafted by Ann.*; amended by Bo .*; put out by Cy"):
        some.append([draft("new")], head=4)
    assert list(some.entries()) == before


def test_of_many_changes_the_last_are_named(some):
    """Where much was done since, the last three acts are told, and how many there were besides."""
    some.append([draft("one-form", Act.COMMENTED, f"person {number}") for number in range(2000)])
    with pytest.raises(Stale, match=r": 1997 more, then commented by person 1997 .*1998.*by person 1999"):
        some.append([draft("one-form")], after=4)


@pytest.mark.parametrize("seen", [{"after": 6}, {"after": 3}, {"head": 6}])
def test_an_entry_that_was_seen_and_is_not_there_is_refused(some, seen):
    """Who has seen more than there is looks at another ledger: nothing is written."""
    with pytest.raises(Stale):
        some.append([draft("one-form")], **seen)
    assert some.head().number == 5


def test_all_or_none(some):
    """Where one of several drafts cannot be kept, none is."""
    with pytest.raises(DataError, match=r"U\+D800"):
        some.append([draft(), draft(text="\ud800")])
    with pytest.raises(DataError, match=r"U\+0000"):
        some.append([draft(), draft(who="A\0nn")])
    with pytest.raises(ValueError, match="JSON"):
        some.append([draft(), draft(figure=float("nan"))])
    assert some.head().number == 5
    verify(some)


def test_what_was_seen_is_of_one_fire(some):
    """Drafts of two fires with one number seen are a fault of the caller, and not written."""
    with pytest.raises(ValueError, match="too many"):
        some.append([draft("a"), draft("b")], after=0)
    assert some.head().number == 5


def test_nothing_to_write(some):
    """No drafts, no entries; but a state that has changed is refused all the same."""
    assert some.append([]) == ()
    with pytest.raises(Stale):
        some.append([], head=4)
    assert some.head().number == 5


def test_time_does_not_run_back(ledger, clock):
    """Where a clock was put back, an entry has the moment of the one before it, never an earlier one."""
    ledger.append([draft()])
    clock.moment -= timedelta(days=400)
    ledger.append([draft()])
    clock.moment += timedelta(days=800)
    ledger.append([draft()])
    first, second, third = ledger.entries()
    assert first.at == second.at < third.at
    verify(ledger)


def test_moments_are_in_utc(tmp_path):
    """A clock with another zone is written in UTC, to the microsecond."""
    here = timezone(timedelta(hours=5, minutes=45))
    opened = open_ledger("memory:", lambda: datetime(2026, 3, 2, 3, 0, 0, 7, tzinfo=here))
    assert opened.append([draft()])[0].at == "2026-03-01T21:15:00.000007Z"


def test_a_head_noted_elsewhere(some):
    """Whoever noted a last entry can prove later that it is still there; another one is not believed."""
    noted = some.head()
    some.append([draft()])
    assert verify(some, noted) == some.head()
    with pytest.raises(BrokenLedger, match=r"Entry 5 with hash 000000000000… is not there"):
        verify(some, Head(5, "0" * 64))
    with pytest.raises(BrokenLedger, match="Entry 9 with hash"):
        verify(some, Head(9, noted.hash))


def test_entries_are_taken_over(some, clock):
    """Entries of another ledger continue this one as they are; those that are here already are passed over."""
    other = open_ledger("memory:", clock)
    assert other.adopt(some.entries()) == some.head()
    other.append([draft("new"), draft("new")])
    assert some.adopt(other.entries(after=2)) == other.head()
    assert list(some.entries()) == list(other.entries())
    assert some.adopt(iter(())) == some.head()
    assert some.adopt(other.entries(after=1)) == some.head()
    verify(some)


def test_entries_of_another_ledger_are_not_taken_over(some, clock):
    """What was written apart, or leaves a gap, is refused; and nothing is written."""
    before = list(some.entries())
    apart = open_ledger("memory:", clock)
    apart.append([draft(number=number) for number in range(1500)])
    with pytest.raises(BrokenLedger, match="Entry 1 is another one in this ledger"):
        some.adopt(apart.entries())
    with pytest.raises(BrokenLedger, match="Entry 6 does not follow on entry 5"):
        some.adopt(apart.entries(after=5))
    with pytest.raises(BrokenLedger, match="Entries 6 to 8 are missing"):
        some.adopt(apart.entries(after=8))
    longer = open_ledger("memory:", clock)
    longer.adopt(before)
    longer.append([draft() for _ in range(2000)])
    entries = list(longer.entries())
    with pytest.raises(BrokenLedger, match=r"Entry 2005 is missing|Entry 2000 is missing"):
        some.adopt([*entries[:1999], *entries[2000:]])
    assert list(some.entries()) == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("mysql://root:secret@host/db", 'not in "mysql"'),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("://secret", "cannot be understood"),
        ("postgresql://u:secret@h:port/d", "cannot be understood"),
    ],
)
def test_an_address_that_cannot_be_understood(wrong, said):
    """It is said what an address looks like, and no password is repeated."""
    with pytest.raises(UsageError, match=said) as raised:
        open_ledger(wrong)
    assert "secret" not in str(raised.value)
    assert "postgresql://user:password@host:5432/name" in str(raised.value)
