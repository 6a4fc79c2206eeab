"""The command ``smallfires read``: does the target ask to optimize or to transform."""

from __future__ import annotations

from typing import Any

import click

from smallfires.faces.cli.flags import LOG_COLUMNS, columns, count, figure_flags, file_flags, output_flags, time
from smallfires.faces.cli.options import NAMES, GroupedCommand, Words, grouped
from smallfires.faces.cli.output import Wanted, deliver
from smallfires.faces.words.choices import CHARTS, TYPICAL
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
@grouped(
    GOAL,
    "--target",
    metavar="LEVEL",
    label="What a case should take",
    hint="such as 5d, 36h or 2 weeks; of other measures a plain number",
)
@grouped(
    GOAL,
    "--measure",
    default="duration",
    show_default=True,
    metavar="NAME",
    label="What is measured",
    hint="duration, cost or value of a case; or a column of a table of measures",
)
@grouped(
    GOAL,
    "--statistic",
    type=Words(TYPICAL),
    default="median",
    show_default=True,
    label="What a typical case takes",
)
@grouped(
    GOAL, "--more-is-better", is_flag=True, label="More is better", hint="the target is to be exceeded, not undercut"
)
@grouped(
    KNOW,
    "--hard",
    multiple=True,
    metavar='"A -> B"',
    label="Waits that no better running removes",
    hint="from one activity to the next, such as a customer's reply or a legal period",
)
@grouped(
    KNOW,
    "--touch",
    multiple=True,
    metavar='"A=LOW,USUAL,HIGH"',
    label="How long an activity is worked on",
    hint="least, usual and most, where the log has no starts, as in Approve=5m,10m,30m",
)
@grouped(KNOW, "--ends", multiple=True, metavar=NAMES, label="Activities that end a case")
@grouped(
    KNOW,
    "--without-value",
    multiple=True,
    metavar=NAMES,
    label="Ends that bring nothing",
    hint="such as a cancellation",
)
@grouped(
    KNOW,
    "--rule",
    "rules",
    multiple=True,
    metavar="SENTENCE",
    label="Rules of the house",
    hint="such as: Pay only after Approve",
)
@grouped(
    KNOW,
    "--calendar",
    metavar="HOURS",
    label="Working hours",
    hint="such as Mon-Fri 9:00-17:00; or a TOML file with a line a resource",
)
@lambda command: columns(command, READ_COLUMNS)
@file_flags
@time(MEASURES)
@count(MEASURES)
@grouped(
    MEASURES,
    "--chart",
    type=Words(CHARTS),
    label="Kind of process-behaviour chart",
    unsaid="what its columns ask for",
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
