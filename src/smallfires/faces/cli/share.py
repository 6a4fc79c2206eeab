"""The command ``smallfires share``: who may see a fire on the server of an organization."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires share triage --with "Ada Ott, Bo Berg"
  smallfires share triage --everyone"""
SEERS = "Who sees it"


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@grouped(
    SEERS, "--with", "people", metavar='"NAMES"', help="These only, besides its owner, the people asked and admins."
)
@grouped(SEERS, "--everyone", is_flag=True, help="Everybody who may read at all.")
@desk_flags
def command(fire: str, people: str | None, everyone: bool, folder: Path, who: str) -> None:
    """Say who may see FIRE on the server of an organization. To everybody else it is as if there were none."""
    from smallfires.errors import UsageError
    from smallfires.faces.typed import names
    from smallfires.verbs.share import share

    if (people is None) is not everyone:
        raise UsageError("It is not said who may see it.", 'Say --with "Ada Ott, Bo Berg", or --everyone.')
    with at_desk(folder, who) as desk:
        told(share(desk, fire, names([people]) if people else (), everyone=everyone))
