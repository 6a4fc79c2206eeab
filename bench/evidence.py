"""Every figure that learning from a pilot is held to, measured with the peers beside ours, in one run.

    python -m bench.evidence                       all: an hour or two
    python -m bench.evidence --quick               few of everything: to see that it runs; only digits are judged
    python -m bench.evidence --only speed power    some of it
    python -m bench.evidence --no-peers            ours alone

Each part prints its details; the table comes last. The command ends with 1 where a promise is broken. Times are worth something
on a quiet machine only.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from bench import anytime, cps, false_alarms, peers_alarms, power, published, sdid
from bench.answers import again_on_one_thread
from bench.peers_alarms import Effort, Row
from bench.real_panels import folder, quiet

from smallfires.stats.designs import DESIGNS
from smallfires.stats.designs.parallel import Parallel

FULL = Effort()


@dataclass(frozen=True)
class Amount:
    """How much of everything is run.

    Attributes:
        alarms: of pretend pilots, ours and the peers'.
        panels: simulated panels of the CPS.
        widths: pretend pilots whose intervals are compared with those of difference-in-differences.
        looks: pilots read after every period; a tenth as many on real panels.
        times: runs of which the fastest counts.
        held_out: pilots read for each prediction of power.
        every: of the planned pilots whose power is predicted, one in so many is tried.
        judged: whether shares and times are judged, or there are too few.
        peers: whether they are run.
    """

    alarms: Effort = FULL
    panels: int = 1000
    widths: int = 750
    looks: int = 5000
    times: int = 3
    held_out: int = 8
    every: int = 1
    judged: bool = True
    peers: bool = True


QUICK = Amount(peers_alarms.QUICK, panels=50, widths=100, looks=200, times=1, held_out=1, every=6, judged=False)


@dataclass(frozen=True)
class Promise:
    """A row of the table.

    Attributes:
        measured, peer, ours, promised: as it prints them.
        kept: whether the promise is; None where that is not judged.
    """

    measured: str
    peer: str
    ours: str
    promised: str
    kept: bool | None

    def line(self) -> str:
        """As Markdown."""
        verdict = {True: "kept", False: "**broken**", None: "not judged"}[self.kept]
        return f"| {self.measured} | {self.peer} | {self.ours} | {self.promised} | {verdict} |"


def digits(files: Path, amount: Amount) -> list[Promise]:
    """Published figures, and the exact optimum."""
    checks, worst = published.run(files, published.PEERS if amount.peers else ())
    for check in checks:
        print(check.line())
    met = sum(check.kept for check in checks)
    peers = {name for check in checks for name in check.peers}
    return [
        Promise(
            "published figures: Prop 99, Basque Country, minimum wages",
            ", ".join(sorted(peers)) or "not run",
            f"{met} of {len(checks)} met",
            "all, to 1e-6 in reference mode",
            met == len(checks),
        ),
        Promise(
            "objective of the weights, over scipy's NNLS",
            "0",
            f"{worst:.0e}",
            f"{published.NO_WORSE:g}",
            worst <= published.NO_WORSE,
        ),
    ]


def placebo_simulation(files: Path, amount: Amount) -> list[Promise]:
    """The simulation of the paper: errors, and how often the interval holds."""
    drawn = cps.world(files)
    every = cps.errors(drawn, amount.panels, 1)
    rows = []
    for recipe, target in cps.PUBLISHED.items():
        rmse = float(np.sqrt(np.square(every[recipe.name]).mean()))
        kept = abs(rmse / target - 1) <= cps.WITHIN if amount.judged else None
        title = f"CPS placebo simulation, RMSE of {recipe.title}"
        rows.append(Promise(title, f"{target} (paper)", f"{rmse:.4f}", "within 5 %", kept))
    share = cps.covered(drawn, amount.panels, 2, 400)
    low, high = cps.COVERAGE
    kept = low <= share <= high if amount.judged else None
    return [*rows, Promise("the same, coverage", ".953 (paper)", f"{share:.3f}", f"{low} to {high}", kept)]


def alarms(files: Path, amount: Amount) -> list[Promise]:
    """False alarms of every design, and whether p and interval go together, by method."""
    rows = peers_alarms.run(files, amount.alarms)
    mine = [row for row in rows if row.asked.own]
    others = [row for row in rows if not row.asked.own and row.pairs]
    found = [
        Promise(
            f"false alarms, {row.asked.title.removeprefix('ours: ')} ({len(row.pairs)} pilots)",
            _range(_beside(row, rows)),
            f"{row.alarms():.3f}, worst panel {max(row.by_panel.values(), default=float('nan')):.3f}",
            f"{row.promised[0]:g} to {row.promised[1]:g}, no panel over {peers_alarms.WORST}",
            not row.fault if amount.judged else None,
        )
        for row in mine
    ]
    same = sum(answer.alarm == answer.out for row in mine for _, answer in row.pairs)
    every = sum(len(row.pairs) for row in mine)
    apart = [(row.agrees, row.asked.title) for row in others if row.agrees < 1]
    peers = "; ".join(f"{title}: {share:.3f}" for share, title in sorted(set(apart))) or "none contradicts itself"
    title = "p below .05 exactly when the interval leaves zero out"
    return [*found, Promise(title, peers if others else "not run", f"{same} of {every}", "always", same == every)]


def _beside(row: Row, rows: list[Row]) -> list[Row]:
    """The peers that were asked about the same pilots."""
    return [other for other in rows if not other.asked.own and other.pilots and other.pilots[0] is row.pilots[0]]


def _range(peers: list[Row]) -> str:
    rates = sorted((row.alarms(), row.asked.title) for row in peers if row.pairs)
    if not rates:
        return "not run"
    (least, one), (most, other) = rates[0], rates[-1]
    return f"{least:.3f} ({one}) to {most:.3f} ({other})"


def looking(files: Path, amount: Amount) -> list[Promise]:
    """False alarms of pilots that are read after every period."""
    pilots, share = anytime.cases(amount.looks, 1), anytime.lots(amount.looks, 1)
    design = Parallel(permutations=400, checks=False, beside=False)
    read, plain = false_alarms.peeked(quiet(files), max(1, amount.looks // 10), design, 4)
    found = (
        ("cases by lot, a look a day", pilots["sequence"], pilots["naive"]),
        ("units by lot, a look a period", share["spent"], share["naive"]),
        ("parallel on real panels, a look a period", read, plain),
    )
    return [
        Promise(
            f"looking: {title}",
            f"{naive:.3f} (a plain test at every look)",
            f"{ours:.4f}",
            f"at most {peers_alarms.PEEKING}",
            bool(ours <= peers_alarms.PEEKING) if amount.judged else None,
        )
        for title, ours, naive in found
    ]


def width(files: Path, amount: Amount) -> list[Promise]:
    """Intervals of synthetic difference-in-differences against those of difference-in-differences."""
    design = Parallel(permutations=400, checks=False, beside=False)
    every = list(false_alarms.pilots(quiet(files), amount.widths, design, 3))
    same, placebo = (false_alarms.typical([getattr(one, way) for one in every]) for way in ("width", "placebo"))
    kept = same <= false_alarms.WIDTH if amount.judged else None
    title = f"interval width against DiD ({len(every)} pilots)"
    ours = f"{same:.2f} by the same test, {placebo:.2f} by placebo errors"
    return [Promise(title, "1", ours, f"at most {false_alarms.WIDTH}", kept)]


def speed(files: Path, amount: Amount) -> list[Promise]:
    """Synthetic difference-in-differences with all pretend pilots and the interval."""
    rows = []
    for one in sdid.races(files, amount.times, peers=amount.peers):
        print(one.told())
        peers = ", ".join(f"{name} {peer.seconds:.2f} s" for name, peer in one.peers.items()) or "not run"
        times = f", {one.ratio:.0f} × diff-diff" if one.ratio else ""
        promised = f"{1e3 * one.most:g} ms{f', {one.times:g} × diff-diff' if one.times else ''}"
        rows.append(
            Promise(
                one.title,
                peers,
                f"{1e3 * one.ours.seconds:.1f} ms{times}",
                promised,
                one.kept if amount.judged else None,
            )
        )
    return rows


def powers(files: Path, amount: Amount) -> list[Promise]:
    """How fast a plan is made, and whether what it promises comes true."""
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        kept = power.fast(amount.times)
    print(heard.getvalue(), end="")
    ours = heard.getvalue().strip().rpartition(": ")[2].removesuffix("MISSED").strip()
    title, judged = "power: 20 candidates × 10 windows, whole curve", kept if amount.judged else None
    rows = [Promise(title, "not in the peers", ours, f"{power.SECONDS:g} s", judged)]
    panels = quiet(files)
    for name in DESIGNS:
        rng = np.random.default_rng(7)
        every = [
            one
            for source, panel in panels.items()
            for trial in list(power.trials(name, panel))[:: amount.every]
            for one in power.outcomes(source, panel, trial, amount.held_out, rng)
        ]
        gap = power.told(name, every)
        ours, promised = f"gap {gap:.3f} ({len(every)} predictions)", f"gap at most {power.GAP}"
        judged = gap <= power.GAP if amount.judged else None
        title = f"predicted against realised power, {name}"
        rows.append(Promise(title, "not in the peers", ours, promised, judged))
    return rows


PARTS: dict[str, Callable[[Path, Amount], list[Promise]]] = {
    "digits": digits,
    "simulation": placebo_simulation,
    "speed": speed,
    "power": powers,
    "looking": looking,
    "width": width,
    "alarms": alarms,
}


def part(name: str, files: Path, amount: Amount) -> list[Promise]:
    """The rows of one part; one that fails breaks its promise."""
    print(f"\n== {name}", flush=True)
    try:
        return PARTS[name](files, amount)
    except Exception as problem:  # the other parts are to be seen all the same
        return [Promise(name, "", f"failed: {type(problem).__name__}: {problem}"[:300], "to run", False)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--quick", action="store_true", help="few of everything")
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="these parts")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    told = parser.parse_args()
    ended = again_on_one_thread("bench.evidence")
    if ended is not None:
        return ended
    amount = QUICK if told.quick else Amount()
    if told.no_peers:
        amount = replace(amount, alarms=replace(amount.alarms, peer_pilots=0), peers=False)
    rows = [row for name in told.only for row in part(name, told.folder, amount)]
    print("\n| measured | peers | ours | promised | |\n| --- | --- | --- | --- | --- |")
    for row in rows:
        print(row.line())
    broken = [row.measured for row in rows if row.kept is False]
    print(f"\nbroken: {'; '.join(broken)}" if broken else "\nevery promise that was judged is kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
