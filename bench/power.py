"""How fast is the power of a pilot found, and does it come true?

    python -m bench.power                 both
    python -m bench.power --no-held-out   only how fast
    python -m bench.power --pilots 16     more real readings for each prediction

How fast: 20 candidates (1 to 5 lit units, 3 to 12 periods) in 10 windows of a history of 40 units and 60 periods, each with its
whole power curve. And a whole plan in a history of 1 000 units: reading, all that is tried where nothing is asked for, and the
lot. Both on one thread, as the program has it.

Does it come true: on five real panels in which nothing was lit, a plan is made at several dates from what was known by then.
It names the effects that would be told 5, 8 and 9 times in 10. Then pilots are lit at that very date, in periods that the plan
has not seen, by lot, up and down; the effect is added, and each is read in full, with all its checks. The gap is the largest,
over the three powers, between the mean of all predictions and the mean of what came true, for each design; panels are shown one
by one, too. A promise that is broken ends the command with 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from bench.answers import again_on_one_thread
from bench.real_panels import folder, quiet

import smallfires as sf
from smallfires.errors import TooLittleData
from smallfires.stats.design import Design
from smallfires.stats.designs import DESIGNS
from smallfires.stats.panel import Panel
from smallfires.stats.power import simulate
from smallfires.stats.search import Aim, Judged, curve, hopeless, judge
from smallfires.stats.shown import Seen
from smallfires.stats.trials import Trial

SECONDS, GAP = 2.0, 0.05
LARGE, LARGE_SECONDS = 1000, 10.0
POWERS = (0.5, 0.8, 0.9)
ORIGINS = 5
LENGTHS = {
    "parallel": (3, 5, 8),
    "randomised": (3, 5, 8),
    "rollout": (6, 8),
    "before-after": (2, 3),
    "switchback": (6, 8),
}
SIZES = {
    "parallel": (1, 2, 3, 5),
    "randomised": (6, 10),
    "rollout": (4, 6),
    "before-after": (1, 3),
    "switchback": (2, 3),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one prediction: of the panel and design, the power that was predicted, and in which share of the pilots an
    effect of that size was told, in the right direction; and whether that share is in the predicted interval.
    """

    panel: str
    design: str
    power: float
    predicted: float
    realised: float
    within: bool


def made(units: int = 40) -> Panel:
    """So many units and 60 periods on three common paths, nothing lit."""
    rng = np.random.default_rng(0)
    paths = 0.3 * rng.normal(size=(3, 60)).cumsum(axis=1)
    y = 30 + rng.normal(size=(units, 3)) @ paths + 3 * rng.normal(size=(units, 1)) + rng.normal(size=(units, 60))
    labels = tuple(tuple(f"{at:04}" for at in range(many)) for many in y.shape)
    return Panel(y, np.ones(y.shape), np.zeros(y.shape, dtype=bool), *labels)


def fast(times: int) -> bool:
    """Print how long 20 candidates take, of several runs the fastest; whether that is within what is promised."""
    history, aim = made(), Aim(upwards=True, power=0.8, worthwhile=1.0, usual=30.0, percent=False)
    trials = [Trial(DESIGNS["parallel"](horizon=long), size, long) for size in range(1, 6) for long in (3, 5, 8, 12)]
    seconds, worked, pilots = [], [], 0
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        seen = Seen()
        found = [judge(trial, history, aim, seen=seen) for trial in trials]
        points = [len(curve(one, aim)) for one in found if isinstance(one, Judged)]
        seconds.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
        pilots = sum(one.simulated.low.size for one in found if isinstance(one, Judged))
    assert len(points) == len(trials)
    kept = min(seconds) <= SECONDS
    print(
        f"{len(trials)} candidates, 10 windows, curves of {points[0]} points: {min(seconds):.2f} s ({min(worked):.2f} s of "
        f"work), at most {SECONDS:g} s; "
        f"{pilots} pilots, {pilots / min(seconds):.0f} a second{'' if kept else '   MISSED'}"
    )
    return kept


def whole(times: int) -> bool:
    """Print how long ``design`` takes from a table to the plan, with all that it tries by itself, where there are very many
    units; of several runs the fastest. Whether that is within what a person waits.
    """
    panel, seconds, worked = made(LARGE), [], []
    unit, period = np.indices(panel.y.shape)
    table = pa.table({"team": unit.ravel(), "week": period.ravel(), "minutes": panel.y.ravel()}).to_pandas()
    for _ in range(times):
        begun, busy = time.perf_counter(), time.process_time()
        plan = sf.design(table, unit="team", time="week", measure="minutes", more_is_better=False, worthwhile="3%")
        seconds.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    kept = min(seconds) <= LARGE_SECONDS
    print(
        f"{LARGE:,} units and 60 periods, {len(plan.candidates)} candidates: {min(seconds):.1f} s ({min(worked):.1f} s of work), "
        f"at most {LARGE_SECONDS:g} s{'' if kept else '   MISSED'}"
    )
    return kept


def origins(trial: Trial, periods: int) -> list[int]:
    """Dates at which a plan is made, in the later half of the panel."""
    first, last = max(periods // 2, 2 * trial.periods + 4), periods - trial.periods
    return np.unique(np.linspace(first, last, ORIGINS).round().astype(int)).tolist() if first <= last else []


def outcomes(name: str, panel: Panel, trial: Trial, pilots: int, rng: np.random.Generator) -> Iterator[Outcome]:
    """Every prediction of one trial on one panel, and what became of it."""
    for date in origins(trial, len(panel.periods)):
        try:
            plan = simulate(trial, panel.only(slice(None), slice(0, date)))
        except TooLittleData:
            continue
        read = [trial.design.estimate(trial.pilot(panel, date, rng)).unit for _ in range(pilots)]
        beyond = {True: np.array([-one.low for one in read]), False: np.array([one.high for one in read])}
        for upwards in (True, False):
            for power in POWERS:
                size = plan.detectable(power, upwards)[0]
                if np.isfinite(size):
                    said = plan.power(np.nextafter(size, np.inf), upwards)
                    share = float((beyond[upwards] <= size).mean())
                    yield Outcome(name, trial.design.name, power, said.share, share, said.low <= share <= said.high)


def trials(design: str, panel: Panel) -> Iterator[Trial]:
    """Those that could tell something on the panel."""
    for size in SIZES[design]:
        for periods in LENGTHS[design]:
            trial = Trial(_design(design, periods), size, periods)
            if size < len(panel.units) // 2 and hopeless(trial, panel) is None:
                yield trial


def _design(name: str, periods: int) -> Design:
    own = {"block": 1} if name == "switchback" else {}
    return DESIGNS[name](horizon=periods, permutations=400, beside=False, **own)


def told(what: str, some: list[Outcome]) -> float:
    """Print predicted beside realised, at each power; the largest gap among these."""
    words, gaps = [], []
    for power in POWERS:
        at = [one for one in some if one.power == power]
        predicted, realised = (float(np.mean([getattr(one, side) for one in at])) for side in ("predicted", "realised"))
        words.append(f"{predicted:.3f} and {realised:.3f}")
        gaps.append(abs(predicted - realised))
    print(f"  {what:12} predicted and realised {'; '.join(words)}; largest gap {max(gaps):.3f}", flush=True)
    return max(gaps)


def held_out(panels: dict[str, Panel], pilots: int, designs: list[str]) -> bool:
    """Print what became of all predictions; whether the gap is within what is promised, for every design."""
    kept = True
    for design in designs:
        rng, every = np.random.default_rng(7), []
        print(f"{design}: {pilots} pilots in full for each prediction")
        for name, panel in panels.items():
            found = [one for trial in trials(design, panel) for one in outcomes(name, panel, trial, pilots, rng)]
            every += found
            if found:
                told(name, found)
        gap = told("all panels", every)
        kept &= gap <= GAP
        print(
            f"  {len(every) * pilots} comparisons; the gap promised is at most {GAP}{'' if gap <= GAP else '   MISSED'}"
        )
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--pilots", type=int, default=8, help="read in full for each prediction (8)")
    parser.add_argument("--times", type=int, default=3, help="runs, of which the fastest counts (3)")
    parser.add_argument("--no-held-out", action="store_true", help="only how fast")
    parser.add_argument("--designs", nargs="+", choices=list(DESIGNS), default=list(DESIGNS))
    asked = parser.parse_args()
    ended = again_on_one_thread("bench.power")
    if ended is not None:
        return ended
    kept = fast(asked.times) & whole(min(asked.times, 2))
    if not asked.no_held_out:
        kept &= held_out(quiet(asked.folder), asked.pilots, asked.designs)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
