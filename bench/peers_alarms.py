"""Who cries wolf? Our designs and what people use today, over the same pretend pilots on real panels, nominally 5 times in 100.

    python -m bench.peers_alarms               3000 pilots a design for ours, the first 750 of them for peers
    python -m bench.peers_alarms --quick       fewer: to see that everything runs
    python -m bench.peers_alarms --no-peers    ours alone

In the first table one to five units, drawn by lot, are taken as lit from a start in the second half of each of five real
panels. In the others each design draws its own lot. Nothing was changed in any, so every effect is a false alarm, and an interval
should hold zero. A method's own p decides, its interval where it gives none. No pilot is begun after ``--minutes`` by a
method; how many it got to is printed. Intervals are compared with those of our parallel design on the same pilots (geometric
mean). ``p = ci`` is the share of pilots at which p below .05 and an interval without zero go together.

The command ends with 1 where one of ours is not between .03 and .06 (at most .055 where it is read after every period), is over
.08 on a panel, or contradicts itself. Shares are not judged of a design with fewer than 500 pilots.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench import false_alarms_other
from bench.answers import Answer, ask, ours
from bench.pilots import SIZES, Pilot, blocks, lots
from bench.real_panels import folder, quiet
from scipy import stats

from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.panel import Panel

ALARMS, WORST, PEEKING = (0.03, 0.06), 0.08, 0.055
ENOUGH = 500
"""Pilots of a design from which on its promise is judged; with fewer, chance alone breaks it."""
Method = Callable[[list[Pilot], float], list[Answer]]


@dataclass(frozen=True)
class Asked:
    """One method, and who is asked about how many pilots.

    Attributes:
        title: of its row.
        method: what answers so many pilots within so many seconds.
        own: whether it is ours, so that a promise is to be kept.
        slow: whether it is asked about a few pilots only.
    """

    title: str
    method: Method
    own: bool = False
    slow: bool = False


@dataclass(frozen=True)
class Row:
    """What a method did over its pilots."""

    asked: Asked
    pilots: list[Pilot]
    answers: list[Answer]

    @property
    def pairs(self) -> list[tuple[Pilot, Answer]]:
        """Pilots that were answered, with the answer."""
        return [(pilot, answer) for pilot, answer in zip(self.pilots, self.answers, strict=False) if answer.given]

    def alarms(self, which: Callable[[Pilot], bool] = lambda pilot: True) -> float:
        """The share of false alarms among some; NaN where there are none."""
        found = [answer.alarm for pilot, answer in self.pairs if which(pilot)]
        return float(np.mean(found)) if found else float("nan")

    @property
    def by_panel(self) -> dict[str, float]:
        """The share of false alarms on each real panel."""
        return {
            name: self.alarms(lambda pilot, name=name: pilot.source == name)
            for name in dict.fromkeys(pilot.source for pilot, _ in self.pairs)
        }

    @property
    def holds(self) -> float:
        """How many intervals hold zero, the truth; NaN where the method gives none."""
        found = [not answer.out for _, answer in self.pairs if answer.low is not None]
        return float(np.mean(found)) if found else float("nan")

    @property
    def agrees(self) -> float:
        """How often p below alpha and an interval without zero go together; NaN where it does not give both."""
        found = [answer.alarm == answer.out for _, answer in self.pairs if answer.both]
        return float(np.mean(found)) if found else float("nan")

    def width(self, yardstick: Row) -> float:
        """Its intervals against those of another on the same pilots: the geometric mean."""
        ratios = [one.width / other.width for one, other in zip(self.answers, yardstick.answers, strict=False)]
        logs = np.log([ratio for ratio in ratios if np.isfinite(ratio)])
        return float(np.exp(logs.mean())) if logs.size else float("nan")

    @property
    def seconds(self) -> float:
        """A pilot, on average; NaN where that was not taken."""
        return float(np.mean([answer.seconds for answer in self.answers])) if self.answers else float("nan")

    @property
    def promised(self) -> tuple[float, float]:
        """Least and most shares of false alarms; nothing is the least where it is read after every period."""
        return (0.0, PEEKING) if "every look" in self.asked.title else ALARMS

    @property
    def fault(self) -> str:
        """What is promised of ours and not true of it, in words; of few pilots only that p and interval go together."""
        if self.agrees != 1:
            return "p and interval disagree"
        if len(self.pairs) < ENOUGH:
            return ""
        least, most = self.promised
        if self.alarms() < least:
            return "too seldom"
        worst = max(self.by_panel.values(), default=1.0)
        return "too often" if self.alarms() > most or worst > WORST else ""

    def line(self, yardstick: Row) -> str:
        """As the table prints it."""
        rate, many = self.alarms(), len(self.pairs)
        worst = max(self.by_panel.items(), key=lambda pair: pair[1], default=("", float("nan")))
        sizes = "".join(_figure(self.alarms(lambda pilot, size=size: pilot.size == size), 6) for size in SIZES)
        return (
            f"{self.asked.title:58}{many:6}{len(self.answers) - many:6}{_figure(rate, 7)}"
            f"{_figure(float(np.sqrt(rate * (1 - rate) / max(many, 1))), 6)}  {worst[0]:10}{_figure(worst[1], 5)} {sizes}"
            f"{_figure(self.holds, 7)}{_figure(self.width(yardstick), 7)}{_figure(self.agrees, 7)}"
            f"{_figure(self.seconds, 7)}"
            f"{f'   MISSED: {self.fault}' if self.asked.own and self.fault else ''}"
        )


HEAD = (
    f"{'':58}{'pilots':>6}{'none':>6}{'alarms':>7}{'s.e.':>6}  {'worst panel':15} "
    + "".join(f"{f'{size} lit':>6}" for size in SIZES)
    + f"{'holds':>7}{'width':>7}{'p = ci':>7}{'s each':>7}"
)


def _figure(value: float, width: int) -> str:
    text = "" if np.isnan(value) else f"{value:.2f}" if value >= 10 else f"{value:.3f}"
    return f"{text.replace('0.', '.', 1) if text.startswith('0.') else text:>{width}}"


def our(title: str, read: Callable[[Pilot], Answer]) -> Asked:
    """A design of ours."""
    return Asked(f"ours: {title}", lambda pilots, seconds: [read(pilot) for pilot in pilots], own=True)


def peer(title: str, name: str, method: str, *, slow: bool = False) -> Asked:
    """A peer's method."""
    return Asked(
        f"{title} ({name})",
        lambda pilots, seconds: ask(name, method, [pilot.panel for pilot in pilots], seconds),
        slow=slow,
    )


def spreadsheet(pilots: list[Pilot], seconds: float) -> list[Answer]:
    """A t-test (Welch) of the lit units' mean, lit periods against the others."""
    return [_t_test(pilot.panel) for pilot in pilots]


def _t_test(panel: Panel) -> Answer:
    lit = panel.lit.any(axis=0)
    mean = panel.y[panel.ever_lit].mean(axis=0)
    found = stats.ttest_ind(mean[lit], mean[~lit], equal_var=False)
    ends = found.confidence_interval()
    return Answer(float(mean[lit].mean() - mean[~lit].mean()), float(found.pvalue), float(ends.low), float(ends.high))


def _alone(panel: Panel) -> Panel:
    return panel.only(panel.ever_lit)


def designed(pilot: Pilot) -> Answer:
    """By the design that drew its lot; read after every period, the first look that cries wolf or contradicts itself counts."""
    if pilot.design is None:
        return Answer(problem="no lot was drawn")
    looks = [ours(pilot.design, panel) for panel in false_alarms_other.looks(pilot.design, pilot.panel)]
    told = (look for look in looks if look.given and (look.alarm or look.out))
    return next(told, looks[-1])


SPREADSHEET = Asked("before/after t-test, the spreadsheet (scipy)", spreadsheet)
CLUSTERED = peer("difference-in-differences, errors clustered by unit", "pyfixest", "did")
ALONE = peer("structural time series alone", "bsts-causalimpact", "alone")
CONTROLS = peer("structural time series with controls", "bsts-causalimpact", "controls")
STAIRCASE = peer("group-time effects, clustered errors", "diff-diff", "staircase")
BLOCKS = (
    our("parallel", lambda pilot: ours(Parallel(permutations=400, beside=False), pilot.panel)),
    our("randomised", lambda pilot: ours(Randomised(), pilot.panel)),
    our("rollout, in one step", lambda pilot: ours(Rollout(permutations=400, beside=False), pilot.panel)),
    our("before and after, others beside", lambda pilot: ours(BeforeAfter(), pilot.panel)),
    our("before and after, alone", lambda pilot: ours(BeforeAfter(), _alone(pilot.panel))),
    SPREADSHEET,
    ALONE,
    CONTROLS,
    CLUSTERED,
    STAIRCASE,
    peer("synthetic control of the mean, ranked by RMSPE", "diff-diff", "control"),
    peer("synthetic control of the mean, ranked by effect", "CausalPy", "ranked"),
    peer("synthetic control of the mean, interval of its summary", "CausalPy", "control"),
    peer("the same by MCMC", "CausalPy", "control bayes", slow=True),
    peer("augmented synthetic control, conformal", "mlsynth", "augmented"),
    peer("GeoLift's reading", "mlsynth", "geolift"),
    peer("synthetic DiD, placebo errors", "diff-diff", "sdid"),
    peer("synthetic DiD, jackknife", "synthdid-py", "sdid jackknife"),
)
LOTS = {
    "before and after": (SPREADSHEET, ALONE, CONTROLS),
    "rollout": (STAIRCASE, CLUSTERED),
    "switchback": (SPREADSHEET, CLUSTERED),
    "randomised": (CLUSTERED, STAIRCASE),
}
"""What each design's own lots are read with beside it, by the name of the lot in ``false_alarms_other``."""


@dataclass(frozen=True)
class Effort:
    """How much is run.

    Attributes:
        pilots: pretend pilots a design for ours.
        peer_pilots: the first of them, for peers; 0 for none.
        slow_pilots: for peers that take seconds a pilot.
        minutes: after which a method begins no other pilot.
    """

    pilots: int = 3000
    peer_pilots: int = 750
    slow_pilots: int = 50
    minutes: float = 15.0

    def of(self, asked: Asked) -> int:
        """How many pilots it is asked about."""
        return self.pilots if asked.own else min(self.peer_pilots, self.slow_pilots if asked.slow else self.peer_pilots)


def compared(title: str, pilots: list[Pilot], methods: tuple[Asked, ...], effort: Effort) -> list[Row]:
    """Run all methods over the pilots, and print their table."""
    print(f"\n{title}\n{HEAD}", flush=True)
    rows: list[Row] = []
    for asked in methods:
        some = pilots[: effort.of(asked)]
        if some:
            rows.append(Row(asked, some, asked.method(some, 60 * effort.minutes)))
            print(rows[-1].line(rows[0]), flush=True)
    return rows


def run(files: Path, effort: Effort, seed: int = 3) -> list[Row]:
    """All tables: those of ours and peers over the same pilots, then each design's own lots."""
    panels = quiet(files)
    rows = compared("Units drawn by lot, all from one start on", blocks(panels, effort.pilots, seed), BLOCKS, effort)
    for name, draw in false_alarms_other.PILOTS.items():
        methods = (our(f"{name}, its own lot", designed), *LOTS.get(name, ()))
        rows += compared(f"The lots of {name}", lots(draw, panels, effort.pilots, seed), methods, effort)
    return rows


def summary(rows: list[Row]) -> str:
    """What is promised of p and interval, over everything."""
    mine = [answer for row in rows if row.asked.own for _, answer in row.pairs]
    same = sum(answer.alarm == answer.out for answer in mine)
    return f"p below .05 exactly when the interval leaves zero out: {same} of {len(mine)} pilots of ours"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--pilots", type=int, default=Effort.pilots, help="a design, for ours (3000)")
    parser.add_argument("--peer-pilots", type=int, default=Effort.peer_pilots, help="a method, for peers (750)")
    parser.add_argument("--slow-pilots", type=int, default=Effort.slow_pilots, help="for MCMC (50)")
    parser.add_argument("--minutes", type=float, default=Effort.minutes, help="a method, for peers (15)")
    parser.add_argument("--quick", action="store_true", help="100 pilots for ours, 25 for peers, none for MCMC")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    told = parser.parse_args()
    effort = Effort(told.pilots, 0 if told.no_peers else told.peer_pilots, told.slow_pilots, told.minutes)
    rows = run(told.folder, QUICK if told.quick else effort)
    print(f"\n{summary(rows)}")
    missed = [f"{row.asked.title} ({row.fault})" for row in rows if row.asked.own and row.fault]
    print(f"broken: {'; '.join(missed)}" if missed else "kept")
    return 1 if missed else 0


QUICK = Effort(pilots=100, peer_pilots=25, slow_pilots=0, minutes=1.0)


if __name__ == "__main__":
    sys.exit(main())
