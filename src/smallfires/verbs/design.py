"""The verb ``design``: which is the smallest fire that can teach?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from smallfires.errors import UsageError
from smallfires.fires.plan import Draw, History, Plan, Refused, Wanted
from smallfires.stats import search
from smallfires.stats.design import Design
from smallfires.stats.designs import DESIGNS
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.past import Past, past
from smallfires.stats.search import Aim, Judged, some
from smallfires.stats.shown import Seen
from smallfires.stats.trials import Trial, labels
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.designing import MANY, worthwhile
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.lighting import lighting
from smallfires.verbs.lot import drawn
from smallfires.verbs.panels import Marks, Tabled, open_measures, panel_of, rows_of
from smallfires.verbs.wish import Wish, numbers

COMPARING = ("parallel", "randomised", "rollout")
"""Designs that compare units with others: tried first, where none is named."""
ALONE = ("switchback", "before-after")
"""Designs that need no others: tried where these do not reach the wanted power."""
SIZES, LENGTHS, LARGEST = 5, 4, 50
"""How many sizes and lengths are tried, where none is said."""
STAIRS = 3
"""Units, and periods, without which a staircase is none."""
FEW = 3
"""Windows of the past below which power is a guess more than an estimate."""
ASSUMPTIONS = (
    "What the units do by themselves will be like it was in the history, at today's unrest.",
    "The effect is the same in all lit units and periods; one that takes time to come, or comes in some only, is harder to tell.",
    "Who is lit is decided by the lot below, or, where units are named, does not depend on what is coming.",
)


def design(source: object, wish: Wish, bench: Bench) -> Plan:
    """Find the smallest fire that can teach.

    Args:
        source: a file, a database's URL, or a data frame: a measure by unit and time, or a log of work.
        wish: what is wanted, and what the user says of the data.
        bench: where to work.

    Raises:
        DataError: the data cannot be read as they stand.
        Unclear: more than one sensible meaning; names the flag that settles it.
        UsageError: a setting that cannot be understood, or names a unit that is not there.
    """
    opened = open_measures(source, wish, bench)
    tabled = panel_of(opened, wish, bench, Marks(wish.lit, wish.first, wanted=True))
    return _Planning(tabled, wish, bench).plan()


@dataclass(frozen=True)
class _Planning:
    """A table on its way to a plan."""

    tabled: Tabled
    wish: Wish
    bench: Bench

    @cached_property
    def past(self) -> Past:
        tabled, wish = self.tabled, self.wish
        panel = tabled.panel
        if tabled.marks:
            pattern = lighting(tabled, Inquiry(lit=wish.lit, first=wish.first))
            panel = panel.burning(pattern.lit)
        able = np.ones(len(panel.units), dtype=bool)
        able[rows_of(panel.units, wish.exclude)] = False
        wanted = [panel.units[at] for at in rows_of(panel.units, wish.treated)]
        return past(panel, able, wanted)

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Labels of the units that the user names."""
        units = self.past.panel.units
        return tuple(units[at] for at in rows_of(units, self.wish.treated))

    @cached_property
    def aim(self) -> Aim:
        wish, less = self.wish, self.tabled.measure.less_is_better
        effect = worthwhile(wish.worthwhile, less, self.past.level)
        if effect == 0:
            raise UsageError("An effect of 0 cannot be told from none.", "Give the smallest that would be worthwhile.")
        upwards = effect > 0 if effect is not None else less is False
        above_zero = bool(np.nanmin(self.past.panel.y) >= 0)
        aim = Aim(upwards, wish.power, effect, self.past.level, wish.percent, above_zero)
        if effect is not None and not aim.possible(effect):
            raise UsageError(
                f"{self.tabled.measure.name} is never below zero, and usually at {self.past.level:.4g}: it cannot fall by "
                f"{abs(effect):.4g}.",
                "Give a smaller effect as worthwhile.",
            )
        return aim

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many units may be lit."""
        units = len(self.past.panel.units)
        if self.named:
            return (len(self.named),)
        asked = numbers(self.wish.sizes, "--sizes")
        if asked and asked[0] > units:
            raise UsageError(f"--sizes asks for {asked[0]} units, and there are {units}.", "Ask for fewer.")
        return tuple(size for size in asked if size <= units) or some(
            self._least_size(units), max(1, min(LARGEST, units // 2)), SIZES
        )

    def _least_size(self, units: int) -> int:
        """The fewest units that could be told from chance, where any can."""
        parallel = Parallel(level=self.wish.level)
        can = (size for size in range(1, units // 2 + 1) if parallel.hopeless(units, size) is None)
        return next(can, 1)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """For how many periods the fire may burn."""
        periods = len(self.past.panel.periods)
        return numbers(self.wish.periods, "--periods") or some(2, max(2, periods // 3), LENGTHS)

    def _design(self, name: str, periods: int) -> Design:
        wish = self.wish
        own: dict[str, Any] = {
            "switchback": {"block": wish.block or 1, "carry": wish.carry or 0},
            "rollout": {} if wish.steps is None else {"steps": wish.steps},
        }.get(name, {})
        return DESIGNS[name](
            level=wish.level, worthwhile=self.aim.worthwhile, less_is_better=not self.aim.upwards, percent=wish.percent,
            weigh=wish.weigh, season=wish.season, horizon=periods, picked=None if self.named else "lot", seed=wish.seed,
            **own,
        )  # fmt: skip

    def _trials(self, name: str) -> Iterator[Trial]:
        for size in self._sizes_of(name):
            for periods in self._lengths_of(name):
                yield Trial(self._design(name, periods), size, periods, self.named)

    def _sizes_of(self, name: str) -> Iterable[int]:
        """All that are asked for; where the choice is ours, those that suit the design."""
        units = len(self.past.panel.units)
        if self.wish.designs or self.wish.sizes is not None or self.named:
            return self.sizes
        if name == "before-after":
            return self.sizes[-1:]
        least = {"randomised": MANY, "rollout": STAIRS}.get(name, 1)
        kept = [size for size in self.sizes if size >= least and (name in ALONE or units - size >= least)]
        return kept[::2] if name == "rollout" else kept

    def _lengths_of(self, name: str) -> Iterable[int]:
        """All; where the choice is ours, those that leave room for the steps of a staircase."""
        free = not (self.wish.designs or self.wish.periods is not None)
        return [periods for periods in self.lengths if not (free and name == "rollout" and periods < STAIRS)]

    @cached_property
    def found(self) -> tuple[list[Judged], list[Refused]]:
        """What was tried: designs that need no others only where those that compare do not reach the wanted power."""
        if self.wish.designs:
            return self._tried(self.wish.designs)
        alone = len(self.past.panel.units) == 1
        judged, refused = self._tried(() if alone else COMPARING)
        if not judged or (self.aim.worthwhile is not None and not any(one.candidate.reaches for one in judged)):
            more, no = self._tried(ALONE)
            judged, refused = judged + more, refused + no
        return search.ranked(judged), refused

    def _tried(self, names: Iterable[str]) -> tuple[list[Judged], list[Refused]]:
        trials = [trial for name in names for trial in self._trials(name)]
        judged, refused, seen = [], [], Seen()
        for at, trial in enumerate(trials):
            self.bench.progress("Lighting pretend fires in the past", at / len(trials))
            one = search.judge(
                trial, self.past.panel, self.aim, windows=self.wish.windows, seed=self.wish.seed, seen=seen
            )
            if isinstance(one, Judged):
                judged.append(one)
            else:
                refused.append(one)
        return search.ranked(judged), refused

    @cached_property
    def chosen(self) -> Judged | None:
        """The cheapest that reaches the wanted power, else the one that tells most."""
        judged = self.found[0]
        if judged and judged[0].candidate.reaches:
            return judged[0]
        return search.sharpest(judged)

    def plan(self) -> Plan:
        """The record."""
        judged, refused = self.found
        best, chosen, history = search.sharpest(judged), self.chosen, self.past.panel
        return Plan(
            source=self.tabled.source,
            measure=self.tabled.measure,
            per=self.tabled.per,
            wanted=self._wanted(),
            history=History(
                units=len(history.units),
                periods=len(history.periods),
                first=history.periods[0],
                last=history.periods[-1],
                level=self.past.level,
                unseen=self.past.unseen,
            ),
            detectable=best.candidate.detectable if best else None,
            lacking="" if best else _lacking(refused if not judged else []),
            best=best.candidate if best else None,
            chosen=chosen.candidate if chosen else None,
            candidates=tuple(one.candidate for one in judged),
            curve=search.curve(chosen, self.aim) if chosen else (),
            refused=tuple(refused),
            draw=self._draw(chosen.trial) if chosen else None,
            pilots=sum(one.simulated.low.size for one in judged),
            windows=max((one.simulated.windows for one in judged), default=0),
            assumptions=ASSUMPTIONS,
            notes=(*self.past.notes, *self._notes()),
            warnings=(*self.tabled.notes, *self._warnings()),
            settings=self.wish.settings(),
            version=VERSION,
        )

    def _wanted(self) -> Wanted:
        aim, wish = self.aim, self.wish
        return Wanted(
            teams=self.named,
            left_out=tuple(self.tabled.panel.units[at] for at in rows_of(self.tabled.panel.units, wish.exclude)),
            sizes=self.sizes,
            periods=self.lengths,
            worthwhile=aim.worthwhile,
            worthwhile_percent=None if aim.worthwhile is None else aim.in_percent(aim.worthwhile),
            power=wish.power,
            level=wish.level,
            designs=wish.designs or tuple(dict.fromkeys(one.trial.design.name for one in self.found[0])),
        )

    def _draw(self, trial: Trial) -> Draw:
        periods = labels(self.tabled.panel.periods, trial.periods)
        return drawn(trial, self.past.panel, self.wish.seed, periods)

    def _notes(self) -> Iterator[str]:
        names = {one.trial.design.name for one in self.found[0]}
        if not self.wish.designs and names and not names & set(ALONE):
            yield (
                "Designs that need nobody to compare with, switchback and before-after, were not tried: name them with "
                "--designs where the change can be turned off again, or there is no other way."
            )
        if self.tabled.measure.less_is_better is None and self.aim.worthwhile is None:
            yield "Which direction is better was not said: what can be told is said of a fall."
        if "parallel" in names:
            yield "Where the interval would be widened because it cried wolf at earlier dates is left out of the simulation."

    def _warnings(self) -> Iterator[str]:
        chosen = self.chosen
        if chosen is None:
            return
        apart = chosen.simulated.apart
        if apart < FEW:
            yield (
                f"The history has room for {apart:.1f} pilots of {chosen.trial.periods} periods one after another only: how "
                "often an effect would be told is known roughly, see the interval."
            )
        if chosen.candidate.alarms.low > 1 - self.wish.level:
            yield chosen.candidate.notes[0]


def _lacking(refused: list[Refused]) -> str:
    """Why nothing can be told: what the largest and longest pilots that were asked for lack."""
    last = {one.design: one.why for one in sorted(refused, key=lambda one: (one.size, one.periods))}
    reasons = list(dict.fromkeys(last.values()))
    if not reasons:
        return (
            "No effect that there can be was told often enough in the simulated pilots: it takes more units, more periods, or a "
            "measure that is less restless."
        )
    return " ".join(reasons[:2])
