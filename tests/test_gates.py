"""Simulated fires at their gates, read by the real code; ``python -m bench.gates`` counts many of them."""

from __future__ import annotations

from functools import cache

import numpy as np
from bench.gates import GOOD, PATHS, STEADY, WEEKS, Burning, History, Tally, burn, rail_of, scaled, simulated

from smallfires.fires.charter import Intent
from smallfires.fires.verdict import Decision

FIRES = 8


@cache
def history() -> History:
    rng = np.random.default_rng(11)
    return scaled("simulated", simulated(rng), rng)


def fires(intent: Intent, path: np.ndarray, worse: float = 0.0) -> list[Burning]:
    """Each with a lot of its own."""
    rng = np.random.default_rng(12)
    found = []
    for _ in range(FIRES):
        panel = history().cut(rng)
        found.append(Burning.of(intent, panel, path, rail_of(panel, rng, worse), permutations=150))
    return found


def decisions(intent: Intent, path: np.ndarray, week: int, worse: float = 0.0) -> list[Decision]:
    return [fire.verdict(week).decision for fire in fires(intent, path, worse)]


def test_good_transformations_survive_their_dip() -> None:
    """At week 4 nearly all would be stopped for an average below zero; the gate lets them burn."""
    burning = fires(Intent.TRANSFORM, PATHS[GOOD])
    below = [fire.design.estimate(fire.until(4, fire.main)).unit.value < 0 for fire in burning]
    assert sum(below) >= FIRES - 2
    assert [fire.verdict(4).decision for fire in burning].count(Decision.KEEP) == FIRES


def test_good_transformations_are_spread() -> None:
    """At the horizon most of those that ended 10 % better are spread, and at most one is put out."""
    found = decisions(Intent.TRANSFORM, PATHS[GOOD], WEEKS)
    assert found.count(Decision.SPREAD) > FIRES / 2
    assert found.count(Decision.PUT_OUT) <= 1


def test_hopeless_transformations_are_put_out() -> None:
    """One that stays worse is put out by its horizon; one that falls beyond its budget by week 4, for its budget."""
    assert decisions(Intent.TRANSFORM, PATHS["stays 5 % worse"], WEEKS).count(Decision.PUT_OUT) >= FIRES - 1
    tally = Tally()
    for fire in fires(Intent.TRANSFORM, PATHS["falls 25 %, beyond its budget"])[:4]:
        burn(fire, tally)
    assert tally.share(Decision.PUT_OUT, by=5) == 1
    assert set(tally.why) == {"budget"}


def test_a_null_is_not_spread() -> None:
    """Where nothing was changed, no optimization is spread at any of its looks."""
    for week in (3, 6, 9, WEEKS):
        assert Decision.SPREAD not in decisions(Intent.OPTIMIZE, np.full(WEEKS, STEADY["nothing"]), week)


def test_a_good_optimization_is_spread_unless_it_hurts() -> None:
    """Three times worthwhile is spread, and nothing is whose guardrail broke, however good: these are put out."""
    path = np.full(WEEKS, 15.0)
    assert decisions(Intent.OPTIMIZE, path, WEEKS).count(Decision.SPREAD) > FIRES / 2
    assert decisions(Intent.OPTIMIZE, path, WEEKS, worse=14.0) == [Decision.PUT_OUT] * FIRES
