"""How figures are said in the sentences of a verdict."""

from __future__ import annotations

from math import isfinite

from smallfires.fires.effect import Figure
from smallfires.fires.quantity import say_duration, say_number, say_share
from smallfires.fires.reading import Measure
from smallfires.fires.wording import capital


def amount(value: float, measure: Measure, *, percent: bool = False) -> str:
    """A figure with its unit: ``6 %``, ``1.5 days``, ``12 points``."""
    if percent:
        return say_share(value / 100)
    if measure.unit == "s":
        return say_duration(value)
    return f"{say_number(value)} {measure.unit}" if measure.unit else say_number(value)


def span(figure: Figure, measure: Measure, *, percent: bool = False) -> str:
    """An interval: ``between 2 % and 8 %``; an open end is said so."""
    low, high = (amount(end, measure, percent=percent) for end in (figure.low, figure.high))
    if isfinite(figure.low) and isfinite(figure.high):
        return f"between {low} and {high}"
    if isfinite(figure.low):
        return f"at least {low}"
    return f"at most {high}" if isfinite(figure.high) else "without a bound yet"


def ranged(gain: Figure, measure: Measure, *, percent: bool = False) -> str:
    """An interval of a gain: ``better by between 2 % and 8 %``, or ``from 1 % worse to 8 % better``."""
    if gain.low >= 0:
        return f"better by {span(gain, measure, percent=percent)}"
    if gain.high <= 0:
        return f"worse by {span(Figure(-gain.value, -gain.high, -gain.low), measure, percent=percent)}"
    worse, best = (
        amount(abs(end), measure, percent=percent) if isfinite(end) else "any amount" for end in (gain.low, gain.high)
    )
    return f"from {worse} worse to {best} better"


def moved(measure: Measure, worse: float, size: str) -> str:
    """``Orders fell by 6 %``: which way a measure went.

    Args:
        measure: which.
        worse: by how much it got worse; below zero it got better.
        size: the same without its sign, in words.
    """
    if worse == 0:
        return f"{capital(measure.name)} stayed as it was"
    up = (worse > 0) == bool(measure.less_is_better)
    return f"{capital(measure.name)} {'rose' if up else 'fell'} by {size}"


def better(figure: Figure, measure: Measure) -> Figure:
    """An effect so that above zero is better."""
    return Figure(-figure.value, -figure.high, -figure.low) if measure.less_is_better else figure
