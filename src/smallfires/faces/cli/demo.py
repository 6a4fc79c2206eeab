"""The command ``smallfires demo``: a worked example, made, read, and lived through."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.board import has_screen, opened
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.output import Wanted, deliver

if TYPE_CHECKING:
    from smallfires.fires.lesson import Lesson
    from smallfires.sim import Organization

ANY_PORT = 0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("smallfires-demo"),
    show_default=True,
    help="Where to put the example.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=7, show_default=True, help="Another seed, another organization."
)
@click.option(
    "--board/--no-board",
    default=None,
    help="Whether its board is opened in the browser at the end.  [default: where a person sits before a screen]",
)
def command(folder: Path, seed: int, board: bool | None) -> None:
    """Make an organization that does not exist, read half a year of its work, and live through three small fires.

    The log comes from Smallfires' own generator, with wastes that are known; so you can see what a reading finds. The fires go
    from their charters to their verdicts as real ones would: only the clock is wound forward.
    """
    from smallfires.sim import demo

    organization = demo(seed=seed)
    log = _written(organization, _made(folder))
    hard = tuple(f"{source} -> {wait}" for source, wait in organization.hard)
    _read(log, organization, hard, seed)
    lesson = _lived(folder, seed)
    if lesson is not None:
        deliver(lesson, Wanted(html=str(folder / f"{lesson.fire}.html"), quiet=True))
    _listed(folder)
    sys.stdout.flush()
    say(_next(log, organization, hard, seed))
    if _watched() if board is None else board:
        say("")
        opened(folder, "", ANY_PORT)


def _watched() -> bool:
    """Whether a person sits before a screen, and not a program."""
    return sys.stdin.isatty() and sys.stdout.isatty() and has_screen()


def _written(organization: Organization, folder: Path) -> Path:
    """The log of half a year."""
    from smallfires.faces.cli.progress import Bar
    from smallfires.sim import write

    with Bar() as bar:
        bar("Making the example", None)
        (log,) = write(organization.run(), folder)
    return log


def _read(log: Path, organization: Organization, hard: tuple[str, ...], seed: int) -> None:
    """Optimize or transform?"""
    from smallfires.faces.cli.read import reading

    found = reading(str(log), target=organization.targets[0], unit="site", type="type", hard=hard, seed=seed)
    deliver(found, Wanted(html=str(log.with_suffix(".html"))))


def _lived(folder: Path, seed: int) -> Lesson | None:
    """Live through the fires, unless that was done here before; the last reading of the last one."""
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.life import live
    from smallfires.verbs.workspace import FILE

    if (folder / FILE).exists():
        return None
    with Bar() as bar, bench(bar) as ground:
        return live(folder, ground, seed).last


def _listed(folder: Path) -> None:
    """The fires at a glance."""
    from smallfires.faces.cli.desk import at_desk
    from smallfires.verbs.listing import overview

    with at_desk(folder, "") as desk:
        found = overview(desk)
    deliver(found, Wanted())


def _next(log: Path, organization: Organization, hard: tuple[str, ...], seed: int) -> str:
    """What can be tried now."""
    from smallfires.sim import teams
    from smallfires.sim.teams import LIT

    flags = [flag for wait in hard for flag in ("--hard", wait)]
    harder = ["smallfires", "read", str(log), "--target", organization.targets[1], "--unit", "site", "--type", "type"]
    learn = ["smallfires", "learn", str(log.with_name("weekly.csv")), "--measure", "minutes", "--less-is-better"]
    learn += ["--picked", "lot", "--treated", ",".join(LIT), "--since", teams(seed=seed).since]
    at = ["--folder", str(log.parent)]
    steps = (
        ("More than better running can give:", [*harder, *flags]),
        ("Two of fourteen teams tried a new script. What did it do?", learn),
        (
            "The fire that waits for a decision, and its last reading once more:",
            ["smallfires", "show", "one-visit", *at],
        ),
        ("", ["smallfires", "learn", "one-visit", "--again", "4", *at]),
        ("All of it in the browser:", ["smallfires", "board", *at]),
        ("Everything that was ever learned about photos:", ["smallfires", "search", "photos", *at]),
        ("That nobody changed any of it:", ["smallfires", "ledger", "verify", *at]),
    )
    return "\nNow try:" + "".join(
        f"\n\n{title}\n  {typed(line)}" if title else f"\n  {typed(line)}" for title, line in steps
    )


def _made(folder: Path) -> Path:
    """The folder, made where it is not there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}.", "Name another one with --folder.") from error
    return folder


def typed(command_line: list[str]) -> str:
    """A command as it has to be typed, with quotation marks where the shell needs them."""
    if sys.platform == "win32":
        return subprocess.list2cmdline(command_line)
    from shlex import join

    return join(command_line)
