"""The verb ``learn``: what did the pilot do?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smallfires.fires.reading import Reading
from smallfires.stats.design import Design
from smallfires.stats.panel import Panel
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.designing import designed, suits
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.lighting import Lit, lighting
from smallfires.verbs.lots import learn_cases
from smallfires.verbs.panels import Marks, Tabled, open_measures, panel_of
from smallfires.verbs.source import Opened, open_source


def learn(source: object, inquiry: Inquiry, bench: Bench) -> Reading:
    """Learn from a pilot.

    Args:
        source: a file, a database's URL, or a data frame: a measure by unit and time, a log of work, or cases drawn by lot.
        inquiry: what is asked, and what the user says of the data and the pilot.
        bench: where to work.

    Raises:
        DataError: the data cannot be read as they stand, or are too few for any answer; says how much more it takes.
        Unclear: more than one sensible meaning; names the flag that settles it.
        UsageError: a setting that cannot be understood, or that the design has not.
    """
    if inquiry.arm is not None:
        return learn_cases(open_source(source, inquiry, bench, lambda *_: True), inquiry, bench)
    return _of_panel(open_measures(source, inquiry, bench), inquiry, bench)


def _of_panel(opened: Opened, inquiry: Inquiry, bench: Bench) -> Reading:
    marks = Marks(inquiry.lit, inquiry.first, wanted=not inquiry.treated)
    tabled = panel_of(opened, inquiry, bench, marks, inquiry.treated)
    return study(tabled, lighting(tabled, inquiry), inquiry, bench).reading


@dataclass(frozen=True)
class Studied:
    """A reading, with the panel and the design that it was read by."""

    reading: Reading
    panel: Panel
    design: Design


def study(tabled: Tabled, pattern: Lit, inquiry: Inquiry, bench: Bench) -> Studied:
    """Read a measure by unit and period under a pattern.

    Raises:
        TooLittleData: the panel does not fit the design; says what would help.
        UsageError: a setting that the design has not.
    """
    panel = tabled.panel.burning(pattern.lit).only(slice(None), pattern.kept)
    name, why = (inquiry.design, "") if inquiry.design else suits(panel, inquiry.picked)
    level = float(np.nanmean(panel.y))
    design = designed(name, inquiry, tabled.measure.less_is_better, level, len(panel.units))
    bench.progress("Working out what the pilot did", None)
    effect = design.estimate(panel)
    reading = Reading(
        source=tabled.source, measure=tabled.measure, per=tabled.per,
        since="" if panel.start is None else panel.periods[panel.start], effect=effect, why_design=why,
        warnings=(*pattern.notes, *tabled.notes), settings=inquiry.settings(), version=VERSION,
    )  # fmt: skip
    return Studied(reading, panel, design)
