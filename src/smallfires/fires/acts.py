"""Everything that can be done to a fire, as small facts: what an entry of the ledger holds. About people: ``membership``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from smallfires.fires.charter import Charter
from smallfires.fires.entry import Act, Draft, Entry
from smallfires.fires.membership import (
    Closed,
    Enrolled,
    Linked,
    Membership,
    PasswordSet,
    Reopened,
    RoleChanged,
    SessionsEnded,
    Shared,
    TokenEnded,
    TokenMade,
)
from smallfires.fires.plain import from_plain, to_plain
from smallfires.fires.plan import Draw
from smallfires.fires.verdict import Decision


@dataclass(frozen=True)
class Drafted:
    """A charter was written, or written anew before lighting.

    Attributes:
        charter: as it was understood.
        text: the user's own text; empty where it was filled in.
    """

    charter: Charter
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """Words of a charter that make people guess.

    Attributes:
        rule: which rule found it.
        field: the charter's field.
        quote: the words; empty where something is missing.
        problem: what is wrong with them, as a sentence.
        instead: what to write instead, as a sentence.
    """

    rule: str
    field: str
    quote: str
    problem: str
    instead: str


@dataclass(frozen=True)
class Checked:
    """The charter's text was read for what makes people guess; ``seal`` is of that charter."""

    seal: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Invited:
    """Someone who got a personal link.

    Attributes:
        person: their name in the charter.
        key: SHA-256 of the token in their link, in hexadecimal; the token itself is kept nowhere. Empty where their link was
            taken back, and for whoever answers without one.
    """

    person: str
    key: str


@dataclass(frozen=True)
class Briefed:
    """The brief went out.

    Attributes:
        seal: of the charter it was made from.
        round: 1 for the first; a later one asks again.
        invited: who got a link in this round; a later link of the same round replaces the earlier one.
        others: measures of the workspace at that moment, among which the right one is hidden in the teach-back.
    """

    seal: str
    round: int
    invited: tuple[Invited, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """A teach-back as it was filled in: the keys of the chosen options, and the person's own words.

    Attributes:
        intent: ``optimize``, ``transform``, ``both`` or ``nobody``.
        measure: the measure that tells whether it worked.
        effect: which way and how much.
        worse: what may get worse meanwhile, until when, and what stops it.
        words: what they will do differently on Monday; not judged by rule.
    """

    intent: str
    measure: str
    effect: str
    worse: str
    words: str = ""


@dataclass(frozen=True)
class Answered:
    """Someone answered the teach-back. First answers count; later ones are kept beside them.

    Attributes:
        seal: of the charter whose brief they had read.
        round: of the teach-back.
        person: who.
        answers: theirs.
        matched: whether answers 1 to 4 match the charter.
    """

    seal: str
    round: int
    person: str
    answers: Answers
    matched: tuple[bool, ...]


@dataclass(frozen=True)
class Marked:
    """The owner read someone's own words, without the name: ``match``, ``partly`` or ``no``; ``answer`` is the entry's number."""

    answer: int
    mark: str


@dataclass(frozen=True)
class Overridden:
    """Someone lets the fire be lit below the clarity that it declares.

    Attributes:
        seal: of the charter.
        reason: theirs; every reading repeats it.
        unmet: what was missing, each a sentence.
    """

    seal: str
    reason: str
    unmet: tuple[str, ...]


@dataclass(frozen=True)
class Lit:
    """The charter was frozen, and the fire burns.

    Attributes:
        charter: as it is frozen; the units in its scope are those that the lot drew.
        seal: its digest.
        draw: the lot; None where none was drawn.
        today: the figure of the old way that was known then, in the measure's own unit; None where none was.
        optimised: what the old way gives when it is run as well as it can be, likewise.
        optimised_from: where that comes from, in a few words; empty where there is none.
        late: days after the horizon's start; 0 where it was lit in time.
        is_time: whether both figures are seconds.
    """

    charter: Charter
    seal: str
    draw: Draw | None = None
    today: float | None = None
    optimised: float | None = None
    optimised_from: str = ""
    late: int = 0
    is_time: bool = False


@dataclass(frozen=True)
class Change:
    """One field that an amendment changed, before and after, as text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Amended:
    """The frozen charter was changed, for everybody to see.

    Attributes:
        charter: as it is now.
        seal: its digest.
        reason: why.
        changes: field by field.
        confirm: whether the brief goes out again: intent or success was changed.
    """

    charter: Charter
    seal: str
    reason: str
    changes: tuple[Change, ...]
    confirm: bool


@dataclass(frozen=True)
class Read:
    """The fire was read.

    Attributes:
        number: of the reading, 1 for the fire's first.
        decision: what the verdict says.
        fingerprints: of the data behind each measure: what they were at that moment.
        asked: everything that the reading was asked, by measure: with the same data it gives the same figures.
        version: of the software.
        lesson: the whole record (``fires.lesson``) as plain values.
        gain: the effect in percent, above zero where it is better; None where it cannot be said so.
        error: its standard error, likewise.
    """

    number: int
    decision: str
    fingerprints: Mapping[str, str]
    asked: Mapping[str, Any]
    version: str
    lesson: Mapping[str, Any]
    gain: float | None = None
    error: float | None = None


@dataclass(frozen=True)
class Decided:
    """Someone decided, with the verdict or against it.

    Attributes:
        decision: ``spread``, ``keep burning`` or ``put out``.
        reason: why.
        reading: the number of the reading it rests on; 0 for none.
        verdict: what the verdict said then; empty where there was none.
        relabel: the intent that the fire is said to have had, where the shift contradicts the declared one; empty otherwise. The
            frozen charter stays as it was.
    """

    decision: str
    reason: str
    reading: int
    verdict: str
    relabel: str = ""

    @property
    def against(self) -> bool:
        """Whether it is another one than the verdict's; to keep burning is what *too early* asks for."""
        wanted = Decision.KEEP if self.verdict == Decision.EARLY else self.verdict
        return bool(wanted) and self.decision != wanted


@dataclass(frozen=True)
class Spread:
    """What worked goes to other units."""

    reason: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class PutOut:
    """The fire was put out; ``reason`` is empty where the decision before it says why."""

    reason: str = ""


@dataclass(frozen=True)
class Tested:
    """A riskiest assumption was put to its test.

    Attributes:
        risk: its place in the charter, 1 for the first.
        holds: whether it does.
        because: what was seen.
    """

    risk: int
    holds: bool
    because: str


@dataclass(frozen=True)
class Commented:
    """A line in the fire's diary."""

    text: str


@dataclass(frozen=True)
class Told:
    """News of the fire was sent, so that it is not sent again.

    Attributes:
        event: what was told (``fires.news``): ``verdict of reading 3``.
        to: to whom, and how: ``mail ada@example.org``, ``webhook board``.
    """

    event: str
    to: str


Fact = (
    Drafted | Checked | Briefed | Answered | Marked | Overridden | Lit | Amended | Read | Decided | Spread | PutOut
    | Tested | Commented | Told | Shared | Membership
)  # fmt: skip

FACTS: Mapping[Act, type[Fact]] = MappingProxyType(
    {
        Act.DRAFTED: Drafted, Act.CHECKED: Checked, Act.BRIEFED: Briefed, Act.ANSWERED: Answered, Act.MARKED: Marked,
        Act.OVERRIDDEN: Overridden, Act.LIT: Lit, Act.AMENDED: Amended, Act.READ: Read, Act.DECIDED: Decided,
        Act.SPREAD: Spread, Act.PUT_OUT: PutOut, Act.TESTED: Tested, Act.COMMENTED: Commented,
        Act.TOLD: Told, Act.SHARED: Shared, Act.ENROLLED: Enrolled, Act.LINKED: Linked, Act.PASSWORD_SET: PasswordSet,
        Act.ROLE_CHANGED: RoleChanged, Act.CLOSED: Closed, Act.REOPENED: Reopened, Act.SESSIONS_ENDED: SessionsEnded,
        Act.TOKEN_MADE: TokenMade, Act.TOKEN_ENDED: TokenEnded,
    }
)  # fmt: skip
"""Which fact belongs to which act."""

_ACTS = {kind: act for act, kind in FACTS.items()}


def act_of(fact: Fact) -> Act:
    """The act that a fact belongs to."""
    return _ACTS[type(fact)]


def draft(who: str, fire: str, fact: Fact) -> Draft:
    """A fact as an entry that is still to be written; of no fire where it is about the people of the organization."""
    return Draft(who, fire, act_of(fact), to_plain(fact))


def fact(entry: Entry) -> Fact:
    """What an entry says."""
    return from_plain(FACTS[entry.act], json.loads(entry.content))
