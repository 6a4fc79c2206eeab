"""A fire whose lot is drawn case by case: what can be read of it, and what cannot be known."""

from __future__ import annotations

from dataclasses import replace

from smallfires.errors import EmptyData, TooLittleData
from smallfires.fires.charter import Charter
from smallfires.fires.reading import Measure, Reading
from smallfires.verbs.amounts import asked_effect
from smallfires.verbs.bench import Bench
from smallfires.verbs.burning import inquiry_of
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.lots import PANEL_ONLY, learn_cases
from smallfires.verbs.source import open_source
from smallfires.verbs.workspace import Workspace, titled

PLANNED = 10_000
"""Cases at which the interval, which holds at every look, is narrowest. It holds at any number of them."""
NO_DATES = "A table of cases drawn by lot does not say when each was worked"
WHENEVER = f"{NO_DATES}: all of them are read, and none is left out for coming before the start or after the end."
NO_WAYS = "A table of cases drawn by lot does not say how its cases were worked; a log of work does."


def by_cases(charter: Charter) -> bool:
    """Whether the charter's lot is drawn case by case."""
    return charter.design.name == "randomised" and bool(charter.design.settings.get("arm"))


def cases_of(workspace: Workspace, name: str, worthwhile: str, charter: Charter, bench: Bench) -> Reading:
    """What the fire did to one measure of its cases.

    Args:
        workspace: that defines the measure.
        name: of the measure.
        worthwhile: as the charter has it; empty for none.
        charter: the fire's, see ``by_cases``.
        bench: where to work.

    Raises:
        TooLittleData: there are no cases yet, or none of both ways.
        DataError, UsageError: as ``learn_cases``.
    """
    inquiry = inquiry_of_cases(workspace, name, worthwhile, charter)
    try:
        opened = open_source(workspace.measuring(name)[0], inquiry, bench, lambda *_: True)
        found = learn_cases(opened, inquiry, bench)
    except EmptyData as problem:
        raise TooLittleData(problem.problem, problem.way_out, file=problem.file) from None
    return replace(found, measure=unread(workspace, name))


def inquiry_of_cases(workspace: Workspace, name: str, worthwhile: str, charter: Charter) -> Inquiry:
    """What ``learn`` is asked of one measure of cases."""
    told = {key: value for key, value in workspace.measuring(name)[1].items() if key not in PANEL_ONLY}
    effect = asked_effect(worthwhile, unread(workspace, name)) if worthwhile else None
    return replace(inquiry_of(charter, effect, told, PLANNED, alone=True), since=None)


def unread(workspace: Workspace, name: str) -> Measure:
    """A measure of cases, as it is known before any is read."""
    told = workspace.measuring(name)[1]
    return titled(Measure(name, str(told.get("measured_in", "")), None), workspace.measure(name))
