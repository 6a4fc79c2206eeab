"""The record of a plan."""

from __future__ import annotations

from smallfires.fires.plan import Candidate, History, Plan, Rate, Wanted
from smallfires.fires.reading import Measure
from smallfires.fires.work import Source

ALARMS = Rate(0.05, 0.01, 0.03, 0.07, 400, 10)


def candidate(cost: int, reaches: bool | None) -> Candidate:
    return Candidate("parallel", cost, (), 1, None, None, cost, "strong", None, None, reaches, ALARMS, 0.01, ())


def plan(*candidates: Candidate) -> Plan:
    return Plan(
        Source("weekly.csv", "CSV", 10, (), (), ""), Measure("cost", "€", True), "site",
        Wanted((), (), (1,), (1,), None, None, 0.8, 0.95, ("parallel",)), History(12, 30, "1", "30", 50.0, 0.0),
        None, "", None, None, candidates, (), (), None, 400, 10, (), (), (), {}, "0",
    )  # fmt: skip


def test_reaching_are_those_that_reach():
    """Only candidates that reach the wanted power are offered, in the order in which they stand, the cheapest first."""
    few, more, none = candidate(2, True), candidate(5, True), candidate(1, False)
    assert plan(few, more, none).reaching == (few, more)


def test_without_a_worthwhile_effect_none_reaches():
    """Where no effect was called worthwhile, no candidate can be said to reach it."""
    assert plan(candidate(2, None)).reaching == ()
