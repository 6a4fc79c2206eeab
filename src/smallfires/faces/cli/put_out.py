"""The command ``smallfires put-out``: end a fire."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import because_flag, told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand

EXAMPLES = """\b
Examples
  smallfires put-out triage --because "Nobody has time for it this year." """


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@because_flag
@desk_flags
def command(fire: str, because: str, folder: Path, who: str) -> None:
    """Put FIRE out, whether it burns or never came to that. Nothing of it is lost."""
    from smallfires.verbs.put_out import put_out

    with at_desk(folder, who) as desk:
        found = put_out(desk, fire, because)
    told(found, 1 if found.lit is None else 2)
