"""The command ``smallfires list``: all fires by stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver

if TYPE_CHECKING:
    from smallfires.fires.overview import Overview

EXAMPLES = """\b
Examples
  smallfires list
  smallfires list --stage lit
  smallfires list --json fires.json --html fires.html"""
TABLE = click.Path(dir_okay=False, path_type=Path)
STAGES = ("drafted", "briefed", "lit", "spread", "put out")


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@grouped(
    "Which",
    "--stage",
    "stages",
    multiple=True,
    type=click.Choice(STAGES),
    help="Fires that have come so far. Repeatable.",
)
@grouped(
    "What you get", "--csv", "table", metavar="FILE", type=TABLE, help="Write a table for spreadsheets: .csv or .xlsx."
)
@desk_flags
@output_flags
def command(
    stages: tuple[str, ...],
    table: Path | None,
    folder: Path,
    who: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
) -> None:
    """List all fires by stage: how long they have burnt, what is due next, and the last verdict."""
    from smallfires.fires.fire import Stage
    from smallfires.verbs.listing import overview

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = overview(desk, tuple(map(Stage, stages)))
    if table is not None:
        _keep(table, found)
    deliver(found, wanted)


def _keep(path: Path, found: Overview) -> None:
    from smallfires.faces.exports import fires
    from smallfires.faces.sheets import written
    from smallfires.stores.files import whole

    with whole(path, replace=True) as new:
        new.write_bytes(written(path.suffix.lower().removeprefix("."), fires(found)))
