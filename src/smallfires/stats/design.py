"""What a design is: which panels it can carry, how it draws its lot, and how it reads a pilot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.fires.effect import Effect
from smallfires.stats.panel import Panel

PICKS = ("lot", "volunteers", "worst", "best", "hand")
"""How units can have been picked."""
WEIGHTS = ("units", "cases")
"""What can count the same in a mean over lit units."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What can be asked of every design; each adds settings of its own.

    Attributes:
        level: of the intervals, from 0.5 to below 1.
        worthwhile: the effect that would be worthwhile, in the measure's unit, with its sign; None where not said.
        less_is_better: the direction of the measure.
        percent: whether effects are ratios: the estimate is made on logarithms.
        picked: how the lit units were picked, one of ``PICKS``; None where that is not said.
        weigh: what counts the same in a mean over lit units: ``units``, or the ``cases`` behind them.
        season: periods in a season (12 for months, 52 for weeks, 7 for days), 1 for none.
        looks: for how many periods the pilot is planned to burn, where it is read after every one of them; None where it is
            read once.
        horizon: for ``assign``, how many of the last periods are lit; the design's own share of them where None.
        permutations: assignments that are tried; all of them, where there are no more.
        checks: whether what only makes an effect believable is worked out too: pretend dates, leaving units out.
        beside: whether other methods are shown beside the one that decides.
        seed: of all that is drawn by lot.

    Raises:
        UsageError: a setting that is none.
    """

    level: float = 0.95
    worthwhile: float | None = None
    less_is_better: bool = True
    percent: bool = False
    picked: str | None = None
    weigh: str = "units"
    season: int = 1
    looks: int | None = None
    horizon: int | None = None
    permutations: int = 1000
    checks: bool = True
    beside: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0.5 <= self.level < 1:
            raise UsageError(f"A level of {self.level:g} cannot be had.", "Give one from 0.5 to below 1, such as 0.95.")
        if self.picked not in (None, *PICKS):
            raise UsageError(f'"{self.picked}" is not a way to pick units.', f"Use one of {', '.join(PICKS)}.")
        if self.weigh not in WEIGHTS:
            raise UsageError(f'"{self.weigh}" cannot count the same.', f"Use one of {', '.join(WEIGHTS)}.")
        if self.season < 1:
            raise UsageError(f"{self.season} periods are no season.", "Give 12 for months, 52 for weeks, 1 for none.")
        if self.looks is not None and self.looks < 1:
            raise UsageError(f"{self.looks} looks are none.", "Give the number of periods that the pilot will burn.")
        if self.permutations < 2:
            raise UsageError(f"{self.permutations} assignments are too few.", "Two are the least, 1000 are usual.")


class Design(Protocol):
    """One way to learn from a pilot. Its parameters are the fields of a frozen dataclass."""

    @property
    def name(self) -> str:
        """Its name in the registry."""

    def misfit(self, panel: Panel) -> str | None:
        """Why this design cannot read the panel, with what would help, as a sentence or two; None where it can."""

    def assign(self, history: Panel, size: int, rng: np.random.Generator) -> NDArray[np.bool_]:
        """(units, periods) of the history: a lot of so many units, drawn as this design draws it."""

    def estimate(self, panel: Panel) -> Effect:
        """The effect.

        Raises:
            TooLittleData: the panel does not fit; the message is that of ``misfit``.
        """
