"""Chance, in words: how often nothing at all looks like this."""

from __future__ import annotations

from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.pilot.terms import Terms, say_times
from smallfires.fires.quantity import say_count

LEAST = 3
"""Pretend pilots below which there is nothing to draw."""


def section(say: Terms) -> Section | None:
    """The true figure among those of pilots that never were."""
    placebos = say.effect.diagnostics.placebos
    if len(placebos) < LEAST:
        return None
    return Section(
        key="placebos",
        title="Could it be chance?",
        sentences=(_pretend(say), _as_far(say)),
        table=Table("Pilots that never were", _COLUMNS, _rows(say)),
        spoken=True,
    )


_COLUMNS = (Column("pretend pilots", "text"), Column("their figures"))


def _rows(say: Terms) -> tuple[tuple[str, ...], ...]:
    figures, last = say.effect.diagnostics.placebos, len(say.effect.diagnostics.placebos) - 1
    at = (("smallest", 0), ("one in ten is below", last // 10), ("half are below", last // 2),
          ("nine in ten are below", last - last // 10), ("largest", last))  # fmt: skip
    return *((called, say.say(figures[place])) for called, place in at), (
        "the true one",
        say.say(say.effect.unit.value),
    )


def _pretend(say: Terms) -> str:
    """What a pretend pilot is, by design."""
    found = say.effect.diagnostics
    number = say_count(len(found.placebos))
    lead = f"The figures show {number} pretend pilots, in which nothing was changed: "
    return lead + _HOW.get(say.effect.design, _HOW["parallel"]).format(
        all="" if found.exhaustive else ", drawn by lot from all there can be", units=say.units(len(say.effect.lit))
    )


_HOW = {
    "parallel": "every other choice of {units} to light{all}, read by the same method.",
    "rollout": "the same steps, put on other units or turned round by coins{all}.",
    "before-after": "the same forecast at earlier dates{all}.",
    "switchback": "the same blocks, as the coins could have fallen otherwise{all}.",
}


def _as_far(say: Terms) -> str:
    effect = say.effect
    far = sum(abs(value) >= abs(effect.unit.value) * (1 - 1e-9) for value in effect.diagnostics.placebos)
    what = "Not one of them is" if not far else f"{say_count(far)} of them {'is' if far == 1 else 'are'}"
    lead = f"{what} as far from zero as the true one, {say.say(effect.unit.value)}."
    return f"{lead} Chance alone does as much {say_times(effect.p, say.alpha)}."
