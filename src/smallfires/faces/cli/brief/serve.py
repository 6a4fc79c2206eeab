"""The command ``smallfires brief serve``: the links open in the browser, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.options import GroupedCommand, grouped


@click.command(cls=GroupedCommand, context_settings={"help_option_names": ["-h", "--help"]})
@grouped(
    "The server",
    "--port",
    type=click.IntRange(0, 65_535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Where it listens; 0 for any that is free.",
)
@desk_flags
def command(port: int, folder: Path, who: str) -> None:
    """Open the personal links in the browser, for whoever sits at this machine, until you stop it with Ctrl-C.

    It listens on this machine only, and writes no log of who opened what.
    """
    from smallfires.faces.web.serve import serve

    with at_desk(folder, who) as desk:
        serve(desk, port, lambda address: say(f"The links open under {address} now. Stop with Ctrl-C."))
