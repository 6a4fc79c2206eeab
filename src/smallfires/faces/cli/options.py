"""Flags in groups, so that a long help is readable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from smallfires.errors import UsageError
from smallfires.fires.quantity import parse_number

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


class Share(click.FloatRange):
    """A share as people write it: ``0.9``, ``0,9`` or ``90%``."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The share, from 0 to 1."""
        try:
            number = parse_number(value) if isinstance(value, str) else float(value)
        except UsageError:
            number = -1.0
        if not 0 <= number <= 1:
            self.fail(f'"{value}" is no share of a whole. Write it as in 0.9 or 90%.', param, ctx)
        return super().convert(number, param, ctx)


def grouped(group: str, *names: str, **settings: Any) -> Callable[[Flagged], Flagged]:
    """A flag under a heading."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)
