"""The command ``smallfires people``: who carries how much change."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires people
  smallfires people "Ada Holm"
  smallfires people --json people.json"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False, default="")
@desk_flags
@output_flags
def command(
    name: str, folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool
) -> None:
    """Show who carries how much change, those who carry most first; or what NAME carries, week by week."""
    from smallfires.verbs.people import people, person

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = person(desk, name) if name else people(desk)
    deliver(found, wanted)
