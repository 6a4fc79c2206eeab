"""Waiting in words: why work waits, and where."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.work.waste import CAUSES
from smallfires.fires.quantity import say_count, say_duration, say_share
from smallfires.fires.work import Transition, Waiting, WorkReading


def section(reading: WorkReading) -> Section | None:
    """Why work waits: the causes, over the whole log."""
    waiting, log = reading.waiting, reading.log
    if waiting is None or log is None or waiting.total <= 0:
        return None
    mean = waiting.total / max(1, log.cases)
    per_case = f"On average a case waits {say_duration(mean)}, added up over its steps"
    known = bool(waiting.causes)
    return Section(
        key="waiting",
        title="Why work waits",
        sentences=(
            f"{per_case}; from first to last moment it takes {say_duration(log.cycle_mean)}.",
            _unexplained(waiting) if known else "The log does not say who did what, so reasons cannot be told apart.",
            _sampled(waiting),
        ),
        table=Table("Waiting by its reason, over the whole log", _COLUMNS, _rows(waiting)) if known else None,
    )


_COLUMNS = (Column("it waited", "text"), Column("share of waiting"), Column("at least"), Column("at most"))


def _rows(waiting: Waiting) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            CAUSES.get(part.cause, name(part.cause)),
            say_share(part.seconds / waiting.total),
            say_share(part.low / waiting.total),
            say_share(min(1.0, part.high / waiting.total)),
        )
        for part in sorted(waiting.causes, key=lambda part: -part.seconds)
    )


def _unexplained(waiting: Waiting) -> str:
    part = next((part for part in waiting.causes if part.cause == "unexplained"), None)
    if part is None or part.high <= 0:
        return ""
    low, high = say_share(part.low / waiting.total), say_share(min(1.0, part.high / waiting.total))
    return (
        f"Between {low.removesuffix(' %')} and {high} of all waiting has no reason inside the log: "
        "someone outside decides, or something that was never written down."
    )


def _sampled(waiting: Waiting) -> str:
    return f"The reasons come from {say_count(waiting.sampled)} steps, drawn by lot." if waiting.sampled else ""


def places(reading: WorkReading) -> Section | None:
    """Where work waits: the transitions with the most waiting."""
    if not reading.transitions:
        return None
    rows = sorted(reading.transitions, key=lambda transition: -transition.wait)
    total = sum(transition.wait for transition in rows)
    hard = sum(transition.hard for transition in rows)
    kept = f"Waits that you declared as ones nobody can remove: {hard}. They stay in the floor." if hard else ""
    return Section(
        key="places",
        title="Where work waits",
        sentences=(kept,),
        table=Table("Waits between steps, the longest in all first", _PLACES, tuple(_place(t, total) for t in rows)),
    )


_PLACES = (
    Column("after", "name"),
    Column("before", "name"),
    Column("share"),
    Column("wait each"),
    Column("times", least=90),
    Column("mostly", "text", least=76),
)


def _place(transition: Transition, total: float) -> tuple[str, ...]:
    share = transition.wait / total if total > 0 else 0.0
    return (
        name(transition.source),
        name(transition.target),
        say_share(share),
        say_duration(transition.wait_mean),
        say_count(transition.count),
        "nobody can remove it" if transition.hard else _mostly(transition),
    )


def _mostly(transition: Transition) -> str:
    if not transition.causes or transition.wait <= 0:
        return ""
    cause, seconds = max(transition.causes.items(), key=lambda pair: pair[1])
    return CAUSES.get(cause, name(cause)) if seconds > 0 else ""
