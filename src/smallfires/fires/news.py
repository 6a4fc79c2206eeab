"""News of a fire: what its owner has to hear of, without looking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from smallfires.fires import acts
from smallfires.fires.fire import Fire, Noted
from smallfires.fires.plain import canonical
from smallfires.fires.quantity import say_share
from smallfires.fires.verdict import Decision
from smallfires.fires.wording import clause, say_day, sentence


class Topic(StrEnum):
    """What news is about."""

    VERDICT = "verdict"
    TEST = "test"
    MILESTONE = "milestone"
    ENDED = "ended"


@dataclass(frozen=True)
class News:
    """One thing to tell.

    Attributes:
        fire: its slug.
        title: what the fire is called.
        topic: what it is about.
        event: its name among the news of the fire; the same thing always has the same.
        mark: digest that stands for it among the news of all fires, in hexadecimal: whoever gets it twice knows it by that.
        at: when it came to be: a moment as ``Entry.at``, or a day.
        headline: the whole of it, in a sentence.
        lines: what else belongs to it, each a sentence.
        reading: the number of the reading it rests on; 0 for none.
        decision: what the last verdict says; empty for none.
        before: what the verdict said before; empty where it is not about the verdict.
    """

    fire: str
    title: str
    topic: Topic
    event: str
    mark: str
    at: str
    headline: str
    lines: tuple[str, ...]
    reading: int
    decision: str
    before: str = ""


def news(fire: Fire, today: date) -> tuple[News, ...]:
    """All news of a burning fire since it was lit, the changes of its verdict first; none of a fire that does not burn.

    Args:
        fire: as it is.
        today: the day.
    """
    if not fire.burning:
        return ()
    return (*_verdicts(fire), *_tests(fire, today), *_milestone(fire, today), *_ended(fire, today))


def untold(fire: Fire, today: date, to: str) -> tuple[News, ...]:
    """The news that was not yet sent to someone.

    Args:
        fire: as it is.
        today: the day.
        to: whom, as ``acts.Told`` has it.
    """
    told = {noted.fact.event for noted in fire.diary if isinstance(noted.fact, acts.Told) and noted.fact.to == to}
    return tuple(each for each in news(fire, today) if each.event not in told)


def ask_again(fire: Fire, today: date) -> str:
    """That the teach-back should be asked once more, halfway, as a sentence; empty where it should not.

    Definitions drift. It is asked of people: a solo fire has nobody to ask, and one without a brief was never understood.
    """
    horizon, charter = fire.charter.horizon, fire.charter
    halfway = horizon.start + timedelta(days=(horizon.end - horizon.start).days // 2)
    asked = [noted.at for noted in fire.every(acts.Briefed)]
    if charter.solo or not fire.burning or not asked or not halfway <= today <= horizon.end:
        return ""
    if max(asked)[:10] >= halfway.isoformat():
        return ""
    return "Half of its time is over: ask the teach-back again, because definitions drift."


def _made(fire: Fire, topic: Topic, event: str, at: str, headline: str, **more: Any) -> News:
    """News with its mark: the fire as it was lit, and the event."""
    lit = next(noted for noted in fire.diary if isinstance(noted.fact, acts.Lit))
    mark = sha256(canonical([fire.slug, lit.number, lit.at, event]).encode("utf-8")).hexdigest()
    last = fire.last_read
    told: dict[str, Any] = {
        "reading": last.number if last else 0,
        "decision": last.decision if last else "",
        "lines": (),
    } | more
    title = clause(fire.charter.title)
    return News(fire.slug, title, topic, event, mark, at, f"{title}: {headline}", **told)


def _verdicts(fire: Fire) -> Iterator[News]:
    """Each change of the verdict. Before the first reading it is too early for one."""
    before = str(Decision.EARLY)
    for noted, read in _reads(fire):
        if read.decision != before:
            yield _made(
                fire,
                Topic.VERDICT,
                f"verdict of reading {read.number}",
                noted.at,
                f"{read.decision}. Until now it was: {before}.",
                lines=tuple(_said(read)),
                reading=read.number,
                decision=read.decision,
                before=before,
            )
        before = read.decision


def _reads(fire: Fire) -> list[tuple[Noted, acts.Read]]:
    return [(noted, noted.fact) for noted in fire.diary if isinstance(noted.fact, acts.Read)]


def _said(read: acts.Read) -> Iterator[str]:
    """What the verdict of a reading says, and what it is called."""
    verdict = _part(read.lesson, "verdict")
    yield from (sentence(text) for text in (verdict.get("sentence", ""), verdict.get("named", "")) if text)


def _tests(fire: Fire, today: date) -> Iterator[News]:
    """Riskiest assumptions whose day is over, and which were not put to their test."""
    tested = {noted.fact.risk for noted in fire.diary if isinstance(noted.fact, acts.Tested)}
    for number, risk in enumerate(fire.charter.risks, 1):
        if risk.by < today and number not in tested:
            yield _made(
                fire,
                Topic.TEST,
                f"test of assumption {number} by {risk.by}",
                risk.by.isoformat(),
                f"the test of assumption {number} was due on {say_day(risk.by)}.",
                lines=(f"It has to be true that: {sentence(risk.assumption)}", f"Its test: {sentence(risk.test)}"),
            )


def _milestone(fire: Fire, today: date) -> Iterator[News]:
    """The milestone of adoption whose day is over, unless the last reading found it reached."""
    adoption = fire.charter.adoption
    if adoption is None or adoption.by >= today or _reached(fire.last_read):
        return
    yield _made(
        fire,
        Topic.MILESTONE,
        f"milestone of {adoption.by}",
        adoption.by.isoformat(),
        f"its milestone was {say_day(adoption.by)}, and it is not known to be reached.",
        lines=(f"By then {say_share(adoption.share)} of the eligible cases were to be worked the new way.",),
    )


def _reached(read: acts.Read | None) -> bool:
    """Whether a reading found the share there; what it does not say is not known."""
    adopted = _part(_part(read.lesson, "evidence"), "adopted") if read else {}
    return _part(adopted, "milestone").get("reached") is True


def _part(plain: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of plain values, empty where there is none."""
    return plain.get(name) or {}


def _ended(fire: Fire, today: date) -> Iterator[News]:
    """The horizon whose last day is over."""
    end = fire.charter.horizon.end
    if end < today:
        yield _made(
            fire,
            Topic.ENDED,
            f"end of the horizon on {end}",
            end.isoformat(),
            f"its time ended on {say_day(end)}.",
            lines=(f"{clause(fire.charter.owner)} decides now.",),
        )
