"""The command ``smallfires check``: could this charter be lit, and would people understand it?"""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires check charters/triage.toml
  smallfires check triage"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("charter")
@desk_flags
@output_flags
def command(
    charter: str, folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool
) -> None:
    """Say whether CHARTER could be lit, and which of its words make people guess. Nothing is noted.

    CHARTER is a TOML file, or the name of a fire.
    """
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.draft import checkup

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(charter)
    with at_desk(folder, who) as desk, Bar() as bar, bench(bar) as ground:
        found = checkup(desk, charter, ground)
    deliver(found, wanted)
