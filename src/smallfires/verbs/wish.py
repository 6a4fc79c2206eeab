"""What can be asked of a pilot that is still to come: every setting of ``design``, with its default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smallfires.errors import UsageError
from smallfires.stats.designs import DESIGNS
from smallfires.stats.search import some
from smallfires.verbs.inquiry import Measuring

Numbers = str | int | Sequence[int] | None
MOST_NUMBERS = 12


@dataclass(frozen=True, kw_only=True)
class Wish(Measuring):
    """What ``design`` is asked.

    Attributes:
        treated: the units that would be lit, where they are known; else a lot is drawn.
        sizes: how many units may be lit: ``3``, ``2-6`` or ``2,4,6``; None tries what the units can bear.
        periods: for how many periods the fire may burn, written likewise; None tries what the history can bear.
        worthwhile: the effect that would be worthwhile: ``5%``, or a figure in the measure's unit; without a sign it is in the
            better direction.
        power: how often a worthwhile effect shall be told from chance.
        level: of the intervals by which it will be told.
        designs: names of designs to try, as in the registry; where none is named, those that compare units are tried, and
            the others only where these cannot reach the wanted power.
        exclude: units that cannot take part.
        lit: column that says of each row whether it was worked the new way, in an earlier pilot.
        first: column with the first period in which the row's unit worked the new way, in an earlier pilot.
        percent: whether the effect is a ratio, to be estimated on logarithms.
        weigh: what counts the same in a mean: ``units``, or the ``cases`` behind them.
        season: periods in a season; 1 for none.
        block, carry: of the switchback design: periods switched together, and of carry-over.
        steps: of the rollout design: in how many steps units start.
        windows: of the past, in which pilots are simulated.

    Raises:
        UsageError: a setting that is none.
    """

    treated: tuple[str, ...] = ()
    sizes: Numbers = None
    periods: Numbers = None
    worthwhile: str | float | None = None
    power: float = 0.8
    level: float = 0.95
    designs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    lit: str | None = None
    first: str | None = None
    percent: bool = False
    weigh: str = "units"
    season: int = 1
    block: int | None = None
    carry: int | None = None
    steps: int | None = None
    windows: int = 10

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.power < 1:
            raise UsageError(f"A power of {self.power:g} cannot be had.", "Give one between 0 and 1, such as 0.8.")
        for name in self.designs:
            if name not in DESIGNS:
                raise UsageError(f'"{name}" is no design.', f"The designs are {', '.join(DESIGNS)}.")
        if self.treated and self.sizes is not None:
            raise UsageError(
                f"{len(self.treated)} units are named, and --sizes asks for {self.sizes}.",
                "Name the units, or say how many.",
            )
        if self.lit and self.first:
            raise UsageError(f'Earlier pilots are told by both "{self.lit}" and "{self.first}".', "Name one column.")
        if self.windows < 1:
            raise UsageError(f"{self.windows} windows of the past are none.", "Take one at the least; 10 are usual.")
        numbers(self.sizes, "--sizes")
        numbers(self.periods, "--periods")


def numbers(told: Numbers, flag: str) -> tuple[int, ...]:
    """Whole numbers from 1 on, each once, in order; none where nothing is told.

    Args:
        told: a number, some numbers, or text such as ``3``, ``2-6`` or ``2,4,6``.
        flag: that it was given with.

    Raises:
        UsageError: it is none of these.
    """
    if told is None:
        return ()
    found = _typed(told) if isinstance(told, str) else [told] if isinstance(told, int) else list(told)
    if not found or any(not isinstance(number, int) or number < 1 for number in found):
        raise UsageError(f'{flag} "{told}" cannot be read.', "Write it as in 3, 2-6 or 2,4,6; one is the least.")
    return tuple(sorted(set(found)))


def _typed(told: str) -> list[int]:
    span = re.fullmatch(r"\s*(\d+)\s*(?:-|–|to|\.\.)\s*(\d+)\s*", told)
    if span:
        least, most = int(span[1]), int(span[2])
        if not 1 <= least <= most:
            return []
        every = range(least, most + 1)
        return (
            list(every) if len(every) <= MOST_NUMBERS else sorted({least, *some(least, most, MOST_NUMBERS - 2), most})
        )
    parts = [part.strip() for part in told.split(",")]
    return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else []
