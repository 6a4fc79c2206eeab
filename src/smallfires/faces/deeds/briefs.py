"""The brief goes out: everyone asked who has no link gets one. The links are told once, and kept nowhere."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Flag, Names
from smallfires.faces.words.brief.mail import mail, subject
from smallfires.fires.access import Right
from smallfires.fires.brief import brief_of
from smallfires.fires.fire import Fire
from smallfires.fires.posted import Letter, Posted
from smallfires.verbs.brief import Link, Sent, brief


def _do(asked: Asked) -> Posted:
    told = asked.values
    sent = brief(asked.desk, asked.slug, ask_again=told["ask_again"], renew=told["renew"], revoke=told["revoke"])
    letters = tuple(_letter(sent, link, asked.address) for link in sent.links)
    charter = sent.fire.charter
    return Posted(asked.slug, charter.title, sent.round, charter.solo, letters)


def _letter(sent: Sent, link: Link, address: str) -> Letter:
    page = brief_of(sent.fire.charter, link.person)
    there = link.under(address)
    return Letter(link.person, link.mail, there, subject(page), mail(page, there))


def _on(fire: Fire) -> bool:
    return not fire.over


BRIEF = Deed(
    key="briefs",
    says="Send the brief: everyone asked who has no link yet gets one. The links are told this once.",
    right=Right.LIGHT,
    fields=(
        Flag(name="ask_again", label="Ask everyone again, with new links: the next round", needed=False),
        Names(name="renew", label="Replace the links of", hint="people, with commas between them", needed=False),
        Names(name="revoke", label="Take back the links of", hint="people, with commas between them", needed=False),
    ),
    do=_do,
    on=_on,
    once=True,
)
