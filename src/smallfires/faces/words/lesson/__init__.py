"""What one reading of a fire taught, in words: the verdict first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.faces.words import verdict as verdicts
from smallfires.faces.words.lesson import adoption, data, guardrails, rules, shift
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, Section, Verdict, made
from smallfires.faces.words.pilot import BEHIND, SEEN, answer, effect
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.lesson import Lesson
from smallfires.fires.reading import Reading


def page(record: Lesson) -> Page:
    """The whole reading."""
    return made(
        title=_title(record),
        said=verdict(record),
        gloss=verdicts.GLOSS,
        doubts=tuple(dict.fromkeys(_doubts(record))),
        sections=list(_sections(record)),
        footer=data.footer(record),
    )


def verdict(record: Lesson) -> Verdict:
    """What the gate says."""
    return verdicts.said(record.verdict)


def _title(record: Lesson) -> str:
    what = f"to {record.charter.intent}, reading {record.number} of {record.at[:10]}"
    return f"What did we learn? {name(record.charter.title)}: {what}"


def _doubts(record: Lesson) -> Iterator[str]:
    yield from record.verdict.doubts
    if record.reading is not None:
        yield from record.reading.warnings


def _sections(record: Lesson) -> Iterator[Section | None]:
    yield from verdicts.sections(record.verdict, record.evidence)
    yield _effect(record)
    say = Terms(record.reading) if record.reading else None
    yield from (part(say) for part in SEEN if say)
    yield guardrails.section(record)
    yield shift.section(record.evidence.shift)
    yield shift.ways(record.evidence.shift)
    yield adoption.section(record.evidence.adopted)
    yield rules.section(record.evidence.right_way)
    yield from (part(say) for part in BEHIND if say)
    yield data.section(record)


def _effect(record: Lesson) -> Section | None:
    """The effect with its sentence, which elsewhere is the headline; after a dip, that of the periods after it."""
    shown = record.end or record.reading
    if shown is None:
        return None
    found = effect.section(Terms(shown))
    if found is None:
        return None
    title = "What it does, after the dip" if record.end else "What it did"
    return Section(
        found.key, title, (*_told(shown), *found.sentences, *_whole(record)), found.table, found.items, found.behind,
        found.spoken,
    )  # fmt: skip


def _told(reading: Reading) -> tuple[str, ...]:
    told = answer.verdict(reading)
    return (told.headline, *told.sentences, *((told.chance,) if told.chance else ()))


def _whole(record: Lesson) -> tuple[str, ...]:
    """The whole fire in a sentence, where what stands above is of the time after the dip."""
    if record.end is None or record.reading is None:
        return ()
    say, unit = Terms(record.reading), record.reading.effect.unit
    return (f"Over the whole fire, its dip too: {say.say(unit.value)}, {say.span(unit.low, unit.high)}.",)
