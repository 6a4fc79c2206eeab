"""The command ``smallfires nightly``: read what is new, and tell whoever has to hear of it."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.errors import DataError, EngineError, NotYet
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags, together
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver
from smallfires.fires.night import Night

EXAMPLES = """\b
Examples
  smallfires nightly
  smallfires nightly --dry-run
  smallfires nightly --folder /srv/smallfires --as "Night shift" --quiet --json night.json"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@lambda command: together(
    command,
    grouped(
        "How it runs",
        "--dry-run",
        is_flag=True,
        help="Only say what would be read and sent: nothing is written, nothing is sent.",
    ),
)
@desk_flags
@output_flags
def command(
    dry_run: bool, folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool
) -> int:
    """Read every burning fire that has new data, and tell its owner what is new.

    Run it every night by cron or systemd. Where nothing is new, nothing is written and nothing is sent. One source that is
    broken does not stop the others: it is told at the end, and the exit code is 3.
    """
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.nightly import nightly

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who) as desk, Bar() as bar:
        night = nightly(desk, bar, trial=dry_run)
    deliver(night, wanted)
    return _code(night)


def _code(night: Night) -> int:
    """A fault of ours first, then data, then mail and webhooks; who did nothing, because another run is at work, says so."""
    if night.beside:
        return NotYet.exit_code
    troubles = [fire.trouble for fire in night.fires if fire.trouble]
    faults = [each.fault for each in troubles if each.fault]
    if faults:
        from smallfires.faces.cli.failures import faulty

        return faulty(faults)
    if troubles:
        return DataError.exit_code
    return EngineError.exit_code if any(each.trouble for each in night.sent) else 0
