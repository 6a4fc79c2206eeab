"""The smallest fire that can teach: what users ask, and what may be wrong in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.verbs.learned import SITES, START, WEEKS, figures, learned, rows, table, usual

from smallfires.errors import SmallfiresError, Unclear, UsageError
from smallfires.fires.plan import Plan
from smallfires.verbs.bench import bench
from smallfires.verbs.design import design
from smallfires.verbs.wish import Wish, numbers

QUICK = {"more_is_better": False, "designs": ("parallel",), "sizes": 2, "periods": 4}


def planned(source: object, **settings) -> Plan:
    """The plan of a source."""
    with bench(threads=1) as ground:
        return design(source, Wish(**settings), ground)


@pytest.fixture(scope="module")
def weekly(tmp_path_factory):
    """24 sites in 40 weeks, nothing lit."""
    return usual(tmp_path_factory.mktemp("weekly"), effect=0.0)


@pytest.fixture(scope="module")
def plan(weekly):
    """Of one to five sites for two or six weeks, to tell 2 %."""
    return planned(weekly, worthwhile="2%", more_is_better=False, sizes="1,3,5", periods="2,6", designs=("parallel",))


def test_the_answer_comes_first(plan):
    """With these teams and weeks this can be told: the smallest effect of all candidates, downwards since less is better."""
    assert plan.detectable == plan.best.detectable
    told = [candidate.detectable.effect for candidate in plan.candidates]
    assert plan.detectable.effect == max(told)
    assert all(effect < 0 for effect in told)
    assert (plan.best.size, plan.best.periods) == (5, 6)
    assert plan.detectable.percent == pytest.approx(100 * plan.detectable.effect / plan.history.level)
    assert plan.lacking == ""


def test_the_cheapest_that_teaches_is_chosen(plan):
    """The chosen candidate reaches the wanted power with the fewest periods of work under the change."""
    assert plan.chosen.reaches
    assert plan.chosen == plan.candidates[0] == plan.reaching[0]
    assert plan.chosen.power.share >= 0.8
    assert plan.chosen.cost == min(candidate.cost for candidate in plan.candidates if candidate.reaches)
    assert plan.chosen.cost < plan.best.cost


def test_the_plan_says_what_it_rests_on(plan):
    """What was asked, the history, pilots and windows, and the curve of the chosen pilot are there."""
    assert plan.wanted.worthwhile == pytest.approx(-0.02 * plan.history.level)
    assert plan.wanted.worthwhile_percent == pytest.approx(-2)
    assert (plan.wanted.sizes, plan.wanted.periods) == ((1, 3, 5), (2, 6))
    assert (plan.history.units, plan.history.periods) == (24, 40)
    assert (plan.history.first, plan.history.last) == (WEEKS[0], WEEKS[-1])
    assert plan.pilots == sum(candidate.alarms.pilots for candidate in plan.candidates) > 1000
    assert plan.windows == 10
    at = min(plan.curve, key=lambda point: abs(point.effect - plan.wanted.worthwhile))
    assert at.power == pytest.approx(plan.chosen.power.share, abs=0.1)
    assert plan.curve[0].effect == 0
    assert len(plan.assumptions) >= 3
    assert plan.settings["worthwhile"] == "2%"


def test_the_lot_is_drawn_for_the_chosen(plan, weekly):
    """So many units as chosen are lit in all of its periods, from the week after the history; the same seed draws them again."""
    draw = plan.draw
    assert len(draw.turns) == plan.chosen.size
    assert len(draw.turns) + len(draw.others) == 24
    assert all(turn.lit == tuple(range(1, plan.chosen.periods + 1)) for turn in draw.turns)
    assert draw.periods[0] == "2025-10-13"
    assert draw.by_lot
    again, other = (planned(weekly, **QUICK, seed=seed).draw for seed in (0, 1))
    assert again == planned(weekly, **QUICK).draw
    assert {turn.unit for turn in again.turns} != {turn.unit for turn in other.turns}


def test_what_was_promised_comes_true(tmp_path):
    """A pilot as planned, with an effect half as large again as the detectable one, is told from chance when it is learned."""
    y = figures(seed=8)
    plan = planned(table(tmp_path, [row for row in rows(y) if row[0] < WEEKS[START]]), **(QUICK | {"periods": 10}))
    lit = [SITES.index(turn.unit) for turn in plan.draw.turns]
    y[lit, START:] += 1.5 * plan.detectable.effect
    assert plan.draw.periods == tuple(WEEKS[START:])
    units = tuple(turn.unit for turn in plan.draw.turns)
    found = learned(table(tmp_path, rows(y)), treated=units, since=plan.draw.periods[0], more_is_better=False)
    assert found.effect.told
    assert found.effect.unit.value < 0


def test_named_units_are_planned_for(weekly):
    """Where units are named, these are simulated and lit; no lot is drawn, and the evidence is no stronger than fair."""
    plan = planned(weekly, treated=("site b", "Site D"), periods=4, designs=("parallel",), more_is_better=False)
    assert plan.wanted.teams == ("Site B", "Site D")
    assert [turn.unit for turn in plan.draw.turns] == ["Site B", "Site D"]
    assert not plan.draw.by_lot
    assert plan.chosen.units == ("Site B", "Site D")
    assert plan.chosen.evidence == "fair"
    assert plan.pilots == plan.windows > 5


def test_units_that_cannot_take_part_are_left_out(weekly):
    """Who is excluded is neither lit nor compared with."""
    plan = planned(weekly, **QUICK, exclude=("Site A", "site c"))
    assert plan.wanted.left_out == ("Site A", "Site C")
    assert plan.history.units == 22
    assert not {"Site A", "Site C"} & ({turn.unit for turn in plan.draw.turns} | set(plan.draw.others))


def test_an_earlier_pilot_does_not_count_as_history(tmp_path):
    """Where a column tells of an earlier pilot, the history ends before it; the pilot to come begins after all of it."""
    y = figures(effect=-30.0)
    cells = [[*row, str(int(row[1] in SITES[:2] and row[0] >= WEEKS[START]))] for row in rows(y)]
    plan = planned(table(tmp_path, cells, head="week,site,cost,lit"), **QUICK)
    assert plan.history.periods == START
    assert WEEKS[START] in plan.notes[0]
    assert plan.draw.periods[0] == "2025-10-13"


def test_one_of_six_is_refused_with_what_would_help(tmp_path):
    """One of six teams can never be significant: nothing can be told, why is said, and what would help."""
    six = table(tmp_path, [row for row in rows(figures()) if row[1] in SITES[:6]])
    plan = planned(six, **(QUICK | {"sizes": 1}))
    assert plan.detectable is plan.best is plan.chosen is plan.draw is None
    assert "1 of 6" in plan.lacking
    assert "Find 15 more units" in plan.lacking
    assert plan.candidates == plan.curve == ()
    assert len(plan.refused) == 1


def test_a_short_history_says_how_much_more_it_takes(tmp_path):
    """Three weeks are no history for a pilot of six: how many more it takes is said."""
    short = table(tmp_path, [row for row in rows(figures()) if row[0] in WEEKS[:3]])
    assert "It takes 5 more" in planned(short, **(QUICK | {"periods": 6})).lacking


def test_one_series_is_switched(tmp_path):
    """One person has nobody to be compared with: on and off by lot is planned, or before and after, and doubts are said."""
    one = table(tmp_path, [[row[0], row[2]] for row in rows(figures()) if row[1] == SITES[0]], head="week,cost")
    plan = planned(one, more_is_better=False, periods="16")
    assert plan.per == ""
    assert plan.chosen.design == "switchback"
    assert "turned off again" in plan.chosen.notes[0]
    assert sum(len(turn.lit) for turn in plan.draw.turns) == plan.chosen.cost == 8
    assert plan.draw.by_lot
    assert any("room for" in warning for warning in plan.warnings)


def test_percent_and_unit_go_together(weekly):
    """On logarithms, a worthwhile percentage is of the usual level, and what is detectable is told both ways."""
    plan = planned(weekly, **{**QUICK, "more_is_better": True}, percent=True, worthwhile="+4%")
    assert plan.wanted.worthwhile == pytest.approx(0.04 * plan.history.level)
    assert plan.detectable.effect > 0
    assert plan.detectable.percent == pytest.approx(100 * plan.detectable.effect / plan.history.level)


def test_the_same_again_whatever_the_order_of_rows(tmp_path):
    """The same rows in another order give the same plan, but for what was read."""
    cells = rows(figures())
    one, other = (planned(table(tmp_path, some), **QUICK) for some in (cells, cells[::-1]))
    assert replace(one, source=other.source) == other


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"worthwhile": "0"}, "effect of 0"),
        ({"worthwhile": "much"}, "not a number"),
        ({"worthwhile": "120%"}, "never below zero"),
        ({"power": 1.0}, "power of 1"),
        ({"level": 0.2}, "level"),
        ({"sizes": "0"}, "--sizes"),
        ({"sizes": "6-2"}, "--sizes"),
        ({"periods": "some"}, "--periods"),
        ({"periods": ()}, "--periods"),
        ({"designs": ("lottery",)}, '"lottery" is no design'),
        ({"treated": ("Site A",), "sizes": 2}, "named"),
        ({"treated": ("Site AA",)}, "Site AA"),
        ({"treated": ("Site A",), "exclude": ("Site A",)}, "Site A"),
        ({"exclude": ("Nowhere",)}, "Nowhere"),
        ({"windows": 0}, "windows"),
        ({"lit": "a", "first": "b"}, "both"),
    ],
)
def test_what_cannot_be_is_said(weekly, settings, said):
    """A setting that is none, or a unit that is not there, is named in the error."""
    with pytest.raises(SmallfiresError, match=said) as caught:
        planned(weekly, **({"more_is_better": False, "designs": ("parallel",), "periods": 4} | settings))
    assert isinstance(caught.value, UsageError)


def test_a_direction_is_asked_for(weekly):
    """A worthwhile effect without a sign, of a measure whose better direction is not known, is unclear."""
    with pytest.raises(Unclear, match="upwards or downwards"):
        planned(weekly, worthwhile="5%", periods=4)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (None, ()),
        (3, (3,)),
        ("3", (3,)),
        ("2-5", (2, 3, 4, 5)),
        ("2 to 4", (2, 3, 4)),
        ("4,2, 2", (2, 4)),
        ([8, 4], (4, 8)),
    ],
)
def test_numbers_as_people_write_them(told, found):
    """One number, a span, or a list: each number once, in order."""
    assert numbers(told, "--sizes") == found


def test_a_wide_span_is_thinned_out():
    """A span of many numbers keeps both ends, and some round ones between."""
    found = numbers("2-60", "--periods")
    assert (found[0], found[-1]) == (2, 60)
    assert 5 < len(found) <= 12


def test_more_units_than_there_are_cannot_be_lit(weekly):
    """What cannot be is refused; of several sizes, those that can be are tried."""
    with pytest.raises(UsageError, match=r"--sizes asks for 40 units, and there are 24"):
        planned(weekly, worthwhile="2%", **{**QUICK, "sizes": 40})
    assert {one.size for one in planned(weekly, worthwhile="2%", **{**QUICK, "sizes": "2,40"}).candidates} == {2}
