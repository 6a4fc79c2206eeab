"""What was learned from a pilot: the record that ``learn`` gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smallfires.fires.effect import Effect
from smallfires.fires.work import Source


@dataclass(frozen=True)
class Measure:
    """A number by unit and period, or by case.

    Attributes:
        name: of the measure: the column's, or what was asked for.
        unit: what it is counted in, such as ``€`` or ``points``; ``s`` where it is a duration, empty where not said.
        less_is_better: its better direction; None where that was not said.
    """

    name: str
    unit: str
    less_is_better: bool | None


@dataclass(frozen=True)
class Reading:
    """What was learned.

    Attributes:
        source: what was read.
        measure: what was measured.
        per: what a unit is, such as ``site``; ``case`` where the lot was drawn over cases; empty where there is one series
            only, whose label is then the measure's name.
        since: label of the first lit period; empty where cases were drawn by lot.
        effect: what the pilot did.
        why_design: why this design, as a sentence; empty where it was asked for.
        warnings: doubts that belong beside the answer, each a sentence.
        settings: every setting that shapes the figures.
        version: of the software.
    """

    source: Source
    measure: Measure
    per: str
    since: str
    effect: Effect
    why_design: str
    warnings: tuple[str, ...]
    settings: Mapping[str, str]
    version: str
