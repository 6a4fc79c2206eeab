"""What a search found, in words."""

from __future__ import annotations

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.found import Found, Hit
from smallfires.fires.quantity import many, say_count
from smallfires.fires.wording import listed

GLOSS = "Searched: charters, readings, verdicts, decisions and comments. What people answered is never searched."


def page(record: Found) -> Page:
    """The hits, the best first."""
    return made(
        title=f"Search: {name(record.asked)}",
        said=verdict(record),
        gloss=GLOSS,
        doubts=_doubts(record),
        sections=[_hits(record)],
        footer=f"Smallfires {record.version}, {say_count(record.entries)} entries searched.",
    )


def verdict(record: Found) -> Verdict:
    """How much was found, and in which fires."""
    if not record.hits:
        return Verdict(
            f"Nothing says {listed([quoted(word) for word in record.words])}.",
            ("Try another word, or the beginning of one.",),
            "",
        )
    count = len(record.hits) + record.more
    fires = list(dict.fromkeys(hit.fire for hit in record.hits))
    where = listed([name(fire) for fire in fires[:5]]) + (" and others" if len(fires) > 5 else "")
    return Verdict(f"{many(count, 'text')} found.", (f"In {where}.",), "")


def _doubts(record: Found) -> tuple[str, ...]:
    """Where no text has all of the words."""
    if record.hits and record.hits[0].words < len(record.words):
        return (f"No text has all of {listed([quoted(word) for word in record.words])}: these have some.",)
    return ()


def _hits(record: Found) -> Section | None:
    if not record.hits:
        return None
    more = (f"And {say_count(record.more)} more: --most {len(record.hits) + record.more}",) if record.more else ()
    columns = (
        Column("fire", "name"),
        Column("what", "text"),
        Column("when", "text"),
        Column("who", "name", least=90),
        Column("text", "text"),
    )
    return Section(
        "found", "The best first", more, Table("Texts with these words", columns, tuple(map(_row, record.hits)))
    )


def _row(hit: Hit) -> tuple[str, ...]:
    return name(hit.fire, 40), hit.what, hit.at[:10], name(hit.who, 30), hit.snippet
