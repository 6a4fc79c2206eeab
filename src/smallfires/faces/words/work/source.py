"""What was read, in words: which cases count, what was assumed, and what only the reader knows."""

from __future__ import annotations

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Section
from smallfires.faces.words.work.terms import terms
from smallfires.fires.quantity import many, say_count, say_duration, say_share
from smallfires.fires.wording import listed
from smallfires.fires.work import Completeness, WorkReading


def questions(reading: WorkReading) -> Section | None:
    """What only the reader knows, and would make the answer better."""
    if not reading.questions:
        return None
    lead = "What you say here can change the answer."
    return Section("questions", "What only you can tell", (lead,), items=reading.questions)


def today(reading: WorkReading) -> Section:
    """Which cases stand behind today's level, and which are done."""
    now, say = reading.today, terms(reading)
    when = f"in {name(now.first)}" if now.first == now.last else f"from {name(now.first)} to {name(now.last)}"
    what = "complete case" if say.of_cases else "period"
    tail = "at or below" if reading.ladder.less_is_better else "at or above"
    half, most, mean = say.say(now.median), say.say(now.p90), say.say(now.mean)
    spread = f"Half are {tail} {half}, nine in ten {tail} {most}; the average is {mean}."
    return Section(
        "today",
        "Which cases count",
        (f"“Today” is {many(now.cases, what)} {when}. {spread}", _size(reading), *_done(reading.completeness)),
    )


def _size(reading: WorkReading) -> str:
    log = reading.log
    if log is None:
        return ""
    people = f", by {many(log.resources, 'different person or system', 'people or systems')}" if log.resources else ""
    return (
        f"The whole log holds {many(log.cases, 'case')} and {many(log.steps, 'step')} of "
        f"{many(log.activities, 'activity', 'activities')}{people}, {log.first[:10]} to {log.last[:10]}."
    )


def _done(found: Completeness | None) -> tuple[str, ...]:
    if found is None:
        return ()
    ends = [quoted(end, 40) for end in found.ends[:4]]
    more = f" and {len(found.ends) - 4} more" if len(found.ends) > 4 else ""
    how = "as you said" if found.declared else "found from the log; --ends says otherwise"
    share = say_share(found.open / max(1, found.open + found.complete))
    return (
        f"A case is done when it ends with {listed(ends) if not more else ', '.join(ends) + more} ({how}). "
        f"{say_count(found.complete)} are done, {say_count(found.open)} still open ({share}).",
        f"A case counts as idle after {say_duration(found.idle_after)} without a step." if not found.declared else "",
        "Open cases count for as long as they have been open (Kaplan-Meier), so the slow ones are not lost."
        if found.weighted
        else "",
    )


def assumed(reading: WorkReading) -> Section | None:
    """What the figures rest on, beyond the data."""
    items = list(reading.waiting.assumed) if reading.waiting else []
    if not reading.source.recognised:
        items += reading.source.notes
    hard = [f"{name(t.source, 30)} → {name(t.target, 30)}" for t in reading.transitions if t.hard]
    if hard:
        items.append(f"Waits that nobody can remove, as you said: {', '.join(hard[:6])}.")
    return Section("assumed", "What was assumed", items=tuple(items)) if items else None
