"""Whether a charter goes with the data there are: its units, its amounts, and whether its design can carry them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args, get_type_hints

from smallfires.errors import EmptyData, Refusal, UsageError
from smallfires.fires.charter import Charter
from smallfires.fires.gates.figures import amount
from smallfires.fires.reading import Measure
from smallfires.fires.wording import say_day
from smallfires.verbs.amounts import change_of, level_of
from smallfires.verbs.bench import Bench
from smallfires.verbs.burning import before, calendar, scoped, tabled_of
from smallfires.verbs.cased import by_cases, inquiry_of_cases, unread
from smallfires.verbs.designing import designed
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.intended import misfit, today_of
from smallfires.verbs.panels import Tabled, rows_of
from smallfires.verbs.workspace import Workspace

KINDS: Mapping[type, tuple[str, str]] = {
    bool: ("answer to yes or no", "true, or false."),
    int: ("whole number", "a whole number, without quotes."),
    float: ("number", "a number, without quotes."),
    str: ("text", "a text, in quotes."),
}
"""What a setting may be, and how it is written."""


@dataclass(frozen=True)
class Fit:
    """How a charter goes with the data.

    Attributes:
        history: the measure of success before the fire; None where the lot is drawn over cases, or where units are not there.
        refusals: what has to be mended in the charter.
        misfit: why the design cannot carry the scope, as a sentence; empty where it can.
    """

    history: Tabled | None
    refusals: tuple[Refusal, ...]
    misfit: str = ""


def fit(workspace: Workspace, charter: Charter, bench: Bench) -> Fit:
    """Hold a charter against the data there are.

    Args:
        workspace: that defines its measures.
        charter: that refers to measures of the workspace only.
        bench: where to work.

    Raises:
        DataError, Unclear: a measure cannot be read as it stands.
        UsageError: its periods are numbers, which no day can be compared with; or the design has no such setting.
    """
    strange = tuple(_strange(charter))
    if strange or by_cases(charter):
        return Fit(None, strange or tuple(_of_cases(workspace, charter)))
    tables = {name: tabled_of(workspace, name, bench, charter.scope.units) for name in charter.measures}
    wrong = (
        *_units(charter, tables),
        *_amounts(charter, {name: tabled.measure for name, tabled in tables.items()}),
    )
    if any(refusal.field.startswith("scope.") for refusal in wrong):
        return Fit(None, wrong)
    try:
        history = before(scoped(tables[charter.success.measure], charter), charter.horizon.start)
    except EmptyData:
        return Fit(None, wrong, f"Nothing of {charter.success.measure} is known of the time before the fire.")
    wrong = (*wrong, *_spans(charter, history), *_bar(charter, history, wrong))
    try:
        return Fit(history, wrong, misfit(history, workspace, charter) or "")
    except UsageError as problem:
        return Fit(history, (*wrong, _blamed(charter, problem)))


def _spans(charter: Charter, history: Tabled) -> Iterator[Refusal]:
    """A horizon in which no period begins, so that nothing would ever be read."""
    horizon = charter.horizon
    if not calendar(history, horizon.start, horizon.end).size:
        yield Refusal(
            "horizon.end",
            f"No period of {charter.success.measure} begins between {say_day(horizon.start)} and {say_day(horizon.end)}: "
            "there would be nothing to read.",
            "Write a later end, or measure by a shorter period.",
        )


def _bar(charter: Charter, history: Tabled, wrong: tuple[Refusal, ...]) -> Iterator[Refusal]:
    """A figure of the old way run well that is no better than today's: then doing nothing would beat it."""
    told, measure = charter.success.optimised, history.measure
    if not told or not history.panel.y.size or any(refusal.field == "success.optimised" for refusal in wrong):
        return
    today = today_of(history, charter)
    best = level_of(told, today, measure)
    if best >= today if measure.less_is_better else best <= today:
        yield Refusal(
            "success.optimised",
            f"{amount(best, measure)} is no better than today's {amount(today, measure)}: to do nothing would beat it.",
            "Write what today's way gives when it is run as well as it can be, or take it out where nobody knows.",
        )


def _of_cases(workspace: Workspace, charter: Charter) -> Iterator[Refusal]:
    """Of cases drawn by lot, which need not be there before the fire."""
    if charter.scope.lot is not None:
        yield Refusal(
            "scope.lot",
            "The lot is drawn case by case, and cannot be drawn over units, too.",
            "Take lot out, or arm in [design].",
        )
    yield from _amounts(charter, {name: unread(workspace, name) for name in charter.measures})
    try:
        designed("randomised", inquiry_of_cases(workspace, charter.success.measure, "", charter), None, 1.0)
    except UsageError as problem:
        yield _blamed(charter, problem)


def _strange(charter: Charter) -> Iterator[Refusal]:
    """Settings of the design whose values are of another kind."""
    kinds = get_type_hints(Inquiry)
    for name, value in charter.design.settings.items():
        kind = next(kind for kind in (bool, int, float, str) if kind in (get_args(kinds[name]) or (kinds[name],)))
        if type(value) is not kind and not (kind is float and type(value) is int):
            yield Refusal(f"design.{name}", f'"{value}" is no {KINDS[kind][0]}.', f"Write {name} = {KINDS[kind][1]}")


def _blamed(charter: Charter, problem: UsageError) -> Refusal:
    """What a design says of its settings, under the one whose value it names."""
    told = charter.design.settings.items()
    shown = {name: f'"{value}"' if isinstance(value, str) else str(value) for name, value in told}
    named = [name for name, text in shown.items() if text in problem.problem]
    return Refusal(f"design.{named[0]}" if named else "design.name", problem.problem, problem.way_out)


def _amounts(charter: Charter, measures: Mapping[str, Measure]) -> Iterator[Refusal]:
    """Amounts that are in another unit than their measure."""
    for field, text, name in _told(charter):
        try:
            change_of(text, 1.0, measures[name])
        except UsageError as problem:
            yield Refusal(field, problem.problem, problem.way_out)


def _told(charter: Charter) -> Iterator[tuple[str, str, str]]:
    """Every amount: its field, as it is written, and of which measure it is."""
    success, budget = charter.success, charter.budget
    for name in ("worthwhile", "today", "optimised"):
        if getattr(success, name):
            yield f"success.{name}", getattr(success, name), success.measure
    for row, rail in enumerate(charter.guardrails, 1):
        yield f"guardrails.{row}.margin", rail.margin, rail.measure
    if budget is not None:
        yield "budget.lose", budget.lose, budget.measure


def _units(charter: Charter, tables: Mapping[str, Tabled]) -> Iterator[Refusal]:
    """Units that the data do not have, or write otherwise; each measure needs those that burn."""
    main = tables[charter.success.measure]
    if not main.per:
        yield from _one_series(charter, main)
        return
    for name in ("units", "compared"):
        for unit in getattr(charter.scope, name):
            if unit not in main.panel.units:
                yield _unknown(f"scope.{name}", unit, main)
    for field, name in _others(charter):
        missing = [unit for unit in charter.scope.units if not _there(unit, tables[name])]
        if missing:
            said = _unknown(field, missing[0], tables[name])
            yield Refusal(field, f"{said.problem} It is the data of {name}.", said.way_out)


def _others(charter: Charter) -> Iterator[tuple[str, str]]:
    for row, rail in enumerate(charter.guardrails, 1):
        yield f"guardrails.{row}.measure", rail.measure
    if charter.budget is not None:
        yield "budget.measure", charter.budget.measure


def _there(unit: str, tabled: Tabled) -> bool:
    if not tabled.per:
        return True
    try:
        return bool(rows_of(tabled.panel.units, (unit,)).size)
    except UsageError:
        return False


def _unknown(field: str, unit: str, tabled: Tabled) -> Refusal:
    try:
        written = tabled.panel.units[int(rows_of(tabled.panel.units, (unit,))[0])]
    except UsageError as problem:
        return Refusal(field, problem.problem, problem.way_out)
    return Refusal(field, f'"{unit}" is written "{written}" in the data.', f'Write "{written}".')


def _one_series(charter: Charter, tabled: Tabled) -> Iterator[Refusal]:
    """One series has one name, and nobody to be compared with."""
    said = f"The data of {charter.success.measure} are one series, and name no units"
    way_out = f"Write one name only, or name the column of units of {tabled.source.name} in the workspace."
    if len(charter.scope.units) > 1:
        yield Refusal("scope.units", f"{said}: {len(charter.scope.units)} cannot be told apart.", way_out)
    if charter.scope.compared:
        yield Refusal("scope.compared", f"{said}: there is nobody to compare with.", way_out)
