"""The command ``smallfires init``: a folder becomes a workspace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires init
  smallfires init ward-3 --name "Ward 3" --owner "Ruth Adler"
  smallfires init ward-3 --ledger 'postgresql://fires:${FIRES_PASSWORD}@db.example.org/fires'"""
WHAT = "What stands in its file (and can be changed there)"


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@grouped(
    WHAT, "--name", metavar="NAME", default="", help="Of the organization, team or person.  [default: the folder's]"
)
@grouped(WHAT, "--owner", metavar="NAME", default="", help="Who acts where nobody is named.  [default: your login]")
@grouped(WHAT, "--currency", metavar="SIGN", default="€", show_default=True, help="Of every cost.")
@grouped(
    WHAT,
    "--ledger",
    metavar="ADDRESS",
    default="ledger.db",
    show_default=True,
    help="Where the ledger is: a file in the folder, or the address of a database.",
)
def command(folder: Path, name: str, owner: str, currency: str, ledger: str) -> None:
    """Make FOLDER a workspace: smallfires.toml, and a folder for charters. Nothing is written over."""
    from smallfires.faces.terminal import show_page
    from smallfires.faces.words.workspace.begun import page
    from smallfires.verbs.init import init

    show_page(page(init(folder, owner=owner or _login(), name=name, currency=currency, ledger=ledger)), sys.stdout)


def _login() -> str:
    """The name under which the user works on this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine that knows nobody by this number
        return "me"
