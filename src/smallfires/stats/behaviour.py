"""Process-behaviour charts: whether a measure is stable, and whether today's system can reach the target.

XmR for single values; p and u where a share or a rate comes with its counts; p' and u', their large-sample forms, where
counts are so large that the plain limits would flag everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import EmptyData, UnreadableValue, UsageError
from smallfires.fires.ladder import SURE, Answer, Call
from smallfires.fires.work import Signal
from smallfires.stats import runrules

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

KINDS = ("XmR", "p", "u", "p'", "u'")
ENOUGH = 12
"""Periods below which limits are too uncertain for an answer. Source: Wheeler (2000), Understanding Variation."""
D2 = 1.128
"""Mean moving range of independent normal values, in standard deviations."""


@dataclass(frozen=True)
class Chart:
    """A process-behaviour chart; arrays (points,).

    Attributes:
        kind: one of ``KINDS``.
        kept: positions of the periods with data; the others have no point.
        values: the measure at each point.
        counts: cases behind each, ones where none were given.
        centre: centre line.
        lower, upper: natural process limits.
        z: the points, in thirds of the way from the centre to their limits.
        signals: the rules that are broken.
        marked: points that any rule marks.
        false_alarm: probability that a series of this length and autocorrelation without any change shows any signal.
        autocorrelation: lag 1, without its bias.
    """

    kind: str
    kept: Codes
    values: Floats
    counts: Floats
    centre: float
    lower: Floats
    upper: Floats
    z: Floats
    signals: tuple[Signal, ...]
    marked: int
    false_alarm: float
    autocorrelation: float

    @property
    def stable(self) -> bool:
        """No signal."""
        return not self.signals


def chart(values: Floats, counts: Floats | None = None, kind: str = "XmR") -> Chart:
    """Draw the chart.

    A constant series has limits at its centre and no signals; a single point likewise.

    Args:
        values: (periods,) the measure, for p and u per count (0.2 for 20 %); NaN where a period has no data.
        counts: (periods,) what stands below each share or rate; needed for p and u. Periods with 0 have no data.
        kind: one of ``KINDS``.

    Raises:
        EmptyData: no period has data.
        UsageError: an unknown kind, or p or u without counts.
        UnreadableValue: an infinite value, a share outside 0 to 1 or a negative rate.

    Source: Wheeler and Chambers (1992), Understanding Statistical Process Control (XmR, p, u); Laney (2002), Quality
        Engineering 14: 531-537 (p', u').
    """
    if kind not in KINDS:
        raise UsageError(f'"{kind}" is not a kind of chart.', f"Use one of {', '.join(KINDS)}.")
    if kind != "XmR" and counts is None:
        raise UsageError(f"A {kind} chart needs the counts behind its values.", "Give a column of counts, or use XmR.")
    below = np.ones(values.size) if counts is None else np.nan_to_num(counts.astype(np.float64))
    kept = np.flatnonzero(~np.isnan(values) & (below > 0))
    _check(values, kept, kind)
    points, below = values[kept].astype(np.float64), below[kept]
    centre = float(points.mean() if kind == "XmR" else np.average(points, weights=below))
    third = _thirds(points, below, centre, kind)
    z = np.divide(points - centre, third, out=np.zeros(points.size), where=third > 0)
    signals, marked, alarm, alike = _signals(z)
    lower, upper = _within(centre - 3 * third, centre + 3 * third, kind)
    return Chart(kind, kept, points, below, centre, lower, upper, z, signals, marked, alarm, alike)


def _check(values: Floats, kept: Codes, kind: str) -> None:
    if not kept.size:
        raise EmptyData("No period has a value.", "Give at least one period with data.")
    bad = np.isinf(values[kept])
    if kind in ("p", "p'"):
        bad |= (values[kept] < 0) | (values[kept] > 1)
    if kind in ("u", "u'"):
        bad |= values[kept] < 0
    if bad.any():
        at = int(kept[bad][0])
        rule = {"p": "shares lie between 0 and 1", "u": "rates are not below 0"}.get(kind[0], "values are finite")
        raise UnreadableValue(f"{values[at]} in period {at + 1}: {rule}.", "Correct the value, or leave it empty.")


def _thirds(points: Floats, counts: Floats, centre: float, kind: str) -> Floats:
    """A third of the way from the centre to each point's limits."""
    if kind == "XmR":
        wide = runrules.LIMIT / 3 * float(np.abs(np.diff(points)).mean()) if points.size > 1 else 0.0
        return np.full(points.size, wide)
    plain = np.sqrt((centre * (1 - centre) if kind[0] == "p" else centre) / counts)
    if kind in ("p", "u") or points.size < 2:
        return np.asarray(plain, dtype=np.float64)
    z = np.divide(points - centre, plain, out=np.zeros(points.size), where=plain > 0)
    return np.asarray(plain * np.abs(np.diff(z)).mean() / D2, dtype=np.float64)


def _within(lower: Floats, upper: Floats, kind: str) -> tuple[Floats, Floats]:
    """Limits inside what is possible."""
    if kind == "XmR":
        return lower, upper
    return np.maximum(lower, 0), np.minimum(upper, 1) if kind[0] == "p" else upper


def _signals(z: Floats) -> tuple[tuple[Signal, ...], int, float, float]:
    """Rules broken, points marked, the whole set's false-alarm rate, and the autocorrelation."""
    alike = autocorrelation(z)
    if z.size < 2 or not np.ptp(z):
        return (), 0, 0.0, alike
    rates = runrules.false_alarms(z.size, _rounded(alike))
    marks = {name: rule(z[None])[0] for name, rule in runrules.RULES.items()}
    found = [Signal(n, tuple(np.flatnonzero(m).tolist()), rates[n]) for n, m in marks.items() if m.any()]
    return tuple(found), int(np.any(list(marks.values()), axis=0).sum()), rates["any"], alike


def autocorrelation(values: Floats) -> float:
    """At lag 1; 0 for a constant series or fewer than three points.

    Source: Kendall (1954), Biometrika 41: 403-404, for the bias that is taken out.
    """
    off = values - values.mean()
    total = float(off @ off)
    if values.size < 3 or total == 0:
        return 0.0
    raw = float(off[1:] @ off[:-1]) / total
    return float(np.clip(raw + (1 + 4 * raw) / values.size, -0.95, 0.95))


def _without_step(values: Floats) -> float:
    """Autocorrelation, around two levels where one step tells more of the series than drift does.

    A lasting change makes neighbours alike too. The step is believed where its Bayesian information criterion (two
    levels and a place) is below that of a first-order autoregression (a level and a correlation).

    Source: Schwarz (1978), Annals of Statistics 6: 461-464.
    """
    size = values.size
    left = np.cumsum(values)[:-1]
    before, after = np.arange(1, size), size - np.arange(1, size)
    gain = np.square(left - before * values.mean()) * (1 / before + 1 / after)
    off = values - values.mean()
    total = float(off @ off)
    step = int(np.argmax(gain)) + 1
    rest = total - float(gain.max())
    drift = total - float(off[1:] @ off[:-1]) ** 2 / float(off[:-1] @ off[:-1])
    if size * np.log(max(rest, 1e-12) / max(drift, 1e-12)) + np.log(size) >= 0:
        return autocorrelation(values)
    flat = values - np.where(np.arange(size) < step, values[:step].mean(), values[step:].mean())
    return autocorrelation(flat)


def _rounded(alike: float) -> float:
    """To a twentieth: it is an estimate, and the simulated rates are kept by it."""
    return round(alike * 20) / 20 + 0.0


def chart_answer(drawn: Chart, target: float | None, less_is_better: bool = True) -> Answer:
    """Optimize or transform, from a table of measures.

    A special cause: find it, which is to optimize. Stable and the target inside the natural limits: it is hit and
    missed by chance, so optimize the variation. Stable and beyond the limits: the system as it is does not get there,
    transform. How sure a special cause is, comes from how seldom a series without change looks as odd; how sure the
    place of the target, from how far limits out of so many points scatter around the true ones.

    Args:
        drawn: the chart.
        target: the level wanted in each period, or None.
        less_is_better: the direction of the measure.
    """
    if target is None:
        return Answer(Call.NO_TARGET, 1.0, {}, settle="Say which level is wanted.")
    points = drawn.values.size
    if points < ENOUGH:
        settle = f"With {points} periods limits mean little: wait for {ENOUGH - points} more."
        return Answer(Call.CANNOT_TELL, 1.0, {}, settle=settle)
    special = 1 - _by_chance(drawn) if drawn.signals else 0.0
    chances = _places(drawn, target, less_is_better)
    chances = {call: chance * (1 - special) for call, chance in chances.items()}
    chances[Call.OPTIMIZE] = chances.get(Call.OPTIMIZE, 0.0) + special
    chances = {call: chance for call, chance in chances.items() if chance > 0}
    leading = max(chances, key=lambda call: chances[call])
    if chances[leading] >= SURE:
        return Answer(leading, chances[leading], chances)
    return Answer(Call.TOO_CLOSE, chances[leading], chances, leaning=leading, settle=_settle(drawn, special))


def _by_chance(drawn: Chart) -> float:
    """Share of series without any change that look as odd: by points marked, or by the farthest point; twice the less.

    The first sees lasting changes, the second a single wild point. Twice, for having looked at both (Bonferroni).
    """
    size, alike = drawn.values.size, _rounded(_without_step(drawn.z))
    marked = (runrules.marked(size, alike) >= drawn.marked).mean()
    farthest = (runrules.farthest(size, alike) >= np.abs(drawn.z).max()).mean()
    return float(min(1.0, 2 * min(marked, farthest)))


def _places(drawn: Chart, target: float, less: bool) -> dict[Call, float]:
    """Where the target lies to the true limits, as far as they are known.

    Each simulated series of the same length and autocorrelation says how far limits computed from it are off the true
    ones; the chart's own limits are moved by just so much.
    """
    third = float(np.median(_thirds(drawn.values, drawn.counts, drawn.centre, drawn.kind)))
    if third == 0:
        inside = np.array([target == drawn.centre])
        better = np.array([target < drawn.centre if less else target > drawn.centre])
    else:
        middle, width = runrules.scatter(drawn.values.size, _rounded(drawn.autocorrelation))
        if drawn.kind in ("p", "u"):
            middle, width = middle / width, np.ones_like(width)
        off = (target - drawn.centre) / third - middle
        inside, better = np.abs(off) <= 3 * width, off < 0 if less else off > 0
    return {
        Call.TRANSFORM: float((better & ~inside).mean()),
        Call.OPTIMIZE: float(inside.mean()),
        Call.REACHED: float((~better & ~inside).mean()),
    }


def _settle(drawn: Chart, special: float) -> str:
    if drawn.signals and special < SURE:
        if drawn.autocorrelation >= 0.2:
            return (
                "Neighbouring periods resemble each other, so the signals may be drift and not a special cause: "
                "take longer periods, or look up what happened at the marked ones."
            )
        return "The signals may be chance: look up what happened at the marked periods, or wait for more."
    return (
        f"The target is close to a natural limit: some {drawn.values.size} more periods would say on which side it is."
    )
