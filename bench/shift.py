"""The shift, against logs in which the change is known: planted changes attributed, the split's addition, and its speed.

    python -m bench.shift                     100 logs of each kind, with and without a comparison group
    python -m bench.shift --logs 10           fewer
    python -m bench.shift --speed 1000000     the seconds it adds to the reading of a log of so many cases, ten million steps
    python -m bench.shift --loans LOG         the public loan log: begun before and after July 2016, by path and by activities

Ends with 1 where a promise is broken: 95 of 100 of each planted kind, and a change of nothing claimed in at most 5 of 100.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
from bench import planted
from numpy.typing import NDArray

from smallfires.fires.effect import Figure
from smallfires.fires.shift import Answer, Shift
from smallfires.sim import large
from smallfires.stats import shift as numbers
from smallfires.stats.clusters import Clusters, bundled
from smallfires.verbs.bench import bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.logged import scene_of
from smallfires.verbs.panels import open_measures
from smallfires.verbs.piloted import Groups, Piloted, piloted
from smallfires.verbs.shifting import defined, shift_of
from smallfires.worklog import shift as ways
from smallfires.worklog.shift import Definition

PROMISED, EXACT = 0.95, 1e-9
DAY = 86_400


OTHERS = tuple(site for site in planted.SITES if site not in planted.LIT)
GROUPS = {
    "alone": Groups.since(planted.LIT, planted.SINCE),
    "compared": Groups.since(planted.LIT, planted.SINCE, OTHERS),
}


def shifts(source: object) -> dict[str, Shift]:
    """The shift of a planted log, without a comparison group and with one."""
    with bench() as ground:
        told = Measuring(unit="site")
        opened = open_measures(source, told, ground)
        scene = scene_of(opened, told, ground)
        found = {beside: shift_of(opened, told, ground, groups, scene=scene) for beside, groups in GROUPS.items()}
        return {beside: each for beside, each in found.items() if isinstance(each, Shift)}


def gap(found: Shift) -> float:
    """How far the parts are from adding up to the change, relative to the mean."""
    parts = found.same.figure.value + found.mix.figure.value + found.unseen.figure.value
    return abs(parts - found.change.figure.value) / found.before.mean


def attribution(logs: int, kinds: list[str]) -> bool:
    """Print what was said of each kind; whether all promises are kept."""
    good = True
    for kind in kinds:
        change = planted.KINDS[kind]
        found = [shifts(planted.log(kind, seed)) for seed in range(logs)]
        for beside, answer in (("alone", change.alone or change.answer), ("compared", change.answer)):
            answers = Counter(each[beside].answer for each in found)
            right, off = answers[Answer(answer)] / logs, max(gap(each[beside]) for each in found)
            kept = right >= PROMISED and off < EXACT
            good &= kept
            said = ", ".join(f"{name} {count}" for name, count in answers.most_common())
            print(f"{kind:22} {beside:9} {right:5.0%} {'' if kept else 'MISSED':7}{said}; gap {off:.0e}", flush=True)
    return good


def speed(cases: int) -> None:
    """Print the seconds of the reading's own steps, and what the shift adds."""
    path = Path(tempfile.gettempdir()) / f"smallfires-{cases}.parquet"
    if not path.exists():
        large(cases, path)
    with bench() as ground:
        told = Measuring()
        opened = open_measures(path, told, ground)
        began = time.perf_counter()
        scene = scene_of(opened, told, ground)
        read = time.perf_counter() - began
        middle = np.datetime64(int(np.median(scene.cases.last)), "us").astype("datetime64[D]").astype(date)
        print(f"{int(scene.cases.steps.sum()):,} steps read in {read:.1f} s")
        for way in ("activities", "path", "resource"):
            began, worked = time.perf_counter(), time.process_time()
            found = shift_of(opened, told, ground, Groups.since((), middle), way=way, scene=scene)
            assert isinstance(found, Shift)
            seconds, busy = time.perf_counter() - began, time.process_time() - worked
            print(f"  {way:12} {seconds:5.2f} s, {busy:5.2f} s of processor, {found.ways:,} ways")


def loans(path: Path) -> None:
    """Print the shift of the loan log, in days: cases begun before and after July 2016."""
    with bench() as ground:
        told = Measuring(dated="start")
        opened = open_measures(path, told, ground)
        scene = scene_of(opened, told, ground)
        groups = Groups.since((), date(2016, 7, 1))
        for way in ("path", "activities"):
            found = shift_of(opened, told, ground, groups, way=way, scene=scene)
            assert isinstance(found, Shift)
            print(f"{found.definition}: {found.answer}. {found.reason}")
            pilot = piloted(scene, told, groups)
            definition = defined(pilot, opened, told, way)[0]
            by_case = _by_case(pilot, definition)
            print(f"  nothing backs off: same {_plain(pilot, definition) / DAY:+.2f} days")
            for name in ("change", "same", "rework", "mix", "unseen", "different"):
                figure = getattr(found, name).figure
                level = (1 + found.level) / 2 if name in ("same", "different") else found.level
                wider = (figure.high - figure.low) / _width(by_case.figure(name, level))
                ends = f"[{figure.low / DAY:+.2f}, {figure.high / DAY:+.2f}]"
                print(f"  {name:9} {figure.value / DAY:+.2f} days {ends}, {wider:.1f} times as wide as by case")


def _sums(pilot: Piloted, definition: Definition, cluster: NDArray) -> numbers.Sums:
    return ways.sums(definition, pilot.rows, pilot.group, cluster, pilot.y, pilot.rework)


def _by_case(pilot: Piloted, definition: Definition) -> numbers.Split:
    """The same with cases drawn instead of weeks."""
    clusters, of = bundled(Clusters(pilot.group, "case"), np.random.default_rng(0))
    return numbers.split(_sums(pilot, definition, of), clusters, np.random.default_rng(0))


def _plain(pilot: Piloted, definition: Definition) -> float:
    """What came of the same ways by the formula alone."""
    sums = _sums(pilot, definition, pilot.cluster)
    return float(numbers.split(sums, pilot.clusters, np.random.default_rng(0), 2, few=0, most=sums.ways).net.same[0])


def _width(figure: Figure) -> float:
    return figure.high - figure.low


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logs", type=int, default=100)
    parser.add_argument("--kind", choices=planted.KINDS, action="append", help="only this one")
    parser.add_argument("--speed", type=int, metavar="CASES")
    parser.add_argument("--loans", type=Path, metavar="LOG")
    args = parser.parse_args()
    if args.loans:
        loans(args.loans)
    elif args.speed:
        speed(args.speed)
    elif not attribution(args.logs, args.kind or list(planted.KINDS)):
        sys.exit(1)


if __name__ == "__main__":
    main()
