"""Flags that several commands share, by what they are about."""

from __future__ import annotations

from collections.abc import Callable

import click

from smallfires.faces.cli.options import Flagged, Share, grouped

COLUMNS, FILE = "Whose columns are these? (found by themselves; say so where wrong)", "The file"
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
        grouped(group, f"--{name}", metavar="COLUMN", help=f"Column: {meaning}.") for name, meaning in meanings.items()
    ]
    return together(command, *flags)


def file_flags(command: Flagged) -> Flagged:
    """How the source is written."""
    return together(
        command,
        grouped(FILE, "--timezone", metavar="ZONE", help="Zone of times that name none, such as Europe/Amsterdam."),
        grouped(
            FILE,
            "--day-first/--month-first",
            default=None,
            help="Whether 03/04 is the third of April or the fourth of March.",
        ),
        grouped(FILE, "--delimiter", metavar="SIGN", help="What stands between two columns."),
        grouped(FILE, "--decimal", metavar="SIGN", help="The decimal sign, . or ,"),
        grouped(FILE, "--encoding", metavar="NAME", help="The file's encoding, such as utf-8 or windows-1252."),
        grouped(FILE, "--sheet", metavar="NAME", help="The sheet of a workbook."),
        grouped(FILE, "--object-type", metavar="NAME", help="What a case is, in an object-centric log."),
        grouped(FILE, "--table", metavar="NAME", help="The table or view, where SOURCE is a database."),
        grouped(FILE, "--set-aside", is_flag=True, help="Leave out rows that cannot be read, and say how many."),
    )


def measure_flags(command: Flagged) -> Flagged:
    """What is measured, by unit and period."""
    return together(
        command,
        grouped(MEASURE, "--measure", metavar="NAME", help="The column; of a log: duration, cost or value of a case."),
        grouped(MEASURE, "--unit", metavar="COLUMN", help="Column: the team, site or person."),
        grouped(MEASURE, "--time", metavar="COLUMN", help="Column: the period."),
        grouped(MEASURE, "--count", metavar="COLUMN", help="Column: the cases behind each figure."),
        grouped(
            MEASURE,
            "--less-is-better/--more-is-better",
            default=None,
            help="The better direction; for a log it is known.",
        ),
        grouped(
            MEASURE, "--measured-in", metavar="UNIT", default="", help="What it is counted in, such as € or points."
        ),
        grouped(
            MEASURE,
            "--period",
            type=click.Choice(["day", "week", "month", "quarter", "year"]),
            help="Average rows or cases over such periods. A log: weeks, or what suits its length.",
        ),
        grouped(
            MEASURE,
            "--dated",
            type=click.Choice(["end", "start"]),
            default="end",
            show_default=True,
            help="Whether a case of a log counts when it ends or when it starts.",
        ),
        grouped(
            MEASURE,
            "--covariate",
            "covariates",
            multiple=True,
            metavar="COLUMN",
            help="Column: what else is known of each unit and period, and was not changed by the pilot. Repeatable.",
        ),
        grouped(
            MEASURE,
            "--wide",
            is_flag=True,
            help="The table has a column a unit. Known by itself where --treated names columns.",
        ),
        grouped(
            MEASURE,
            "--leave-out",
            multiple=True,
            metavar='"A,B"',
            help="Units that are not comparable: totals, units with a change of their own.",
        ),
    )


def asked_flags(command: Flagged) -> Flagged:
    """What can be asked of every design."""
    return together(
        command,
        grouped(HOW, "--percent", is_flag=True, help="The effect is a ratio: work on logarithms."),
        grouped(
            HOW, "--season", type=click.IntRange(1), default=1, metavar="N", help="Periods in a season: 12, 52, 7."
        ),
        grouped(
            HOW,
            "--weigh",
            type=click.Choice(["units", "cases"]),
            default="units",
            show_default=True,
            help="What counts the same in a mean.",
        ),
    )


def log_flags(command: Flagged) -> Flagged:
    """The columns of a log of work, and what ends a case."""
    command = grouped(COLUMNS, "--ends", multiple=True, metavar='"A,B"', help="Activities that end a case.")(command)
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
                help="Level of the intervals.",
            ),
            grouped(FIGURES, "--seed", type=int, default=0, show_default=True, help="Seed of everything drawn by lot."),
            grouped(FIGURES, "--threads", type=click.IntRange(1), help="Cores to use; all, unless said."),
        )

    return wrap
