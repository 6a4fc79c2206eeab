"""The command ``smallfires serve``: the board for an organization."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.faces.cli.failures import say
from smallfires.faces.cli.options import GroupedCommand, grouped

if TYPE_CHECKING:
    from smallfires.verbs.serving import Setup

EXAMPLES = """\b
Examples
  smallfires account add "Mara Lind" --role admin
  smallfires serve
  smallfires serve --folder /srv/smallfires --port 8080"""
SERVER = "The server"


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@grouped(
    SERVER, "--host", metavar="ADDRESS", default="", help="Where it listens.  [default: as [server] says, 127.0.0.1]"
)
@grouped(
    SERVER, "--port", type=click.IntRange(0, 65_535), metavar="N", help="Likewise.  [default: as [server] says, 8765]"
)
@grouped(
    SERVER,
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The workspace, or a folder in it.  [default: this one]",
)
def command(host: str, port: int | None, folder: Path) -> None:
    """Open the board to everybody who has an account, until you stop it with Ctrl-C.

    How it is set up stands in the table [server] of smallfires.toml: under which names it is asked, and which proxies are
    before it. At least one admin has to have an account: smallfires account add "Mara Lind" --role admin
    """
    from dataclasses import replace

    from smallfires.faces.web.serve import serve
    from smallfires.stores.accounts import accounts_of
    from smallfires.verbs.accounts.staff import refuse_without_admin
    from smallfires.verbs.desk import desk
    from smallfires.verbs.serving import setup_of

    with desk(folder, acting=False) as opened:
        told = setup_of(opened.workspace)
        setup = replace(told, host=host or told.host, port=told.port if port is None else port)
        accounts = accounts_of(opened.ledger)
        refuse_without_admin(accounts)
        for line in _doubts(setup):
            say(line)
        serve(
            opened,
            setup.port,
            lambda address: say(f"The board of {opened.workspace.name} is served on {address} now. Stop with Ctrl-C."),
            board=True,
            accounts=accounts,
            setup=setup,
        )


def _doubts(setup: Setup) -> list[str]:
    """What whoever runs it has to know before others come."""
    from smallfires.verbs.serving import HERE

    alone = HERE.issuperset(setup.names)
    found = []
    if not alone and not setup.https:
        found.append("Passwords go over an open line: put a proxy with https before it, and write https = true.")
    if not alone and setup.https and not setup.proxies:
        found.append('No proxy is named: all who ask count as one. Write proxies = ["127.0.0.1"] under [server].')
    if alone and setup.host not in HERE:
        found.append(
            'It answers under the names of this machine only. Write names = ["fires.example.org"] under [server].'
        )
    return found
