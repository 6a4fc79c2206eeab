"""The command ``smallfires light``: freeze the charter, draw the lot, and let it burn."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags, together
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver

EXAMPLES = """\b
Examples
  smallfires light charters/triage.toml
  smallfires light triage --override "Two are on leave; they get the brief on Monday." """


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@lambda command: together(
    command,
    grouped(
        "How it is lit",
        "--override",
        metavar='"WHY"',
        help="Light it below the clarity it declares. The ledger keeps why, and every reading repeats it.",
    ),
)
@desk_flags
@output_flags
def command(
    fire: str,
    override: str | None,
    folder: Path,
    who: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
) -> None:
    """Light FIRE: its charter is checked a last time and frozen, and its lot is drawn.

    FIRE is the name of a fire, or the TOML file of its charter.
    """
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.draft import fire_of
    from smallfires.verbs.light import light
    from smallfires.verbs.override import override as take_on

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(fire)
    with at_desk(folder, who) as desk, Bar() as bar, bench(bar) as ground:
        slug = fire_of(desk, fire, ground)[0].slug
        if override is not None:
            take_on(desk, slug, override)
        found = light(desk, slug, ground)
    deliver(found.lit, wanted)
