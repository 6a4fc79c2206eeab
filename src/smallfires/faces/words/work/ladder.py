"""The ladder in words: how far today's way of working can be run better."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.fires.ladder import Rung, Step
from smallfires.fires.quantity import say_count
from smallfires.fires.work import WorkReading

RUNGS = {
    Step.TYPICAL: "Today",
    Step.BEST_SEEN: "Best seen here",
    Step.WASTE_FREE: "Without waste",
    Step.FLOOR: "Floor",
}
"""The rungs as they are called on the page."""


def section(reading: WorkReading) -> Section:
    """The rungs, what each is, and why one is not known."""
    say = terms(reading)
    rows = [row for step in Step for row in _row(reading, say, step)]
    return Section(
        key="ladder",
        title="How far today's way of working can go",
        sentences=(_lead(say), _luck(reading, say), _declared(reading)),
        table=Table("The rungs of the ladder", _COLUMNS, tuple(rows)),
        items=tuple(
            f"{RUNGS[step]}: not known. {reading.ladder.missing[step]}"
            for step in Step
            if step in reading.ladder.missing
        ),
    )


_COLUMNS = (
    Column("", "text"),
    Column("level"),
    Column("lies between"),
    Column("cases", least=70),
    Column("what it is", "text", least=90),
)


def _row(reading: WorkReading, say: Terms, step: Step) -> list[tuple[str, ...]]:
    rung = reading.ladder.rung(step)
    if rung is None:
        return []
    figures = (say.say(rung.value), say.span(rung.low, rung.high), say_count(rung.cases))
    return [(RUNGS[step], *figures, explain(rung, say))]


def explain(rung: Rung, say: Terms) -> str:
    """What a rung is, in a clause."""
    if rung.step is Step.TYPICAL:
        return "half of the cases take longer" if _halves(say) else f"the {say.ladder.statistic} of today's cases"
    if rung.step is Step.BEST_SEEN:
        return (
            f"{name(rung.who, 40)}, luck and mix of cases taken out" if rung.who else "luck and mix of cases taken out"
        )
    if rung.step is Step.WASTE_FREE:
        return "nothing waits, nothing is done twice"
    return "and every step at its best pace; waits nobody can remove stay in"


def _halves(say: Terms) -> bool:
    return say.ladder.statistic == "median" and say.is_time and say.of_cases


def _lead(say: Terms) -> str:
    return (
        f"The mark at the end of each bar spans where the true level lies, in about {say.sure} readings like this one."
    )


def _luck(reading: WorkReading, say: Terms) -> str:
    """What the best would have promised if luck were believed."""
    best = reading.ladder.rung(Step.BEST_SEEN)
    if best is None or best.raw is None or say.say(best.raw) == say.say(best.value):
        return ""
    return (
        f"The best figure anybody shows here is {say.say(best.raw)}, but the best of many is partly lucky, or had the "
        f"easier cases; {say.say(best.value)} is what can be expected."
    )


def _declared(reading: WorkReading) -> str:
    told = [RUNGS[rung.step] for rung in reading.ladder.rungs if rung.declared]
    return f"{' and '.join(told)}: from the working times that you declared, not from measured ones." if told else ""
