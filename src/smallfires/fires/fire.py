"""A fire: what its entries in the ledger add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import singledispatch

from smallfires.errors import NotYet
from smallfires.fires import acts
from smallfires.fires.acts import Fact
from smallfires.fires.charter import Charter
from smallfires.fires.entry import Entry
from smallfires.fires.membership import Shared


class Stage(StrEnum):
    """How far a fire has come."""

    DRAFTED = "drafted"
    BRIEFED = "briefed"
    LIT = "lit"
    SPREAD = "spread"
    PUT_OUT = "put out"


EVERYBODY = Shared(True)
OVER = (Stage.SPREAD, Stage.PUT_OUT)
"""The stages in which nothing is left to do."""


@dataclass(frozen=True)
class Noted:
    """A fact with who noted it, when, and under which number of the ledger."""

    number: int
    at: str
    who: str
    fact: Fact


@dataclass(frozen=True)
class Fire:
    """The state of one fire.

    Attributes:
        slug: its short name.
        charter: in force: as drafted, or as lit and amended.
        text: the user's own text of it, as last drafted.
        stage: how far it has come.
        diary: everything that was noted, oldest first.
        last: number of its last entry: what an act on it has to have seen.
        lit: how it was lit; None before that.
        decided: the last decision; None before that.
        shared: for whom it is to be seen: for everybody, unless it was said otherwise.
    """

    slug: str
    charter: Charter
    text: str
    stage: Stage
    diary: tuple[Noted, ...]
    last: int
    lit: acts.Lit | None = None
    decided: acts.Decided | None = None
    shared: Shared = EVERYBODY

    def every(self, kind: type[Fact]) -> tuple[Noted, ...]:
        """What was noted of one kind, oldest first."""
        return tuple(noted for noted in self.diary if isinstance(noted.fact, kind))

    @property
    def reads(self) -> tuple[Noted, ...]:
        """Its readings, oldest first."""
        return self.every(acts.Read)

    @property
    def last_read(self) -> acts.Read | None:
        """Its last reading; None before the first."""
        found = [noted.fact for noted in self.diary if isinstance(noted.fact, acts.Read)]
        return found[-1] if found else None

    @property
    def round(self) -> int:
        """Of the teach-back, 0 before the brief went out."""
        return max((noted.fact.round for noted in self.diary if isinstance(noted.fact, acts.Briefed)), default=0)

    @property
    def burning(self) -> bool:
        """Whether it is lit and not yet put out or spread."""
        return self.stage is Stage.LIT

    @property
    def over(self) -> bool:
        """Whether it was spread or put out."""
        return self.stage in OVER


def overridden(fire: Fire) -> bool:
    """Whether somebody has taken it on themselves that it is lit as its charter is now, however clear that is."""
    seal = fire.charter.seal()
    return any(isinstance(noted.fact, acts.Overridden) and noted.fact.seal == seal for noted in fire.diary)


def fold(entries: Iterable[Entry]) -> dict[str, Fire]:
    """All fires of a ledger, by slug, in the order in which they were first drafted.

    Args:
        entries: in the order of their numbers; of one fire or of all. Those of no fire are passed over.
    """
    fires: dict[str, Fire] = {}
    diaries: dict[str, list[Noted]] = {}
    for entry in entries:
        if not entry.fire:
            continue
        said = acts.fact(entry)
        diaries.setdefault(entry.fire, []).append(Noted(entry.number, entry.at, entry.who, said))
        before = fires.get(entry.fire)
        after = _begun(entry, said) if before is None else _after(said, before)
        fires[entry.fire] = replace(after, last=entry.number)
    return {slug: replace(fire, diary=tuple(diaries[slug])) for slug, fire in fires.items()}


def _begun(entry: Entry, said: Fact) -> Fire:
    if not isinstance(said, acts.Drafted):
        raise NotYet(f'There is no fire "{entry.fire}" yet.', "Write its charter first.")
    return Fire(entry.fire, said.charter, said.text, Stage.DRAFTED, (), entry.number)


@singledispatch
def _after(said: Fact, fire: Fire) -> Fire:
    """The fire after a fact that changes no more than its diary."""
    return fire


@_after.register
def _(said: acts.Drafted, fire: Fire) -> Fire:
    return replace(fire, charter=said.charter, text=said.text)


@_after.register
def _(said: acts.Briefed, fire: Fire) -> Fire:
    return replace(fire, stage=Stage.BRIEFED) if fire.stage is Stage.DRAFTED else fire


@_after.register
def _(said: acts.Lit, fire: Fire) -> Fire:
    return replace(fire, charter=said.charter, stage=Stage.LIT, lit=said)


@_after.register
def _(said: acts.Amended, fire: Fire) -> Fire:
    return replace(fire, charter=said.charter)


@_after.register
def _(said: acts.Decided, fire: Fire) -> Fire:
    return replace(fire, decided=said)


@_after.register
def _(said: Shared, fire: Fire) -> Fire:
    return replace(fire, shared=said)


@_after.register
def _(said: acts.Spread, fire: Fire) -> Fire:
    return replace(fire, stage=Stage.SPREAD)


@_after.register
def _(said: acts.PutOut, fire: Fire) -> Fire:
    return replace(fire, stage=Stage.PUT_OUT)
