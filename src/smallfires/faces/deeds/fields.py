"""What a deed asks, field by field: how it is typed into a form, what it is in JSON, and what is wrong with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from smallfires.errors import UsageError
from smallfires.faces.typed import names

LONGEST = 4_000
"""Letters of a text, unless said."""
_SAID = {"minLength": 1, "pattern": r"\S"}
"""That a text says something, as JSON Schema has it."""


class Wrong(Exception):
    """A value that cannot be taken; says so as a sentence that stands beside its field."""


@dataclass(frozen=True, kw_only=True)
class Field(ABC):
    """One thing that is asked.

    Attributes:
        name: of the field, in forms and in JSON.
        label: the question, as a person is asked it.
        hint: what helps to answer it; may be empty.
        needed: whether it has to be answered.
        empty: what is said where it has to be, and is not.
        shape: how it stands in a form, for the template.
    """

    name: str
    label: str
    hint: str = ""
    needed: bool = True
    empty: str = "Fill this in."
    shape: ClassVar[str]

    def typed(self, texts: Sequence[str]) -> Any:
        """What was typed into a form, as JSON would have it; None where nothing was.

        Args:
            texts: what a form sends under this name: once, more often, or not at all.

        Raises:
            Wrong: it cannot be understood.
        """
        return (texts[-1] or None) if texts else None

    def take(self, value: Any) -> Any:
        """A value as the verb takes it.

        Args:
            value: as JSON has it; None where there is none.

        Raises:
            Wrong: it cannot be taken.
        """
        if value is None or self.nothing(value):
            if self.needed:
                raise Wrong(self.empty)
            return self.blank
        return self.checked(value)

    def nothing(self, value: Any) -> bool:
        """Whether a value says nothing: an empty text, where the field is one."""
        return isinstance(value, str) and not value.strip()

    @property
    def blank(self) -> Any:
        """What the verb takes where nothing was said."""
        return ""

    @abstractmethod
    def checked(self, value: Any) -> Any:
        """As ``take``, of a value that is there."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its values."""


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Sentences.

    Attributes:
        longest: letters at most.
        rows: lines that the form has room for; 1 for a single line.
    """

    longest: int = LONGEST
    rows: int = 3
    shape = "text"

    def checked(self, value: Any) -> str:
        """As ``Field.checked``."""
        if not isinstance(value, str):
            raise Wrong("It has to be a text.")
        text = value.replace("\r\n", "\n")
        if len(text) > self.longest:
            raise Wrong(f"These are {len(text):,} letters. Please say it in {self.longest:,} at most.")
        return value

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"type": "string", "maxLength": self.longest, **(_SAID if self.needed else {})}


@dataclass(frozen=True)
class Option:
    """Something that can be chosen.

    Attributes:
        key: as the verb takes it.
        title: as a person would say it.
        means: what follows; may be empty.
    """

    key: str
    title: str
    means: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of several."""

    options: tuple[Option, ...]
    shape = "choice"

    def checked(self, value: Any) -> str:
        """As ``Field.checked``."""
        if not isinstance(value, str) or value not in {option.key for option in self.options}:
            raise Wrong(f"Choose one of those offered: {', '.join(option.key for option in self.options)}.")
        return value

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"type": "string", "enum": [*([] if self.needed else [""]), *(one.key for one in self.options)]}


@dataclass(frozen=True, kw_only=True)
class Names(Field):
    """Names of units or people: with commas between them in a form, a list in JSON.

    Attributes:
        most: how many at most.
    """

    most: int = 1_000
    shape = "names"

    def nothing(self, value: Any) -> bool:
        """As ``Field.nothing``."""
        return isinstance(value, list) and not value

    @property
    def blank(self) -> Any:
        """As ``Field.blank``."""
        return ()

    def typed(self, texts: Sequence[str]) -> Any:
        """As ``Field.typed``."""
        text = " ".join(" ".join(texts).split())
        try:
            return list(names([text])) if text else None
        except UsageError as error:
            raise Wrong(str(error)) from None

    def checked(self, value: Any) -> tuple[str, ...]:
        """As ``Field.checked``."""
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise Wrong("It has to be a list of names.")
        if len(value) > self.most:
            raise Wrong(f"These are {len(value):,} names. Please name {self.most:,} at most.")
        if any(len(one) > LONGEST for one in value):
            raise Wrong(f"A name has {LONGEST:,} letters at most.")
        return tuple(one.strip() for one in value)

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        name = {"type": "string", "maxLength": LONGEST, **_SAID}
        return {"type": "array", "items": name, "maxItems": self.most, **({"minItems": 1} if self.needed else {})}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no.

    Attributes:
        yes, no: how the two are said, where both are offered; a single box to tick where they are empty.
    """

    yes: str = ""
    no: str = ""
    shape = "flag"

    def nothing(self, value: Any) -> bool:
        """As ``Field.nothing``."""
        return False

    @property
    def blank(self) -> Any:
        """As ``Field.blank``."""
        return False

    def typed(self, texts: Sequence[str]) -> Any:
        """As ``Field.typed``."""
        told = {"yes": True, "on": True, "no": False, "": None}
        return told.get(texts[-1], texts[-1]) if texts else None

    def checked(self, value: Any) -> bool:
        """As ``Field.checked``."""
        if not isinstance(value, bool):
            raise Wrong("It has to be yes or no.")
        return value

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    """A whole number.

    Attributes:
        least, most: the bounds, both included.
    """

    least: int = 1
    most: int = 1_000_000
    shape = "whole"

    def nothing(self, value: Any) -> bool:
        """As ``Field.nothing``."""
        return False

    @property
    def blank(self) -> Any:
        """As ``Field.blank``."""
        return None

    def typed(self, texts: Sequence[str]) -> Any:
        """As ``Field.typed``."""
        text = texts[-1].strip() if texts else ""
        if not text:
            return None
        return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 16 else text

    def checked(self, value: Any) -> int:
        """As ``Field.checked``."""
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(whole, bool) or not isinstance(whole, int) or not self.least <= whole <= self.most:
            raise Wrong(f"It has to be a whole number from {self.least:,} to {self.most:,}.")
        return whole

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A day of the calendar."""

    shape = "day"

    def typed(self, texts: Sequence[str]) -> Any:
        """As ``Field.typed``."""
        return (texts[-1].strip() or None) if texts else None

    def nothing(self, value: Any) -> bool:
        """As ``Field.nothing``."""
        return False

    @property
    def blank(self) -> Any:
        """As ``Field.blank``."""
        return None

    def checked(self, value: Any) -> date:
        """As ``Field.checked``."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise Wrong("It has to be a day, such as 2026-03-02.") from None

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"type": "string", "format": "date"}
