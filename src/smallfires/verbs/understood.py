"""The verb ``clarity``: what the people asked understood; of a sample, with what that says about all of them."""

from __future__ import annotations

from dataclasses import replace

from smallfires.errors import NotThere
from smallfires.fires.clarity import Clarity, clarity
from smallfires.stats.share import jeffreys
from smallfires.verbs.desk import Desk


def understood(desk: Desk, slug: str, round: int | None = None) -> Clarity:  # noqa: A002
    """What the people asked in a fire understood.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        round: of the teach-back; None for the last.

    Raises:
        NotThere: there is no such fire or round.
    """
    fire = desk.fire(slug)
    if round is not None and not 1 <= round <= fire.round:
        there = f"There are rounds 1 to {fire.round}." if fire.round else ""
        command = "" if fire.round else f"Send it out with: smallfires brief {slug}"
        raise NotThere(f'The brief of "{slug}" has not gone out for a round {round}.', there, command=command)
    found = clarity(fire, round)
    everyone = found.everyone
    if found.asked_of is None or found.asked_of <= everyone.asked or not everyone.answered or everyone.matched is None:
        return found
    return replace(found, interval=jeffreys(everyone.matched, everyone.asked))


def seen(desk: Desk, slug: str, round: int | None = None) -> Clarity:  # noqa: A002
    """The same as whoever acts may see it: own words are for the fire's owner only.

    Args:
        desk: where the fire is worked on; whoever asks acts.
        slug: its name.
        round: of the teach-back; None for the last.

    Raises:
        NotThere: as ``understood``.
    """
    found = understood(desk, slug, round)
    return found if desk.who == desk.fire(slug).charter.owner else replace(found, words=())
