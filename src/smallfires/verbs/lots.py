"""Learning from a lot that was drawn over cases: they are added up where they stand, and the sums are read."""

from __future__ import annotations

import hashlib

from smallfires.errors import EmptyData, UsageError
from smallfires.fires.reading import Measure, Reading
from smallfires.fires.work import Source
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.sums import Sums
from smallfires.verbs.bench import VERSION, Bench
from smallfires.verbs.designing import designed
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.source import Opened
from smallfires.worklog import lots
from smallfires.worklog.drawn import Drawn, DrawnHints, new_way, recognise_drawn
from smallfires.worklog.lots import Lots

PANEL_ONLY = ("treated", "since", "unit", "time", "covariates", "period")


def learn_cases(opened: Opened, inquiry: Inquiry, bench: Bench) -> Reading:
    """Learn from an opened table of cases.

    Raises:
        DataError: a row cannot be read; names row and column.
        UsageError: something was asked that is for a measure by unit and period only.
    """
    _check(inquiry)
    bench.progress(f"Reading {opened.table.name}", None)
    hints = DrawnHints(inquiry.arm or "", inquiry.measure, inquiry.before, inquiry.cluster, inquiry.stratum)
    drawn = recognise_drawn(opened.table, opened.look, hints)
    set_aside, ways = _survey(opened, drawn, set_aside=inquiry.set_aside)
    new = new_way(ways, inquiry.new, drawn.roles["arm"], opened.table.name)
    opened.engine.keep("cases_drawn", drawn.cases(new))
    found = lots.add_up(opened.engine, "select * from cases_drawn")
    less = None if inquiry.more_is_better is None else not inquiry.more_is_better
    level = float(found.sums.y.floats().sum()) / found.sums.cases
    design = designed("randomised", inquiry, less, level)
    assert isinstance(design, Randomised)
    bench.progress("Working out what the pilot did", None)
    effect = design.estimate_cases(found.sums, found.notes, found.clusters)
    return Reading(
        source=_source(opened, drawn, found, set_aside),
        measure=Measure(drawn.roles["measure"], inquiry.measured_in, less), per="case", since="", effect=effect,
        why_design=f'A lot put each case on one of two ways; the new one is "{new}".', warnings=(),
        settings=inquiry.settings(), version=VERSION,
    )  # fmt: skip


def _check(inquiry: Inquiry) -> None:
    for name in PANEL_ONLY:
        if getattr(inquiry, name):
            raise UsageError(
                f"--{name} is for a measure by unit and period, and --arm for cases drawn by lot.",
                "Leave one of them out.",
            )
    if inquiry.design not in (None, "randomised"):
        raise UsageError(f"Cases drawn by lot are not read by the design {inquiry.design}.", "Leave --design out.")


def _survey(opened: Opened, drawn: Drawn, *, set_aside: bool) -> tuple[int, list[str]]:
    """How many rows cannot be read, and the ways that there are."""
    rows = opened.fetch(f"select bad, count(*), min(row) from ({drawn.select}) as source group by bad")
    faulty = sorted((row for row in rows if row[0] is not None), key=lambda row: int(row[2]))
    if faulty and not set_aside:
        role, count, first = faulty[0]
        raise drawn.complain(str(role), int(first), int(count), opened.fetch)
    ways = opened.fetch(f"select distinct arm from ({drawn.select}) as source where bad is null order by arm limit 20")
    if not ways:
        raise EmptyData("No row can be read.", "Name the columns with --arm and --measure.", file=opened.table.name)
    return sum(int(row[1]) for row in faulty), [str(way[0]) for way in ways]


def _source(opened: Opened, drawn: Drawn, found: Lots, set_aside: int) -> Source:
    notes = (*opened.table.notes, *((f"Rows set aside: {set_aside:,}.",) if set_aside else ()))
    rows = found.sums.cases + found.unmeasured
    return Source(opened.table.name, opened.table.format, rows, drawn.guesses, notes, _fingerprint(found.sums))


def _fingerprint(sums: Sums) -> str:
    """A digest of the sums."""
    digest = hashlib.sha256()
    for codes in (sums.arm, sums.stratum, sums.cluster, sums.n):
        digest.update(codes.tobytes())
    for total in (sums.y, sums.yy, sums.x, sums.xy, sums.xx):
        digest.update(repr((total.units.tolist(), total.exponent)).encode())
    return digest.hexdigest()
