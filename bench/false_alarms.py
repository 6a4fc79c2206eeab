"""How often does the parallel design cry wolf, on real panels in which nothing was changed, and how wide is its interval?

    python -m bench.false_alarms               750 pretend pilots
    python -m bench.false_alarms --pilots 3000
    python -m bench.false_alarms --peeking     read after every period: ours, and what a plain test at every look would do

Five real panels; one to five lit units drawn by lot; a start in the second half; 3 to 12 periods lit. Widths are compared
with those of difference-in-differences by the same test, and with the placebo error that is usually put beside it (1.96 standard
deviations of its figures when groups of the others are taken as lit). A promise that is broken ends the command with 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from bench.pilots import SIZES, block
from bench.real_panels import folder, quiet

from smallfires.fires.effect import Effect
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID
from smallfires.stats.synthetic import fit

ALARMS, WORST, WIDTH = (0.03, 0.06), 0.08, 0.6
PLACEBOS, PEEKING = 200, 0.055


@dataclass(frozen=True)
class Pilot:
    """What one pretend pilot gave: its panel, size and length, whether it cried wolf, and how wide its interval is against
    difference-in-differences by the same test, and with placebo errors.
    """

    panel: str
    size: int
    length: int
    alarm: bool
    width: float
    placebo: float


def placebo_width(panel: Panel, rng: np.random.Generator) -> float:
    """Of difference-in-differences, 1.96 placebo errors to each side. Source: Arkhangelsky et al. (2021), algorithm 4."""
    others = panel.y[~panel.ever_lit]
    size, start = int(panel.ever_lit.sum()), panel.start
    groups = np.eye(len(others), dtype=bool) if size == 1 else np.zeros((PLACEBOS, len(others)), dtype=bool)
    if size > 1:
        np.put_along_axis(groups, np.argsort(rng.random(groups.shape), axis=1)[:, :size], True, axis=1)
    return float(2 * 1.96 * fit(Pilots.of(others, start, groups), DID).value.std())


def pilots(panels: dict[str, Panel], many: int, design: Parallel, seed: int) -> Iterator[Pilot]:
    """So many pretend pilots, spread evenly."""
    rng = np.random.default_rng(seed)
    for _ in range(many // (len(panels) * len(SIZES))):
        for name, panel in panels.items():
            for size in SIZES:
                pilot = block(panel, size, rng)
                effect = design.estimate(pilot)
                usual = replace(design, decider="did").estimate(pilot)
                width = wide(effect)
                length = int(pilot.lit.any(axis=0).sum())
                yield Pilot(name, size, length, effect.told, width / wide(usual), width / placebo_width(pilot, rng))


def peeked(panels: dict[str, Panel], many: int, design: Parallel, seed: int) -> tuple[float, float]:
    """The share of pilots that cry wolf at any look: with the looks declared, and with a plain test at each."""
    rng, ours, plain = np.random.default_rng(seed), [], []
    for at in range(many):
        pilot = block(panels[list(panels)[at % len(panels)]], SIZES[at // len(panels) % len(SIZES)], rng)
        ends = range(pilot.start + 1, len(pilot.periods) + 1)
        ours.append(replace(design, looks=len(ends)).estimate(pilot).told)
        plain.append(any(design.estimate(pilot.only(slice(None), slice(0, end))).told for end in ends))
    return float(np.mean(ours)), float(np.mean(plain))


def wide(effect: Effect) -> float:
    """The width of an interval; NaN where it has no ends."""
    width = effect.unit.high - effect.unit.low
    return width if np.isfinite(width) else float("nan")


def typical(ratios: list[float]) -> float:
    """Their geometric mean, as ratios want; those of intervals without ends are left out."""
    return float(np.exp(np.nanmean(np.log(ratios))))


def widths(some: list[Pilot]) -> str:
    """Both comparisons of widths, in words."""
    same, placebo = typical([pilot.width for pilot in some]), typical([pilot.placebo for pilot in some])
    return f"width against DiD {same:.2f} by the same test, {placebo:.2f} by placebo errors"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--pilots", type=int, default=750)
    parser.add_argument("--assignments", type=int, default=400, help="pretend pilots for each interval (400)")
    parser.add_argument("--estimator", default=Parallel.decider, help=f"that decides ({Parallel.decider})")
    parser.add_argument("--studentised", action="store_true", help="ranks after division by expected errors")
    parser.add_argument("--peeking", action="store_true", help="read after every period")
    parser.add_argument("--checks", action="store_true", help="widen intervals by what earlier dates show")
    told = parser.parse_args()
    design = Parallel(
        decider=told.estimator,
        permutations=told.assignments,
        checks=told.checks,
        beside=False,
        studentised=told.studentised,
    )
    if told.peeking:
        ours_alarms, plain = peeked(quiet(told.folder), told.pilots, design, 4)
        print(
            f"{told.pilots} pilots read every period: alarms {ours_alarms:.4f}, promised {PEEKING}; plain tests {plain:.4f}"
        )
        return int(ours_alarms > PEEKING)
    every = list(pilots(quiet(told.folder), told.pilots, design, 3))
    missed = False
    for name in dict.fromkeys(pilot.panel for pilot in every):
        some = [pilot for pilot in every if pilot.panel == name]
        alarms = np.mean([pilot.alarm for pilot in some])
        missed |= alarms > WORST
        sizes = " ".join(f"{np.mean([pilot.alarm for pilot in some if pilot.size == size]):.3f}" for size in SIZES)
        print(f"{name:12} alarms {alarms:.3f}, with 1 to 5 lit {sizes}; {widths(some)}")
    for shortest, longest in ((3, 5), (6, 8), (9, 12)):
        some = [pilot for pilot in every if shortest <= pilot.length <= longest]
        print(f"{shortest} to {longest} periods: {widths(some)}")
    for size in SIZES:
        print(f"{size} lit: {widths([pilot for pilot in every if pilot.size == size])}")
    alarms, width = float(np.mean([pilot.alarm for pilot in every])), typical([pilot.width for pilot in every])
    missed |= not ALARMS[0] <= alarms <= ALARMS[1] or width > WIDTH
    print(f"{len(every)} pilots: alarms {alarms:.4f}, promised {ALARMS}, no panel over {WORST}")
    print(f"{widths(every)}, promised {WIDTH}{'   MISSED' if missed else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
