"""What was noted, as people read it: a sentence an entry. What somebody answered is never told, only that they did."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from smallfires.fires import acts, membership
from smallfires.fires.acts import Fact
from smallfires.fires.entry import Act
from smallfires.fires.fire import Noted
from smallfires.fires.quantity import many
from smallfires.fires.wording import listed, sentence


@dataclass(frozen=True)
class Line:
    """A line of the diary.

    Attributes:
        number: of the entry in the ledger.
        at: when it was written: ISO 8601 in UTC.
        who: the person who acted.
        act: what was done.
        text: the same in a sentence.
    """

    number: int
    at: str
    who: str
    act: Act
    text: str


def line(noted: Noted) -> Line:
    """The line of one entry."""
    return Line(noted.number, noted.at, noted.who, acts.act_of(noted.fact), told(noted.fact))


@singledispatch
def told(fact: Fact) -> str:
    """What was done, as a sentence without its subject."""
    raise TypeError(f"{type(fact).__name__} is nothing that is done to a fire")


@told.register
def _(fact: acts.Drafted) -> str:
    return "Wrote the charter."


@told.register
def _(fact: acts.Checked) -> str:
    if not fact.findings:
        return "The charter check found nothing that makes people guess."
    verb = "makes" if len(fact.findings) == 1 else "make"
    return f"The charter check found {many(len(fact.findings), 'place')} that {verb} people guess."


@told.register
def _(fact: acts.Briefed) -> str:
    again = f", for round {fact.round} of the teach-back" if fact.round > 1 else ""
    return f"Sent the brief to {many(len(fact.invited), 'person', 'people')}{again}."


@told.register
def _(fact: acts.Answered) -> str:
    return "Answered the teach-back."


@told.register
def _(fact: acts.Marked) -> str:
    return "Read somebody's own words, without the name."


@told.register
def _(fact: acts.Overridden) -> str:
    return f"Lets it be lit below the clarity that it declares: {sentence(fact.reason)}"


@told.register
def _(fact: acts.Lit) -> str:
    drawn = f" The lot fell on {listed([turn.unit for turn in fact.draw.turns])}." if fact.draw else ""
    late = f", {many(fact.late, 'day')} late" if fact.late else ""
    return f"Lit it{late}.{drawn}"


@told.register
def _(fact: acts.Amended) -> str:
    fields = listed([change.field for change in fact.changes])
    again = " The brief goes out again." if fact.confirm else ""
    return f"Amended {fields or 'the charter'}: {sentence(fact.reason)}{again}"


@told.register
def _(fact: acts.Read) -> str:
    return f"Reading {fact.number}: {fact.decision}."


@told.register
def _(fact: acts.Decided) -> str:
    against = f", against the verdict ({fact.verdict})" if fact.against else ""
    label = f" It is said to have been a fire to {fact.relabel}." if fact.relabel else ""
    return f"Decided: {fact.decision}{against}. {sentence(fact.reason)}{label}"


@told.register
def _(fact: acts.Spread) -> str:
    return f"It spreads to {listed(fact.units)}." if fact.units else "It spreads."


@told.register
def _(fact: acts.PutOut) -> str:
    return f"Put out: {sentence(fact.reason)}" if fact.reason else "It is put out."


@told.register
def _(fact: acts.Tested) -> str:
    return f"Assumption {fact.risk} {'holds' if fact.holds else 'does not hold'}: {sentence(fact.because)}"


@told.register
def _(fact: acts.Commented) -> str:
    return sentence(fact.text)


@told.register
def _(fact: acts.Told) -> str:
    return f"Sent the news of the {fact.event}, by {fact.to.partition(' ')[0]}."


@told.register
def _(fact: membership.Shared) -> str:
    if fact.everyone:
        return "Everybody may see it."
    return f"Only {listed(['its owner', 'the people asked', *fact.people, 'admins'])} may see it."


@told.register
def _(fact: membership.Enrolled) -> str:
    by = f", who came by {fact.by}" if fact.by else ""
    return f"Enrolled {fact.name} as {fact.role}{by}."


@told.register
def _(fact: membership.Linked) -> str:
    return f"Made a link with which {fact.name} chooses a password."


@told.register
def _(fact: membership.PasswordSet) -> str:
    return f"{fact.name} has a new password."


@told.register
def _(fact: membership.RoleChanged) -> str:
    return f"{fact.name} is {fact.role} now, and was {fact.before} before."


@told.register
def _(fact: membership.Closed) -> str:
    return f"Closed the account of {fact.name}."


@told.register
def _(fact: membership.Reopened) -> str:
    return f"Opened the account of {fact.name} again."


@told.register
def _(fact: membership.SessionsEnded) -> str:
    return f"Ended all sessions of {fact.name}."


@told.register
def _(fact: membership.TokenMade) -> str:
    may = listed(fact.rights)
    return f"Made the token “{fact.label}” ({fact.mark[:6]}) of {fact.name}: it may {may}, until {fact.until}."


@told.register
def _(fact: membership.TokenEnded) -> str:
    return f"Ended the token “{fact.label}” ({fact.mark[:6]}) of {fact.name}."
