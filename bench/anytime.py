"""How often does looking every period cry wolf? Simulated pilots without any effect.

    python bench/anytime.py [pilots] [seed]

Cases drawn by lot, with a look a day at the running sums; units drawn by lot, with a look a period at a permutation test; and
the whole reading of the designs randomised and before and after, after every period. Printed is the share of pilots in which any
look says there is an effect, at 5 %, for the method here and for the same test naively repeated. It ends with 1 where the promise
(at most .055) is broken. Of whole readings there are a twentieth as many: they are slow, and may be off by two standard errors.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.stats import norm

from smallfires.stats.anytime import look
from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.panel import Panel
from smallfires.stats.peeking import Peeking

DRAWS = {
    "normal": lambda rng, size: rng.normal(size=size),
    "lognormal": lambda rng, size: rng.lognormal(0, 1, size),
    "one in ten": lambda rng, size: (rng.random(size) < 0.1).astype(float),
}
MOST = 0.055
DAYS = 60
FIRST = 20
"""Cases an arm before which nothing is said."""


def running(values, new):
    """Running difference in means, its standard error and the degrees of freedom, after each day (days,)."""
    total = [np.cumsum([np.sum(v[n == arm]) for v, n in zip(values, new, strict=True)]) for arm in (0, 1)]
    square = [np.cumsum([np.sum(v[n == arm] ** 2) for v, n in zip(values, new, strict=True)]) for arm in (0, 1)]
    count = [np.maximum(2, np.cumsum([np.sum(n == arm) for n in new])) for arm in (0, 1)]
    mean = [t / c for t, c in zip(total, count, strict=True)]
    part = [np.maximum(0, s / c - m**2) / (c - 1) for s, c, m in zip(square, count, mean, strict=True)]
    doubt = sum(p**2 / (c - 1) for p, c in zip(part, count, strict=True))
    freedom = (part[0] + part[1]) ** 2 / np.maximum(doubt, 1e-300)
    return mean[1] - mean[0], np.sqrt(part[0] + part[1]), freedom, np.minimum(*count)


def cases(pilots=2000, seed=1, per_day=10):
    """Alarms with a look a day at cases drawn one by one, over three kinds of measure."""
    rng = np.random.default_rng(seed)
    alarms = np.zeros(2)
    for number in range(pilots):
        draw = list(DRAWS.values())[number % len(DRAWS)]
        sizes = rng.poisson(per_day, DAYS)
        values, new = [draw(rng, size) for size in sizes], [rng.integers(0, 2, size) for size in sizes]
        effect, error, freedom, least = running(values, new)
        share = np.cumsum(sizes) / (per_day * DAYS)
        days = np.flatnonzero((least >= FIRST) & (error > 0))
        found = [look(effect[d], error[d], share[d], freedom=freedom[d]).p for d in days]
        naive = 2 * norm.sf(np.abs(effect[days]) / error[days])
        alarms += np.min(found) < 0.05, np.min(naive) < 0.05
    return dict(zip(("sequence", "naive"), alarms / pilots, strict=True))


def lots(pilots=1000, seed=1, units=24, treated=6, looks=12, assignments=200):
    """Alarms with a look a period at units drawn by lot; the measure drifts as a random walk of each unit."""
    rng = np.random.default_rng(seed)
    alarms = np.zeros(2)
    for _ in range(pilots):
        y = 0.5 * rng.normal(size=(units, looks)).cumsum(axis=1) + rng.normal(size=(units, looks))
        running_mean = y.cumsum(axis=1) / np.arange(1, looks + 1)
        lot = np.argsort(rng.random((assignments, units)), axis=1)[:, :treated]
        new = running_mean[lot].mean(axis=1)
        figures = new - (running_mean.sum(axis=0) - treated * new) / (units - treated)
        naive = (np.abs(figures) >= np.abs(figures[0])).mean(axis=0)
        spent = Peeking(figures, np.zeros(figures.shape), looks, 0.95)
        alarms += spent.p() < 0.05, naive.min() < 0.05
    return dict(zip(("spent", "naive"), alarms / pilots, strict=True))


def walks(rng, units, periods, lit, since):
    """A panel whose units drift by themselves, some of them lit from a period on."""
    y = 50 + 3 * rng.normal(size=(units, 1)) + 0.5 * rng.normal(size=(units, periods)).cumsum(axis=1)
    y += rng.normal(size=y.shape)
    cells = np.zeros(y.shape, dtype=bool)
    cells[rng.choice(units, lit, replace=False), since:] = True
    names = tuple(f"{number:03}" for number in range(max(y.shape)))
    return Panel(y, np.ones(y.shape), cells, names[:units], names[:periods])


def readings(design, once, pilots, seed, units, lit, since, looks):
    """Alarms with a whole reading after every period, by the design for all looks together, and for one look."""
    rng = np.random.default_rng(seed)
    alarms = np.zeros(2)
    for _ in range(pilots):
        panel = walks(rng, units, since + looks, lit, since)
        so_far = [panel.only(slice(None), slice(end)) for end in range(since + 1, since + looks + 1)]
        alarms += [any(one.estimate(each).p < 0.05 for each in so_far) for one in (design, once)]
    return dict(zip(("together", "naive"), alarms / pilots, strict=True))


QUICK = {"checks": False, "beside": False, "permutations": 200}
WHOLE = {
    "randomised, 16 units": lambda pilots, seed: readings(
        Randomised(looks=6, **QUICK), Randomised(**QUICK), pilots, seed, units=16, lit=6, since=6, looks=6
    ),
    "before and after, one unit": lambda pilots, seed: readings(
        BeforeAfter(looks=5, **QUICK), BeforeAfter(**QUICK), pilots, seed, units=1, lit=1, since=30, looks=5
    ),
}
"""Whole readings, by what is read."""


def main(pilots=10_000, seed=1):
    """Print both tables; return whether the promise is kept."""
    held = True
    for name, found in (
        ("cases drawn by lot, a look a day", cases(pilots, seed)),
        ("units by lot", lots(pilots, seed)),
    ):
        (ours, alarm), (_, naive) = found.items()
        print(f"{name:36} {ours} {alarm:.4f} | the same test naively repeated {naive:.4f}  ({pilots} pilots)")
        held &= alarm <= MOST
    few = max(1, pilots // 20)
    for name, reading in WHOLE.items():
        (_, alarm), (_, naive) = reading(few, seed).items()
        print(
            f"{name:36} together {alarm:.4f} | the same test naively repeated {naive:.4f}  ({few} pilots)", flush=True
        )
        held &= alarm <= MOST + 2 * (MOST * (1 - MOST) / few) ** 0.5
    return held


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
