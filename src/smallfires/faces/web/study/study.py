"""A question of data, as the command line asks it and a page does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click

from smallfires.errors import UsageError
from smallfires.faces import typed
from smallfires.faces.cli import design as design_cli
from smallfires.faces.cli import learn as learn_cli
from smallfires.faces.cli import read as read_cli
from smallfires.faces.web.study.setting import Setting, labels_of, settings_of
from smallfires.verbs.bench import Bench
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.question import About, Question
from smallfires.verbs.wish import Wish

SOURCE = "source"
"""The field in which it is chosen what is read."""
WHAT = "What is read"
"""The heading over it."""


@dataclass(frozen=True, kw_only=True)
class Study:
    """A question of data.

    Attributes:
        key: in addresses.
        title: of its page: the question.
        lead: what the answer will be, as a sentence.
        button: what asks it.
        doing: what is done meanwhile, before the name of what is read.
        command: the command that asks the same.
        asks: makes of settings what the verb is asked.
        front: the settings that everybody sees, by heading; the first stand beside what is read, the others are under More.
        measures: whether a measure of the workspace can be asked, too, and not sources only.
        other: studies that its page leads to, with why.
    """

    key: str
    title: str
    lead: str
    button: str
    doing: str
    command: click.Command
    asks: Callable[..., About]
    front: tuple[tuple[str, tuple[str, ...]], ...]
    measures: bool = False
    other: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/{self.key}"

    @cached_property
    def settings(self) -> tuple[Setting, ...]:
        """All of them, in the order of the command."""
        return settings_of(self.command)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each flag is called in its form."""
        return labels_of(self.settings)

    @cached_property
    def shown(self) -> dict[str, tuple[Setting, ...]]:
        """The settings that everybody sees, by heading."""
        known = {one.name: one for one in self.settings}
        return {heading: tuple(known[name] for name in names) for heading, names in self.front}

    @cached_property
    def more(self) -> dict[str, tuple[Setting, ...]]:
        """The others, by heading."""
        shown = {one for settings in self.shown.values() for one in settings}
        found: dict[str, tuple[Setting, ...]] = {}
        for one in self.settings:
            if one not in shown:
                found[one.group] = (*found.get(one.group, ()), one)
        return found

    def setting(self, name: str) -> Setting | None:
        """One by its name."""
        return next((one for one in self.settings if one.name == name), None)

    def taken(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """What was typed, by setting as the verb takes it; and what is wrong with it, by field."""
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for one in self.settings:
            text = texts.get(one.name, "")
            if text.strip():
                try:
                    values |= typed.settings({one.name: one.take(text)})
                except UsageError as error:
                    problems[one.name] = str(error)
        return values, problems

    def asked(self, values: Mapping[str, Any]) -> About:
        """What the verb is asked.

        Raises:
            UsageError: settings that cannot be, or not together.
        """
        made = self.asks(**values)
        if isinstance(made, Question):
            made.wanted()
        return made


READ = Study(
    key="read",
    title="Optimize or transform?",
    lead="Does the target lie within what today’s way of working can reach, or does it take a new one? The work itself says.",
    button="Read it",
    doing="Reading",
    command=read_cli.command,
    asks=Question,
    front=((WHAT, ("measure", "unit")), ("What you want", ("target", "statistic"))),
    other=(("design", "Find the smallest pilot that can teach"), ("learn", "See what a pilot did, from a table")),
)
DESIGN = Study(
    key="design",
    title="What could a pilot tell?",
    lead="With these units and so many weeks: the smallest effect that could be told from chance, and the cheapest pilot.",
    button="Find the smallest pilot",
    doing="Trying pilots on the past of",
    command=design_cli.command,
    asks=Wish,
    front=(
        (WHAT, ("measure", "unit", "time")),
        (design_cli.WANT, ("less_is_better", "worthwhile")),
        (design_cli.MAY, ("sizes", "periods", "treated")),
    ),
    measures=True,
    other=(("learn", "See what a pilot did, from a table"), ("read", "Optimize or transform?")),
)
LEARN = Study(
    key="learn",
    title="What did the pilot do?",
    lead=(
        "From a table of a measure by unit and time, without any fire: the effect, with its doubt, and how often chance does "
        "as much. Nothing is noted."
    ),
    button="Learn from it",
    doing="Learning from",
    command=learn_cli.command,
    asks=Inquiry,
    front=(
        (WHAT, ("measure", "unit", "time")),
        (learn_cli.WHO, ("treated", "since", "picked")),
        ("What would be worth it", ("less_is_better", "worthwhile")),
    ),
    measures=True,
    other=(("design", "Find the smallest pilot that can teach"), ("read", "Optimize or transform?")),
)
STUDIES: tuple[Study, ...] = (READ, DESIGN, LEARN)
"""All of them."""


def study_of(key: str) -> Study:
    """One by its key."""
    return next(one for one in STUDIES if one.key == key)


def answer(study: Study, source: str, asked: About, bench: Bench) -> object:
    """Ask the data."""
    if isinstance(asked, Question):
        from smallfires.verbs.read import read

        return read(source, asked, bench)
    if isinstance(asked, Wish):
        from smallfires.verbs.design import design

        return design(source, asked, bench)
    from smallfires.verbs.learn import learn

    assert isinstance(asked, Inquiry), study.key
    return learn(source, asked, bench)
