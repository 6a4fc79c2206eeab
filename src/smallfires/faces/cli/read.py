"""The command ``smallfires read``: does the target ask to optimize or to transform."""

from __future__ import annotations

from typing import Any

import click

from smallfires.faces.cli.flags import LOG_COLUMNS, columns, figure_flags, file_flags, output_flags
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver
from smallfires.fires.work import WorkReading

GOAL, KNOW, MEASURES = "What you want", "What only you know", "A table of measures, without steps of work"
EXAMPLES = """\b
Examples
  smallfires read orders.csv --target 5d
  smallfires read loans.xes.gz --target "2 weeks" --unit branch --html loans.html
  smallfires read tickets.xlsx --target 36h --rule "Approve only after Check" --hard "Ask customer -> Reply"
  smallfires read weekly.csv --measure satisfied --target 80 --more-is-better"""


READ_COLUMNS = {**LOG_COLUMNS, "unit": "the team or site to compare by; or: resource, period"}


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source")
@grouped(GOAL, "--target", metavar="LEVEL", help="What a case should take: 5d, 36h, 2 weeks; or a plain number.")
@grouped(
    GOAL,
    "--measure",
    default="duration",
    show_default=True,
    metavar="NAME",
    help="duration, cost or value of a case; or the column of a table of measures.",
)
@grouped(
    GOAL,
    "--statistic",
    type=click.Choice(["median", "mean"]),
    default="median",
    show_default=True,
    help="What a typical case is.",
)
@grouped(GOAL, "--more-is-better", is_flag=True, help="The target is to be exceeded, not undercut.")
@grouped(
    KNOW,
    "--hard",
    multiple=True,
    metavar='"A -> B"',
    help="A wait from A to B that no better running removes: a customer's reply, a legal period. Repeatable.",
)
@grouped(
    KNOW,
    "--touch",
    multiple=True,
    metavar='"A=LOW,USUAL,HIGH"',
    help="How long work on A takes, where the log has no starts: Approve=5m,10m,30m. Repeatable.",
)
@grouped(KNOW, "--ends", multiple=True, metavar='"A,B"', help="Activities that end a case.")
@grouped(
    KNOW, "--without-value", multiple=True, metavar='"A,B"', help="Ends that bring nothing, such as a cancellation."
)
@grouped(
    KNOW,
    "--rule",
    "rules",
    multiple=True,
    metavar="SENTENCE",
    help="A rule of the house, such as: Pay only after Approve. Repeatable.",
)
@grouped(
    KNOW,
    "--calendar",
    metavar="HOURS",
    help="Working hours, such as: Mon-Fri 9:00-17:00; or a TOML file with a line a resource.",
)
@lambda command: columns(command, READ_COLUMNS)
@file_flags
@grouped(MEASURES, "--time", metavar="COLUMN", help="Column: the period.")
@grouped(MEASURES, "--count", metavar="COLUMN", help="Column: the cases behind each figure.")
@grouped(
    MEASURES, "--chart", type=click.Choice(["XmR", "p", "u", "p'", "u'"]), help="The kind of process-behaviour chart."
)
@output_flags
@figure_flags(0.9)
def command(source: str, json: str | None, html: str | None, pdf: str | None, quiet: bool, **settings: Any) -> None:
    """Read SOURCE and say whether the target asks to optimize or to transform.

    SOURCE is a file (CSV, Parquet, Excel, XES, OCEL 2.0; compressed or not) or the address of a database.
    """
    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(source)
    deliver(reading(source, **settings), wanted)


def reading(source: str, *, threads: int | None = None, **settings: Any) -> WorkReading:
    """Ask the question that the flags make."""
    from smallfires.faces import typed
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.question import Question
    from smallfires.verbs.read import read

    question = Question(**typed.settings(settings))
    with Bar() as bar, bench(bar, threads) as ground:
        return read(source, question, ground)
