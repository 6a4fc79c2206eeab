"""What the state of a fire, and a person's own words, allow: asked by every verb that acts on a fire."""

from __future__ import annotations

from smallfires.errors import NotYet, UsageError
from smallfires.fires.fire import Fire, Stage

_COMMANDS = {
    Stage.DRAFTED: "First: smallfires brief {slug}, then: smallfires light {slug}",
    Stage.BRIEFED: "First: smallfires light {slug}",
    Stage.LIT: "Look at it with: smallfires show {slug}",
    Stage.SPREAD: "It is over. Look at it with: smallfires show {slug}",
    Stage.PUT_OUT: "It is over. Look at it with: smallfires show {slug}",
}


def early(fire: Fire) -> bool:
    """Whether it is not lit yet, so that its charter can still be written anew."""
    return fire.stage in (Stage.DRAFTED, Stage.BRIEFED)


def burning(fire: Fire, act: str) -> Fire:
    """The fire itself, where it burns.

    Args:
        fire: any.
        act: what it has to burn for, as an infinitive: ``decide on it``.

    Raises:
        NotYet: it is not lit yet, or it is over.
    """
    if fire.burning:
        return fire
    state = f"{fire.stage}, and not lit yet" if early(fire) else f"{fire.stage} already"
    raise NotYet(
        f'"{fire.slug}" is {state}: only a fire that is lit lets you {act}.',
        command=_COMMANDS[fire.stage].format(slug=fire.slug),
    )


def unfinished(fire: Fire, act: str) -> Fire:
    """The fire itself, where it is not over.

    Args:
        fire: any.
        act: what it must not be over for, as an infinitive.

    Raises:
        NotYet: it was spread or put out.
    """
    if fire.over:
        raise NotYet(
            f'"{fire.slug}" is {fire.stage} already: nothing is left to {act}.',
            command=_COMMANDS[fire.stage].format(slug=fire.slug),
        )
    return fire


def told(text: str, what: str, way_out: str, command: str = "") -> str:
    """A person's own words, without blanks around them; what is said where there are none.

    Raises:
        UsageError: there are none.
    """
    found = text.strip()
    if not found:
        raise UsageError(f"{what} is empty.", way_out, command=command)
    return found


def because(reason: str, flag: str = "--because") -> str:
    """A reason, which every decision has; the flag is the one that gives it.

    Raises:
        UsageError: there is none.
    """
    return told(reason, "The reason", "Say in a sentence why.", f'As in: {flag} "..."')
