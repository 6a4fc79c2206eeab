"""What can be done with an answer: mostly, light a fire. Its charter begins with what is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from smallfires.faces.kinds import kind_of
from smallfires.faces.web.study.material import MEASURE
from smallfires.faces.web.study.study import Study
from smallfires.faces.words.work.waste import label
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.ladder import Call
from smallfires.fires.plan import Draw, Plan
from smallfires.fires.quantity import say_share
from smallfires.fires.work import Waste, WorkReading

Link = tuple[str, str]
"""What it says, and where it leads."""
NEW = "/fires/new"
MOST_WASTES = 5
INTENTS = {
    Call.TRANSFORM: Intent.TRANSFORM,
    Call.LIMIT: Intent.TRANSFORM,
    Call.OPTIMIZE: Intent.OPTIMIZE,
    Call.OPTIMIZE_WASTE: Intent.OPTIMIZE,
}
"""What a reading says is to be expected of a change."""


def links(study: Study, record: object, chosen: str) -> tuple[Link, ...]:
    """What can be done with an answer, the nearest first.

    Args:
        study: that was asked.
        record: the answer.
        chosen: what was read.
    """
    if isinstance(record, WorkReading):
        return tuple(_of_reading(record, chosen))
    return tuple(_of_plan(record, chosen)) if isinstance(record, Plan) else ()


def _of_reading(reading: WorkReading, chosen: str) -> Iterator[Link]:
    said = kind_of(reading).says(reading)
    intent = INTENTS.get(reading.answer.call)
    if intent is not None:
        yield f"Start a fire to {intent}", _charter(intent, because=" ".join(said.sentences[:1]) or said.headline)
    for waste in sorted(reading.wastes, key=lambda one: -one.share)[:MOST_WASTES]:
        yield f"Start a fire against “{label(waste)}”", _charter(Intent.OPTIMIZE, because=_because(waste))
    yield "What could a pilot tell?", f"/design?{urlencode({'source': chosen})}"


def _because(waste: Waste) -> str:
    where = f": {waste.detail}" if waste.detail else ""
    return f"{label(waste)} takes {say_share(waste.share)} of the time{where}"


def _charter(intent: Intent, because: str) -> str:
    told = {"intent": str(intent), "subject": str(Subject.PROCESS), "hypothesis.because": because}
    return f"{NEW}?{urlencode(told)}"


def _of_plan(plan: Plan, read: str) -> Iterator[Link]:
    """The plan as the charter's own fields have it."""
    chosen, draw = plan.chosen, plan.draw
    if chosen is None or draw is None:
        return
    told: list[tuple[str, str]] = [
        ("success.measure", read.removeprefix(MEASURE) if read.startswith(MEASURE) else plan.measure.name)
    ]
    if plan.measure.less_is_better is not None:
        told.append(("success.better", "less" if plan.measure.less_is_better else "more"))
    if plan.settings.get("worthwhile"):
        told.append(("success.worthwhile", plan.settings["worthwhile"]))
    told += [("scope.units", turn.unit) for turn in draw.turns]
    told += [("scope.compared", unit) for unit in draw.others]
    told += [("design.name", chosen.design), ("design.seed", str(draw.seed))]
    told += [
        (f"design.{name}", str(value)) for name in ("block", "steps") if (value := getattr(chosen, name)) is not None
    ]
    told += _horizon(draw)
    if draw.by_lot:
        told.append(("picked", "lot"))
    yield "Use this in a charter", f"{NEW}?{urlencode(told)}"


def _horizon(draw: Draw) -> list[tuple[str, str]]:
    """From when to when it burns, where its periods are days of the calendar."""
    try:
        days = [date.fromisoformat(label) for label in draw.periods]
    except ValueError:
        return []
    if len(days) < 2:
        return []
    end = days[-1] + (days[-1] - days[-2]) - timedelta(days=1)
    return [("horizon.start", days[0].isoformat()), ("horizon.end", end.isoformat())]
