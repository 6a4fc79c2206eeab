"""Who carries how much change: the fires in which somebody is asked or that they own, and their time that these take by week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from smallfires.errors import UsageError
from smallfires.fires.fire import Stage
from smallfires.fires.folded import folded
from smallfires.fires.outline import Outline
from smallfires.fires.quantity import parse_number

WEEKS = 12
"""Weeks ahead, this one included, over which time is added up."""
SOON = 30
"""Days ahead in which something counts as due."""
MOST_FIRES = 1000
"""The largest limit that can be set: more is none."""
CLEAR = "answer what the brief asks"


@dataclass(frozen=True)
class Limits:
    """How much change is too much for one person at a time.

    Attributes:
        share: of their time in a week, from 0 to 1.
        fires: in which they are asked at once.
    """

    share: float = 0.2
    fires: int = 3


LIMITS = Limits()
"""What holds unless something else is said."""


def share_of(text: str) -> float:
    """A share of somebody's time, as it is written: ``20%``.

    Raises:
        UsageError: it is none.
    """
    share = parse_number(text)
    if not 0 < share <= 1:
        raise UsageError(f'"{text}" is no share of somebody’s time.', "Write more than 0% and at most 100%, as in 20%.")
    return share


def count_of(text: str) -> int:
    """How many fires, as it is written: ``3``.

    Raises:
        UsageError: it is no number of fires.
    """
    count = text.strip()
    if not (count.isascii() and count.isdigit() and 0 < int(count) <= MOST_FIRES):
        raise UsageError(f'"{text}" is no number of fires.', f"Write a whole number from 1 to {MOST_FIRES}, as in 3.")
    return int(count)


@dataclass(frozen=True)
class Carried:
    """A fire that somebody carries: it burns, or its brief is out.

    Attributes:
        slug, title: of the fire.
        stage: how far it has come.
        owns: whether they own it.
        asked: whether they are asked.
        share: of their time that it asks for, from 0 to 1.
        start, end: its first and its last day.
    """

    slug: str
    title: str
    stage: Stage
    owns: bool
    asked: bool
    share: float
    start: date
    end: date


@dataclass(frozen=True)
class Week:
    """A week.

    Attributes:
        monday: its first day.
        share: of somebody's time that their fires ask for, from 0.
    """

    monday: date
    share: float


@dataclass(frozen=True)
class Owed:
    """Something that is due from somebody.

    Attributes:
        on: the day.
        slug, title: of the fire.
        what: what is due, as a clause.
        late: whether the day has passed.
    """

    on: date
    slug: str
    title: str
    what: str
    late: bool


@dataclass(frozen=True)
class Load:
    """What one person carries.

    Attributes:
        name: theirs.
        fires: what they carry, those that end first before the others.
        asked: in how many fires that burn they are asked.
        owns: how many fires that burn they own.
        weeks: their time that is asked for, from this week on.
        peak: of their time, in the week that asks for most; from 0.
        over: whether that, or the fires at once, are more than the limits.
        owed: what is due from them, the earliest first.
    """

    name: str
    fires: tuple[Carried, ...]
    asked: int
    owns: int
    weeks: tuple[Week, ...]
    peak: float
    over: bool
    owed: tuple[Owed, ...]


@dataclass(frozen=True)
class People:
    """Who carries how much change in a workspace.

    Attributes:
        workspace: its name.
        today: the day.
        limits: how much is too much.
        people: everybody who carries something, those who carry most first.
        version: of the software.
    """

    workspace: str
    today: date
    limits: Limits
    people: tuple[Load, ...]
    version: str


@dataclass(frozen=True)
class Person:
    """What one person carries, by itself.

    Attributes:
        workspace: its name.
        today: the day.
        limits: how much is too much.
        load: what they carry.
        version: of the software.
    """

    workspace: str
    today: date
    limits: Limits
    load: Load
    version: str


def loads(fires: Iterable[Outline], today: date, limits: Limits = LIMITS) -> tuple[Load, ...]:
    """Who carries how much, those who carry most first.

    Args:
        fires: all fires.
        today: the day.
        limits: how much is too much.
    """
    carried: dict[str, list[Carried]] = {}
    owed: dict[str, list[Owed]] = {}
    for fire in fires:
        for name, one in _carried(fire):
            carried.setdefault(name, []).append(one)
        for name, due in _owed(fire, today):
            owed.setdefault(name, []).append(due)
    names = dict.fromkeys([*carried, *owed])
    found = (_load(name, carried.get(name, []), owed.get(name, []), today, limits) for name in names)
    return tuple(sorted(found, key=lambda one: (not one.over, -one.peak, -one.asked, -one.owns, one.name)))


def called(found: Sequence[Load], asked: str) -> tuple[Load, ...]:
    """Those with these letters in their name; all where there are none.

    Args:
        found: people.
        asked: letters; accents and capitals do not matter.
    """
    letters = folded(asked.strip())
    return tuple(one for one in found if letters in folded(one.name))


def _carried(fire: Outline) -> Iterator[tuple[str, Carried]]:
    if fire.stage not in (Stage.LIT, Stage.BRIEFED):
        return
    shares = {one.name: one.share for one in fire.people}
    for name in dict.fromkeys([fire.owner, *shares]):
        share = shares.get(name, 0.0)
        owns, asked = name == fire.owner, name in shares
        yield name, Carried(fire.slug, fire.title, fire.stage, owns, asked, share, fire.start, fire.end)


def _owed(fire: Outline, today: date) -> Iterator[tuple[str, Owed]]:
    """What the owner has to do soon; and what whoever has not answered the brief has to do before it is lit."""
    due = fire.due(today)
    if due and due.act and due.on <= today + timedelta(days=SOON):
        yield fire.owner, Owed(due.on, fire.slug, fire.title, due.what, due.on < today)
    for name in fire.silent:
        yield name, Owed(fire.start, fire.slug, fire.title, CLEAR, fire.start < today)


def _load(name: str, fires: list[Carried], owed: list[Owed], today: date, limits: Limits) -> Load:
    burning = [one for one in fires if one.stage is Stage.LIT]
    asked = sum(one.asked for one in burning)
    weeks = tuple(_weeks(fires, today))
    peak = max((week.share for week in weeks), default=0.0)
    return Load(
        name=name,
        fires=tuple(sorted(fires, key=lambda one: (one.end, one.slug))),
        asked=asked,
        owns=sum(one.owns for one in burning),
        weeks=weeks,
        peak=peak,
        over=peak > limits.share + 1e-9 or asked > limits.fires,
        owed=tuple(sorted(owed, key=lambda one: (one.on, one.slug))),
    )


def _weeks(fires: Iterable[Carried], today: date) -> Iterator[Week]:
    """A fire that nobody has decided on asks for time this week, too, though its days are over."""
    asking = [one for one in fires if one.share]
    for at in range(WEEKS if asking else 0):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=at)
        sunday = monday + timedelta(days=6)
        yield Week(monday, sum(one.share for one in asking if one.start <= sunday and _until(one, today) >= monday))


def _until(one: Carried, today: date) -> date:
    return max(one.end, today) if one.stage is Stage.LIT else one.end
