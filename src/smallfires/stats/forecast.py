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
class Forecasts:
    """Forecasts at pretend dates and at the real one, which is last.

    Attributes:
        dates: (dates,) the period at which each stands; it knows those before.
        expected: (dates, ahead) what was forecast, in the measure's unit.
        error: (dates, ahead) what came less that; NaN where unseen.
        method: (dates,) which candidate was taken.
        names: of the candidates.
    """

    dates: Codes
    expected: Floats
    error: Floats
    method: Codes
    names: tuple[str, ...]

    @property
    def means(self) -> Floats:
        """(dates,) mean error over the periods ahead."""
        return mean_seen(self.error)


def mean_seen(table: Floats) -> Floats:
    """(rows,) means of what is not NaN; NaN where all is."""
    seen = ~np.isnan(table)
    total = np.where(seen, table, 0.0).sum(axis=1)
    mean: Floats = np.divide(total, seen.sum(axis=1), out=np.full(total.size, np.nan), where=seen.any(axis=1))
    return mean


def forecasts(series: Floats, others: Floats | None, start: int, season: int = 1) -> Forecasts:
    """Forecast all that is ahead of the start, and likewise at every earlier date.

    Args:
        series: (periods,) the measure; NaN where unseen.
        others: (periods,) the mean of units that were never lit, NaN where unseen; None where there are none.
        start: the real date; the periods from it on are ahead.
        season: periods in a season, 1 for none.

    Returns:
        Forecasts of as many periods as there are from the start on.

    Source: Dawid (1984), Journal of the Royal Statistical Society A 147: 278-292 (judging forecasts as they would have been
        made); Tashman (2000), International Journal of Forecasting 16: 437-450 (rolling origins).
    """
    ahead = series.size - start
    dates = np.append(np.arange(first_date(start, ahead, season), start - ahead + 1), start)
    own = ("own past", np.zeros(series.size))
    bases = [own] if others is None else [("gap to the others", _carried(others)), own]
    names, columns = [], []
    for base, moved in bases:
        for name, expected in _candidates(series - moved, dates, ahead, season):
            names.append(f"{name} of the {base}")
            columns.append(expected + np.stack([moved[date : date + ahead] for date in dates]))
    every = np.stack(columns, axis=1)
    came = np.stack([series[date : date + ahead] for date in dates])
    method = _best_by_then(came, every, dates, ahead)
    expected = every[np.arange(dates.size), method]
    return Forecasts(dates, expected, came - expected, method, tuple(names))


def first_date(start: int, ahead: int, season: int) -> int:
    """The first pretend date: once two seasons are known, where that leaves stretches enough, else after ``LEAST`` periods.

    Args:
        start: the real date.
        ahead: periods that are forecast.
        season: periods in a season, 1 for none.
    """
    known = max(LEAST, 2 * season)
    return known if known + ENOUGH * ahead <= start else LEAST


def _best_by_then(came: Floats, every: Floats, dates: Codes, ahead: int) -> Codes:
    """(dates,) the candidate with the least squared error at the dates that were over by then; the first where few were."""
    gap = came[:, None, :] - every
    wrong = np.stack([np.square(np.nan_to_num(mean_seen(gap[:, at]))) for at in range(every.shape[1])], axis=1)
    so_far = np.cumsum(wrong[:-1], axis=0)
    over = np.searchsorted(dates[:-1] + ahead, dates, side="right")
    enough = max(SEEN, ahead)
    return np.array([int(np.argmin(so_far[count - 1])) if count >= enough else 0 for count in over])


def _candidates(series: Floats, dates: Codes, ahead: int, season: int) -> list[tuple[str, Floats]]:
    """Each way to forecast, and what it says at each date (dates, ahead)."""
    filled = _carried(series)
    plain = [(name, np.stack([way(filled[:date], ahead) for date in dates])) for name, way in WAYS]
    if season == 1:
        return plain
    known = [_pattern(filled[:date], ahead, season) for date in dates]
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


@dataclass(frozen=True)
class Usual:
    """How wrong forecasts usually are.

    Attributes:
        error: root mean square of the errors at pretend dates, or at the later half of them, in the measure's unit.
        freedom: its degrees of freedom: whole stretches of the past that do not overlap.
    """

    error: float
    freedom: float


def usual(errors: Floats, dates: Codes, ahead: int) -> Usual:
    """The usual error of pretend dates, or of their later half where that was larger: much grows as it goes.

    Args:
        errors: (dates,) of pretend dates; NaN where unseen.
        dates: (dates,) at which they stand.
        ahead: periods that each looks ahead, so that neighbours overlap.
    """
    seen = ~np.isnan(errors)
    if not seen.any():
        return Usual(float("nan"), 1.0)
    squares, span = np.square(errors[seen]), float(np.ptp(dates[seen])) + ahead
    error = max(squares.mean(), squares[squares.size // 2 :].mean())
    return Usual(float(np.sqrt(error)), max(1.0, float(span // ahead)))
