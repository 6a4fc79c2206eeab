"""The command ``smallfires ledger``: proved, shown, carried elsewhere, backed up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import output_flags, together
from smallfires.faces.cli.lazy import Described
from smallfires.faces.cli.options import Flagged, GroupedCommand, grouped
from smallfires.faces.cli.output import Wanted, deliver

if TYPE_CHECKING:
    from smallfires.fires.entry import Head

HELP = {"help_option_names": ["-h", "--help"]}
FILE = click.Path(dir_okay=False, path_type=Path)
NOTED = "What you noted elsewhere"
VERIFY = """\b
Examples
  smallfires ledger verify
  smallfires ledger verify --head 214:9f2c41d07be3…   (all 64 letters)"""


@click.group(cls=Described, context_settings=HELP)
def command() -> None:
    """The ledger: everything that was declared, read and decided. It is only ever added to."""


def _replace_flag(command: Flagged) -> Flagged:
    return together(
        command, grouped("Where", "--replace", is_flag=True, help="Whether what is there already may give way.")
    )


@command.command("verify", cls=GroupedCommand, epilog=VERIFY, context_settings=HELP)
@grouped(NOTED, "--head", metavar="NUMBER:HASH", default="", help="An earlier last entry: it has to be there still.")
@desk_flags
def verify(head: str, folder: Path, who: str) -> None:
    """Prove that no entry was changed, removed or put elsewhere.

    Whoever can write the file can write the whole ledger anew, and it will look well. Only a last entry that was noted
    elsewhere, such as in a mail, proves that this did not happen: --head.
    """
    from smallfires.stores.verify import verify as prove

    noted = _head(head) if head else None
    with at_desk(folder, who, acting=False) as desk:
        last = prove(desk.ledger, noted)
    click.echo(f"The ledger is whole: {_entries(last.number)}, none changed, removed or put elsewhere.")
    if noted:
        click.echo(f"Entry {noted.number} is the one that you noted.")
    _note(last)


def _head(text: str) -> Head:
    """A last entry as it was noted.

    Raises:
        UsageError: it is none.
    """
    from smallfires.fires.entry import Head

    number, _, digest = text.strip().partition(":")
    if not number.isdigit() or len(digest) != 64 or set(digest.lower()) - set("0123456789abcdef"):
        raise UsageError(f'"{text}" is no last entry.', "Write its number and its hash of 64 letters: 214:9f2c41d0...")
    return Head(int(number), digest.lower())


def _entries(count: int) -> str:
    from smallfires.fires.quantity import many

    return many(count, "entry", "entries")


def _note(last: Head) -> None:
    if last.number:
        click.echo(f"Its last entry, to be noted elsewhere:\n  {last.number}:{last.hash}")


@command.command("show", cls=GroupedCommand, context_settings=HELP)
@click.argument("fire", default="")
@grouped("How much", "--last", type=click.IntRange(1), default=50, show_default=True, help="Entries that are shown.")
@desk_flags
@output_flags
def show(
    fire: str, last: int, folder: Path, who: str, json: str | None, html: str | None, pdf: str | None, quiet: bool
) -> None:
    """Show the last entries, of FIRE or of all. What people answered is not shown."""
    from smallfires.verbs.extract import extract

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check("")
    with at_desk(folder, who, acting=False) as desk:
        found = extract(desk, fire, last)
    deliver(found, wanted)


@command.command("export", cls=GroupedCommand, context_settings=HELP)
@click.argument("file", type=FILE)
@grouped("Which", "--after", type=click.IntRange(0), default=0, help="Only entries with a higher number.")
@_replace_flag
@desk_flags
def export(file: Path, after: int, replace: bool, folder: Path, who: str) -> None:
    """Write every entry to FILE, as lines of JSON.

    Each is there as it was sealed; what people answered, too.
    """
    from smallfires.stores.carry import carry_out

    with at_desk(folder, who) as desk:
        last = carry_out(desk.ledger, file, after=after, replace=replace)
    click.echo(f"Written: {file}, up to entry {last.number}. Whoever has it can read what people answered.")
    _note(last)


@command.command("import", cls=GroupedCommand, context_settings=HELP)
@click.argument("file", type=FILE)
@desk_flags
def import_(file: Path, folder: Path, who: str) -> None:
    """Take over the entries in FILE: all of them, or none.

    They come into an empty ledger, or behind the last entry of the one that they continue.
    """
    from smallfires.stores.carry import carry_in

    with at_desk(folder, who) as desk:
        before = desk.ledger.head().number
        last = carry_in(desk.ledger, file)
    click.echo(f"Taken over: {_entries(last.number - before)}. The ledger has {_entries(last.number)} now.")


@command.command("backup", cls=GroupedCommand, context_settings=HELP)
@click.argument("file", type=FILE)
@_replace_flag
@desk_flags
def backup(file: Path, replace: bool, folder: Path, who: str) -> None:
    """Copy the ledger to FILE while others go on writing. The copy is proved before it has its name."""
    from smallfires.stores.backup import backup as copy

    with at_desk(folder, who) as desk:
        last = copy(desk.ledger, file, replace=replace)
    click.echo(f"Written: {file}, a proved copy of {_entries(last.number)}.")
    _note(last)


@command.command("restore", cls=GroupedCommand, context_settings=HELP)
@click.argument("file", type=FILE)
@_replace_flag
@grouped("Where", "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), metavar="FOLDER",
         help="The workspace, or a folder in it.  [default: this one]")  # fmt: skip
def restore(file: Path, replace: bool, folder: Path) -> None:
    """Bring the ledger to where the backup FILE was. A ledger that is no beginning of it is kept under another name."""
    from smallfires.stores.backup import restore as bring_back
    from smallfires.verbs.desk import ledger_of
    from smallfires.verbs.workspace import open_workspace

    found = bring_back(file, ledger_of(open_workspace(folder)), replace=replace)
    click.echo(f"The ledger has {_entries(found.head.number)} now.")
    if found.kept:
        click.echo(f"The one that was there is kept as {found.kept}.")
