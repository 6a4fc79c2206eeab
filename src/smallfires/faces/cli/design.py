"""The command ``smallfires design``: which is the smallest fire that can teach."""

from __future__ import annotations

from typing import Any

import click

from smallfires.faces.cli.flags import (
    HOW,
    SHOW,
    asked_flags,
    columns,
    figure_flags,
    file_flags,
    log_flags,
    measure_flags,
    output_flags,
    together,
)
from smallfires.faces.cli.options import Flagged, GroupedCommand, Share, grouped
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
    "first": "the unit's first period the new way; empty or 0: never",
}


def _want(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(
            WANT,
            "--worthwhile",
            metavar="EFFECT",
            help="The effect that would be worthwhile: 5%, or a figure in the measure's unit.",
        ),
        grouped(
            WANT,
            "--power",
            type=Share(0, 1, min_open=True, max_open=True),
            default=0.8,
            show_default=True,
            help="How often it shall be told from chance, if it is really there.",
        ),
    )


def _may(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(MAY, "--sizes", metavar="N", help="How many units may be lit: 3, 2-6 or 2,4,6."),
        grouped(MAY, "--periods", metavar="N", help="For how many periods: 8, 4-12 or 4,8,12."),
        grouped(
            MAY,
            "--treated",
            multiple=True,
            metavar='"A,B"',
            help="The units, where they are known; else a lot is drawn.",
        ),
        grouped(MAY, "--exclude", multiple=True, metavar='"A,B"', help="Units that cannot take part."),
        grouped(
            MAY,
            "--designs",
            multiple=True,
            metavar='"A,B"',
            help="Designs to try: parallel, randomised, rollout, switchback, before-after.",
        ),
        grouped(MAY, "--steps", type=click.IntRange(1), metavar="N", help="Rollout: in how many steps units start."),
        grouped(MAY, "--block", type=click.IntRange(1), metavar="N", help="Switchback: periods switched together."),
        grouped(
            MAY, "--carry", type=click.IntRange(0), metavar="N", help="Switchback: periods left out after a switch."
        ),
    )


_windows = grouped(
    HOW,
    "--windows",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    metavar="N",
    help="Windows of the past in which pretend pilots are lit.",
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
