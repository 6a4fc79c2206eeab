"""The command ``smallfires learn``: what did the pilot do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from smallfires.errors import UsageError
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import (
    HOW,
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
from smallfires.faces.cli.options import NAMES, Flagged, GroupedCommand, Share, Words, grouped
from smallfires.faces.cli.output import Wanted, deliver
from smallfires.faces.words.choices import ADJUSTED, CALLED, COMPARED, ESTIMATORS, PICKED
from smallfires.fires.reading import Reading
from smallfires.fires.wording import capital

if TYPE_CHECKING:
    from smallfires.fires.lesson import Lesson

WHO, CASES = "Who worked the new way, and since when", "Cases drawn by lot: a row a case"
FIRE = "Where SOURCE is the name of a fire"
EXAMPLES = """\b
Examples
  smallfires learn faster-triage
  smallfires learn weekly.csv --treated North --since 2026-03-02
  smallfires learn weekly.csv --treated "North,South" --since 2026-W10 --measure cost --less-is-better --worthwhile 5%
  smallfires learn orders.xes.gz --unit site --treated North --since 2026-03-02 --html north.html
  smallfires learn rollout.xlsx --first started --measure sold --more-is-better
  smallfires learn handovers.csv --lit new_sheet --measure minutes
  smallfires learn tickets.parquet --arm way --measure minutes --before minutes_last_month --cluster team"""
CASE_COLUMNS = {
    "arm": "which way each case was worked",
    "before": "the same measure from before the lot, for a sharper figure",
    "cluster": "what the lot was drawn for, where that was not the single case",
    "stratum": "the groups within which the lot was drawn",
}


def _who(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(WHO, "--treated", multiple=True, metavar=NAMES, label="Units that worked the new way"),
        grouped(
            WHO,
            "--since",
            metavar="DATE",
            label="Since when",
            hint="a day such as 2026-03-02, a week, a month, or a period as the table writes it",
        ),
        grouped(
            WHO,
            "--lit",
            metavar="COLUMN",
            label="Whether a row was worked the new way",
            hint="its column, with 1 or 0; in place of units and a start",
        ),
        grouped(
            WHO,
            "--first",
            metavar="COLUMN",
            label="First period in which a unit worked the new way",
            hint="its column, empty or 0 for never; in place of these, too",
        ),
        grouped(
            WHO,
            "--picked",
            type=Words(PICKED),
            label="How these units were picked",
            hint="What is worst now tends to get better by itself.",
        ),
    )


def _cases(command: Flagged) -> Flagged:
    flags = (
        grouped(
            CASES,
            "--new",
            metavar="VALUE",
            label="Which of these ways is the new one",
            hint="where that cannot be seen",
        ),
        grouped(
            CASES,
            "--share",
            type=Share(0, 1),
            metavar="SHARE",
            label="Share of cases that the lot was to give the new way",
            hint="such as 50%",
        ),
        grouped(
            CASES,
            "--adjust",
            type=Words(ADJUSTED),
            label="How the measure from before the lot is used",
            unsaid="as suits the lot",
        ),
    )
    return columns(together(command, *flags), CASE_COLUMNS, CASES)


def _how(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(
            HOW,
            "--worthwhile",
            metavar="EFFECT",
            label="The effect that would be worthwhile",
            hint="such as 5%, or a figure in the measure's own unit",
        ),
        grouped(
            HOW,
            "--looks",
            type=click.IntRange(1),
            metavar="N",
            label="Periods (or cases) that are planned, where it is read after every one",
            hint="Looking often then costs nothing.",
        ),
        grouped(
            HOW,
            "--design",
            type=Words({name: f"{capital(called)}: {name}" for name, called in CALLED.items()}),
            label="How it is compared",
            unsaid="what the pattern shows",
        ),
        grouped(
            HOW,
            "--estimator",
            type=Words(ESTIMATORS),
            label="Estimator that decides",
            hint="where units start together",
            unsaid="stacked",
        ),
        grouped(
            HOW,
            "--studentised",
            is_flag=True,
            label="Hold each pilot against its own ups and downs",
            hint="where units vary very differently",
        ),
        grouped(
            HOW,
            "--compare",
            type=Words(COMPARED),
            label="Rollout: whom it is compared with",
            unsaid="not yet",
        ),
        block(HOW),
        carry(HOW),
        grouped(
            HOW,
            "--permutations",
            type=click.IntRange(2),
            metavar="N",
            label="Other assignments that are tried, where not all are",
        ),
    )


def _fire(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(
            FIRE,
            "--again",
            type=click.IntRange(1),
            metavar="N",
            help="Do reading N again: the same to the last digit, or what has changed.",
        ),
    )


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source")
@_who
@measure_flags
@asked_flags
@_how
@_cases
@log_flags
@file_flags
@_fire
@desk_flags
@output_flags
@figure_flags(0.95)
@click.pass_context
def command(
    context: click.Context,
    /,
    source: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
    again: int | None,
    folder: Path,
    who: str,
    **settings: Any,
) -> int | None:
    """Say what a pilot did, from SOURCE: with its doubt, and how often chance alone does as much.

    SOURCE is a table of a measure by unit and time, a log of work, or a table of cases drawn by lot: a file (CSV,
    Parquet, Excel, XES, OCEL 2.0; compressed or not) or the address of a database.

    Or SOURCE is the name of a fire: then it is read as its charter says, judged by its gate, and noted in the ledger.
    """
    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(source)
    if not _is_fire(source):
        _refuse(context, ("again", "folder", "who"), "is for a fire, and this is a source of data")
        deliver(reading(source, **settings), wanted)
        return None
    _refuse(context, sorted(set(settings) - {"threads"}), "is what the charter of a fire says")
    if again is not None:
        from smallfires.faces.cli.again import do_again

        return do_again(folder, who, source, again, wanted, settings["threads"])
    deliver(lesson(source, folder, who, settings["threads"]), wanted)
    return None


def _is_fire(source: str) -> bool:
    """Whether a word is the name of a fire, and no file or address."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*", source) is not None and not Path(source).exists()


def _refuse(context: click.Context, names: Sequence[str], why: str) -> None:
    """Stop at a flag that was given and cannot mean anything."""
    given = [name for name in names if context.get_parameter_source(name) is not ParameterSource.DEFAULT]
    if given:
        flag = "--as" if given[0] == "who" else f"--{given[0].replace('_', '-')}"
        raise UsageError(f"{flag} {why}.", "Leave it out.")


def lesson(slug: str, folder: Path, who: str, threads: int | None = None) -> Lesson:
    """Read a fire as its charter says."""
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.learn_fire import learn_fire

    with at_desk(folder, who) as desk, Bar() as bar, bench(bar, threads) as ground:
        found = learn_fire(desk, slug, ground)
    assert found is not None
    return found


def reading(source: str, *, threads: int | None = None, **settings: Any) -> Reading:
    """Ask what the flags ask."""
    from smallfires.faces import typed
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.inquiry import Inquiry
    from smallfires.verbs.learn import learn

    inquiry = Inquiry(**typed.settings(settings))
    with Bar() as bar, bench(bar, threads) as ground:
        return learn(source, inquiry, ground)
