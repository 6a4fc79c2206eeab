from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.fires.gates.facts import effect

from smallfires.fires.effect import Figure, Point
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.rising import ByPeriod, by_line, by_lot, towards


def drawn(gains: np.ndarray, rng: np.random.Generator, many: int = 400) -> ByPeriod:
    """The true gains, and assignments out of pure chance."""
    noise = rng.standard_normal((many, gains.size))
    return ByPeriod(np.vstack([gains + noise[0], noise[1:]]), np.append(1.0, np.zeros(many - 1)), 1.0, 1.0)


def pathed(gains: np.ndarray) -> Any:
    points = tuple(
        Point(str(at), 100 + gain, 100.0, Figure(gain, gain - 1, gain + 1), True) for at, gain in enumerate(gains)
    )
    return effect(path=points)


def test_a_line_is_followed_exactly() -> None:
    """On a line without noise the rise is the line's, and ahead is its mean over all periods until the end."""
    gains = 2.0 + 0.5 * np.arange(1, 6)
    rise, ahead = towards(5, 12)
    assert gains @ rise == pytest.approx(0.5)
    assert gains @ ahead == pytest.approx(np.mean(2.0 + 0.5 * np.arange(1, 13)))
    found = by_line(pathed(gains), 12, 3.0, 0.2, less_is_better=False, scatter=0.1)
    assert found.rise.value == pytest.approx(0.5)
    assert found.ahead.value == pytest.approx(5.25)


def test_at_the_end_the_mean_alone_counts() -> None:
    """With no period left, what is ahead is the mean so far: what the gate's end state is."""
    assert towards(7, 7)[1] == pytest.approx(np.full(7, 1 / 7))


def test_what_rises_is_not_put_out() -> None:
    """A clear rise is seen as one, and called short of what it gets to in few of a hundred; what stays flat below is known."""
    rng = np.random.default_rng(4)
    up = [by_lot(drawn(2.0 * np.arange(6), rng), 10, 6.0, 0.95, 0.2, less_is_better=False) for _ in range(50)]
    flat = [by_lot(drawn(np.zeros(6), rng), 6, 3.0, 0.95, 0.2, less_is_better=False) for _ in range(50)]
    assert sum(line.upward > 0.9 for line in up) >= 45
    assert sum(line.sure for line in up) <= 2
    assert sum(line.sure and line.short > 0.8 for line in flat) >= 45


def test_looking_every_period_keeps_its_error() -> None:
    """At what is needed exactly, read every period, it is called short in at most the declared share of fires."""
    rng = np.random.default_rng(5)
    called = 0
    for _ in range(150):
        every = drawn(np.full(8, 3.0), rng, 200)
        looks = (ByPeriod(every.figures[:, :many], every.slopes, 1.0, 1.0) for many in range(3, 9))
        called += any(by_lot(one, 8, 3.0, 0.95, 0.2, less_is_better=False).sure for one in looks)
    assert called <= 150 * 0.2 + 3 * np.sqrt(150 * 0.2 * 0.8)


def test_less_is_better_turns_it_round() -> None:
    """Of a measure where less is better, a fall is a rise of the gain, with the same figures."""
    rng = np.random.default_rng(6)
    found = drawn(np.arange(5.0), rng)
    turned = ByPeriod(-found.figures, found.slopes, 1.0, 1.0)
    one = by_lot(found, 8, 1.0, 0.95, 0.2, less_is_better=False)
    assert by_lot(turned, 8, 1.0, 0.95, 0.2, less_is_better=True) == one
    gains = np.array([1.0, 2.5, 2.0, 4.0])
    kept = by_line(pathed(gains), 8, 1.0, 0.2, less_is_better=False, scatter=0.3)
    assert by_line(pathed(-gains), 8, 1.0, 0.2, less_is_better=True, scatter=0.3) == kept


def test_errors_that_go_on_widen_the_line() -> None:
    """The same scatter in long waves, in place of a zigzag, leaves less known of the rise."""
    waves, zigzag = np.array([1, 1, 1, -1, -1, -1, -1, 1, 1, 1.0]), np.array([1, -1, 1, -1, 1, -1, 1, -1, 1, -1.0])
    wide, narrow = (by_line(pathed(one), 12, 0, 0.2, less_is_better=False, scatter=0.1).rise for one in (waves, zigzag))
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_parallel_tells_every_period() -> None:
    """The design's figures by period are those of its path, the true assignment first."""
    rng = np.random.default_rng(7)
    y = rng.standard_normal((12, 20)) + np.arange(20)
    y[:2, 15:] += 5
    lit = np.zeros((12, 20), dtype=bool)
    lit[:2, 15:] = True
    panel = Panel(y, np.ones(y.shape), lit, tuple("abcdefghijkl"), tuple(f"{at:02d}" for at in range(20)))
    design = Parallel(checks=False, beside=False)
    found, path = design.by_period(panel), design.estimate(panel).path
    assert found.figures.shape == (66, 5)
    assert found.figures[0] == pytest.approx([point.effect.value for point in path if point.effect])
