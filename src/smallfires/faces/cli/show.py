"""The command ``smallfires show``: the page of a fire."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires show triage
  smallfires show triage --pdf triage.pdf"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@desk_flags
@output_flags
def command(
    fire: str, folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool
) -> None:
    """Show FIRE: its charter in plain words, its clarity, the last verdict, what is due, and its diary."""
    from smallfires.verbs.show import show

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = show(desk, fire)
    deliver(found, wanted)
