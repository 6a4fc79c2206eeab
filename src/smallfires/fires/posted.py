"""The brief as it went out: who got which link."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What one person gets.

    Attributes:
        person: their name in the charter.
        mail: their address; empty where the charter has none.
        link: theirs alone: told this once, and kept nowhere.
        subject: of the mail.
        text: of the mail, with the link in it.
    """

    person: str
    mail: str
    link: str
    subject: str
    text: str


@dataclass(frozen=True)
class Posted:
    """What went out.

    Attributes:
        slug, title: of the fire.
        round: of the teach-back.
        solo: whether its owner is the only one asked, who needs no link.
        letters: those that were made now; none where everyone has a link already.
    """

    slug: str
    title: str
    round: int
    solo: bool
    letters: tuple[Letter, ...]
