"""The command ``smallfires add``: a source, a measure or a fire gets a name."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from smallfires.faces.cli.desk import WHERE
from smallfires.faces.cli.flags import file_flags, log_flags, measure_flags, together
from smallfires.faces.cli.lazy import Described
from smallfires.faces.cli.options import Flagged, GroupedCommand, grouped

HELP = {"help_option_names": ["-h", "--help"]}
SOURCES = """\b
Examples
  smallfires add source weekly weekly.csv
  smallfires add source repairs log.xes.gz --unit site
  smallfires add source crm 'postgresql://reader:${CRM_PASSWORD}@db.example.org/crm' --table opportunities"""
MEASURES = """\b
Examples
  smallfires add measure minutes --source weekly --less-is-better
  smallfires add measure "days to repair" --source repairs --period week
  smallfires add measure satisfied --source weekly --measure nps --more-is-better --measured-in points"""

FIRES = """\b
Examples
  smallfires add fire --subject tool --intent optimize --title "A shorter order form"
  smallfires add fire --subject process --intent optimize --solo --title "Mail twice a day" """
WHAT = "What it is"


def _folder_flag(command: Flagged) -> Flagged:
    kind = click.Path(file_okay=False, path_type=Path)
    help_ = "The workspace, or a folder in it.  [default: this one]"
    return together(command, grouped(WHERE, "--folder", type=kind, default=Path(), metavar="FOLDER", help=help_))


@click.group(cls=Described, context_settings=HELP)
def command() -> None:
    """Give a source, a measure or a fire its name in the workspace.

    What is named is read first: nothing is written that cannot be read. Your comments in smallfires.toml stay.
    """


@command.command("source", cls=GroupedCommand, epilog=SOURCES, context_settings=HELP)
@click.argument("name")
@click.argument("address", metavar="FILE_OR_ADDRESS")
@log_flags
@grouped("Units and periods", "--unit", metavar="COLUMN", help="Column: the team, site or person.")
@grouped("Units and periods", "--time", metavar="COLUMN", help="Column: the period.")
@grouped("Units and periods", "--count", metavar="COLUMN", help="Column: the cases behind each figure.")
@file_flags
@_folder_flag
def source(name: str, address: str, folder: Path, **settings: Any) -> None:
    """Name a file or a database: what is in it is recognised, and shown.

    A password never stands in an address: write ${NAME} in its place, in single quotes, and set that variable.
    """
    from smallfires.faces import typed
    from smallfires.faces.cli.progress import Bar
    from smallfires.faces.terminal import show_page
    from smallfires.faces.words.workspace.added import source_page
    from smallfires.verbs.add import add_source
    from smallfires.verbs.bench import bench
    from smallfires.verbs.workspace import open_workspace

    settings["ends"] = typed.names(settings["ends"])
    with Bar() as bar, bench(bar) as ground:
        found = add_source(open_workspace(folder), name, address, settings, ground)
    show_page(source_page(found), sys.stdout)


@command.command("measure", cls=GroupedCommand, epilog=MEASURES, context_settings=HELP)
@click.argument("name")
@grouped("Where it is read", "--source", metavar="NAME", required=True, help="A source of the workspace.")
@measure_flags
@_folder_flag
def measure(name: str, source: str, folder: Path, less_is_better: bool | None, **settings: Any) -> None:
    """Define a measure once, for all: a number by unit and period, and which way is better.

    Its figures are read, and shown: units, periods, and the usual level.
    """
    from smallfires.faces import typed
    from smallfires.faces.cli.progress import Bar
    from smallfires.faces.terminal import show_page
    from smallfires.faces.words.workspace.added import measure_page
    from smallfires.verbs.add import add_measure
    from smallfires.verbs.bench import bench
    from smallfires.verbs.workspace import open_workspace

    settings["leave_out"] = typed.names(settings["leave_out"])
    settings["covariates"] = tuple(settings["covariates"])
    settings["more_is_better"] = None if less_is_better is None else not less_is_better
    with Bar() as bar, bench(bar) as ground:
        found = add_measure(open_workspace(folder), name, source, settings, ground)
    show_page(measure_page(found), sys.stdout)


@command.command("fire", cls=GroupedCommand, epilog=FIRES, context_settings=HELP)
@grouped(WHAT, "--subject", type=click.Choice(["process", "tool", "role"]), required=True, help="What is changed.")
@grouped(WHAT, "--intent", type=click.Choice(["optimize", "transform"]), required=True, help="What is expected.")
@grouped(
    WHAT,
    "--title",
    metavar="TITLE",
    default="",
    help="What the fire is called; its file and short name follow from it.",
)
@grouped(WHAT, "--measure", metavar="NAME", default="", help="The measure of its success, if it is in the workspace.")
@grouped(WHAT, "--solo", is_flag=True, help="Your own fire: you alone are asked.")
@_folder_flag
def fire(subject: str, intent: str, title: str, measure: str, solo: bool, folder: Path) -> None:
    """Write a charter to fill in, with a line on each field. Nothing is in the ledger yet.

    To optimize is to get a better version of the same thing; to transform is to get something new and different.
    """
    from smallfires.verbs.add_fire import add_fire
    from smallfires.verbs.workspace import open_workspace

    path = add_fire(open_workspace(folder), subject, intent, title=title, measure=measure, solo=solo)
    click.echo(f"Written: {path}\nFill it in, then: smallfires check {shlex.quote(str(path))}")
