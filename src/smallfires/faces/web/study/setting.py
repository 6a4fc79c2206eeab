"""A setting as a field of a form: the command line's flag is the one place where it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.options import GroupedOption

LEFT_OUT = frozenset(["json", "html", "pdf", "quiet", "write", "threads", "again", "folder", "who"])
"""Flags that say where an answer goes, or are of a terminal."""
LONGEST = 4_000
"""Letters of one field."""
_TEXTS = {"calendar": "Working hours, such as: Mon-Fri 9:00-17:00."}
"""What is said otherwise in a form: nobody names a file of the server."""
_FLAG = re.compile(r"--([a-z][a-z-]*[a-z])")
COMMAND = "smallfires "
_NAMES = '"A,B"'


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        option: its flag.
    """

    option: GroupedOption

    @property
    def name(self) -> str:
        """By which it is known in forms and to the verb."""
        return self.option.name or ""

    @property
    def group(self) -> str:
        """The heading under which it stands."""
        return self.option.group

    @property
    def flag(self) -> str:
        """The flag without its dashes: ``rule`` for ``rules``."""
        return self.option.opts[0].removeprefix("--")

    @property
    def label(self) -> str:
        """What it is called."""
        return self.flag.replace("-", " ").capitalize()

    @cached_property
    def shape(self) -> str:
        """How it stands in a form: ``choice``, ``flag``, ``lines``, or ``text``."""
        option = self.option
        if isinstance(option.type, click.Choice) or option.secondary_opts:
            return "choice"
        if option.is_flag:
            return "flag"
        return "lines" if option.multiple and option.metavar != _NAMES else "text"

    @cached_property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: as a form sends it, and as a person reads it."""
        if isinstance(self.option.type, click.Choice):
            return tuple((one, one.capitalize() if one.islower() else one) for one in self.option.type.choices)
        yes, no = (opts[0] for opts in (self.option.opts, self.option.secondary_opts or self.option.opts))
        return (("yes", _said(yes)), ("no", _said(no)))

    @property
    def usual(self) -> str:
        """What is taken where nothing is said; empty where that is found out."""
        default = self.option.default
        return str(default) if isinstance(default, str | int | float) and not isinstance(default, bool) else ""

    def hint(self, labels: Mapping[str, str]) -> str:
        """What helps to fill it in.

        Args:
            labels: of all settings by their flag, since one may speak of another.
        """
        text = _TEXTS.get(self.name) or (self.option.help or "")
        example = (self.option.metavar or "").strip('"')
        text = text.replace(" Repeatable.", " One a line." if example.isupper() else f" One a line, as {example}.")
        text = re.sub(r"\s*\[default: .*?\]", "", text).replace("SOURCE", "the source")
        if self.option.metavar == _NAMES and self.shape == "text":
            text += " With commas between them."
        usual = f" {self.usual.capitalize()}, unless said." if self.usual and self.shape != "choice" else ""
        return in_labels(text[:1].upper() + text[1:], labels) + usual

    def take(self, text: str) -> Any:
        """What was typed, as the flag would have it.

        Raises:
            UsageError: it cannot be understood.
        """
        if len(text) > LONGEST:
            raise UsageError(f"These are {len(text):,} letters.", f"Please say it in {LONGEST:,} at most.")
        if self.name == "calendar" and text.strip().lower().endswith(".toml"):
            raise UsageError(f'"{text.strip()}" is a file.', "Write the hours here, as in Mon-Fri 9:00-17:00.")
        if self.shape == "flag" or self.option.secondary_opts:
            return text in ("yes", "on")
        if self.option.multiple:
            return tuple(line.strip() for line in text.splitlines() if line.strip())
        return self._converted(text.strip())

    def _converted(self, text: str) -> Any:
        try:
            return self.option.type.convert(text, self.option, None)
        except click.BadParameter as error:
            raise UsageError(f"{error.message.rstrip('.')}.".replace("is not a valid", "is no")) from None


def _said(flag: str) -> str:
    return flag.removeprefix("--").replace("-", " ").capitalize()


def in_labels(text: str, labels: Mapping[str, str]) -> str:
    """A text in which flags are called as their fields are.

    Args:
        text: of the command line.
        labels: by flag.
    """

    def label(match: re.Match[str]) -> str:
        return f"“{labels[match[1]]}”" if match[1] in labels else match[0]

    return _FLAG.sub(label, text)


Said = TypeVar("Said")


def spoken(said: Said, labels: Mapping[str, str]) -> Said:
    """The same words with flags called as their fields are, but for whole commands.

    Args:
        said: a text, or a record or tuple of texts.
        labels: by flag.
    """
    found: Any = said
    if isinstance(said, str):
        found = said if COMMAND in said else in_labels(said, labels)
    elif isinstance(said, tuple):
        found = tuple(spoken(each, labels) for each in said)
    elif is_dataclass(said) and not isinstance(said, type):
        found = replace(said, **{each.name: spoken(getattr(said, each.name), labels) for each in fields(said)})
    return cast(Said, found)


def settings_of(command: click.Command) -> tuple[Setting, ...]:
    """All settings of a command, in its own order."""
    every = (one for one in command.params if isinstance(one, GroupedOption))
    return tuple(Setting(one) for one in every if one.name not in LEFT_OUT)


def labels_of(settings: tuple[Setting, ...]) -> dict[str, str]:
    """What each flag is called in a form, of both sides where it has two."""
    found: dict[str, str] = {}
    for one in settings:
        for flag in (*one.option.opts, *one.option.secondary_opts):
            name = flag.removeprefix("--")
            found[name] = _said(flag) if one.option.secondary_opts else one.label
    return found
