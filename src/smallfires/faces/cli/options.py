"""Flags in groups, so that a long help is readable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Flagged = TypeVar("Flagged", bound=Callable[..., Any] | click.Command)


class GroupedOption(click.Option):
    """A flag that belongs under a heading of the help."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group


class GroupedCommand(click.Command):
    """A command whose help lists its flags under their headings, in the order in which these first appear."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section a heading."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                groups.setdefault(getattr(parameter, "group", "Help"), []).append(record)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records, col_max=26)


def grouped(group: str, *names: str, **settings: Any) -> Callable[[Flagged], Flagged]:
    """A flag under a heading."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)
