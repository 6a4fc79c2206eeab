"""What a pilot could tell: the answer in plain words, with how sure it is."""

from __future__ import annotations

from math import isfinite

from smallfires.faces.words.page import Verdict
from smallfires.faces.words.plan import who
from smallfires.faces.words.plan.terms import Terms, often
from smallfires.fires.plan import Candidate, Detectable, Plan
from smallfires.fires.quantity import many
from smallfires.fires.wording import capital

GLOSS = (
    "To detect an effect is to tell it from what chance does by itself; the power of a pilot is how often it would, "
    "if the effect is really there."
)
ALL_OF_IT = -100.0
"""Percent of a level that is above zero, below which nothing can fall."""


def verdict(plan: Plan) -> Verdict:
    """What the chosen pilot can detect, whether that is enough, and how sure that is."""
    say, chosen = Terms(plan), plan.chosen
    if chosen is None or chosen.detectable is None:
        return Verdict(_nothing(say), _texts(plan.lacking, _unreached(say, chosen), _helps(say)), "")
    found = chosen.detectable
    if not say.trusted(chosen):
        return Verdict(_wolf(say, chosen), _texts(_cries(say, chosen, found), _others(say)), "")
    sentences = _texts(
        _told(say, found), _enough(say, chosen), _beyond(say, found), who.lit(say), _more(say, chosen), _ask(say)
    )
    return Verdict(_headline(say, chosen, found), sentences, _sure(say, found))


def _texts(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))


def _headline(say: Terms, chosen: Candidate, found: Detectable) -> str:
    """As in: ``With 2 of 12 sites and 8 weeks you can detect 9 %``."""
    wanted = say.plan.wanted.worthwhile
    missed = f", not {say.size(wanted)}" if wanted is not None and not chosen.reaches else ""
    weak = ", on weak evidence" if chosen.evidence == "weak" else ""
    return f"With {say.pilot(chosen)} you can detect {_size(say, found)}{missed}{weak}."


def _wolf(say: Terms, chosen: Candidate) -> str:
    """Where even the best pilot cries wolf too often: ``With North for 8 weeks nothing can be told that can be trusted``."""
    return f"With {say.pilot(chosen)} nothing can be told that can be trusted."


def _cries(say: Terms, chosen: Candidate, found: Detectable) -> str:
    """How often wolf is cried, and why a small effect that is told is worth nothing then."""
    promised = 1 - say.plan.wanted.level
    return (
        f"Where nothing was changed, such a pilot cried wolf {often(chosen.alarms.share, promised)}, and it may do so "
        f"{100 * promised:.0f} times in 100. It would call a {say.move} of {_size(say, found)} an effect "
        f"{often(say.plan.wanted.power)}, but it too often calls nothing one."
    )


def _others(say: Terms) -> str:
    """What the pilots that could be trusted lack."""
    reasons = dict.fromkeys(one.why for one in say.plan.refused if one.design != "before-after")
    return next(iter(reasons), "") or _helps(say)


def _size(say: Terms, found: Detectable) -> str:
    return say.size(found.effect) if found.effect else "any effect"


def _told(say: Terms, found: Detectable) -> str:
    """What that means, from which level, and how often."""
    rate = often(say.plan.wanted.power)
    if not found.effect:
        return f"Its past moves so little by itself that any {say.move} is told from chance {rate}."
    usual = f"the usual level is {say.amounts.say(say.plan.history.level)}"
    amount = say.amount(found.effect)
    figure = f"{say.size(found.effect)} ({amount}; {usual})" if amount else f"{say.size(found.effect)} ({usual})"
    return (
        f"If the change makes {say.measure} {_verb(say)} by {figure} or more, such a pilot tells it from chance {rate}."
    )


def _verb(say: Terms) -> str:
    return "rise" if say.upwards else "fall"


def _enough(say: Terms, chosen: Candidate) -> str:
    """Whether what is worthwhile can be told, and how often."""
    wanted = say.plan.wanted
    if wanted.worthwhile is None or chosen.power is None:
        return ""
    rate = often(chosen.power.share, wanted.power)
    if chosen.reaches:
        cheapest = "this is the cheapest pilot that tells it" if len(say.plan.candidates) > 1 else "this pilot tells it"
        return f"Worthwhile is {say.worthwhile}, and {cheapest}: {rate}."
    wished = often(wanted.power)
    others = f"and no other that was tried tells it {wished}" if len(say.plan.candidates) > 1 else f"not {wished}"
    return f"Worthwhile is {say.worthwhile}. This pilot would tell it {rate}, {others}."


def _beyond(say: Terms, found: Detectable) -> str:
    """Where the measure can be below zero, and what could be told is more than all of it."""
    if not say.in_percent or say.share(found.effect) > ALL_OF_IT:
        return ""
    return (
        f"That is more than all of it, since {say.measure} can be below zero: "
        f"think of it as {say.amounts.say(abs(found.effect))}, not as a percentage."
    )


def _more(say: Terms, chosen: Candidate) -> str:
    """The smallest effect that any pilot tells, where that is another one."""
    best = say.plan.best
    if best is None or best == chosen or best.detectable is None:
        return ""
    if say.size(best.detectable.effect) == say.size(chosen.detectable.effect if chosen.detectable else 0.0):
        return ""
    return f"The most that could be told is {_size(say, best.detectable)}, with {say.pilot(best)}."


def _ask(say: Terms) -> str:
    if say.plan.wanted.worthwhile is not None:
        return ""
    if len(say.plan.candidates) == 1:
        return (
            "Say which effect would be worthwhile (--worthwhile 5%), and you learn how often this pilot would tell it."
        )
    return "Say which effect would be worthwhile (--worthwhile 5%), and the cheapest pilot that can tell it is found."


def _sure(say: Terms, found: Detectable) -> str:
    """How far the history itself can tell, in the words of a box of its own."""
    chosen = say.plan.chosen
    if chosen is None or not found.effect:
        return ""
    past = f"{many(chosen.alarms.pilots, 'pretend pilot')} in {many(chosen.alarms.windows, 'window')} of your own past"
    bound = f"it may be anything {say.within(found)}" if isfinite(found.most) else f"it may be {say.within(found)}"
    return (
        f"How sure is the {say.size(found.effect)}? It comes from {past}; {bound} (9 of 10 such ranges hold the truth)."
    )


def _nothing(say: Terms) -> str:
    """Where no pilot tells anything often enough: ``With 1 of 6 teams lit, no effect can be told``."""
    wanted = say.plan.wanted
    if say.plan.candidates:
        aim = say.worthwhile if wanted.worthwhile else "an effect"
        return f"No pilot that was tried can tell {aim} {often(wanted.power)}."
    if wanted.teams and not say.alone:
        return f"With {say.named(wanted.teams)} lit, no effect can be told, however large."
    if len(wanted.sizes) == 1 and not say.alone:
        return f"With {say.some(wanted.sizes[0])} lit, no effect can be told, however large."
    return "No pilot that was tried can tell any effect, however large."


def _unreached(say: Terms, chosen: Candidate | None) -> str:
    """How near the nearest came."""
    tried = [one for one in say.plan.candidates if one.power is not None]
    nearest = chosen or max(tried, key=lambda one: one.power.share if one.power else 0.0, default=None)
    wanted = say.plan.wanted
    if nearest is None or nearest.power is None or wanted.worthwhile is None:
        return ""
    rate = often(nearest.power.share, wanted.power)
    return capital(f"the nearest is {say.pilot(nearest)}: it would tell {say.worthwhile} {rate}.")


def _helps(say: Terms) -> str:
    """Where to look next, if nothing was said of it."""
    if say.plan.lacking:
        return ""
    return f"More {say.unit}s, more {say.period}s, or a longer history would help."
