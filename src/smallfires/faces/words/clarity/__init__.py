"""Clarity in plain words, for whoever decides: is it clear, what is believed instead, and which sentence to write anew."""

from __future__ import annotations

from smallfires.faces.words.clarity import answer, questions, words
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, made
from smallfires.fires.clarity import Clarity
from smallfires.fires.wording import listed

GLOSS = (
    "Understood means that all four answers match the charter; who has not answered counts as not. "
    "Wrong answers count against the charter, and not the person."
)


def page(clarity: Clarity) -> Page:
    """Clarity as a page."""
    return made(
        title=f"Is it clear? {name(clarity.title, 90)}",
        said=answer.verdict(clarity),
        gloss=GLOSS,
        doubts=answer.doubts(clarity),
        sections=(
            questions.rewrite(clarity),
            questions.section(clarity),
            _waiting(clarity),
            _leaders(clarity),
            words.section(clarity),
        ),
        footer=f"Fire “{name(clarity.slug)}”, teach-back {clarity.round}."
        if clarity.round
        else f"Fire “{name(clarity.slug)}”.",
    )


def _waiting(clarity: Clarity) -> Section | None:
    """Who has not answered, where that is not among what is missing."""
    if not clarity.waiting or clarity.missing:
        return None
    return Section("waiting", "Who has not answered", (f"{listed([name(who) for who in clarity.waiting])}.",))


def _leaders(clarity: Clarity) -> Section | None:
    """Leaders beside the others."""
    if clarity.leaders is None or clarity.rest is None:
        return None
    groups = (("leaders", clarity.leaders), ("the others", clarity.rest))
    rows = tuple((who, str(one.asked), str(one.answered), str(one.matched)) for who, one in groups)
    columns = (Column("who", "text"), Column("asked"), Column("answered"), Column("understood"))
    table = Table("Leaders, and the others", columns, rows)
    return Section("leaders", "Leaders, and the others", ("All of them took the same test.",), table)
