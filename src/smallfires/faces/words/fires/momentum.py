"""The momentum of a workspace, in words."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.claim import Verified
from smallfires.fires.momentum import Momentum, Pace, Quarter
from smallfires.fires.quantity import many, say_count, say_share
from smallfires.fires.wording import capital

GLOSS = "Momentum is how many small fires are lit, how soon each teaches something, and how much of it works."
FEW = 8
"""Fires below which a share says little."""


def page(record: Momentum) -> Page:
    """The fires by quarter, from idea to lesson, what worked, who carries it."""
    return made(
        title=f"The momentum of {name(record.workspace)}",
        said=verdict(record),
        gloss=GLOSS,
        doubts=tuple(_doubts(record)),
        sections=[quarters(record), _pace(record), _worked(record), _verified(record), _people(record)]
        if record.fires
        else (),
        footer=f"Smallfires {record.version}, {record.today}.",
    )


def verdict(record: Momentum) -> Verdict:
    """How many were lit and decided, how soon, and how many worked."""
    if not record.fires:
        return Verdict("No fire has been drafted yet.", ("Momentum begins with the first one.",), "")
    told = f"{many(record.lit, 'fire')} lit, {say_count(record.decided)} decided."
    return Verdict(told, tuple(text for text in (soon(record.pace), worked(record)) if text), "")


def soon(pace: Pace) -> str:
    """From idea to lesson, as a sentence; empty where there is none yet."""
    if pace.days is None or pace.shortest is None or pace.longest is None:
        return ""
    if pace.fires == 1:
        return f"From idea to lesson it took {many(pace.shortest, 'day')}."
    span = f"the quickest {say_count(pace.shortest)}, the slowest {say_count(pace.longest)}"
    return f"From idea to lesson it takes {days(pace)}, as a median of {many(pace.fires, 'fire')}: {span}."


def days(pace: Pace) -> str:
    """The median: ``84 days``; empty where there is none."""
    return "" if pace.days is None else many(round(pace.days), "day")


def worked(record: Momentum) -> str:
    """What share of those decided worked, as a sentence; empty where none was."""
    if not record.decided:
        return ""
    verb = "was" if record.spread == 1 else "were"
    share = f" ({say_share(record.spread / record.decided)})" if record.decided >= FEW else ""
    told = f"{say_count(record.spread) if record.spread else 'none'} worked and {verb} spread{share}"
    return f"Of {many(record.decided, 'fire')} decided, {told}."


def _doubts(record: Momentum) -> Iterator[str]:
    if 0 < record.decided < FEW:
        yield f"{many(record.decided, 'decided fire')} are few: the next one may turn the share around."
    if record.decided >= FEW and record.spread == record.decided:
        yield "Everything worked: either only what is sure is tried, or nobody puts a fire out."


def label(quarter: Quarter) -> str:
    """A quarter by its name: ``2026 Q1``."""
    return f"{quarter.year} Q{quarter.quarter}"


def quarters(record: Momentum) -> Section:
    """How many fires were lit, read and decided by quarter, the last one first."""
    columns = (Column("quarter", "text"), Column("lit"), Column("read"), Column("decided"))
    rows = tuple((label(one), str(one.lit), str(one.read), str(one.decided)) for one in reversed(record.quarters))
    now = record.quarters[-1]
    said = f"In this quarter so far: {say_count(now.lit)} lit, {say_count(now.read)} read, {say_count(now.decided)} decided."
    return Section("quarters", "Quarter by quarter", (said,), Table("Fires by quarter", columns, rows), spoken=True)


def _pace(record: Momentum) -> Section | None:
    said = soon(record.pace)
    rule = "Counted from the first draft to the first decision to spread it or put it out that rests on a reading."
    return Section("pace", "From idea to lesson", (said, rule)) if said else None


def _worked(record: Momentum) -> Section | None:
    said = worked(record)
    rest = "A fire that is put out after it was read is no failure: it taught this small, instead of everywhere."
    return Section("worked", "What worked", (said, rest)) if said else None


def _verified(record: Momentum) -> Section | None:
    """What was claimed at the start, against what was read."""
    if record.verified is None:
        return None
    rest = (
        "Of each fire that spread: the effect that its charter called worthwhile, and what its last reading shows, in percent, "
        "the larger the better. Of the best of many part is luck: the same again is less."
    )
    return Section("verified", "What was claimed, and what was read", (claimed(record.verified), rest))


def claimed(found: Verified) -> str:
    """What was claimed and what was read, as a sentence."""
    share, level = (say_share(each) for each in (found.shown.value / 100, found.level))
    low, high = (say_share(each / 100) for each in (found.shown.low, found.shown.high))
    between = f"{share}, between {low} and {high} at {level}"
    if found.fires == 1:
        return f"The fire that spread claimed {say_share(found.claimed / 100)}; it showed {between}."
    mean = f"The {many(found.fires, 'fire')} that spread claimed {say_share(found.claimed / 100)} on average"
    kept = capital(say_count(found.kept) if found.kept else "none")
    return f"{mean}; they showed {between}. {kept} of them showed what it claimed, or more."


def _people(record: Momentum) -> Section | None:
    return Section("people", "Who carries it", (carried(record),)) if record.carrying else None


def carried(record: Momentum) -> str:
    """How many carry change now, as a sentence."""
    verb = "carries" if record.carrying == 1 else "carry"
    over = f"; {say_count(record.over)} of them too much at a time" if record.over else "; none of them too much"
    return f"{many(record.carrying, 'person', 'people')} {verb} change now{over}."
