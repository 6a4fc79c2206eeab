"""What belongs beside the answer about a pilot, each doubt a sentence or two."""

from __future__ import annotations

from smallfires.faces.words.pilot import picked, sure
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.effect import Beside
from smallfires.fires.wording import listed


def doubts(say: Terms) -> tuple[str, ...]:
    """What the figures themselves cast a doubt on first, then warnings, then the design's own notes on the data."""
    own = (picked.doubt(say), methods(say), sure.poor_fit(say), sure.turned(say), sure.uneven(say))
    return tuple(filter(None, (*own, *say.reading.warnings, *say.effect.notes)))


def methods(say: Terms) -> str:
    """Where other methods say something else; the declared one decides all the same."""
    effect = say.effect
    if effect.lacking or not effect.can_tell:
        return ""
    turned = [one.method for one in effect.beside if one.value * effect.unit.value < 0 and one.p < say.alpha]
    if turned:
        return f"By {listed(turned)} the effect goes the other way. {_decides(say)}"
    apart = [one for one in effect.beside if _told(one, say) != effect.told]
    if not apart:
        return ""
    names = listed([one.method for one in apart])
    if effect.told:
        return f"By {names} the effect could not be told from chance. {_decides(say)}"
    return f"By {names} an effect could be told from chance. {_decides(say)}"


def _told(one: Beside, say: Terms) -> bool:
    return one.p < say.alpha


def _decides(say: Terms) -> str:
    return f"What decides is {say.effect.method} all the same; that others differ is a reason for care."
