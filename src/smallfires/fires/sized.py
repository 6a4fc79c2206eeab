"""An amount as people write it in a charter, ``10%`` or ``2.5 points``: said in words, and as a multiple of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smallfires.errors import UsageError
from smallfires.fires.quantity import parse_duration, parse_number, say_duration, say_number, say_share

_PARTS = re.compile(r"(?P<before>[^\d+−-]*)(?P<figure>[+−-]?\d[\d.,'  \u202f]*)(?P<after>\s*[^\d]*)")


@dataclass(frozen=True)
class Sized:
    """An amount.

    Attributes:
        value: how much: a share of what is usual, seconds, or a figure in the measure's unit; without its sign.
        kind: ``percent``, ``time`` or ``figure``.
        before, after: what stands around a figure, such as ``EUR`` or ``points``.
    """

    value: float
    kind: str
    before: str = ""
    after: str = ""

    def say(self, times: float = 1.0) -> str:
        """The amount, so many times, in words: ``10 %``, ``1.5 days``, ``5 points``."""
        value = self.value * times
        if self.kind == "percent":
            return say_share(value)
        if self.kind == "time":
            return say_duration(value)
        one = value == 1 and self.value != 1
        after = self.after.removesuffix("s") if one else self.after
        return " ".join(part for part in (self.before, say_number(value), after) if part)


def sized(text: str) -> Sized:
    """An amount as people write it; a sign is left out, since the better direction is told elsewhere.

    Raises:
        UsageError: there is no figure in it, or it could mean two.
    """
    tidy = text.strip().lstrip("+−-").strip()
    if tidy.endswith("%"):
        return Sized(parse_number(tidy), "percent")
    if _is_time(tidy):
        return Sized(parse_duration(tidy), "time")
    parts = _PARTS.fullmatch(tidy)
    if parts is None:
        raise UsageError(
            f'"{text}" does not say how much.', "Write it as in 10%, or as a figure in the measure's unit."
        )
    return Sized(abs(parse_number(parts["figure"])), "figure", parts["before"].strip(), parts["after"].strip())


def _is_time(text: str) -> bool:
    try:
        parse_duration(text)
    except UsageError:
        return False
    return True
