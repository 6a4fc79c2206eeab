"""Every condition of the gate: what it leads to, whether it is met, its figure and what that was held against."""

from __future__ import annotations

from math import isnan

from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.gates import common, optimize, transform
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.gates.figures import amount
from smallfires.fires.quantity import say_chance, say_share
from smallfires.fires.reading import Measure
from smallfires.fires.verdict import Condition, Verdict
from smallfires.fires.wording import capital

CHANCES = (optimize.WORTHWHILE, optimize.HOPELESS, transform.END, transform.SLOPE)
MET = {True: "met", False: "not met", None: "not known"}
TITLES = {
    optimize.WORTHWHILE: "a worthwhile effect",
    optimize.TOLD: "better, at every look",
    optimize.HOPELESS: "no worthwhile effect",
    common.DONE: "the new way in use",
    transform.BUDGET: "the budget is overspent",
    transform.END: "beats the old way run well",
    transform.SURE: "the same, at every look",
    transform.SLOPE: "no slope upward",
}
COLUMNS = (
    Column("condition", "text"),
    Column("leads to", "text", least=70),
    Column("is it met", "text"),
    Column("figure"),
    Column("limit"),
)


def section(verdict: Verdict, evidence: Evidence) -> Section:
    """The table, and every condition as a sentence that the answer has not said."""
    rows = tuple(_row(one, evidence) for one in verdict.conditions)
    return Section(
        key="conditions",
        title="What the gate asked",
        table=Table("Conditions of the gate, those that decided first", COLUMNS, rows),
        items=tuple(dict.fromkeys(one.sentence for one in verdict.conditions if one.sentence not in verdict.sentence)),
    )


def _row(one: Condition, evidence: Evidence) -> tuple[str, ...]:
    return (
        _title(one.name),
        one.leads_to.value,
        MET[one.met],
        _figure(one.value, one.name, evidence),
        _figure(one.limit, one.name, evidence),
    )


def _title(name: str) -> str:
    """A condition's name as a row of a table has it."""
    if name in TITLES:
        return TITLES[name]
    if name.startswith("risk "):
        return f"assumption {name.removeprefix('risk ')} fails"
    if name.startswith(common.BROKEN):
        return f"{name.removeprefix(common.BROKEN)} beyond its margin"
    return f"{name.removeprefix(common.RAIL)} inside its margin" if name.startswith(common.RAIL) else capital(name)


def _figure(value: float | None, name: str, evidence: Evidence) -> str:
    """A figure of a condition in its own unit."""
    if value is None or isnan(value):
        return "–"
    if name in CHANCES:
        return say_chance(value)
    if name == common.DONE:
        return say_share(value)
    measure, percent = _unit(name, evidence)
    return amount(value, measure, percent=percent)


def _unit(name: str, evidence: Evidence) -> tuple[Measure, bool]:
    """The measure that a condition is about, and whether it is in percent."""
    if name == transform.BUDGET and evidence.loss is not None:
        return evidence.loss.measure, evidence.loss.percent
    for rail in evidence.guardrails:
        if name in (common.RAIL + rail.measure.name, common.BROKEN + rail.measure.name):
            return rail.measure, rail.percent
    percent = name == optimize.TOLD and evidence.effect is not None and evidence.effect.percent is not None
    return evidence.measure, percent
