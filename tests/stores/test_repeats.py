from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from smallfires.fires.entry import Act, Draft
from smallfires.fires.repeat import Repeat
from smallfires.stores.repeats import Late, repeats_of

MINE = Repeat("Ruth", "key", "digest", "first", "2026-03-02T08:15:05")
BEFORE, AFTER = "2026-03-02T08:15:00", "2026-03-02T08:15:10"


@pytest.fixture
def repeats(ledger):
    return repeats_of(ledger)


def test_what_was_asked_for_is_kept_with_its_answer(repeats):
    """The first may do it, and its answer is what everybody finds who asks for the same."""
    assert repeats.claim(MINE, BEFORE, "") is None
    with repeats.done(MINE) as answering:
        answering.keep("Done.")
    again = replace(MINE, attempt="second", digest="other")
    assert repeats.claim(again, AFTER, "") == replace(MINE, answer="Done.")


def test_keys_are_everybodys_own(repeats):
    """The key of somebody else, and another key, are other ones."""
    for one in (MINE, replace(MINE, who="Bo"), replace(MINE, key="other")):
        assert repeats.claim(one, BEFORE, "") is None


def test_who_is_at_it_is_not_disturbed_for_a_while(repeats):
    """While somebody may be at it nobody else begins; after that they may, and whoever was at it comes too late."""
    assert repeats.claim(MINE, BEFORE, "") is None
    second = replace(MINE, attempt="second", at="2026-03-02T08:15:11")
    assert repeats.claim(second, BEFORE, "") == MINE
    assert repeats.claim(second, AFTER, "") is None
    with pytest.raises(Late), repeats.done(MINE):
        pytest.fail("it was done twice")
    repeats.release(MINE)
    with repeats.done(second) as answering:
        answering.keep("Done.")


def test_something_else_never_takes_its_place(repeats):
    """Under a key that is being used for something else nothing is begun, however long that takes."""
    assert repeats.claim(MINE, BEFORE, "") is None
    assert repeats.claim(replace(MINE, digest="other", attempt="second"), AFTER, "") == MINE


def test_what_came_to_nothing_is_forgotten(repeats, ledger):
    """What was refused may be asked for again; what was answered is not forgotten by that."""
    assert repeats.claim(MINE, BEFORE, "") is None
    repeats.release(MINE)
    assert repeats.claim(MINE, BEFORE, "") is None
    with repeats.done(MINE) as answering:
        answering.keep("Done.")
    repeats.release(MINE)
    assert repeats.claim(MINE, BEFORE, "").answer == "Done."


def test_what_is_old_is_swept(repeats):
    """After its time a key is as good as new."""
    assert repeats.claim(MINE, BEFORE, "") is None
    assert repeats.claim(replace(MINE, digest="other", key="x"), BEFORE, AFTER) is None
    assert repeats.claim(replace(MINE, digest="other"), BEFORE, BEFORE) is None


def test_only_one_of_many_begins(repeats):
    """Of twenty who ask at the same moment one may do it."""
    tries = [replace(MINE, attempt=f"{number}") for number in range(20)]
    with ThreadPoolExecutor(20) as people:
        found = list(people.map(lambda one: repeats.claim(one, BEFORE, ""), tries))
    assert found.count(None) == 1


@pytest.mark.parametrize("ledger", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_what_is_done_and_its_answer_are_kept_at_once(ledger):
    """Where the answer cannot be kept nothing is noted in the ledger either."""
    repeats = repeats_of(ledger)
    assert repeats.claim(MINE, BEFORE, "") is None
    with pytest.raises(RuntimeError), repeats.done(MINE) as answering:
        ledger.append([Draft("Ruth", "a-fire", Act.COMMENTED, {"text": "Loud."})])
        answering.keep("Done.")
        raise RuntimeError
    assert ledger.head().number == 0
    with repeats.done(MINE) as answering:
        ledger.append([Draft("Ruth", "a-fire", Act.COMMENTED, {"text": "Loud."})])
        answering.keep("Done.")
    assert ledger.head().number == 1
