"""A setting as a field of a form: the command line's flag is the one place where it is said, label and all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.options import NAMES, GroupedOption, Share, Words
from smallfires.fires.quantity import say_share
from smallfires.fires.wording import capital

LEFT_OUT = frozenset(["json", "html", "pdf", "quiet", "write", "threads", "again", "folder", "who"])
"""Flags that say where an answer goes, or are of a terminal."""
LONGEST = 4_000
"""Letters of one field."""
_HINTS = {"calendar": "such as Mon-Fri 9:00-17:00"}
"""What is said otherwise in a form: nobody names a file of the server."""
_FLAG = re.compile(r"(?<![\w-])--([a-z][a-z-]*[a-z])(?: [A-Z]{3,}\b)?(?=( ?[\"0-9A-Z])?)")
"""A flag, with what stands for its value; and whether a value follows."""
COMMAND = "smallfires "
NOT_SAID = "Not said"


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
    def label(self) -> str:
        """What is asked."""
        return self.option.label

    @cached_property
    def shape(self) -> str:
        """How it stands in a form: ``choice``, ``flag``, ``lines``, or ``text``."""
        option = self.option
        if isinstance(option.type, click.Choice) or option.secondary_opts:
            return "choice"
        if option.is_flag:
            return "flag"
        return "lines" if option.multiple and option.metavar != NAMES else "text"

    @cached_property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What can be chosen: as a form sends it, and as a person reads it."""
        if isinstance(self.option.type, Words):
            return tuple(self.option.type.words.items())
        return tuple(zip(("yes", "no"), self.option.sides or _sides(self.option), strict=False))

    @cached_property
    def usual(self) -> str:
        """What is taken where nothing is said, in words; empty where nobody can know before."""
        default = self.option.default if self.shape != "flag" and not self.option.secondary_opts else None
        said = self.option.unsaid or (str(default) if isinstance(default, str | int | float) else "")
        if isinstance(self.option.type, Share) and said:
            return say_share(float(said))
        return dict(self.options).get(said, said) if self.shape == "choice" else said

    @property
    def unsaid(self) -> str:
        """What is chosen where nothing is, as the first of what can be."""
        if self.option.unsaid and self.usual == self.option.unsaid:
            return capital(self.usual)
        return f"As usual: {_small(self.usual)}" if self.usual else NOT_SAID

    def hint(self, labels: Mapping[str, str]) -> str:
        """What helps to fill it in.

        Args:
            labels: of all settings by their flag, since one may speak of another.
        """
        parts = [_HINTS.get(self.name, self.option.hint).removesuffix(".").replace("SOURCE", "the source")]
        if self.option.multiple:
            parts.append("one a line" if self.shape == "lines" else "with commas between them")
        if self.usual and self.shape == "text":
            parts.append(f"{self.usual}, unless said")
        return in_labels("; ".join(filter(None, parts)), labels)

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


def _sides(option: click.Option) -> tuple[str, ...]:
    """Both sides of a flag that has two, as they are called."""
    return tuple(_said(opts[0]) for opts in (option.opts, option.secondary_opts) if opts)


def _said(flag: str) -> str:
    return flag.removeprefix("--").replace("-", " ").capitalize()


def _small(text: str) -> str:
    """The same as the rest of a sentence, unless its first word is a name."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def in_labels(text: str, labels: Mapping[str, str]) -> str:
    """A text in which flags are called as their fields are.

    Args:
        text: of the command line.
        labels: by flag.
    """

    def label(match: re.Match[str]) -> str:
        return f"“{labels[match[1]]}”{':' if match[2] else ''}" if match[1] in labels else match[0]

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
            found[name] = _side(one, flag)
    return found


def _side(setting: Setting, flag: str) -> str:
    """What a flag is called: of two sides the one that it is."""
    option = setting.option
    if not option.secondary_opts:
        return setting.label
    return dict(setting.options)["yes" if flag in option.opts else "no"].partition(":")[0]
