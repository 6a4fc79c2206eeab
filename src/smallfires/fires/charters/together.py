"""What the fields of a charter cannot say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from smallfires.errors import Refusal
from smallfires.fires.charter import Charter, Intent
from smallfires.fires.charters.known import Known
from smallfires.fires.charters.needed import NEEDED
from smallfires.fires.charters.rules import Rules

RULES = Rules()
MOST_RISKS = 3


@RULES.on("intent", "budget")
def _budget(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.budget is not None and charter.intent is Intent.OPTIMIZE:
        yield Refusal(
            "budget",
            "To optimize is to hurt nothing that works, so an optimize charter has no disruption budget.",
            'Take [budget] out, or write intent = "transform", if something different is meant.',
        )


@RULES.on("intent", "adoption")
def _adoption(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.adoption is None and charter.intent is Intent.TRANSFORM:
        yield Refusal("adoption", "It is not said what counts as the new way.", NEEDED["adoption"], missing=True)


@RULES.on("intent", "risks")
def _risks(charter: Charter, known: Known) -> Iterator[Refusal]:
    many = len(charter.risks)
    if not many and charter.intent is Intent.TRANSFORM:
        yield Refusal("risks", "It is not said which assumptions are the riskiest.", NEEDED["risks"], missing=True)
    if many > MOST_RISKS:
        yield Refusal(
            "risks", f"{many} assumptions cannot all be the riskiest.", "Keep the one to three that matter most."
        )


@RULES.on("horizon")
def _horizon(charter: Charter, known: Known) -> Iterator[Refusal]:
    start, end = charter.horizon.start, charter.horizon.end
    if end < start:
        yield Refusal(
            "horizon.end", f"It ends on {end}, before it starts on {start}.", "Write a later end, or an earlier start."
        )


@RULES.on("horizon", "success.by")
def _by(charter: Charter, known: Known) -> Iterator[Refusal]:
    yield from _inside(charter, "success.by", charter.success.by, "Success has to show")


@RULES.on("horizon", "budget")
def _until(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.budget is not None:
        yield from _inside(charter, "budget.until", charter.budget.until, "The dip ends")


@RULES.on("horizon", "adoption")
def _milestone(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.adoption is not None:
        yield from _inside(charter, "adoption.by", charter.adoption.by, "The new way is expected")


@RULES.on("horizon", "risks")
def _tests(charter: Charter, known: Known) -> Iterator[Refusal]:
    for row, risk in enumerate(charter.risks, 1):
        if risk.by > charter.horizon.end >= charter.horizon.start:
            yield _after(charter, f"risks.{row}.by", risk.by, "The assumption is tested")


def _inside(charter: Charter, field: str, day: date, what: str) -> Iterator[Refusal]:
    """What is wrong with a day that has to lie within the horizon."""
    start, end = charter.horizon.start, charter.horizon.end
    if end < start:
        return  # said already
    if day > end:
        yield _after(charter, field, day, what)
    if day <= start < end:
        yield Refusal(
            field,
            f"{what} by {day}, and the fire only starts on {start}.",
            f"Write a day from {start + timedelta(1)} to {end}.",
        )


def _after(charter: Charter, field: str, day: date, what: str) -> Refusal:
    end = charter.horizon.end
    return Refusal(
        field,
        f"{what} by {day}, and the fire ends on {end}: nobody would see it.",
        f"Write {end} or earlier, or end later.",
    )


@RULES.on("scope.units", "scope.compared")
def _both(charter: Charter, known: Known) -> Iterator[Refusal]:
    for unit in charter.scope.units:
        if unit in charter.scope.compared:
            yield Refusal(
                "scope.compared",
                f'"{unit}" takes part, and cannot be what the fire is compared with.',
                "Leave it in one of the two lists.",
            )


@RULES.on("scope")
def _twice(charter: Charter, known: Known) -> Iterator[Refusal]:
    for field in ("units", "compared"):
        for unit, times in Counter(getattr(charter.scope, field)).items():
            if times > 1:
                yield Refusal(f"scope.{field}", f'"{unit}" is there {times} times.', "Write each once.")


@RULES.on("scope.lot", "picked")
def _drawn(charter: Charter, known: Known) -> Iterator[Refusal]:
    lot = charter.scope.lot
    if lot is not None and charter.picked != "lot":
        problem = f"{lot} are to be drawn by lot, but the units are said to be picked otherwise."
        yield Refusal("scope.lot", problem, 'Write picked = "lot", or take lot out.')


@RULES.on("scope.lot", "scope.units")
def _lot(charter: Charter, known: Known) -> Iterator[Refusal]:
    lot, units = charter.scope.lot, charter.scope.units
    if lot is not None and not 1 <= lot <= len(units):
        way_out = f"Write a number from 1 to {len(units)}, or name more units."
        yield Refusal("scope.lot", f"{lot} cannot be drawn out of {len(units)}.", way_out)


@RULES.on("people")
def _people(charter: Charter, known: Known) -> Iterator[Refusal]:
    for name, times in Counter(person.name for person in charter.people).items():
        if times > 1:
            yield Refusal(
                "people", f'"{name}" is there {times} times.', "Write each person once; tell two of one name apart."
            )
    if charter.asked_of is not None and charter.asked_of < len(charter.people):
        yield Refusal(
            "asked_of",
            f"{len(charter.people)} people cannot be a sample of {charter.asked_of}.",
            "Write how many people there are in all.",
        )


@RULES.on("guardrails", "success.measure")
def _rails(charter: Charter, known: Known) -> Iterator[Refusal]:
    seen = {charter.success.measure}
    for row, rail in enumerate(charter.guardrails, 1):
        if rail.measure and rail.measure in seen:
            yield Refusal(
                f"guardrails.{row}.measure",
                f'"{rail.measure}" is there already.',
                "Take it out, or write another measure.",
            )
        seen.add(rail.measure)


@RULES.on("guardrails", "success", "budget")
def _directions(charter: Charter, known: Known) -> Iterator[Refusal]:
    """A measure has one better direction in one charter."""
    main, budget = charter.success, charter.budget
    if budget is not None and budget.measure == main.measure and budget.less_is_better != main.less_is_better:
        yield Refusal(
            "budget.better",
            f'It is the other way round than for "{main.measure}" above.',
            "Write the same direction in both.",
        )
