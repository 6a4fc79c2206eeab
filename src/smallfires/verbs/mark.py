"""The verb ``mark``: the owner reads what people will do, in their own words and without their names."""

from __future__ import annotations

from smallfires.errors import UsageError
from smallfires.fires.acts import Answered, Marked
from smallfires.fires.clarity import Clarity, clarity, code_of
from smallfires.fires.fire import Fire
from smallfires.fires.wording import listed
from smallfires.verbs.desk import Desk

MARKS = ("match", "partly", "no")
"""Whether someone's own words fit what is asked."""


def mark(desk: Desk, slug: str, code: str, chosen: str) -> Clarity:
    """Mark someone's own words; the last mark counts.

    Args:
        desk: where the fire is worked on; its owner acts.
        slug: its name.
        code: of the words, as ``Clarity.words`` has it.
        chosen: ``match``, ``partly`` or ``no``.

    Returns:
        The clarity, with the mark.

    Raises:
        UsageError: there are no such fire, words or mark, or somebody else than the owner marks.
        Stale: somebody acted on the fire meanwhile.
    """
    fire = desk.fire(slug)
    if desk.who != fire.charter.owner:
        raise UsageError(
            f"Own words are marked by {fire.charter.owner}, who decides.", command=f'Say --as "{fire.charter.owner}".'
        )
    if chosen not in MARKS:
        raise UsageError(f'"{chosen}" is no mark.', f"The marks are {listed(MARKS)}.")
    shown = [words.code for words in clarity(fire).words]
    if code not in shown:
        there = f"There are {listed(shown)}." if shown else "None are shown yet."
        raise UsageError(f'There are no words "{code}" to mark.', there)
    desk.note(fire, Marked(_number(fire, code), chosen))
    return clarity(desk.fire(slug))


def _number(fire: Fire, code: str) -> int:
    """The entry that holds these words."""
    seal = fire.charter.seal()
    return next(noted.number for noted in fire.every(Answered) if code_of(noted.number, seal) == code)
