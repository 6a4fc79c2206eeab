"""One fire in words: how far it has come, what is asked, what was learned, what is due, and its diary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from smallfires.faces.words.clarity.answer import headline as how_clear
from smallfires.faces.words.fires.overview import GLOSS
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.faces.words.verdict.decision import UNTOLD
from smallfires.fires.brief import HEADLINES, Part, brief_of, success
from smallfires.fires.diary import Line
from smallfires.fires.entry import Act
from smallfires.fires.fire import Stage
from smallfires.fires.quantity import many
from smallfires.fires.story import Story
from smallfires.fires.wording import clause, listed, say_day, sentence

_PARTS = ("ask", "worse", "bounds", "end")
"""Parts of the brief that tell the charter; what success is stands in the answer."""
_TITLES = {"ask": "What is asked, in the words of the brief"}


def page(record: Story) -> Page:
    """The fire's page."""
    charter = record.charter
    parts = [_part(part) for part in brief_of(charter).parts if part.key in _PARTS]
    return made(
        title=f"{name(charter.title, 90)}: {charter.subject} “{name(charter.of)}”",
        said=verdict(record),
        gloss=GLOSS,
        doubts=(*late(record), *doubts(record)),
        sections=[_due(record), _proofs(record), *parts, _people(record), _diary(record)],
        footer=f"Smallfires {record.version}, fire “{name(charter.slug)}”, charter {record.seal[:12]}.",
    )


def verdict(record: Story) -> Verdict:
    """How far it has come, what is asked, how success shows, and what was last said of it."""
    _, aim = success(record.charter)
    measure = clause(record.charter.success.measure)
    asked = HEADLINES[record.charter.intent].rstrip(".")
    told = [
        f"{asked}: {record.charter.intent}. It shows in {name(measure)}: {aim[:1].lower()}{aim[1:]}",
        _clear(record),
        *_learned(record),
    ]
    return Verdict(headline(record), tuple(filter(None, told)), "", tuple(_commands(record)))


def _commands(record: Story) -> Iterator[str]:
    if record.glance.stage is Stage.LIT and not record.reading:
        yield f"Read it with: smallfires learn {record.glance.slug}"


def headline(record: Story) -> str:
    """How far it has come: ``It burns: day 17 of 117``."""
    one, horizon = record.glance, record.charter.horizon
    if one.stage is Stage.LIT:
        return _burning(record, one.days or 0, (horizon.end - horizon.start).days + 1)
    if one.stage in (Stage.SPREAD, Stage.PUT_OUT):
        return f"{'It spread' if one.stage is Stage.SPREAD else 'It was put out'} on {say_day(_over(record))}{_after(one.days)}."
    return {
        Stage.DRAFTED: "It is drafted: nobody has been asked yet.",
        Stage.BRIEFED: "The brief is out: it is not lit yet.",
    }[one.stage]


def _burning(record: Story, days: int, whole: int) -> str:
    horizon = record.charter.horizon
    if not days:
        return f"It is lit, and burns from {say_day(horizon.start)} on."
    if days > whole:
        return f"It still burns: its time ended on {say_day(horizon.end)}, and nobody has decided."
    return f"It burns: day {days} of {whole}."


def _after(days: int | None) -> str:
    return f", after {many(days, 'day')}" if days else ", and was never lit" if days is None else ""


def _over(record: Story) -> date:
    ends = [line.at for line in record.diary if line.act in (Act.SPREAD, Act.PUT_OUT)]
    return date.fromisoformat(ends[-1][:10])


def _clear(record: Story) -> str:
    return f"Clarity: {how_clear(record.clarity)}" if record.clarity else ""


def _learned(record: Story) -> Iterator[str]:
    """The last verdict, and what was decided."""
    one = record.glance
    if record.reading:
        told = record.sentence.lower().startswith((one.verdict, UNTOLD.lower()))
        lead = "" if told else f"{sentence(one.verdict)} "
        yield f"Reading {record.reading}: {lead}{record.sentence}".rstrip()
    elif one.stage is Stage.LIT:
        yield "It has not been read yet."
    if one.decision:
        against = ", against the verdict" if one.against else ""
        yield f"Decided: {one.decision}{against}."


def late(record: Story, said: str = "") -> tuple[str, ...]:
    """What is late; without what is said anyhow."""
    found = (each for each in record.agenda if each.late and each.what != said)
    return tuple(f"Late since {say_day(each.on)}: {each.what}." for each in found)


def doubts(record: Story) -> Iterator[str]:
    """What everybody has to know beside the answer."""
    failed = [place for place, one in enumerate(record.proofs, 1) if one.holds is False]
    yield from (f"Assumption {place} does not hold: {sentence(record.proofs[place - 1].because)}" for place in failed)
    yield from (f"{line.text} ({line.who})" for line in record.diary if line.act is Act.OVERRIDDEN)


def _due(record: Story) -> Section | None:
    if not record.agenda:
        return None
    rows = tuple((str(each.on), each.what + (" (late)" if each.late else "")) for each in record.agenda)
    return Section("agenda", "What is due", table=Table("Dates", (Column("day", "text"), Column("what", "text")), rows))


def _proofs(record: Story) -> Section | None:
    """The riskiest assumptions, and what their tests showed."""
    if not record.proofs:
        return None
    state = {None: "not tested yet", True: "holds", False: "does not hold"}
    columns = (
        Column("assumption", "text"),
        Column("state", "text"),
        Column("by", "text"),
        Column("seen", "text", least=80),
    )
    rows = tuple(
        (f"{place}: {sentence(one.assumption)}", state[one.holds], str(one.by), one.because)
        for place, one in enumerate(record.proofs, 1)
    )
    return Section("proofs", "What it rests on", table=Table("The riskiest assumptions", columns, rows))


def _part(part: Part) -> Section:
    """A part of the brief, as it is told to those asked."""
    fixed = [f"Fixed: {text}" for text in part.fixed]
    free = [f"Free: {text}" for text in part.free]
    return Section(part.key, _TITLES.get(part.key, part.title), part.sentences, items=(*fixed, *free))


def _people(record: Story) -> Section | None:
    people = record.charter.people
    if not people or record.charter.solo:
        return None
    shown = [name(person.name) for person in people[:12]]
    more = [f"{len(people) - 12} more"] if len(people) > 12 else []
    return Section("people", "Who is asked", (f"{listed([*shown, *more])}.",))


def _diary(record: Story) -> Section:
    columns = (Column("day", "text"), Column("what", "text"), Column("who", "name"))
    groups = [
        list(lines) for _, lines in groupby(reversed(record.diary), lambda line: (line.at[:10], line.act, line.text))
    ]
    rows = tuple((lines[0].at[:10], lines[0].text, _who(lines)) for lines in groups)
    return Section("diary", "Diary, the last first", table=Table("Everything that was done", columns, rows))


def _who(lines: list[Line]) -> str:
    """Who did it; of several who did the same on one day, how many."""
    people = {line.who for line in lines}
    return name(lines[0].who, 30) if len(people) == 1 else many(len(people), "person", "people")
