"""The pilot that a charter intends, on the history there is: who could be drawn, and whether its design can carry it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smallfires.fires.charter import Charter
from smallfires.stats.panel import Panel
from smallfires.stats.past import past
from smallfires.stats.search import hopeless
from smallfires.stats.trials import Trial
from smallfires.verbs.burning import inquiry_of, periods_of
from smallfires.verbs.designing import designed
from smallfires.verbs.panels import Tabled, rows_of
from smallfires.verbs.workspace import Workspace


def misfit(tabled: Tabled, workspace: Workspace, charter: Charter) -> str | None:
    """Why the design cannot carry the scope, or could never tell anything, with what would help; None where it can.

    Args:
        tabled: the main measure before the fire.
        workspace: that defines the measure.
        charter: the fire's.
    """
    history = tabled.panel
    trial = trial_of(tabled, workspace, charter)
    if trial.size > len(history.units):
        return f"{trial.size} units are to be lit, and there are {len(history.units)}."
    pilot = trial.pilot(
        _gone_on(history, trial.periods), len(history.periods), np.random.default_rng(charter.design.seed)
    )
    return hopeless(trial, history) or trial.design.misfit(pilot)


def _gone_on(history: Panel, periods: int) -> Panel:
    """The history, and after it so many periods that repeat its own: as many as there will be when the fire ends."""
    at = np.concatenate([np.arange(len(history.periods)), np.resize(np.arange(len(history.periods)), periods)])
    names = tuple(f"period {place} of the fire" for place in range(1, periods + 1))
    return replace(
        history,
        y=history.y[:, at],
        n=history.n[:, at],
        lit=history.lit[:, at],
        periods=(*history.periods, *names),
        x=None if history.x is None else history.x[:, at],
    )


def trial_of(tabled: Tabled, workspace: Workspace, charter: Charter) -> Trial:
    """The pilot that the charter declares."""
    told = workspace.measuring(charter.success.measure)[1]
    periods, scope = periods_of(tabled, charter), charter.scope
    inquiry = inquiry_of(charter, None, told, periods, alone=not tabled.per)
    level = float(np.nanmean(tabled.panel.y))
    design = designed(charter.design.name, inquiry, charter.success.less_is_better, level, len(tabled.panel.units))
    named = () if scope.lot is not None else tuple(tabled.panel.units[at] for at in _rows(tabled, charter))
    return Trial(replace(design, horizon=periods), scope.lot or len(named), periods, named)  # type: ignore[type-var]


def _rows(tabled: Tabled, charter: Charter) -> list[int]:
    """Where the scope's units stand; one series has one only."""
    return rows_of(tabled.panel.units, charter.scope.units).tolist() if tabled.per else [0]


def among(tabled: Tabled, charter: Charter) -> Panel:
    """The units among which a lot is drawn."""
    return tabled.panel.only(np.array(_rows(tabled, charter))) if charter.scope.lot is not None else tabled.panel


def today_of(tabled: Tabled, charter: Charter) -> float:
    """What the old way gives today, in the measure's unit: the mean over units and the last third of the history.

    Args:
        tabled: the measure before the fire; not empty.
        charter: whose units are kept, however little is known of them.
    """
    able = np.ones(len(tabled.panel.units), dtype=bool)
    return past(tabled.panel, able, list(charter.scope.units) if tabled.per else ()).level
