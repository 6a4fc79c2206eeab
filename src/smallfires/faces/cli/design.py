"""The command ``smallfires design``: which is the smallest fire that can teach."""

from __future__ import annotations

from typing import Any

import click

from smallfires.faces.cli.flags import (
    HOW,
    SHOW,
    asked_flags,
    block,
    carry,
    columns,
    figure_flags,
    file_flags,
    log_flags,
    measure_flags,
    output_flags,
    together,
)
from smallfires.faces.cli.options import NAMES, Flagged, GroupedCommand, Share, grouped
from smallfires.faces.cli.output import Wanted, deliver
from smallfires.fires.plan import Plan

WANT, MAY, PAST = "What you want to learn", "What the pilot may be", "An earlier pilot in the data"
EXAMPLES = """\b
Examples
  smallfires design weekly.csv --measure days --less-is-better --worthwhile 10%
  smallfires design weekly.csv --sizes 2-6 --periods 4,8,12 --worthwhile 10% --write plan.toml
  smallfires design weekly.csv --treated "North,South" --periods 8
  smallfires design orders.xes.gz --unit site --worthwhile "5%" --exclude Depot --html plan.html"""
PAST_COLUMNS = {
    "lit": "whether the row was worked the new way, 1 or 0",
    "first": "the unit's first period the new way; empty or 0 for never",
}


def _want(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(
            WANT,
            "--worthwhile",
            metavar="EFFECT",
            label="The effect that would be worthwhile",
            hint="such as 5%, or a figure in the measure's own unit",
        ),
        grouped(
            WANT,
            "--power",
            type=Share(0, 1, min_open=True, max_open=True),
            default=0.8,
            show_default=True,
            label="How often it has to be told from chance, if it is really there",
        ),
    )


def _may(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(
            MAY,
            "--sizes",
            metavar="N",
            label="How many units may be lit",
            hint="3, 2-6 or 2,4,6",
            unsaid="what the units can bear",
        ),
        grouped(
            MAY,
            "--periods",
            metavar="N",
            label="For how many periods",
            hint="8, 4-12 or 4,8,12",
            unsaid="what the past can bear",
        ),
        grouped(
            MAY,
            "--treated",
            multiple=True,
            metavar=NAMES,
            label="Which units, where that is known already",
            hint="else a lot is drawn",
        ),
        grouped(MAY, "--exclude", multiple=True, metavar=NAMES, label="Units that cannot take part"),
        grouped(
            MAY,
            "--designs",
            multiple=True,
            metavar=NAMES,
            label="Designs to try",
            hint="parallel, randomised, rollout, switchback, before-after",
        ),
        grouped(
            MAY,
            "--steps",
            type=click.IntRange(1),
            metavar="N",
            label="Rollout: in how many steps units start",
        ),
        block(MAY),
        carry(MAY),
    )


_windows = grouped(
    HOW,
    "--windows",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    label="Stretches of the past in which pretend pilots are lit",
)


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source")
@_want
@_may
@measure_flags
@asked_flags
@_windows
@lambda command: columns(command, PAST_COLUMNS, PAST)
@log_flags
@file_flags
@output_flags
@grouped(
    SHOW,
    "--write",
    metavar="FILE",
    help="Write the plan to keep, as TOML: who, when, what is measured, how it is read.",
)
@figure_flags(0.95)
def command(
    source: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    write: str | None,
    quiet: bool,
    **settings: Any,
) -> None:
    """Say what a pilot could tell, from the past in SOURCE, before anything is lit.

    The smallest effect that can be detected, the cheapest pilot that tells what is worthwhile, and the lot for it. SOURCE
    is a table of a measure by unit and time, or a log of work: a file (CSV, Parquet, Excel, XES, OCEL 2.0; compressed or
    not) or the address of a database.
    """
    wanted = Wanted(json, html, pdf, quiet, write)
    wanted.check(source)
    deliver(planned(source, **settings), wanted)


def planned(source: str, *, threads: int | None = None, **settings: Any) -> Plan:
    """Ask what the flags ask."""
    from smallfires.faces import typed
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.design import design
    from smallfires.verbs.wish import Wish

    wish = Wish(**typed.settings(settings))
    with Bar() as bar, bench(bar, threads) as ground:
        return design(source, wish, ground)
