"""The command ``smallfires momentum``: how many fires are lit, how soon they teach, and how much worked."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires momentum
  smallfires momentum --html momentum.html --json momentum.json"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@desk_flags
@output_flags
def command(folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool) -> None:
    """Show the momentum: fires lit, read and decided by quarter, the days from idea to lesson, and the share that worked."""
    from smallfires.verbs.momentum import momentum

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = momentum(desk)
    deliver(found, wanted)
