"""The command ``smallfires account``: the people who may open the server of an organization."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.lazy import Described
from smallfires.faces.cli.options import GroupedCommand, grouped

if TYPE_CHECKING:
    from smallfires.verbs.accounts.staff import Granted, Staff
    from smallfires.verbs.workspace import Workspace

HELP = {"help_option_names": ["-h", "--help"]}
ROLES = click.Choice(["reader", "lighter", "approver", "admin"])
"""Of ``fires.access``; written here so that --help answers at once."""
WHO = "Who"
ADD = """\b
Examples
  smallfires account add "Mara Lind" --role admin
  smallfires account add "Bo Berg" --mail bo@example.org"""


@click.group(cls=Described, context_settings=HELP)
def command() -> None:
    """The people who may open the server of an organization; all that is done to them stands in the ledger."""


@command.command("add", cls=GroupedCommand, epilog=ADD, context_settings=HELP)
@click.argument("name")
@grouped(WHO, "--role", type=ROLES, default="reader", show_default=True, help="What they are.")
@grouped(WHO, "--mail", metavar="ADDRESS", default="", help="Their mail address, with which they can sign in, too.")
@desk_flags
def add(name: str, role: str, mail: str, folder: Path, who: str) -> None:
    """Make an account for NAME, and a link with which they choose a password. It opens once, for seven days."""
    from smallfires.verbs.accounts.enrol import enrol
    from smallfires.verbs.accounts.staff import role_of

    with _staff(folder, who) as (staff, workspace):
        made = enrol(staff, name, role_of(role), mail)
        click.echo(f"{made.key.account} has an account now, as {role}.")
        _told(made, workspace)


@command.command("link", cls=GroupedCommand, context_settings=HELP)
@click.argument("name")
@desk_flags
def link(name: str, folder: Path, who: str) -> None:
    """Make a new link for NAME, who lost theirs or forgot the password. Earlier ones open nothing any more."""
    from smallfires.verbs.accounts.enrol import new_link

    with _staff(folder, who) as (staff, workspace):
        _told(new_link(staff, name), workspace)


@command.command("list", cls=GroupedCommand, context_settings=HELP)
@desk_flags
def listed(folder: Path, who: str) -> None:
    """Everybody who has an account, by name."""
    from smallfires.faces.words.names import inert

    with _staff(folder, who, acting=False) as (staff, _):
        people = staff.accounts.all()
    for one in people:
        state = "closed" if one.closed else "may sign in" if one.password or one.subject else "no password yet"
        click.echo(inert("  ".join((f"{one.role:8}", one.name, f"({state})", one.mail))).rstrip())
    if not people:
        click.echo('Nobody has an account yet: smallfires account add "Your name" --role admin')


@command.command("role", cls=GroupedCommand, context_settings=HELP)
@click.argument("name")
@click.argument("role", type=ROLES)
@desk_flags
def role_(name: str, role: str, folder: Path, who: str) -> None:
    """Make NAME a reader, lighter, approver or admin. It holds at once, wherever they are signed in."""
    from smallfires.verbs.accounts.role import change_role
    from smallfires.verbs.accounts.staff import role_of

    with _staff(folder, who) as (staff, _):
        found = change_role(staff, name, role_of(role))
    click.echo(f"{found.name} is {found.role} now.")


@command.command("close", cls=GroupedCommand, context_settings=HELP)
@click.argument("name")
@desk_flags
def close_(name: str, folder: Path, who: str) -> None:
    """Close the account of NAME: their sessions and tokens end at once. What they did stays."""
    from smallfires.verbs.accounts.close import close

    with _staff(folder, who) as (staff, _):
        found = close(staff, name)
    click.echo(f"The account of {found.name} is closed.")


@command.command("open", cls=GroupedCommand, context_settings=HELP)
@click.argument("name")
@desk_flags
def open_(name: str, folder: Path, who: str) -> None:
    """Open the closed account of NAME again, as what it was."""
    from smallfires.verbs.accounts.close import reopen

    with _staff(folder, who) as (staff, _):
        found = reopen(staff, name)
    click.echo(f"The account of {found.name} is open, as {found.role}.")


@contextmanager
def _staff(folder: Path, who: str, *, acting: bool = True) -> Iterator[tuple[Staff, Workspace]]:
    from smallfires.stores.accounts import accounts_of
    from smallfires.verbs.accounts.staff import staff_of

    with at_desk(folder, who, acting=acting) as desk:
        yield staff_of(desk, accounts_of(desk.ledger)), desk.workspace


def _told(made: Granted, workspace: Workspace) -> None:
    """The link, this once."""
    from smallfires.verbs.serving import setup_of

    click.echo(f"The link for {made.key.account}, which opens once, until {made.key.until[:10]}:")
    click.echo(f"{setup_of(workspace).address}/welcome/{made.secret}")
