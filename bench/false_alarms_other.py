"""How often does each design but parallel cry wolf? Pretend pilots, without any effect, on real panels.

    python bench/false_alarms_other.py DATA [pilots a design and panel] [seed]

DATA is the folder with ``panels/``. In each pilot a stretch of a real panel is picked, and the design draws its own lot on
it. Printed is the share of pilots with p below .05 (at any look, where it is read after every period), by design and panel.
It ends with 1 where a promise is broken: no panel over .08, no contradiction of p and interval.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.designs.switchback import Switchback
from smallfires.stats.panel import Panel

PANELS = {
    "cigarettes": ("california_prop99.csv", ";", "State", "Year", "PacksPerCapita", "California"),
    "wages": ("CPS.csv", ";", "state", "year", "log_wage", None),
    "hours": ("CPS.csv", ";", "state", "year", "hours", None),
    "unemployment": ("CPS.csv", ";", "state", "year", "urate", None),
    "regions": ("basque.csv", ",", "regionname", "year", "gdpcap", "Spain (Espana)"),
}
MOST = 0.08
ALONE = 0.5
"""Share of the pilots before and after that have no others beside."""


def panels(data):
    """The real panels, without the one unit that was really treated or is the sum of all."""
    found = {}
    for name, (file, delimiter, unit, time, measure, without) in PANELS.items():
        with (Path(data) / "panels" / file).open(newline="") as lines:
            rows = [row for row in csv.DictReader(lines, delimiter=delimiter) if row[unit] != without]
        columns = [row[unit] for row in rows], [float(row[time]) for row in rows], [row[measure] for row in rows]
        found[name] = Panel.from_rows(*columns)
    return found


def stretch(panel, least, most, rng):
    """Some periods in a row."""
    length = int(rng.integers(least, min(most, len(panel.periods)) + 1))
    first = int(rng.integers(0, len(panel.periods) - length + 1))
    return panel.only(np.ones(len(panel.units), dtype=bool), slice(first, first + length))


def before_after(panel, rng, *, peeking=False):
    """One to five units, half of the times without the others beside them; read once, or after every period."""
    cut = stretch(panel, 18, 40, rng)
    periods = len(cut.periods)
    horizon = int(rng.integers(2, min(7, (periods - 6) // 3) + 1))
    design = BeforeAfter(horizon=horizon, looks=horizon if peeking else None)
    lit = design.assign(cut, int(rng.integers(1, 6)), rng)
    cut = cut.burning(lit)
    return design, cut.only(cut.ever_lit) if rng.random() < ALONE else cut


def rollout(panel, rng, *, peeking=False, **asked):
    """Two to twelve units in two or three steps."""
    cut = stretch(panel, 10, 20, rng)
    size, steps, horizon = int(rng.integers(2, 13)), int(rng.integers(2, 4)), int(rng.integers(3, 7))
    looks = horizon if peeking else None
    design = Rollout(steps=steps, horizon=horizon, looks=looks, permutations=400, beside=False, **asked)
    return design, with_cases(cut.burning(design.assign(cut, size, rng)), rng)


def switchback(panel, rng, *, peeking=False, **asked):
    """One to three units, blocks of one or two periods."""
    cut = stretch(panel, 28, 40, rng)
    block = int(rng.integers(1, 3))
    looks = len(cut.periods) if peeking else None
    carry = int(rng.integers(0, block))
    design = Switchback(block=block, carry=carry, looks=looks, permutations=1024, beside=False, **asked)
    return design, with_cases(cut.burning(design.assign(cut, int(rng.integers(1, 4)), rng)), rng)


def with_cases(panel, rng):
    """Units of very different size."""
    return replace(panel, n=np.broadcast_to(rng.lognormal(3, 1, (len(panel.units), 1)), panel.y.shape))


def randomised(panel, rng, *, peeking=False):
    """Two to half of the units, adjusted for the time before; read once, or after every period."""
    cut = stretch(panel, 8, 20, rng)
    horizon = int(rng.integers(1, 6))
    design = Randomised(horizon=horizon, looks=horizon if peeking else None)
    return design, cut.burning(design.assign(cut, int(rng.integers(2, len(cut.units) // 2 + 1)), rng))


PILOTS = {
    "before and after": before_after,
    "before and after, every look": lambda panel, rng: before_after(panel, rng, peeking=True),
    "rollout": rollout,
    "rollout, every look": lambda panel, rng: rollout(panel, rng, peeking=True),
    "rollout, studentised, by cases": lambda panel, rng: rollout(panel, rng, studentised=True, weigh="cases"),
    "switchback": switchback,
    "switchback, every look": lambda panel, rng: switchback(panel, rng, peeking=True),
    "switchback, season, by cases": lambda panel, rng: switchback(panel, rng, season=2, weigh="cases"),
    "randomised": randomised,
    "randomised, every look": lambda panel, rng: randomised(panel, rng, peeking=True),
}


def looks(design, panel):
    """The panel as it stands after every lit period, where it is read then; else once, at its end."""
    ends = [len(panel.periods)] if design.looks is None else range(panel.start + 1, len(panel.periods) + 1)
    cuts = (panel.only(slice(None), slice(end)) for end in ends)
    return [cut for cut in cuts if design.misfit(cut) is None]


def alarms(pilot, panel, pilots, seed):
    """Share of pilots with a false alarm at any look, and with a contradiction between p and interval."""
    rng = np.random.default_rng(seed)
    alarm = contradiction = 0
    for _ in range(pilots):
        design, pretended = pilot(panel, rng)
        effects = [design.estimate(each) for each in looks(design, pretended)]
        alarm += any(effect.p < 0.05 for effect in effects)
        contradiction += any((effect.p < 0.05) != effect.told for effect in effects)
    return alarm / pilots, contradiction / pilots


def main(data, pilots=1000, seed=1):
    """Print the table; return whether the promises are kept."""
    held = True
    found = panels(data)
    print(f"{'':34}" + "".join(f"{name:>14}" for name in found) + f"{'all':>8}")
    for name, pilot in PILOTS.items():
        rows = [alarms(pilot, panel, pilots, seed) for panel in found.values()]
        rate, wrong = np.array(rows).T
        print(f"{name:34}" + "".join(f"{share:14.3f}" for share in rate) + f"{rate.mean():8.3f}", flush=True)
        held &= bool(rate.max() <= MOST and wrong.max() == 0)
    print("kept" if held else "broken", f"({pilots} pilots a design and panel)")
    return held


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], *map(int, sys.argv[2:])) else 1)
