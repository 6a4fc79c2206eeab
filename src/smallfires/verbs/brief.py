"""The verb ``brief``: everyone asked gets a personal link to the one page, and to the questions about it."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from smallfires.errors import UsageError
from smallfires.fires.acts import Briefed, Invited
from smallfires.fires.brief import Brief, brief_of
from smallfires.fires.charter import Person
from smallfires.fires.clarity import people_asked, standing
from smallfires.fires.fire import Fire
from smallfires.fires.teachback import teach_back
from smallfires.fires.wording import listed
from smallfires.verbs.allowed import unfinished
from smallfires.verbs.desk import Desk


@dataclass(frozen=True)
class Link:
    """A personal link, told once: only its digest is kept.

    Attributes:
        person: whose.
        mail: their address; empty where the charter has none.
        token: what stands at the end of the link.
    """

    person: str
    mail: str
    token: str

    def under(self, address: str) -> str:
        """The link itself, under the address of the server that shows the brief."""
        return f"{address.rstrip('/')}/b/{self.token}"


@dataclass(frozen=True)
class Sent:
    """What went out.

    Attributes:
        brief: the page, as everyone may read it; of a solo fire as its owner does.
        round: of the teach-back.
        links: those that were made now; none where everyone has one already, and for an owner who asks only themselves.
        fire: as it is now.
    """

    brief: Brief
    round: int
    links: tuple[Link, ...]
    fire: Fire


def brief(
    desk: Desk, slug: str, *, ask_again: bool = False, renew: Iterable[str] = (), revoke: Iterable[str] = ()
) -> Sent:
    """Send the brief out: make a link for everyone who has none.

    Where the charter has meanwhile changed in what it asks, everyone is asked again, as the next round.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        ask_again: start the next round, with new links for all; the earlier ones end.
        renew: people whose link is replaced by a new one.
        revoke: people whose link ends.

    Raises:
        UsageError: there is no such fire or person, or an amount in the charter cannot be read.
        NotYet: the fire is over.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = unfinished(desk.fire(slug), "ask")
    charter = fire.charter
    anew = ask_again or not _stands(fire)
    number = fire.round + 1 if anew else fire.round
    linked = {} if anew else links_of(fire)
    renewed, ended = (_known(names, people_asked(charter)) for names in (renew, revoke))
    wanted = [name for name in people_asked(charter) if (name not in linked or name in renewed) and name not in ended]
    links = () if charter.solo else tuple(_link(name, charter.people) for name in wanted)
    invited = [Invited(link.person, key_of(link.token)) for link in links] or [Invited(name, "") for name in wanted]
    page = brief_of(charter, charter.owner if charter.solo else None)
    others = tuple(name for name in desk.workspace.measures)
    teach_back(charter, others)  # what cannot be asked is refused before anyone is
    if invited or ended:
        entry = Briefed(charter.seal(), number, (*invited, *(Invited(name, "") for name in ended)), others)
        desk.note(fire, entry)
    return Sent(page, number, links, desk.fire(slug))


def key_of(token: str) -> str:
    """What is kept of a token: its SHA-256, in hexadecimal."""
    return sha256(token.encode("utf-8")).hexdigest()


def links_of(fire: Fire) -> dict[str, str]:
    """The key of each person's link in the last round; empty where it was taken back, or they answer without one."""
    return {
        one.person: one.key
        for noted in fire.every(Briefed)
        if isinstance(noted.fact, Briefed) and noted.fact.round == fire.round
        for one in noted.fact.invited
    }


def _stands(fire: Fire) -> bool:
    """Whether a brief went out that still says what the charter asks."""
    seals = standing(fire)
    sent = (noted.fact for noted in fire.every(Briefed))
    return any(isinstance(fact, Briefed) and fact.round == fire.round and fact.seal in seals for fact in sent)


def _link(name: str, people: Iterable[Person]) -> Link:
    mail = next((person.mail for person in people if person.name == name), "")
    return Link(name, mail, secrets.token_urlsafe(32))


def _known(names: Iterable[str], people: tuple[str, ...]) -> tuple[str, ...]:
    """Names of people who are asked.

    Raises:
        UsageError: one of them is not.
    """
    told = tuple(names)
    for name in told:
        if name not in people:
            near = difflib.get_close_matches(name, people, 1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Those asked are {listed(people)}."
            raise UsageError(f'"{name}" is not asked in this fire.', hint)
    return told
