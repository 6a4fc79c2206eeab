"""Amounts of a charter in the unit of their measure."""

from __future__ import annotations

from smallfires.errors import UsageError
from smallfires.fires.quantity import UNITS
from smallfires.fires.reading import Measure
from smallfires.fires.sized import Sized, sized


def asked_effect(text: str, measure: Measure) -> str:
    """An amount as ``learn`` takes it: percent as they stand, other figures bare and in the measure's unit; without a sign.

    Raises:
        UsageError: it says no amount, or is in another unit than the measure.
    """
    amount = sized(text)
    return text.strip().lstrip("+−-").strip() if amount.kind == "percent" else repr(_figure(amount, text, measure))


def change_of(text: str, usual: float, measure: Measure) -> float:
    """How much an amount is, in the measure's unit and without a sign.

    Args:
        text: ``10%`` of what is usual, ``2 days``, or a figure in the measure's unit.
        usual: the level that percentages are of, in the measure's unit.
        measure: whose it is.

    Raises:
        UsageError: as ``asked_effect``; or a percentage of a level that is not above zero.
    """
    amount = sized(text)
    if amount.kind != "percent":
        return _figure(amount, text, measure)
    if not usual > 0:
        raise UsageError(
            f"{text} of {usual:g} says nothing: percentages are of a level above zero.",
            f"Give it in the unit of {measure.name}.",
        )
    return amount.value * usual


def level_of(text: str, usual: float, measure: Measure) -> float:
    """A level of the measure, in its unit: a figure as it stands, or a percentage by which it is better than usual.

    Raises:
        UsageError: as ``change_of``.
    """
    amount = sized(text)
    if amount.kind != "percent":
        return _figure(amount, text, measure)
    gain = change_of(text, usual, measure)
    return usual - gain if measure.less_is_better else usual + gain


def _figure(amount: Sized, text: str, measure: Measure) -> float:
    if amount.kind == "time":
        return amount.value / _seconds(text, measure)
    if measure.unit == "s":
        raise UsageError(f'"{text}" has no unit, and {measure.name} is a length of time.', "Write it as in 2 days.")
    said = f"{amount.before} {amount.after}".strip()
    if said and measure.unit and _tidied(said) != _tidied(measure.unit):
        raise UsageError(
            f'"{text}" is in {said}, and {measure.name} is in {measure.unit}.',
            f"Give a figure in {measure.unit}, with that unit or with none.",
        )
    return amount.value


def _seconds(text: str, measure: Measure) -> float:
    """How many seconds one of the measure is."""
    if measure.unit.casefold() not in UNITS:
        raise UsageError(
            f'"{text}" is a length of time, and {measure.name} is none.',
            f"Give a figure{f' in {measure.unit}' if measure.unit else ''}.",
        )
    return UNITS[measure.unit.casefold()]


def _tidied(unit: str) -> str:
    return " ".join(unit.split()).casefold().removesuffix("s")
