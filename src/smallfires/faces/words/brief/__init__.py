"""The brief as a page: what is asked comes first, then what success is, what may get worse, and when it ends."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, Section, Verdict, made
from smallfires.fires.brief import Brief, Part

GLOSS = (
    "The same thing better, or a different thing: which of the two is asked does not change unless everyone is told."
)


def page(brief: Brief) -> Page:
    """The brief as a page."""
    return made(
        title=title(brief),
        said=verdict(brief),
        gloss=GLOSS,
        doubts=(),
        sections=(section for part in brief.parts if part.key != "ask" for section in _sections(part)),
        footer=f"This page was made from the charter “{name(brief.slug)}”, as it stands under the seal {brief.seal[:12]}.",
    )


def title(brief: Brief) -> str:
    """What it is about, and for whom."""
    reader = f", for {name(brief.person)}" if brief.person else ""
    return f"{name(brief.title, 90)}{reader}"


def verdict(brief: Brief) -> Verdict:
    """What is asked."""
    ask = brief.part("ask")
    return Verdict(brief.headline, ask.sentences if ask else (), "")


def _sections(part: Part) -> list[Section]:
    """One part of the page; what is fixed and what is free stand side by side."""
    if part.key == "bounds":
        lists = (("fixed", "What stays as it is", part.fixed), ("free", "What you are free to change", part.free))
        return [Section(key, heading, items=items) for key, heading, items in lists if items]
    if part.key == "worse":
        return [Section(part.key, part.title, part.sentences[:1], items=part.sentences[1:])]
    return [Section(part.key, part.title, part.sentences)]
