"""The command ``smallfires decide``: spread it, keep it burning, or put it out."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import WHY, because_flag, told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires decide triage spread --because "It holds in both wards." --units "Ward 7,Ward 8"
  smallfires decide triage "keep burning" --because "The flu hides it; we wait until March."
  smallfires decide triage put-out --because "Two gas leaks were missed." """
SPREAD = "Where it is spread"


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@click.argument("decision")
@because_flag
@grouped(
    WHY,
    "--relabel",
    metavar="INTENT",
    default="",
    help="What the fire in fact was, optimize or transform. The frozen charter stays as it was.",
)
@grouped(SPREAD, "--units", multiple=True, metavar='"A,B"', help="The units that it spreads to.")
@desk_flags
def command(
    fire: str, decision: str, because: str, relabel: str, units: tuple[str, ...], folder: Path, who: str
) -> None:
    """Decide on FIRE: spread, "keep burning" or put-out.

    The verdict advises, people decide: against it, too, and the ledger says so.
    """
    from smallfires.faces import typed
    from smallfires.verbs.decide import decide

    with at_desk(folder, who) as desk:
        found = decide(desk, fire, decision, because, relabel=relabel, units=typed.names(units))
    told(found, 1 if found.burning else 2)
