"""A group that imports a command when it is called, and knows the others by name only."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands by name: each a module that has it as ``command``, and its line of help.

    Args:
        commands: by name, in the order in which people need them.
        headings: the heading under which a command, and those after it, stand in the help; by the command's name.
    """

    def __init__(
        self,
        *args: Any,
        commands: Mapping[str, tuple[str, str]],
        headings: Mapping[str, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.homes = dict(commands)
        self.headings = headings

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which people need them."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in self.homes:
            return None
        command: click.Command = import_module(self.homes[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings, without importing them."""
        groups: dict[str, list[tuple[str, str]]] = {}
        heading, widest = "Commands", max(map(len, self.homes))
        for name, (_, line) in self.homes.items():
            heading = self.headings.get(name, heading)
            groups.setdefault(heading, []).append((name.ljust(widest), line))
        for heading, lines in groups.items():
            with formatter.section(heading):
                formatter.write_dl(lines)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.homes, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(self.homes)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx) from error


class Described(click.Group):
    """A command of several parts, which are listed in the order in which they are written."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of its parts."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the part, or say which there are."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            parts = ", ".join(self.commands)
            raise click.UsageError(f"{ctx.command_path} has no part {args[0]!r}. There are: {parts}.", ctx)
        return super().resolve_command(ctx, args)
