"""Everything that Smallfires raises on purpose.

    SmallfiresError            anything below; ``exit_code`` is what the command line ends with
    ├── UsageError             2   a flag or argument that cannot be understood
    │   ├── NotThere               what is asked for by its name is not there
    │   ├── RuleError              a business rule that cannot be read; carets under the user's own text
    │   └── CharterError           a charter that cannot be lit as it stands; carets under the user's own text
    ├── DataError              3   the data cannot be read as it stands; says file, row and column
    │   ├── EmptyData              nothing to read
    │   ├── MissingColumn          a column that is needed is not there
    │   ├── UnreadableValue        a value that is not what its column promises
    │   └── TooLittleData          readable, but too little to answer; says how much more it takes
    ├── Unclear                4   more than one sensible meaning; asks one question and names the flag that answers it
    ├── EngineError            5   a database or a tool that Smallfires needs did not do its part
    │   ├── Away                       the server of the ledger's database does not answer, or refuses
    │   └── StillReading               a long ledger is being read for the first time; says how far that is
    ├── NotYet                 6   an act that the fire's state does not allow: not clear yet, not lit yet, already decided
    │   └── Stale                  the fire has changed since it was looked at; nothing was written
    └── BrokenLedger           7   an entry was changed, removed or put elsewhere; says which

Every error says three things: the value, the rule it broke, and the way out. Where it happened in data, it says where.
"""

from __future__ import annotations

from dataclasses import dataclass


class SmallfiresError(Exception):
    """The root of the tree.

    Args:
        problem: what is wrong, with the value, as one sentence.
        way_out: what to do about it, as one sentence.
        command: the way out at the command line, as ``See them with: smallfires list``; other faces have ways of their own.
        file: the file or table in which it was found.
        row: the row, as a spreadsheet counts (the header is row 1).
        column: the column, by its own name in the source.
        shown: the place in the user's own text with carets under it, a few lines; empty where there is none.
    """

    exit_code = 1

    def __init__(
        self,
        problem: str,
        way_out: str = "",
        *,
        command: str = "",
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        shown: str = "",
    ) -> None:
        self.problem = problem
        self.way_out = way_out
        self.command = command
        self.file = file
        self.row = row
        self.column = column
        self.shown = shown
        super().__init__(str(self))

    @property
    def where(self) -> str:
        """The place in the data, ``orders.csv, row 70001, column "end"``; empty where there is none."""
        parts = [
            self.file or "",
            f"row {self.row}" if self.row is not None else "",
            f'column "{self.column}"' if self.column is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        shown = f"\n{self.shown}\n" if self.shown else " "
        return f"{place}{self.problem}" + (f"{shown}{self.way_out}" if self.way_out else shown.rstrip())

    @property
    def typed(self) -> str:
        """What to do about it, for whoever sits at the command line."""
        return " ".join(filter(None, (self.way_out, self.command)))


class UsageError(SmallfiresError):
    """A flag or argument that cannot be understood."""

    exit_code = 2


class NotThere(UsageError):
    """What is asked for by its name is not there: no such fire, no such reading, no such link."""


class RuleError(UsageError):
    """A business rule that cannot be read; shows carets under the words of the user that were not understood."""

    def __init__(self, text: str, start: int, stop: int, problem: str, way_out: str = "") -> None:
        self.text = text
        self.span = (start, stop)
        super().__init__(problem, way_out)

    def __str__(self) -> str:
        start, stop = self.span
        carets = " " * start + "^" * max(1, stop - start)
        return f"{self.problem}\n  {self.text}\n  {carets}\n{self.way_out}".rstrip()


@dataclass(frozen=True)
class Refusal:
    """One reason why a charter cannot be lit as it stands.

    Attributes:
        field: the path of the charter's field, such as ``success.by``.
        problem: what is wrong, with the value, as a sentence.
        way_out: what to write instead, as a sentence.
        shown: the place in the user's own text with carets under it, a few lines; empty where the text is not known.
        command: the way out at the command line, as errors have it.
        missing: whether nothing is said yet, where what is said may be right.
    """

    field: str
    problem: str
    way_out: str
    shown: str = ""
    command: str = ""
    missing: bool = False

    def __str__(self) -> str:
        return self._said(self.way_out)

    @property
    def typed(self) -> str:
        """The same for whoever sits at the command line."""
        return self._said(" ".join(filter(None, (self.way_out, self.command))))

    def _said(self, way_out: str) -> str:
        shown = "".join(f"\n  {line}" for line in self.shown.splitlines())
        return f"{self.field}: {self.problem}{shown}\n  {way_out}"


class CharterError(UsageError):
    """A charter that cannot be lit as it stands: every reason at once, each under the user's own words."""

    def __init__(self, refusals: tuple[Refusal, ...], *, file: str | None = None) -> None:
        self.refusals = refusals
        many = "one thing" if len(refusals) == 1 else f"{len(refusals)} things"
        super().__init__(f"The charter cannot be lit yet: {many} to settle.", file=file)

    def __str__(self) -> str:
        return "\n\n".join((super().__str__(), *map(str, self.refusals)))

    @property
    def typed(self) -> str:
        """Every reason with its way out, for whoever sits at the command line."""
        return "\n\n".join((super().__str__(), *(one.typed for one in self.refusals)))


class DataError(SmallfiresError):
    """The data cannot be read as it stands."""

    exit_code = 3


class EmptyData(DataError):
    """There is nothing to read."""


class MissingColumn(DataError):
    """A column that is needed is not there."""


class UnreadableValue(DataError):
    """A value that is not what its column promises."""


class TooLittleData(DataError):
    """The data can be read, but there is too little of it to answer; the message says how much more it takes."""


class Unclear(SmallfiresError):
    """More than one sensible meaning: asks one question, and names the flag that answers it.

    Args:
        problem, way_out, file, column: as in ``SmallfiresError``.
        setting: that answers it, by its name in Python; empty where it is none of the data's.
        options: the answers from which one can be chosen, as the setting takes them.
    """

    exit_code = 4

    def __init__(
        self,
        problem: str,
        way_out: str = "",
        *,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        setting: str = "",
        options: tuple[str, ...] = (),
    ) -> None:
        self.setting = setting
        self.options = options
        super().__init__(problem, way_out, file=file, row=row, column=column)


class EngineError(SmallfiresError):
    """A database, or a tool that Smallfires needs, did not do its part."""

    exit_code = 5


class Away(EngineError):
    """The server of the ledger's database does not answer, or refuses what is asked."""


class NotYet(SmallfiresError):
    """An act that the fire's state does not allow; says which state it is in, and what comes first."""

    exit_code = 6


class Stale(NotYet):
    """The fire has changed since it was looked at: nothing was written, and the way out is to look again."""


class BrokenLedger(SmallfiresError):
    """An entry of the ledger was changed, removed or put elsewhere."""

    exit_code = 7


class StillReading(EngineError):
    """A long ledger is being read for the first time: what is asked for is known in a moment."""
