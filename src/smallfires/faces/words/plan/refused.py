"""The pilots that were asked for and cannot teach, in words: why, and what would help."""

from __future__ import annotations

from smallfires.faces.words.choices import CALLED
from smallfires.faces.words.page import Section
from smallfires.faces.words.plan.terms import Terms
from smallfires.fires.plan import Refused
from smallfires.fires.wording import listed


def section(say: Terms) -> Section | None:
    """Each reason once, with the pilots that it refuses; nothing where the answer says it all."""
    refused = say.plan.refused
    if not refused or all(one.why in say.plan.lacking for one in refused):
        return None
    reasons = dict.fromkeys(one.why for one in refused)
    return Section(
        key="refused",
        title="What cannot teach",
        sentences=("These were asked for, or tried, and can tell nothing, however large the effect.",),
        items=tuple(f"{_which(say, [one for one in refused if one.why == why])}: {why}" for why in reasons),
    )


def _which(say: Terms, alike: list[Refused]) -> str:
    """As in ``2 sites, 4 or 8 weeks, all at once``."""
    sizes, lengths = (sorted({getattr(one, what) for one in alike}) for what in ("size", "periods"))
    designs = listed([CALLED.get(name, name) for name in dict.fromkeys(one.design for one in alike)])
    when = f"{_either(lengths)} {say.periods(lengths[-1]).split(' ', 1)[1]}"
    if say.alone:
        return f"{when}, {designs}"
    return f"{_either(sizes)} {say.units(sizes[-1]).split(' ', 1)[1]}, {when}, {designs}"


def _either(numbers: list[int]) -> str:
    said = [f"{number:,}" for number in numbers]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
