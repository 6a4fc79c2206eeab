"""Flags that several commands share, by what they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from smallfires.faces.cli.options import NAMES, Flagged, Share, Words, grouped
from smallfires.faces.words.choices import DATED, DECIMALS, PERIODS, WEIGHED
from smallfires.fires.wording import capital

COLUMNS, FILE = "Which column is what? (found by themselves; say so where wrong)", "How the file is written"
MEASURE, SHOW, FIGURES = "What is measured", "What you get", "The figures"
HOW = "How it is read"
LOG_COLUMNS = {
    "case": "which run of the process a row belongs to",
    "activity": "what was done",
    "end": "when it was done",
    "start": "when it was begun",
    "resource": "who did it",
    "type": "the kind of case, for a fair comparison",
    "cost": "what it cost",
    "value": "what the case brought",
    "lifecycle": "start or complete, where each has a row of its own",
}
Wrapper = Callable[[Flagged], Flagged]


def together(command: Flagged, *flags: Wrapper[Flagged]) -> Flagged:
    """A command with these flags, in this order."""
    for flag in reversed(flags):
        command = flag(command)
    return command


def columns(command: Flagged, meanings: dict[str, str], group: str = COLUMNS) -> Flagged:
    """Flags that name a column, by what is in it."""
    flags = [
        grouped(group, f"--{name}", metavar="COLUMN", label=capital(meaning)) for name, meaning in meanings.items()
    ]
    return together(command, *flags)


def file_flags(command: Flagged) -> Flagged:
    """How the source is written."""
    return together(
        command,
        grouped(
            FILE,
            "--timezone",
            metavar="ZONE",
            label="Time zone of times that name none",
            hint="such as Europe/Amsterdam",
        ),
        grouped(
            FILE,
            "--day-first/--month-first",
            default=None,
            label="How dates such as 03/04 are written",
            sides=("The day stands first: the third of April", "The month stands first: the fourth of March"),
        ),
        grouped(
            FILE, "--delimiter", metavar="SIGN", label="Sign between two columns", hint="such as ; or the word tab"
        ),
        grouped(FILE, "--decimal", type=Words(DECIMALS), label="Decimal sign", unsaid="as its numbers are written"),
        grouped(
            FILE,
            "--encoding",
            metavar="NAME",
            label="How its letters are coded",
            hint="such as utf-8 or windows-1252",
        ),
        grouped(FILE, "--sheet", metavar="NAME", label="Sheet of a workbook"),
        grouped(FILE, "--object-type", metavar="NAME", label="What a case is, in an object-centric log"),
        grouped(FILE, "--table", metavar="NAME", label="Table or view of a database"),
        grouped(
            FILE,
            "--set-aside",
            is_flag=True,
            label="Leave out rows that cannot be read",
            hint="how many is said; else reading stops at the first",
        ),
    )


def unit(group: str) -> Callable[[Flagged], Flagged]:
    """Who or what is compared."""
    return grouped(group, "--unit", metavar="COLUMN", label="Unit: the team, site or person")


def time(group: str) -> Callable[[Flagged], Flagged]:
    """When it was measured."""
    return grouped(group, "--time", metavar="COLUMN", label="Time: the day, week or month")


def count(group: str) -> Callable[[Flagged], Flagged]:
    """How many cases are behind each figure."""
    return grouped(group, "--count", metavar="COLUMN", label="Cases behind each figure")


def measure_flags(command: Flagged) -> Flagged:
    """What is measured, by unit and period."""
    return together(
        command,
        grouped(
            MEASURE,
            "--measure",
            metavar="NAME",
            label="What is measured",
            hint="its column; of a log of work duration, cost or value",
        ),
        unit(MEASURE),
        time(MEASURE),
        count(MEASURE),
        grouped(
            MEASURE,
            "--less-is-better/--more-is-better",
            default=None,
            label="Which way is better",
            hint="of a log of work it is known",
        ),
        grouped(
            MEASURE,
            "--measured-in",
            metavar="UNIT",
            default="",
            label="What it is counted in",
            hint="such as € or points",
        ),
        *_cells(),
    )


def _cells() -> tuple[Wrapper[Any], ...]:
    """How a measure becomes a figure for each unit and period."""
    return (
        grouped(
            MEASURE,
            "--period",
            type=Words(PERIODS),
            label="Length of a period",
            hint="rows or cases are averaged over it",
            unsaid="as the table has it; of a log the week, or what suits its length",
        ),
        grouped(
            MEASURE, "--dated", type=Words(DATED), default="end", show_default=True, label="When a case of a log counts"
        ),
        grouped(
            MEASURE,
            "--covariate",
            "covariates",
            multiple=True,
            metavar="COLUMN",
            label="What else is known of each unit and period",
            hint="columns that the pilot did not change",
        ),
        grouped(
            MEASURE,
            "--wide",
            is_flag=True,
            label="The table has a column for each unit",
            hint="known by itself where the lit units are named",
        ),
        grouped(
            MEASURE,
            "--leave-out",
            multiple=True,
            metavar=NAMES,
            label="Units to leave out",
            hint="what cannot be compared, such as totals and units with a change of their own",
        ),
    )


def asked_flags(command: Flagged) -> Flagged:
    """What can be asked of every design."""
    return together(
        command,
        grouped(
            HOW,
            "--percent",
            is_flag=True,
            label="The effect is a ratio",
            hint="each unit changes by so many percent of its own",
        ),
        grouped(
            HOW,
            "--season",
            type=click.IntRange(1),
            default=1,
            metavar="N",
            label="Periods in a season",
            hint="12 months, 52 weeks, 7 days; 1 for none",
        ),
        grouped(
            HOW,
            "--weigh",
            type=Words(WEIGHED),
            default="units",
            show_default=True,
            label="What counts the same in a mean",
        ),
    )


def block(group: str) -> Callable[[Flagged], Flagged]:
    """Of a switchback: how long it stays."""
    return grouped(
        group,
        "--block",
        type=click.IntRange(1),
        metavar="N",
        label="Switchback: periods switched together",
    )


def carry(group: str) -> Callable[[Flagged], Flagged]:
    """Of a switchback: how long the old way still shows."""
    return grouped(
        group,
        "--carry",
        type=click.IntRange(0),
        metavar="N",
        label="Switchback: periods left out after a switch",
    )


def log_flags(command: Flagged) -> Flagged:
    """The columns of a log of work, and what ends a case."""
    command = grouped(COLUMNS, "--ends", multiple=True, metavar=NAMES, label="Activities that end a case")(command)
    return columns(command, LOG_COLUMNS)


def output_flags(command: Flagged) -> Flagged:
    """Where the record goes."""
    return together(
        command,
        grouped(
            SHOW,
            "--json",
            is_flag=False,
            flag_value="-",
            metavar="[FILE]",
            help="Write JSON to FILE, or to the output stream.",
        ),
        grouped(SHOW, "--html", metavar="FILE", help="Write one self-contained web page."),
        grouped(SHOW, "--pdf", metavar="FILE", help="Write one printed page, A4."),
        grouped(SHOW, "--quiet", "-q", is_flag=True, help="No page in the terminal."),
    )


def figure_flags(level: float) -> Callable[[Flagged], Flagged]:
    """How the figures are worked out."""

    def wrap(command: Flagged) -> Flagged:
        return together(
            command,
            grouped(
                FIGURES,
                "--level",
                type=Share(0.5, 0.999),
                default=level,
                show_default=True,
                label="How often an interval has to hold the truth",
                hint="such as 0.9 or 90%",
            ),
            grouped(
                FIGURES,
                "--seed",
                type=int,
                default=0,
                show_default=True,
                label="Number from which everything is drawn by lot",
                hint="the same number draws the same",
            ),
            grouped(FIGURES, "--threads", type=click.IntRange(1), help="Cores to use; all, unless said."),
        )

    return wrap
