"""Flags in groups, so that a long help is readable; each with the words that a form asks it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from smallfires.errors import UsageError
from smallfires.fires.quantity import parse_number

NAMES = '"A,B"'
"""How the help shows a list of names, which are typed with commas between them."""
Flagged = TypeVar("Flagged", bound=Callable[..., Any] | click.Command)


class GroupedOption(click.Option):
    """A flag that belongs under a heading of the help.

    The help and a form say the same: what is asked, what helps to answer it, and what is taken where nothing is said.

    Args:
        group: the heading.
        label: what is asked, in plain words: ``Units that worked the new way``; empty where no form asks it.
        hint: what helps to answer it, and does not repeat the label; may be empty. With a small letter it goes on from there.
        unsaid: what is taken where nothing is said, where click does not know it; may be empty.
        sides: how the two are said, of a flag that has two; its name and the other one's where empty.
    """

    def __init__(
        self,
        *args: Any,
        group: str,
        label: str = "",
        hint: str = "",
        unsaid: str = "",
        sides: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        if label:
            repeats = "Repeatable." if kwargs.get("multiple") and kwargs.get("metavar") != NAMES else ""
            usual = f" [default: {unsaid}]" if unsaid else ""
            kwargs["help"] = " ".join(filter(None, (_one(label, hint), repeats, usual)))
        super().__init__(*args, **kwargs)
        self.group, self.label, self.hint, self.unsaid, self.sides = group, label, hint, unsaid, sides


def _one(label: str, hint: str) -> str:
    """Label and hint as the help has them, which has one column for both."""
    if not hint:
        return f"{label}."
    stop = "." if hint[0].isupper() else "," if hint.startswith(("such as ", "where ")) else ":"
    return f"{label}{stop} {hint.removesuffix('.')}."


class Words(click.Choice[str]):
    """One of several, each of which has words of its own.

    Args:
        words: by what is typed.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__(tuple(words))
        self.words = dict(words)


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
