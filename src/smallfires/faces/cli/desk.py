"""Flags of every command that works on fires, and the desk that they ask for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.faces.cli.flags import together
from smallfires.faces.cli.options import Flagged, grouped

if TYPE_CHECKING:
    from smallfires.verbs.desk import Desk

WHERE = "Where, and who acts"


def desk_flags(command: Flagged) -> Flagged:
    """``--folder`` and ``--as``: the arguments ``folder`` and ``who`` of the command."""
    return together(
        command,
        grouped(
            WHERE,
            "--folder",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path(),
            metavar="FOLDER",
            help="The workspace, or a folder in it.  [default: this one]",
        ),
        grouped(WHERE, "--as", "who", metavar="NAME", default="", help="Who acts.  [default: the workspace's owner]"),
    )


def at_desk(folder: Path, who: str, *, acting: bool = True) -> AbstractContextManager[Desk]:
    """The desk in a workspace; only to look, nobody has to be named.

    Raises:
        UsageError: there is no workspace, or it is not said who acts.
        EngineError: the ledger cannot be opened.
    """
    from smallfires.verbs.desk import desk

    return desk(folder, who, acting=acting)
