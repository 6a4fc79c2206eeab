"""What a design is: which panels it can carry, how it draws its lot, and how it reads a pilot."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.effect import Effect
from smallfires.stats.panel import Panel


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
