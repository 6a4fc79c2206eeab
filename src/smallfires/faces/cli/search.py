"""The command ``smallfires search``: everything ever declared and learned, by its words."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires search handover
  smallfires search gas leaks --most 50"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("words", nargs=-1, required=True)
@grouped("How much", "--most", type=click.IntRange(1), default=20, show_default=True, help="Texts that are shown.")
@desk_flags
@output_flags
def command(
    words: tuple[str, ...],
    most: int,
    folder: Path,
    who: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
) -> None:
    """Find WORDS in everything that was ever declared, learned, decided and commented.

    Accents and capitals do not matter. What people answered is never searched.
    """
    from smallfires.verbs.search import search

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = search(desk, " ".join(words), most)
    deliver(found, wanted)
