"""The brief that went out, in words for whoever sent it. The links stand in the letters, and in no sentence."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, Section, Verdict, made
from smallfires.fires.posted import Posted
from smallfires.fires.quantity import many

GLOSS = "Each link is for one person. It is shown this once: only its digest is kept."


def page(record: Posted) -> Page:
    """Who got a link."""
    return made(
        f"The brief of {name(record.title, 90)}",
        verdict(record),
        GLOSS,
        (),
        [_who(record)],
        f"Fire “{name(record.slug)}”, teach-back {record.round}.",
    )


def verdict(record: Posted) -> Verdict:
    """How many links were made, and what to do with them."""
    count = len(record.letters)
    if record.solo:
        return Verdict(
            "You are the only one asked.", ("Read your brief as if you had not written it, then answer.",), ""
        )
    if not count:
        return Verdict("Everyone asked has a link already.", ("A link can be replaced, or everyone asked again.",), "")
    said = f"{many(count, 'link').capitalize()}, to be passed on."
    return Verdict(said, ("Send each to the one person whose it is. Whoever has a link answers in that name.",), "")


def _who(record: Posted) -> Section | None:
    if not record.letters:
        return None
    return Section("letters", "Who gets one", items=tuple(name(letter.person) for letter in record.letters))
