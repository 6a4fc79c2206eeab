"""The command ``smallfires board``: the fires in the browser, on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.options import GroupedCommand, grouped

EXAMPLES = """\b
Examples
  smallfires board
  smallfires board --port 0 --no-browser
  smallfires board --folder smallfires-demo --as "Mara Lind" """
SERVER = "The server"


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@grouped(
    SERVER,
    "--port",
    type=click.IntRange(0, 65_535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Where it listens; 0 for any that is free.",
)
@grouped(SERVER, "--no-browser", is_flag=True, help="Whether only the address is told, and no browser is opened.")
@desk_flags
def command(port: int, no_browser: bool, folder: Path, who: str) -> None:
    """Open the board in the browser, for whoever sits at this machine, until you stop it with Ctrl-C.

    It shows the fires by stage, what is due, what was learned, and the ledger; and it takes comments, tests of assumptions
    and decisions. It listens on this machine only. Personal links of briefs open here, too.
    """
    opened(folder, who, port, browser=not no_browser)


def opened(folder: Path, who: str, port: int, *, browser: bool = True) -> NoReturn:
    """Open the board of a workspace, until somebody stops it.

    Args:
        folder: of the workspace.
        who: acts.
        port: where it listens; 0 for any that is free.
        browser: whether it is shown, where there is a screen.

    Raises:
        KeyboardInterrupt: it was stopped.
    """
    from smallfires.faces.web.serve import serve

    def ready(address: str) -> None:
        say(f"The board of {desk.workspace.name} is open under {address} now. Stop with Ctrl-C.")
        if browser and has_screen():
            _shown(address)

    with at_desk(folder, who) as desk:
        serve(desk, port, ready, board=True)


def has_screen() -> bool:
    """Whether a browser with windows can be opened; one of letters would take the terminal."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _shown(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
