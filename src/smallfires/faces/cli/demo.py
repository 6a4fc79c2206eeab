"""The command ``smallfires demo``: a worked example, made and read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.output import Wanted, deliver


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
def command(folder: Path, seed: int) -> None:
    """Make half a year of work of an organization that does not exist, and read it.

    The log comes from Smallfires' own generator, with wastes that are known; so you can see what a reading finds.
    """
    from smallfires.faces.cli.failures import say
    from smallfires.faces.cli.progress import Bar
    from smallfires.faces.cli.read import reading
    from smallfires.sim import demo, teams, write
    from smallfires.sim.teams import LIT

    organization = demo(seed=seed)
    with Bar() as bar:
        bar("Making the example", None)
        (log,) = write(organization.run(), _made(folder))
    target, harder = organization.targets
    hard = tuple(f"{source} -> {wait}" for source, wait in organization.hard)
    found = reading(str(log), target=target, unit="site", type="type", hard=hard, seed=seed)
    deliver(found, Wanted(html=str(log.with_suffix(".html"))))
    flags = [flag for wait in hard for flag in ("--hard", wait)]
    again = ["smallfires", "read", str(log), "--target", harder, "--unit", "site", "--type", "type", *flags]
    pilot = teams(seed=seed)
    table = pilot.write(folder / "weekly.csv")
    learn = ["smallfires", "learn", str(table), "--measure", "minutes", "--less-is-better", "--picked", "lot"]
    learn += ["--treated", ",".join(LIT), "--since", pilot.since]
    sys.stdout.flush()
    say(f"\n{organization.title}: the log is {log}. Now ask for more than better running can give:\n\n  {typed(again)}")
    say(f"\nTwo of fourteen teams tried a new script: {table}. What did it do?\n\n  {typed(learn)}")


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
