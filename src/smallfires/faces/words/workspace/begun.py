"""A workspace that was made, in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, Section, Verdict, made
from smallfires.fires.folded import words
from smallfires.fires.wording import listed
from smallfires.verbs.bench import VERSION
from smallfires.verbs.init import MOST, Begun
from smallfires.verbs.workspace import FILE

GLOSS = (
    "A workspace is a folder in which data and measures have names, and the ledger keeps what is declared and learned."
)


def page(begun: Begun) -> Page:
    """What was made, and what to do next."""
    return made(
        title=f"Workspace: {name(begun.name)}",
        said=Verdict(
            f"{name(str(begun.folder))} is a workspace now.",
            (
                f"Made: {listed(list(begun.written))}. Look at {FILE}: it is plain text.",
                f"Who acts, unless you say otherwise: {name(begun.owner)}.",
            ),
            "",
        ),
        gloss=GLOSS,
        doubts=tuple(_doubts(begun)),
        sections=[_next(begun)],
        footer=f"Smallfires {VERSION}.",
    )


def _doubts(begun: Begun) -> Iterator[str]:
    if begun.ignore:
        yield f"This folder is in a repository of code. Add to its .gitignore: {listed(list(begun.ignore))}."
    if begun.above:
        yield f"There is a workspace above, in {begun.above}: from here it is not seen any more."


def _next(begun: Begun) -> Section:
    """The next command: with the data that are here, where there are any."""
    found = [f"Found: {listed([name(each) for each in begun.data[:MOST]])}"] if begun.data else []
    more = len(begun.data) - MOST
    sentences = (
        (f"{found[0]}{f' and {more} more' if more > 0 else ''}. Give them a name:",)
        if found
        else ("Give your data a name:",)
    )
    shown = begun.data[:MOST] or ("weekly.csv",)
    return Section("next", "What to do next", sentences, items=tuple(map(_command, shown)))


def _command(file: str) -> str:
    plain = "-".join(words(file.partition(".")[0])) or "data"
    return f"smallfires add source {plain} {shlex.quote(file)}"
