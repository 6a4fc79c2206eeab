"""What the pilot did: the answer in plain words, with its doubt."""

from __future__ import annotations

from math import isfinite

from smallfires.faces.words.page import Verdict
from smallfires.faces.words.pilot.terms import Terms, bounded, say_times
from smallfires.fires.quantity import say_chance, say_share
from smallfires.fires.reading import Reading
from smallfires.fires.wording import capital

GLOSS = (
    "The effect is what was measured, less what would have been without the change. It can be told from chance when chance "
    "alone seldom does as much."
)


def verdict(reading: Reading) -> Verdict:
    """The headline, what stands behind it, and how often chance does as much."""
    say = Terms(reading)
    effect = reading.effect
    if effect.told:
        sentences = (_levels(say), _interval(say), _wrong(say))
        return Verdict(_moved(say), tuple(filter(None, sentences)), _chance(say))
    if effect.lacking or not effect.can_tell:
        sentences = (effect.lacking or "", _levels(say), _open(say))
        return Verdict("This pilot cannot tell.", tuple(filter(None, sentences)), "")
    if not bounded(effect.unit):
        nothing = "So far these data rule nothing out, however large."
        return Verdict("This pilot cannot tell yet.", tuple(filter(None, (_levels(say), nothing))), "")
    sentences = (_levels(say), _ruled_out(say), _would_show(say))
    return Verdict(
        f"No effect on {say.measure} that can be told from chance.", tuple(filter(None, sentences)), _chance(say)
    )


def _moved(say: Terms) -> str:
    """Who moved, which way and how far: ``North's cost fell by 6 %``."""
    value = say.figure.value
    tail = ": the wrong way" if say.wrong(value) else ""
    tail = ", on weak evidence" + tail if say.effect.evidence == "weak" else tail
    if say.of_cases:
        return f"The new way {'lowered' if value < 0 else 'raised'} {say.measure} by {say.size(value)}{tail}."
    return f"{capital(say.whose)} {'fell' if value < 0 else 'rose'} by {say.size(value)}{tail}."


def _levels(say: Terms) -> str:
    """What was, and what would have been."""
    levels = say.levels
    if levels is None:
        return ""
    was, would = map(say.say, levels)
    lead = f"{_when(say)} it was at {was} on average"
    if was != would:
        return f"{lead}; without the change it would have been at {would}."
    apart = say.effect.unit.value
    if not apart:
        return f"{lead}, as it would have been without the change."
    return f"{lead}, {say.say(abs(apart))} {'less' if apart < 0 else 'more'} than without the change."


def _when(say: Terms) -> str:
    """When the change was there, as the design has it."""
    if say.of_cases:
        return "Worked the new way,"
    if say.effect.design == "switchback":
        return "While the change was on,"
    if say.effect.design == "rollout" or not say.reading.since:
        return "Since the change"
    return f"Since {say.reading.since}"


def _interval(say: Terms) -> str:
    """Where the true effect lies, where it has one direction."""
    figure = say.figure
    move = "fall" if figure.value < 0 else "rise"
    lies = say.between(figure.low, figure.high)
    sure = f"{say.level} such intervals hold the truth."
    return f"The true {move} {'is' if lies.startswith('at least') else 'lies'} {lies}; {sure}"


def _wrong(say: Terms) -> str:
    """Which way is better, where it went the other one."""
    if not say.wrong(say.effect.unit.value):
        return ""
    return f"{'Less' if say.reading.measure.less_is_better else 'More'} is better here, so this is worse."


def _open(say: Terms) -> str:
    if say.levels is None:
        return ""
    return "Whether that comes from the change or from chance stays open."


def _ruled_out(say: Terms) -> str:
    """Between which ends the true effect may lie, where it may be none."""
    low, high = say.figure.low, say.figure.high
    sure = f"{say.level} such intervals hold the truth."
    if isfinite(low) and isfinite(high):
        return f"The true effect may be anything from a fall of {say.size(low)} to a rise of {say.size(high)}; {sure}"
    if not (isfinite(low) or isfinite(high)):
        return "Nothing is ruled out, neither a fall nor a rise."
    move, end = ("fall", low) if isfinite(low) else ("rise", high)
    return f"A {move} of more than {say.size(end)} is ruled out, and nothing on the other side; {sure}"


def _would_show(say: Terms) -> str:
    """How large an effect would have been told."""
    unit = say.effect.unit
    least = max(unit.high - unit.value, unit.value - unit.low)
    if not (isfinite(least) and least):
        return ""
    levels = say.levels
    share = f" ({say_share(least / levels[1])})" if levels and levels[1] > 0 and say.in_percent else ""
    return f"An effect of about {say.say(least)}{share} or more would have been told from chance."


def _chance(say: Terms) -> str:
    effect = say.effect
    by_chance = f"Chance alone does as much {say_times(effect.p, say.alpha)}."
    return f"{by_chance} {worthwhile(say)}".strip()


def worthwhile(say: Terms) -> str:
    """How probable an effect is that is worth it, where that was said."""
    effect = say.effect
    if effect.worthwhile is None or effect.probability is None:
        return ""
    down = effect.worthwhile < 0 or (effect.worthwhile == 0 and say.reading.measure.less_is_better is not False)
    least = f"a {'fall' if down else 'rise'}"
    if effect.worthwhile:
        least += f" of at least {say.say(abs(effect.worthwhile))}, which would be worthwhile"
    out = effect.unit.low > effect.worthwhile if down else effect.unit.high < effect.worthwhile
    ruled = "; it is ruled out" if out and isfinite(effect.unit.low + effect.unit.high) else ""
    told = f"chance of {least}: {say_chance(effect.probability)}{ruled}."
    return f"By this look alone, the {told}" if say.reading.settings.get("looks", "").isdigit() else f"The {told}"
