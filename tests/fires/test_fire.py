"""A fire is what its entries add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed, fire

from smallfires.errors import NotYet
from smallfires.fires import acts
from smallfires.fires.entry import EMPTY, chained
from smallfires.fires.fire import Stage, fold

AT = "2026-03-02T08:15:00.000000Z"
SEAL = OPTIMIZE.seal()
DRAFTED, BRIEFED, LIT = acts.Drafted(OPTIMIZE, "text"), briefed(OPTIMIZE), acts.Lit(OPTIMIZE, SEAL)
READ = acts.Read(1, "spread", {}, {}, "0", {})


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ((DRAFTED,), Stage.DRAFTED),
        ((DRAFTED, acts.Checked(SEAL, ())), Stage.DRAFTED),
        ((DRAFTED, BRIEFED), Stage.BRIEFED),
        ((DRAFTED, BRIEFED, answered(OPTIMIZE, "Bo"), acts.Commented("x")), Stage.BRIEFED),
        ((DRAFTED, BRIEFED, LIT), Stage.LIT),
        ((DRAFTED, LIT, briefed(OPTIMIZE, 2)), Stage.LIT),
        ((DRAFTED, LIT, READ, acts.Decided("keep burning", "x", 1, "spread")), Stage.LIT),
        ((DRAFTED, LIT, READ, acts.Decided("spread", "x", 1, "spread"), acts.Spread("x")), Stage.SPREAD),
        ((DRAFTED, LIT, acts.PutOut("x")), Stage.PUT_OUT),
        ((DRAFTED, acts.PutOut("x"), acts.Commented("still")), Stage.PUT_OUT),
    ],
)
def test_a_fire_has_come_as_far_as_its_entries_say(facts, stage):
    """Each stage follows from what was done, and only from that."""
    found = fire(*facts)
    assert found.stage is stage
    assert found.burning is (stage is Stage.LIT)
    assert tuple(noted.fact for noted in found.diary) == facts
    assert found.last == len(facts)


def test_the_charter_in_force_is_the_last_one():
    """Drafted anew, lit with the units of the lot, amended: the last one holds; the text is the user's own."""
    again, drawn, amended = (replace(OPTIMIZE, title=title) for title in ("again", "drawn", "amended"))
    found = fire(DRAFTED, acts.Drafted(again, "new text"))
    assert (found.charter, found.text) == (again, "new text")
    found = fire(DRAFTED, acts.Lit(drawn, drawn.seal()), acts.Amended(amended, amended.seal(), "x", (), False))
    assert (found.charter, found.text, found.lit.charter) == (amended, "text", drawn)


def test_readings_rounds_and_decisions_are_the_last_ones():
    """What is asked of a fire: its readings in order, the last one, the round of the teach-back, the last decision."""
    second = replace(READ, number=2, decision="put out")
    found = fire(DRAFTED, BRIEFED, LIT, READ, briefed(OPTIMIZE, 2), second, acts.Decided("spread", "x", 2, "put out"))
    assert [noted.fact for noted in found.reads] == [READ, second]
    assert (found.last_read, found.round, found.decided.reading) == (second, 2, 2)
    assert [noted.number for noted in found.every(acts.Briefed)] == [2, 5]
    assert (fire(DRAFTED).last_read, fire(DRAFTED).round, fire(DRAFTED).decided) == (None, 0, None)


def test_the_diary_says_who_and_when():
    """Each line has the number of its entry, its moment, and who acted."""
    drafts = [acts.draft("Ruth", "x", DRAFTED), acts.draft("Bo", "x", acts.Commented("Hm"))]
    found = fold(chained(EMPTY, AT, drafts))["x"]
    assert [(noted.number, noted.at, noted.who) for noted in found.diary] == [(1, AT, "Ruth"), (2, AT, "Bo")]


def test_a_fire_begins_with_its_charter():
    """Whatever else stands first has no fire that it could be done to."""
    with pytest.raises(NotYet, match='There is no fire "shorter-handover" yet'):
        fire(acts.Commented("x"))


@given(st.permutations(["a"] * 3 + ["b"] * 3 + ["c"] * 2))
def test_fires_do_not_touch_each_other(order):
    """However the entries of several fires are mixed, each is what its own entries add up to, in the order of their drafts."""
    told = {
        "a": [DRAFTED, LIT, acts.PutOut("x")],
        "b": [acts.Drafted(TRANSFORM), briefed(TRANSFORM), READ],
        "c": [DRAFTED, LIT],
    }
    left = {slug: iter(facts) for slug, facts in told.items()}
    entries = list(chained(EMPTY, AT, [acts.draft("R", slug, next(left[slug])) for slug in order]))
    found = fold(entries)
    assert list(found) == list(dict.fromkeys(order))
    for slug, facts in told.items():
        alone = fold(entry for entry in entries if entry.fire == slug)[slug]
        assert found[slug] == alone
        assert [noted.fact for noted in alone.diary] == facts
    assert [found[slug].stage for slug in "abc"] == [Stage.PUT_OUT, Stage.BRIEFED, Stage.LIT]
