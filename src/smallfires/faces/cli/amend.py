"""The command ``smallfires amend``: change a frozen charter, for everybody to see."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.acting import because_flag, told
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.options import GroupedCommand

EXAMPLES = """\b
Examples
  smallfires amend triage charters/triage.toml --because "The phones came two weeks late." """


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@click.argument("charter", type=click.Path(path_type=Path))
@because_flag
@desk_flags
def command(fire: str, charter: Path, because: str, folder: Path, who: str) -> None:
    """Change the charter of FIRE to what stands in the file CHARTER.

    Every field that differs is noted, before and after. Where the intent or the success changes, the brief has to go out
    again.
    """
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.amend import amend
    from smallfires.verbs.bench import bench
    from smallfires.verbs.draft import charter_text

    with at_desk(folder, who) as desk, Bar() as bar, bench(bar) as ground:
        found = amend(desk, fire, charter_text(str(charter)), because, ground, file=charter.name)
    told(found)
