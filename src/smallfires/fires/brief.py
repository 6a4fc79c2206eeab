"""The brief: one page in plain words for the people asked, made from the charter, in the reader's second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smallfires.fires.charter import Charter, Guardrail, Intent, Person, Scope, Subject
from smallfires.fires.quantity import many, say_number, say_share
from smallfires.fires.sized import sized
from smallfires.fires.wording import capital, clause, listed, say_day, sentence

QUESTIONS = ("intent", "measure", "effect", "worse")
"""What has to be understood, in the order in which the teach-back asks it."""

MOST_UNITS = 6
"""Units that are named; more are counted."""

WEEK = 40
"""Hours of a full working week, in which a share of time is said."""


@dataclass(frozen=True)
class Part:
    """One part of the page.

    Attributes:
        key: ``ask``, ``you``, ``success``, ``worse``, ``bounds`` or ``end``.
        title: its heading.
        sentences: what it says.
        fixed, free: lists under it: what stays as it is, and what may be changed; of ``bounds`` only.
    """

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """The one page.

    Attributes:
        title: of the fire.
        slug: its short name.
        seal: of the charter it was made from.
        owner: who decides.
        person: for whom it is; None where it is for everyone asked.
        intent: what is asked.
        headline: the same in a few words.
        parts: the page, in order; a part about which the charter says nothing is not there.
        answers: the sentences that answer questions 1 to 4 of the teach-back.
    """

    title: str
    slug: str
    seal: str
    owner: str
    person: str | None
    intent: Intent
    headline: str
    parts: tuple[Part, ...]
    answers: tuple[str, str, str, str]

    def part(self, key: str) -> Part | None:
        """The part of that key, or None."""
        return next((part for part in self.parts if part.key == key), None)


def brief_of(charter: Charter, person: str | None = None) -> Brief:
    """The brief of a charter.

    Args:
        charter: as it is now.
        person: the name of one of those asked, for a page that says what they do; None for everyone's page.

    Raises:
        UsageError: an amount in the charter cannot be read.
    """
    reader = next((one for one in charter.people if one.name == person), None)
    to_owner = person == charter.owner
    measure, effect = success(charter)
    losses = worse(charter)
    parts = (
        Part("ask", "What we ask of you", (asked(charter), *_change(charter))),
        Part("you", "What you do", _yours(reader)) if reader and _yours(reader) else None,
        Part("success", "How we shall know that it worked", (measure, effect, *_adoption(charter))),
        Part("worse", "What may get worse meanwhile", losses),
        _bounds(charter),
        Part("end", "When it ends, and who decides", _end(charter, to_owner)),
    )
    return Brief(
        title=clause(charter.title),
        slug=charter.slug,
        seal=charter.seal(),
        owner=charter.owner,
        person=person,
        intent=charter.intent,
        headline=HEADLINES[charter.intent],
        parts=tuple(part for part in parts if part is not None),
        answers=(f"{HEADLINES[charter.intent]} {asked(charter)}", measure, effect, " ".join(losses)),
    )


def sentences_for(brief: Brief, matched: Sequence[bool]) -> tuple[str, ...]:
    """The sentences that answer the questions which were not answered so."""
    return tuple(sentence for sentence, right in zip(brief.answers, matched, strict=True) if not right)


HEADLINES = {
    Intent.OPTIMIZE: "Do the same thing better.",
    Intent.TRANSFORM: "Do a different thing.",
}
"""What is asked, in a few words."""


def said(measure: str) -> str:
    """A measure's name as people read it: without the underscores that some programs need."""
    return clause(measure.replace("_", " "))


def moves(less_is_better: bool) -> str:
    """Where a measure goes when it gets better: ``fall`` or ``rise``."""
    return "fall" if less_is_better else "rise"


def asked(charter: Charter) -> str:
    """What is asked, under the headline that says it in a few words."""
    subject = _subject(charter)
    if charter.intent is Intent.OPTIMIZE:
        return f"{capital(subject)} stays what it is. We ask you to run it better."
    return f"We do not ask you to run {subject} better. We ask you to try something new in its place."


def _subject(charter: Charter) -> str:
    of = clause(charter.of)
    return {
        Subject.PROCESS: f"the process “{of}”",
        Subject.TOOL: f"the tool “{of}”",
        Subject.ROLE: f"the role “{of}”",
    }[charter.subject]


def _change(charter: Charter) -> tuple[str, ...]:
    """Why, what will change, and who takes part."""
    why = charter.hypothesis
    told = f"we expect that {clause(why.change)} will {clause(why.will)}"
    because = clause(why.because)
    reason = f"Why: because we saw {because}, {told}." if because else sentence(told)
    who = _scope(charter.scope)
    return (reason, who) if who and not charter.solo else (reason,)


def _scope(scope: Scope) -> str:
    """Who takes part, and who does not."""
    if scope.lot is not None:
        return f"{scope.lot} of {_units(scope.units)} take part; a lot decides which."
    part = "takes part" if len(scope.units) == 1 else "take part"
    beside = "" if not scope.compared else f"; {_units(scope.compared)} go on as before, to compare with"
    beside = beside.replace(" go on", " goes on") if len(scope.compared) == 1 else beside
    return f"{_units(scope.units)} {part}{beside}." if scope.units else ""


def _units(units: tuple[str, ...]) -> str:
    return listed([clause(unit) for unit in units]) if len(units) <= MOST_UNITS else many(len(units), "unit")


def success(charter: Charter) -> tuple[str, str]:
    """Which measure tells, and which way and how far it is to go: the answers to questions 2 and 3."""
    wanted = charter.success
    measure = f"One figure tells whether it worked: {said(wanted.measure)}. No other figure decides that."
    today = f" Today it is {clause(wanted.today)}." if wanted.today.strip() else ""
    aim = f"It has to {moves(wanted.less_is_better)} by at least {sized(wanted.worthwhile).say()}"
    return measure, f"{aim}, by {say_day(wanted.by)}.{today}"


def _adoption(charter: Charter) -> tuple[str, ...]:
    way = charter.adoption
    if way is None:
        return ()
    share = f"By {say_day(way.by)}, {say_share(way.share)} of the cases should be worked so."
    return (f"A case is worked the new way when this holds: {clause(way.new_way)}. {share}",)


def worse(charter: Charter) -> tuple[str, ...]:
    """What may get worse meanwhile, until when, and what stops it: the answer to question 4."""
    rails = tuple(_rail(rail, charter.intent) for rail in charter.guardrails)
    if charter.intent is Intent.OPTIMIZE:
        return _optimized(rails)
    return (_budget(charter), *rails, *_risks(charter))


def _optimized(rails: tuple[str, ...]) -> tuple[str, ...]:
    if not rails:
        return ("Nothing is meant to get worse, at any time. If something does, tell us: that is a reason to stop.",)
    return ("Nothing that works today may suffer, at any time, beyond this:", *rails)


def _rail(rail: Guardrail, intent: Intent) -> str:
    """How far a guardrail may give way. Of a transformation, only what is there for safety stops it."""
    goes, margin = moves(not rail.less_is_better), sized(rail.margin)
    far = f"by more than {margin.say()}" if margin.value else "at all"
    limit = f"{capital(said(rail.measure))} must not {goes} {far}"
    if intent is Intent.OPTIMIZE or rail.safety:
        return f"{limit}; if it does, we stop."
    return f"{limit}; we look at that in every reading."


def _budget(charter: Charter) -> str:
    """What a transformation may lose on its way."""
    budget = charter.budget
    if budget is None:
        return "No loss on the way was agreed: nothing is meant to get worse, at any time."
    goes = moves(not budget.less_is_better)
    return (
        f"{capital(said(budget.measure))} may {goes} for a while, by up to {sized(budget.lose).say()} on average, "
        f"until {say_day(budget.until)}. If more than that is lost, we stop."
    )


def _risks(charter: Charter) -> tuple[str, ...]:
    return tuple(
        f"We also stop if this turns out not to be so: {clause(risk.assumption)}. We shall know by {say_day(risk.by)}."
        for risk in charter.risks
    )


def _bounds(charter: Charter) -> Part | None:
    """What is fixed, and what is free; None where the charter says neither."""
    fixed, free = (
        tuple(clause(text) for text in texts if clause(text)) for texts in (charter.bounds.fixed, charter.bounds.free)
    )
    titles = {
        (True, True): "What is fixed, and what you are free to change",
        (True, False): "What is fixed",
        (False, True): "What you are free to change",
    }
    title = titles.get((bool(fixed), bool(free)))
    return None if title is None else Part("bounds", title, fixed=fixed, free=free)


def _yours(person: Person) -> tuple[str, ...]:
    """What this person does, and the share of their time."""
    act = clause(person.act)
    told = [sentence(act)] if act else []
    if person.share > 0:
        told.append(f"It takes about {say_share(person.share)} of your working time: {_hours(person.share)}.")
    return tuple(told)


def _hours(share: float) -> str:
    """A share of time, as a part of a full week."""
    hours = share * WEEK
    if hours < 1:
        return f"some {max(5, 5 * round(hours * 12)):.0f} minutes in a week of {WEEK} hours"
    told = say_number(round(hours * 2) / 2)
    return f"{told} {'hour' if told == '1' else 'hours'} in a week of {WEEK}"


def _end(charter: Charter, to_owner: bool) -> tuple[str, ...]:
    """From when to when, and who decides what then."""
    horizon = charter.horizon
    decides = "you decide" if to_owner else f"{clause(charter.owner)} decides"
    return (
        f"It runs from {say_day(horizon.start)} to {say_day(horizon.end)}.",
        f"Then {decides}, from what was measured, whether it spreads, goes on or is put out.",
    )
