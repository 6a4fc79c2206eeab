"""How one kind of record is shown: its words, its charts, its pictures made of letters, its printed sheet, its JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from rich.console import RenderableType

    from smallfires.faces.charts.base import Spec
    from smallfires.faces.words.page import Page, Verdict

Record = TypeVar("Record")
Chart = Callable[[int, str], "Spec"]
"""A chart of one record, so wide, in these letters."""
Picture = Callable[[int], "RenderableType"]
"""The same made of letters, so many columns wide."""

DOCS = "https://smallfires.readthedocs.io/en/stable/"


@dataclass(frozen=True)
class Part:
    """What of a section goes on the printed sheet.

    Attributes:
        key: the section.
        sentences, items, rows: how many of each at most.
        columns: which columns of its table, by position.
        chart: whether its chart takes the place of the table.
    """

    key: str
    sentences: int = 1
    items: int = 0
    rows: int = 0
    columns: tuple[int, ...] = ()
    chart: bool = False


Sheet = tuple[tuple[Part, ...], ...]
"""The columns of a printed sheet."""


class Kind(ABC, Generic[Record]):
    """One kind of record. What it needs is imported when it is used, so that no face loads what it does not show.

    Attributes:
        record: the dataclass.
        name: of the kind: its schema is shipped as ``static/<name>.schema.json``.
        version: of the schema; a field that is taken away or means something else makes a new one.
        title: of the schema.
        longest: letters of a sentence on the printed sheet; what is longer is shortened.
        largest: how much larger the letters of that sheet may be than usual, where there is room.
    """

    record: ClassVar[type]
    name: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    longest: ClassVar[int] = 230
    largest: ClassVar[float] = 1.0

    @property
    def address(self) -> str:
        """Of the schema."""
        return f"{DOCS}{self.name}-{self.version}.schema.json"

    @property
    def schema_file(self) -> str:
        """The file in which the package ships the schema."""
        return f"{self.name}.schema.json"

    @abstractmethod
    def says(self, record: Record) -> Verdict:
        """The answer in words."""

    @abstractmethod
    def page(self, record: Record) -> Page:
        """The whole record in words."""

    @abstractmethod
    def brief(self, record: Record) -> str:
        """The record in a few words, for a prompt: ``Reading of 'loans.csv': transform``."""

    def charts(self, record: Record) -> Mapping[str, Chart]:
        """The chart of each section that has one."""
        return {}

    def pictures(self, record: Record, ember: str) -> Mapping[str, Picture]:
        """What the terminal shows in place of a section's table, by section.

        Args:
            record: what is shown.
            ember: the style of what stands out.
        """
        return {}

    def printed(self, record: Record) -> Mapping[str, Chart]:
        """The charts as the printed sheet has them."""
        return self.charts(record)

    def sheet(self) -> Sheet:
        """What of the page is printed, beside the answer and its doubts."""
        return ()


AnyKind = Kind[Any]
