"""Who carries how much change, in words: everybody, and one person."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.fire import Stage
from smallfires.fires.load import Carried, Limits, Load, Owed, People, Person
from smallfires.fires.quantity import many, say_count, say_share
from smallfires.fires.wording import listed, say_day


def page(record: People) -> Page:
    """Everybody, those who carry most first."""
    return made(
        title=f"The people of {name(record.workspace)}",
        said=verdict(record),
        gloss=rule(record.limits),
        doubts=(),
        sections=[_everybody(record)],
        footer=f"Smallfires {record.version}, {record.today}.",
    )


def rule(limits: Limits) -> str:
    """What too much is."""
    share = say_share(limits.share)
    return f"Too much is more than {share} of somebody’s time in a week, or more than {limits.fires} fires at once that ask them."


def verdict(record: People) -> Verdict:
    """How many carry change, and how many of them too much."""
    carrying, over = sum(bool(one.fires) for one in record.people), [one for one in record.people if one.over]
    if not carrying:
        return Verdict("Nobody carries change now.", ("No fire burns, and no brief is out.",), "")
    told = f"{many(carrying, 'person', 'people')} {'carries' if carrying == 1 else 'carry'} change now"
    headline = f"{told}, {say_count(len(over))} of them too much." if over else f"{told}, nobody too much."
    most = listed([name(one.name, 30) for one in over[:3]])
    more = f" and {say_count(len(over) - 3)} more" if len(over) > 3 else ""
    return Verdict(headline, (f"Too much at a time: {most}{more}.",) if over else (), "")


def _everybody(record: People) -> Section | None:
    if not record.people:
        return None
    columns = (
        Column("who", "name"),
        Column("time at most"),
        Column("asked in"),
        Column("owns"),
        Column("next due", "text"),
        Column("too much", "text"),
    )
    rows = tuple(
        (name(one.name, 40), peak(one), str(one.asked), str(one.owns), owed(one), "yes" if one.over else "")
        for one in record.people
    )
    return Section("carry", "Those who carry most first", (), Table("Who carries how much", columns, rows))


def peak(load: Load) -> str:
    """Of their time, in the week that asks for most; empty where no fire asks for any."""
    return say_share(load.peak) if load.peak else ""


def owed(load: Load) -> str:
    """What is due next: ``2026-06-26: decide``; empty where nothing is."""
    first = load.owed[0] if load.owed else None
    return f"{first.on}: {first.what}{' (late)' if first.late else ''}" if first else ""


def one(record: Person) -> Page:
    """What one person carries, week by week, and what is due from them."""
    return made(
        title=f"What {name(record.load.name)} carries",
        said=one_verdict(record),
        gloss=rule(record.limits),
        doubts=(),
        sections=[_weeks(record), _owed(record), _fires(record)],
        footer=f"Smallfires {record.version}, {record.today}.",
    )


def one_verdict(record: Person) -> Verdict:
    """In how many fires they are asked, how many they own, and how much of their time that takes."""
    load = record.load
    told = (
        [f"is asked in {many(load.asked, 'fire')} that {'burns' if load.asked == 1 else 'burn'}"] if load.asked else []
    )
    told += [f"owns {many(load.owns, 'fire')} that {'burns' if load.owns == 1 else 'burn'}"] if load.owns else []
    headline = f"{name(load.name)} {listed(told) or 'carries nothing that burns'}."
    fullest = f"In the fullest week to come that is {say_share(load.peak)} of their time." if load.peak else ""
    much = "That is too much at a time." if load.over else ""
    return Verdict(headline, tuple(text for text in (fullest, much) if text), "")


def _weeks(record: Person) -> Section | None:
    weeks = record.load.weeks
    if not weeks:
        return None
    rows = tuple((str(week.monday), say_share(week.share)) for week in weeks)
    columns = (Column("week from", "text"), Column("of their time"))
    return Section("weeks", "Week by week", (), Table("Time by week", columns, rows, bars=True))


def _owed(record: Person) -> Section | None:
    rows = tuple(map(_due, record.load.owed))
    columns = (Column("day", "text"), Column("what", "text"), Column("fire", "name"))
    return Section("owed", "What is due from them", (), Table("What is due", columns, rows)) if rows else None


def _due(due: Owed) -> tuple[str, ...]:
    return f"{due.on}{' (late)' if due.late else ''}", due.what, name(due.title)


def _fires(record: Person) -> Section | None:
    rows = tuple(map(_fire, record.load.fires))
    columns = (Column("fire", "name"), Column("they", "text"), Column("time"), Column("until", "text"))
    return Section("fires", "What they carry", (), Table("Fires", columns, rows)) if rows else None


def _fire(carried: Carried) -> tuple[str, ...]:
    return name(carried.title), role(carried), say_share(carried.share) if carried.asked else "", until(carried)


def role(carried: Carried) -> str:
    """What they are in a fire: ``own it``, ``are asked``, or both."""
    return " and ".join((["own it"] if carried.owns else []) + (["are asked"] if carried.asked else []))


def until(carried: Carried) -> str:
    """Until when, or from when on where it is not lit yet."""
    if carried.stage is Stage.BRIEFED:
        return f"to be lit on {say_day(carried.start)}"
    return say_day(carried.end)
