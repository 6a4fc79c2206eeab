"""Pilots that never were, in the user's own history: what a trial could have told, had it been lit then.

Windows of the past are taken, lots are drawn as the design draws them, and each pretend pilot is read by the very test that
will read the true one. Nothing was changed, so what is told is a false alarm; what an effect would have shown follows by
shifting (see ``detectable``).
"""

from __future__ import annotations

from math import ceil, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData
from smallfires.fires.effect import Effect
from smallfires.fires.quantity import many
from smallfires.stats import atonce
from smallfires.stats.atonce import EACH, Ends
from smallfires.stats.detectable import SEEN, Simulated, apart
from smallfires.stats.panel import Panel
from smallfires.stats.shown import Seen
from smallfires.stats.trials import Trial, Window, quick

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

MOST_UNITS = 200
"""Units that stand for all in one window, drawn anew in each: more of them change little, and take long."""
WINDOWS = 10
"""Windows of the past."""
LATE, EARLY = 2 / 3, 5 / 8
"""Share of the history that lies before the first of them, and where they would else not have room for two pilots one after
another: with less, the time before would tell too little."""
PILOTS = 80
"""Pretend pilots in all at the least, where each is read by itself."""
RECENT, STEPS = 6, 60
"""Periods that say how restless units are now; more where there are not so many steps in them."""
REDRAWN = 4
"""Lots that are drawn again, where one falls on units that cannot be read."""


def starts(trial: Trial, periods: int, most: int) -> Codes:
    """(windows,) first lit periods of pretend pilots: spread over the last part of the history, where the time before is
    most like that of the pilot to come; over all of it, where a pilot needs no time before.

    Args:
        trial: the pilot.
        periods: of the history.
        most: windows.
    """
    last = periods - trial.periods
    if last < 0:
        return np.zeros(0, dtype=np.int64)
    late = min(round(LATE * periods), max(round(EARLY * periods), last - trial.periods))
    first = 0 if trial.by_itself else min(late, last)
    return np.unique(np.linspace(first, last, min(most, last - first + 1)).round().astype(np.int64))


def simulate(
    trial: Trial, history: Panel, *, windows: int = WINDOWS, seed: int = 0, seen: Seen | None = None
) -> Simulated:
    """Read pretend pilots.

    Args:
        trial: the pilot.
        history: a panel in which nothing is lit.
        windows: of the past, at the most; a pilot of named units is simulated in every one there is.
        seed: of all that is drawn by lot.
        seen: what single units showed in this history before, for other trials; saves time and changes nothing.

    Raises:
        TooLittleData: the history is too short for the trial, or it cannot be read; says what would help.
        UnreadableValue: with ``percent``, a value that is not above zero.
    """
    _long_enough(trial, history)
    rng, seen = np.random.default_rng(seed), Seen() if seen is None else seen
    most = len(history.periods) if trial.named else windows
    found: dict[int, Ends] = {}
    refusal = None
    begun = starts(trial, len(history.periods), most)
    each = 1 if trial.named and not trial.turns else max(EACH, ceil(PILOTS / begun.size))
    for start in map(int, begun):
        try:
            some = some_units(trial, history, np.random.default_rng([seed, start]))
            found[start] = _window(trial, Window(some, start, rng, seen), each)
        except TooLittleData as problem:
            refusal = problem
    if not found:
        raise refusal or TooLittleData("No pretend pilot could be read.", "Give a longer history.")
    now, today = unrest(trial, history, len(history.periods)), []
    for start, ends in found.items():
        then = unrest(trial, history, start)
        today.append(ends.today(now / then if now > 0 and then > 0 else 1.0))
    if trial.design.name in atonce.WAYS:
        today = spread(today, np.array(list(found)), trial.periods)
    low, high = (np.concatenate([getattr(ends, side) for ends in today]) for side in ("low", "high"))
    cried = np.concatenate([ends.cried for ends in today])
    window = np.concatenate([np.full(ends.low.size, start) for start, ends in found.items()])
    smallest = max(ends.smallest_p for ends in found.values())
    return Simulated(low, high, window, trial.periods, smallest, cried)


def spread(windows: list[Ends], starts: Codes, periods: int) -> list[Ends]:
    """Windows as different as the one to come may be from them: some were calmer than others, and those seen differ less from
    their own mean than one more does. Of n windows the variance about the mean is 1 − 1/n of the true one, that of the next
    window about it 1 + 1/n. Windows that overlap count as fewer; intervals that are known already stay. Not for pilots that are
    each read by itself: a few of them, of other units every time, do not show how calm their window was.

    Args:
        windows: pretend pilots of each.
        starts: (windows,) the first lit period of each.
        periods: for how many each burns.

    Source: prediction of one more observation, Hahn and Meeker (1991), Statistical Intervals, chapter 4.
    """
    sizes = np.array([np.median(ends.high - ends.low) for ends in windows])
    if len(windows) < SEEN or not (np.isfinite(sizes) & (sizes > 0)).all() or windows[0].value is not None:
        return windows
    many = max(2.0, apart(starts, periods))
    calm = np.log(sizes) - np.log(sizes).mean()
    more = np.exp((sqrt((many + 1) / (many - 1)) - 1) * calm)
    return [ends.today(float(factor)) for ends, factor in zip(windows, more, strict=True)]


def most_units(trial: Trial) -> int:
    """Units at the most among which pretend pilots are lit in one window: ``MOST_UNITS``, or four times the pilot's."""
    return max(MOST_UNITS, 4 * trial.size)


def some_units(trial: Trial, history: Panel, rng: np.random.Generator) -> Panel:
    """The history of ``most_units`` at the most; named units stay.

    Args:
        trial: the pilot.
        history: with all units.
        rng: draws them: the same ones for all trials, so that these are compared on the same ground, and what single units show
            there is found once.
    """
    most = most_units(trial)
    if len(history.units) <= most:
        return history
    ours = np.isin(np.array(history.units), trial.named)
    drawn = rng.choice(np.flatnonzero(~ours), most - int(ours.sum()), replace=False)
    return history.only(np.sort(np.concatenate([np.flatnonzero(ours), drawn])))


def unrest(trial: Trial, history: Panel, until: int) -> float:
    """How restless units were in the last periods before one: the mean size of their steps beside those of all, on the scale
    of the estimate; 0 where it cannot be seen. Unrest comes and goes slowly, so that what pretend pilots give is put on
    today's.

    Source: volatility clusters, Engle (1982), Econometrica 50: 987-1007.
    """
    units = len(history.units)
    recent = history.y[:, max(0, until - 1 - max(RECENT, ceil(STEPS / units))) : until]
    with np.errstate(invalid="ignore", divide="ignore"):
        steps = np.diff(np.log(recent) if trial.asked.percent else recent, axis=1)
    steps = np.where(np.isfinite(steps), steps, np.nan)
    seen = ~np.isnan(steps)
    counts = seen.sum(axis=0) if units > 1 else np.full(steps.shape[1], seen.sum())
    totals = np.where(seen, steps, 0.0).sum(axis=0) if units > 1 else np.nansum(steps)
    steps = np.abs(steps - totals / np.maximum(counts, 1))[seen]
    return float(steps.mean()) if steps.size else 0.0


def _long_enough(trial: Trial, history: Panel) -> None:
    """Refuse a history without one window, with how much more it takes."""
    have, need = len(history.periods), trial.periods + (0 if trial.by_itself else 2)
    if have < need:
        shorter = have - need + trial.periods
        raise TooLittleData(
            f"The history has {many(have, 'period')} before anything was lit, too few for a pretend pilot of {trial.periods}.",
            f"It takes {need - have} more"
            + (f", or a pilot of at most {many(shorter, 'period')}." if shorter > 0 else "."),
        )


def _window(trial: Trial, window: Window, each: int) -> Ends:
    """Pretend pilots in one window; lots are drawn again where one falls on units that cannot be read."""
    for _ in range(REDRAWN - 1):
        try:
            return _pilots(trial, window, each)
        except TooLittleData:
            continue
    return _pilots(trial, window, each)


def _pilots(trial: Trial, window: Window, each: int) -> Ends:
    """At once, where the design has a way and that is for the trial; else one by one."""
    way = atonce.WAYS.get(trial.design.name)
    found = way(trial, window) if way else None
    return found or one_by_one(trial, window, each)


def one_by_one(trial: Trial, window: Window, each: int) -> Ends:
    """Intervals of pretend pilots in one window, each read by itself: right for any design.

    Raises:
        TooLittleData: one of them cannot be read.
    """
    design = quick(trial.design)
    effects = [design.estimate(window.pilot(trial)) for _ in range(each)]
    smallest = max(effect.smallest_p for effect in effects)
    return Ends.of((_on_scale(effect, trial.asked.percent) for effect in effects), smallest)


def _on_scale(effect: Effect, percent: bool) -> tuple[float, float]:
    """The ends of the interval on the scale of the estimate, on which an effect shifts them."""
    if not percent:
        return effect.unit.low, effect.unit.high
    shares = [end / 100 for end in (effect.percent.low, effect.percent.high)] if effect.percent else [-1.0, inf]
    low, high = (float(np.log1p(share)) if share > -1 else -inf for share in shares)
    return low, high
