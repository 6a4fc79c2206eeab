"""Entries are chained: nothing can be changed, removed or put elsewhere unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from smallfires.errors import DataError
from smallfires.fires.entry import EMPTY, START, Act, Draft, Head, chained, changed, fault, misplaced, moment, seal

AT = "2026-03-02T08:15:00.000000Z"


@pytest.fixture
def entries():
    """Four entries."""
    drafts = [Draft("Zoë", f"fire-{number % 2}", Act.DRAFTED, {"number": number}) for number in range(4)]
    return list(chained(EMPTY, AT, drafts))


def test_each_follows_on_the_one_before(entries):
    """Numbers go up by one from 1, and each entry holds the hash of the one before it."""
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert [entry.before for entry in entries] == [START, *(entry.hash for entry in entries[:-1])]
    assert fault(entries) is None
    assert list(chained(Head(2, entries[1].hash), AT, [Draft("Zoë", "fire-0", Act.DRAFTED, {"number": 2})])) == [
        entries[2]
    ]


def test_the_hash_can_be_worked_out_by_anybody(entries):
    """It is the SHA-256 of the other fields as a JSON list, so that no trust in Smallfires is needed."""
    told = json.dumps(
        [1, AT, "Zoë", "fire-0", "drafted", '{"number":0}', START], ensure_ascii=False, separators=(",", ":")
    )
    assert entries[0].hash == sha256(told.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"at": "2026-03-02T08:15:00.000001Z"},
        {"who": "Zoe"},
        {"fire": "fire-1"},
        {"act": Act.LIT},
        {"content": '{"number":1}'},
        {"before": "1" + START[1:]},
        {"hash": START},
    ],
)
def test_any_field_that_was_changed_is_found(entries, change):
    """By itself, and in the ledger."""
    other = replace(entries[2], **change)
    assert "Entry" in changed(other)
    assert fault([*entries[:2], other, entries[3]]) is not None


def test_an_entry_made_to_fit_is_found_by_the_next(entries):
    """Who changes an entry and its hash would have to change all that follow."""
    other = replace(entries[1], who="Eve")
    other = replace(other, hash=seal(other))
    assert changed(other) is None
    assert fault([entries[0], other, *entries[2:]]).startswith("Entry 3 does not follow on entry 2")


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ([2, 3, 4], "Entry 1 is missing"),
        ([3, 4], "Entries 1 to 2 are missing"),
        ([1, 2, 4], "Entry 3 is missing"),
        ([1, 3, 2, 4], "Entry 2 is missing"),
        ([1, 2, 2, 3, 4], "Entry 2 stands after entry 2"),
    ],
)
def test_removed_or_reordered(entries, order, said):
    """What is missing, or stands elsewhere, is named."""
    assert fault([entries[number - 1] for number in order]).startswith(said)


def test_a_cut_off_end(entries):
    """It is found by the head that was noted; by any of several."""
    head, earlier = Head(4, entries[3].hash), Head(2, entries[1].hash)
    assert fault(entries, head, earlier, EMPTY) is None
    assert fault(entries[:3]) is None
    assert fault(entries[:3], earlier, head).startswith("Entry 4 with hash")
    assert fault([], earlier, head).startswith("Entry 2 with hash")
    assert fault([], EMPTY) is None


def test_time_does_not_run_back(entries):
    """A moment is never before that of the last entry, and one that is was not written by a ledger."""
    noon = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=2)))
    assert moment(noon) == "2026-03-02T10:00:00.000000Z"
    assert moment(noon, "2026-03-02T09:00:00.000000Z") == "2026-03-02T10:00:00.000000Z"
    assert moment(noon, "2026-03-03T00:00:00.000000Z") == "2026-03-03T00:00:00.000000Z"
    early = next(
        chained(Head(4, entries[3].hash), moment(datetime(2020, 1, 1, tzinfo=UTC)), [Draft("Zoë", "x", Act.READ, {})])
    )
    assert misplaced(early, entries[3]) == "Entry 5 was written before entry 4, which stands before it."


@pytest.mark.parametrize("wrong", [{"who": "A\0"}, {"fire": "\0"}, {"who": "\ud800"}, {"content": {"text": "\udfff"}}])
def test_letters_that_no_store_keeps(wrong):
    """They are refused before anything is written."""
    with pytest.raises(DataError, match=r"The letter U\+[0-9A-F]{4} cannot be kept in the ledger"):
        list(chained(EMPTY, AT, [replace(Draft("Ann", "x", Act.READ, {}), **wrong)]))
