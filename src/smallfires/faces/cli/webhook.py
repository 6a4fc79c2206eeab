"""The command ``smallfires webhook``: whether a webhook of the workspace is heard."""

from __future__ import annotations

from pathlib import Path

import click

from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires webhook board
  smallfires webhook board --folder /srv/smallfires"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name")
@grouped(
    "Where",
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The workspace, or a folder in it.  [default: this one]",
)
def command(name: str, folder: Path) -> int:
    """Call the webhook NAME of smallfires.toml once, signed as news are, and say what it answers.

    Nothing is noted. Where it is not taken the exit code is 5.
    """
    from smallfires.errors import EngineError
    from smallfires.faces.words.names import inert
    from smallfires.faces.words.tried import tried
    from smallfires.verbs.desk import clock
    from smallfires.verbs.telling.trial import try_webhook
    from smallfires.verbs.workspace import open_workspace

    found = try_webhook(open_workspace(folder), name, clock)
    for sentence in filter(None, tried(found)):
        click.echo(inert(sentence))
    return 0 if found.taken else EngineError.exit_code
