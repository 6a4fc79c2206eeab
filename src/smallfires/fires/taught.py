"""What decided fires have taught, and which of them somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smallfires.fires.outline import ENDS, Outline


@dataclass(frozen=True)
class Taught:
    """Which lessons are looked for; what is empty does not matter.

    Attributes:
        intent: of the fire.
        decision: what was decided: ``spread`` or ``put out``.
        year: in which it was, as text.
    """

    intent: str = ""
    decision: str = ""
    year: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out, not even fires that are still undecided."""
        return self == Taught()

    def fits(self, fire: Outline) -> bool:
        """Whether a fire is one of them; one that is undecided has neither a decision nor a year."""
        if self.intent and self.intent != fire.intent:
            return False
        if not self.decision and not self.year:
            return True
        if not is_lesson(fire) or (self.decision and self.decision != fire.decision):
            return False
        return not self.year or (fire.decided is not None and self.year == str(fire.decided.year))


def is_lesson(fire: Outline) -> bool:
    """Whether it was decided for good."""
    return fire.decided is not None and fire.decision in ENDS


def lessons(fires: Iterable[Outline]) -> list[Outline]:
    """Decided fires, the newest first."""
    found = [fire for fire in fires if is_lesson(fire)]
    return sorted(found, key=lambda fire: (fire.decided, fire.number), reverse=True)


def years(fires: Iterable[Outline]) -> list[str]:
    """The years in which something was decided, the last first."""
    return sorted({str(fire.decided.year) for fire in fires if fire.decided and is_lesson(fire)}, reverse=True)
