"""The command ``smallfires comment``: a line in a fire's diary."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand

EXAMPLES = """\b
Examples
  smallfires comment triage "Ward 5 has the flu: fewer calls this week."
  smallfires comment triage "The new phone is loud." --as "Bo Berg" """


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@click.argument("text")
@desk_flags
def command(fire: str, text: str, folder: Path, who: str) -> None:
    """Write TEXT into the diary of FIRE, for everybody to read and to find."""
    from smallfires.verbs.comment import comment

    with at_desk(folder, who) as desk:
        told(comment(desk, fire, text))
