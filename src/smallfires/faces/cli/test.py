"""The command ``smallfires test``: what the test of a riskiest assumption showed."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import WHY, because_flag, told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires test triage 1 --holds --because "31 of 40 tenants picked up the phone."
  smallfires test triage 2 --fails --because "The old system cannot send the list." """


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@click.argument("assumption", type=int)
@grouped(WHY, "--holds/--fails", "holds", default=None, help="What the test showed.")
@because_flag
@desk_flags
def command(fire: str, assumption: int, holds: bool | None, because: str, folder: Path, who: str) -> None:
    """Note whether ASSUMPTION of FIRE holds: 1 for the first in its charter.

    A transformation whose riskiest assumption fails is to be put out.
    """
    from smallfires.verbs.tested import tested

    if holds is None:
        raise click.UsageError("It is not said what the test showed: --holds or --fails.")
    with at_desk(folder, who) as desk:
        told(tested(desk, fire, assumption, because, holds=holds))
