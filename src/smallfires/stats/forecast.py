"""What a series would have gone on to be, forecast from its own past, and how wrong such forecasts were before.

At every earlier date the series is forecast just as at the real one: from what was known by then only, by the method that
had been best by then. So the errors at these pretend dates are what the error at the real date is like, with all that the
series does by itself: drift, season, memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

LEAST = 6
"""Periods before the first pretend date."""
ENOUGH = 3
"""Stretches as long as the pilot that are left for pretend dates after two seasons, or else the season is learnt on the way."""
SEEN = 3
"""Pretend dates, and no fewer than periods ahead, that have to be over before one way is thought better than another."""
FADES = 0.8
"""What is left of a recent slope after each period ahead. Source: Gardner and McKenzie (1985), Management Science 31."""
RECENT = 5
"""Steps that a recent slope is the mean of."""
HALVES = 0.5
"""What is left of a value's weight after each period, in the smoothed level. Source: Brown (1959), a smoothing of .5."""


@dataclass(frozen=True)
class Controls:
    """Series that were not changed by the pilot, and may go along with the one that was.

    Attributes:
        others: (periods,) the mean of units that were never lit, NaN where unseen; None where there are none.
        known: (periods, covariates) what else is known of the lit units, NaN where unseen.
        names: of these covariates.
    """

    others: Floats | None
    known: Floats
    names: tuple[str, ...] = ()

    @classmethod
    def none(cls, periods: int) -> Controls:
        """No series at all."""
        return cls(None, np.zeros((periods, 0)))


@dataclass(frozen=True)
class Forecasts:
    """Forecasts at pretend dates and at the real one, which is last.

    Dates at which too little was known to choose a candidate are left out: there is more to choose by at the real one.

    Attributes:
        dates: (dates,) the period at which each stands; it knows those before.
        expected: (dates, ahead) what was forecast, in the measure's unit.
        error: (dates, ahead) what came less that; NaN where unseen.
        method: (dates,) which candidate was taken.
        names: of the candidates.
        every: (dates, candidates) mean error of each over the periods ahead, NaN where unseen.
    """

    dates: Codes
    expected: Floats
    error: Floats
    method: Codes
    names: tuple[str, ...]
    every: Floats

    @property
    def means(self) -> Floats:
        """(dates,) mean error over the periods ahead."""
        return mean_seen(self.error)


def mean_seen(table: Floats) -> Floats:
    """(...,) means over the last axis of what is not NaN; NaN where all is."""
    seen = ~np.isnan(table)
    total, count = np.where(seen, table, 0.0).sum(axis=-1), seen.sum(axis=-1)
    mean: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def forecasts(series: Floats, controls: Controls, start: int, season: int = 1) -> Forecasts:
    """Forecast all that is ahead of the start, and likewise at every earlier date.

    Args:
        series: (periods,) the measure; NaN where unseen.
        controls: what may go along with it.
        start: the real date; the periods from it on are ahead.
        season: periods in a season, 1 for none.

    Returns:
        Forecasts of as many periods as there are from the start on.

    Source: Dawid (1984), Journal of the Royal Statistical Society A 147: 278-292 (judging forecasts as they would have been
        made); Tashman (2000), International Journal of Forecasting 16: 437-450 (rolling origins).
    """
    ahead = series.size - start
    dates = np.append(np.arange(first_date(start, ahead, season), start - ahead + 1), start)
    names, every = _candidates(series, controls, dates, ahead, season)
    came = np.stack([series[date : date + ahead] for date in dates])
    wrong = mean_seen(came[:, None, :] - every)
    method = _best_by_then(wrong, dates, ahead)
    expected = every[np.arange(dates.size), method]
    kept = slice(_first_chosen(dates, ahead), None)
    return Forecasts(dates[kept], expected[kept], (came - expected)[kept], method[kept], names, wrong[kept])


def one_forecast(series: Floats, controls: Controls, start: int, season: int, method: str) -> Floats:
    """(ahead,) what one candidate says at the start, by its name."""
    base = method.split(OF, 1)[1]
    names, every = _candidates(series, controls, np.array([start]), series.size - start, season, base)
    return np.asarray(every[0, names.index(method)])


def _candidates(
    series: Floats, controls: Controls, dates: Codes, ahead: int, season: int, only: str | None = None
) -> tuple[tuple[str, ...], Floats]:
    """The names of all ways to forecast, and what each says (dates, candidates, ahead), knowing what was known by then.

    With ``only``, of one thing to measure from.
    """
    names, columns = [], []
    for base, moved in _bases(_carried(series), controls, dates):
        if only not in (None, base):
            continue
        windows = np.stack([along[date : date + ahead] for date, along in zip(dates, moved, strict=True)])
        pasts = [_carried((series - along)[:date]) for date, along in zip(dates, moved, strict=True)]
        for name, expected in _ways(pasts, ahead, season):
            names.append(f"{name}{OF}{base}")
            columns.append(expected + windows)
    return tuple(names), np.stack(columns, axis=1)


def _bases(series: Floats, controls: Controls, dates: Codes) -> list[tuple[str, list[Floats]]]:
    """What the series may be measured from: at each date (periods,), the course of what goes along, as far as known by then."""
    own = ("its own past", [np.zeros(series.size)] * dates.size)
    beside = [] if controls.others is None else [_carried(controls.others)]
    gap = [("the gap to the others", beside * dates.size)] if beside else []
    every = np.stack([*beside, *map(_carried, controls.known.T)], axis=1) if beside or controls.names else None
    if every is None:
        return [own]
    named = " and ".join([*(["the others"] if beside else []), *controls.names])
    along = [every @ _share(np.diff(series[:date]), np.diff(every[:date], axis=0)) for date in dates]
    return [*gap, own, (f"what does not go along with {named}", along)]


def _share(steps: Floats, along: Floats) -> Floats:
    """(controls,) how far steps (periods,) go along with those of controls (periods, controls), shrunk for being fitted.

    Source: Copas (1983), Journal of the Royal Statistical Society B 45: 311-354 (shrinkage of what is fitted).
    """
    many = along.shape[1]
    free = steps.size - many - 1
    if free < many:
        return np.zeros(many)
    off, sides = steps - steps.mean(), along - along.mean(axis=0)
    slopes = np.linalg.lstsq(sides, off, rcond=None)[0]
    fitted = sides @ slopes
    told, rest = float(fitted @ fitted), float(np.square(off - fitted).sum())
    if told <= 0:
        return np.zeros(many)
    kept: Floats = slopes * max(0.0, 1 - many * rest / free / told)
    return kept


def first_date(start: int, ahead: int, season: int) -> int:
    """The first pretend date: once two seasons are known, where that leaves stretches enough, else after ``LEAST`` periods.

    Args:
        start: the real date.
        ahead: periods that are forecast.
        season: periods in a season, 1 for none.
    """
    known = max(LEAST, 2 * season)
    return known if known + ENOUGH * ahead <= start else LEAST


def _best_by_then(wrong: Floats, dates: Codes, ahead: int) -> Codes:
    """(dates,) the candidate with the least squared error at the dates that were over by then; the first where few were.

    Args:
        wrong: (dates, candidates) mean errors.
        dates: (dates,) the real one last.
        ahead: periods that each looks ahead.
    """
    so_far = np.cumsum(np.square(np.nan_to_num(wrong[:-1])), axis=0)
    return np.array(
        [int(np.argmin(so_far[count - 1])) if count >= _enough(ahead) else 0 for count in _over(dates, ahead)]
    )


def _over(dates: Codes, ahead: int) -> Codes:
    """(dates,) how many pretend dates were over by each."""
    return np.searchsorted(dates[:-1] + ahead, dates, side="right")


def _enough(ahead: int) -> int:
    """Pretend dates that have to be over before one candidate is thought better than another."""
    return max(SEEN, ahead)


def _first_chosen(dates: Codes, ahead: int) -> int:
    """The place of the first date with enough to choose by; 0 where fewer pretend dates would be left than periods ahead."""
    first = int(np.argmax(_over(dates, ahead) >= _enough(ahead)))
    return first if dates.size - 1 - first >= ahead else 0


def _ways(pasts: list[Floats], ahead: int, season: int) -> list[tuple[str, Floats]]:
    """Each way to go on from what was known by then, and what it says (dates, ahead)."""
    plain = [(name, np.stack([way(past, ahead) for past in pasts])) for name, way in WAYS]
    if season == 1:
        return plain
    known = [_pattern(past, ahead, season) for past in pasts]
    seasonal = [
        (f"{name}, with season,", np.stack([way(past, ahead) + to_come for past, to_come in known]))
        for name, way in WAYS
    ]
    return seasonal + plain


def _carried(series: Floats) -> Floats:
    """What is unseen is as it was last; before the first value, as that is."""
    seen = ~np.isnan(series)
    if not seen.any():
        return np.zeros(series.size)
    last = np.maximum.accumulate(np.where(seen, np.arange(series.size), -1))
    return series[np.where(last < 0, int(seen.argmax()), last)]


def _last(past: Floats, ahead: int) -> Floats:
    return np.full(ahead, past[-1])


def _smoothed(past: Floats, ahead: int) -> Floats:
    weight = HALVES ** np.arange(past.size)[::-1]
    return np.full(ahead, float(weight @ past / weight.sum()))


def _mean(past: Floats, ahead: int) -> Floats:
    return np.full(ahead, past.mean())


def _damped(past: Floats, ahead: int) -> Floats:
    slope = np.diff(past)[-RECENT:].mean()
    return np.asarray(past[-1] + slope * np.cumsum(FADES ** np.arange(1, ahead + 1)), dtype=np.float64)


OF = " of "
"""Between the way to go on, and what is measured from, in a candidate's name."""
WAYS = (("last value", _last), ("smoothed level", _smoothed), ("mean", _mean), ("fading trend", _damped))
"""Ways to go on from a past (periods,), the simplest first, which is taken where nothing is known yet."""


def _pattern(past: Floats, ahead: int, season: int) -> tuple[Floats, Floats]:
    """The past without its season, and the season of the periods ahead; none where less than two were seen.

    Source: the classical decomposition, Macaulay (1931), The Smoothing of Time Series; here about the mean of one season
        around each period.
    """
    if past.size < 2 * season:
        return past, np.zeros(ahead)
    total = np.cumsum(np.append(0.0, past))
    level = (total[season:] - total[:-season]) / season
    middle = np.arange(level.size) + (season - 1) // 2
    phase = np.arange(past.size) % season
    off = np.bincount(phase[middle], past[middle] - level, season) / np.maximum(
        np.bincount(phase[middle], minlength=season), 1
    )
    off -= off.mean()
    return past - off[phase], off[np.arange(past.size, past.size + ahead) % season]
