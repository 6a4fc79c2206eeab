"""A fire in outline: what is needed where many fires are shown at once, without its texts, readings and diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smallfires.fires import acts
from smallfires.fires.acts import Fact
from smallfires.fires.agenda import Due, agenda, burnt, over_on, upcoming
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.claim import Claim, claim
from smallfires.fires.clarity import clarity
from smallfires.fires.fire import OVER, Fire, Stage
from smallfires.fires.sight import seers
from smallfires.fires.verdict import Decision

ENDS = (Decision.SPREAD, Decision.PUT_OUT)
"""What a fire can be decided to, for good."""


@dataclass(frozen=True)
class Asked:
    """Someone asked.

    Attributes:
        name: theirs.
        share: of their time that this asks for, from 0 to 1.
    """

    name: str
    share: float


@dataclass(frozen=True)
class Outline:
    """One fire in outline. It says the same on every day: what depends on the day is worked out from it.

    Attributes:
        slug, title, owner, intent, subject, of: of its charter.
        stage: how far it has come.
        units: in which it is tried.
        allow: slugs of fires that may burn in the same units.
        start, end: its first and its last day.
        people: who is asked.
        agenda: everything that is due, the earliest first.
        silent: who has the brief and has not answered its questions yet; nobody once it is lit.
        drafted: the day of its first draft.
        lit: the day on which it was lit; None where it was not.
        over: the day on which it was spread or put out; None before.
        reads: the days on which it was read, the first one first.
        reading: the number of the last reading; 0 before the first.
        verdict: what the last reading says; empty before the first.
        sentence: why, in the words of the verdict.
        decided: the day of the last decision; None before.
        decision: what was decided last; empty before.
        reason: why; where it was put out without a decision, the reason for that.
        against: whether it was decided against the verdict.
        learnt: the day on which it was first decided for good after it was read; None where it was not.
        last: the day of its last entry.
        begun, number: of its first and of its last entry.
        claim: what it claimed at the start and what its last reading shows; None before, or where that cannot be told in percent.
        seers: who sees it besides admins, by their names as these are compared; None where everybody does.
    """

    slug: str
    title: str
    owner: str
    intent: Intent
    subject: Subject
    of: str
    stage: Stage
    units: tuple[str, ...]
    allow: tuple[str, ...]
    start: date
    end: date
    people: tuple[Asked, ...]
    agenda: tuple[Due, ...]
    silent: tuple[str, ...]
    drafted: date
    lit: date | None
    over: date | None
    reads: tuple[date, ...]
    reading: int
    verdict: str
    sentence: str
    decided: date | None
    decision: str
    reason: str
    against: bool
    learnt: date | None
    last: date
    begun: int
    number: int
    claim: Claim | None = None
    seers: tuple[str, ...] | None = None

    @property
    def burning(self) -> bool:
        """Whether it is lit and not yet put out or spread."""
        return self.stage is Stage.LIT

    @property
    def ended(self) -> bool:
        """Whether it was spread or put out."""
        return self.stage in OVER

    def days(self, today: date) -> int | None:
        """Days that it has burnt; None where it was never lit."""
        return burnt(self.start, self.over or today) if self.lit else None

    def due(self, today: date) -> Due | None:
        """What is due next; None where nothing is."""
        return upcoming(self.agenda, today)


def outline(fire: Fire) -> Outline:
    """A fire in outline."""
    charter, read, decided = fire.charter, fire.last_read, fire.decided
    return Outline(
        slug=fire.slug,
        title=charter.title,
        owner=charter.owner,
        intent=charter.intent,
        subject=charter.subject,
        of=charter.of,
        stage=fire.stage,
        units=charter.scope.units,
        allow=charter.scope.allow,
        start=charter.horizon.start,
        end=charter.horizon.end,
        people=tuple(Asked(one.name, one.share) for one in charter.people),
        agenda=agenda(fire),
        silent=clarity(fire).waiting if fire.stage is Stage.BRIEFED else (),
        drafted=_day(fire.diary[0].at),
        lit=_last(fire, acts.Lit),
        over=over_on(fire),
        reads=tuple(_day(noted.at) for noted in fire.reads),
        reading=read.number if read else 0,
        verdict=read.decision if read else "",
        sentence=str(read.lesson.get("verdict", {}).get("sentence", "")) if read else "",
        decided=_last(fire, acts.Decided),
        decision=decided.decision if decided else "",
        reason=decided.reason if decided else _given_up(fire),
        against=decided is not None and decided.against,
        learnt=_learnt(fire),
        last=_day(fire.diary[-1].at),
        begun=fire.diary[0].number,
        number=fire.last,
        claim=claim(charter.success, read.lesson) if read else None,
        seers=seers(charter, fire.shared),
    )


def _day(at: str) -> date:
    """The day of a moment as entries have it."""
    return date.fromisoformat(at[:10])


def _last(fire: Fire, kind: type[Fact]) -> date | None:
    found = fire.every(kind)
    return _day(found[-1].at) if found else None


def _given_up(fire: Fire) -> str:
    return next((noted.fact.reason for noted in fire.diary if isinstance(noted.fact, acts.PutOut)), "")


def _learnt(fire: Fire) -> date | None:
    """A decision that rests on no reading has taught nothing; one that lets it go on burning, not yet."""
    for noted in fire.every(acts.Decided):
        if isinstance(noted.fact, acts.Decided) and noted.fact.reading and noted.fact.decision in ENDS:
            return _day(noted.at)
    return None
