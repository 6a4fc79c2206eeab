"""The command ``smallfires brief clarity``: what people understood."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver


@click.command(cls=GroupedCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@grouped(
    "Which answers",
    "--round",
    type=click.IntRange(1),
    metavar="N",
    help="Of the teach-back: 1 for the first; the last, unless said.",
)
@desk_flags
@output_flags
def command(
    fire: str,
    round: int | None,  # noqa: A002
    folder: Path,
    who: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
) -> None:
    """Say what the people asked in FIRE understood, and which sentence of its brief to write anew.

    Nobody's answers are shown by name, and nothing by question before four people have answered.
    """
    from smallfires.verbs.understood import understood

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(fire)
    with at_desk(folder, who) as desk:
        found = understood(desk, fire, round)
    deliver(found, wanted)
