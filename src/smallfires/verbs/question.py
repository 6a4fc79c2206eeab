"""What can be asked of the work: every setting of ``read``, with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import inf, isfinite

from smallfires.errors import UsageError
from smallfires.fires.quantity import parse_duration, parse_number
from smallfires.fires.work import Target

MEASURES = ("duration", "cost", "value")
STATISTICS = ("median", "mean")


@dataclass(frozen=True, kw_only=True)
class About:
    """What the user says of the data, whatever is asked of them.

    Attributes:
        case, activity, end, start, resource, unit, type, cost, value, lifecycle: columns, where they cannot be found.
        time, count: columns of a table of measures: its periods, and the cases behind each figure.
        timezone: zone of times that name none, such as ``Europe/Amsterdam``.
        day_first: whether 03/04 is the third of April.
        delimiter, encoding, decimal, sheet, object_type: of the file.
        table: of the database.
        ends: activities that end a case.
        set_aside: leave out rows that cannot be read, instead of stopping.
        seed: of everything drawn by lot.
    """

    case: str | None = None
    activity: str | None = None
    end: str | None = None
    start: str | None = None
    resource: str | None = None
    unit: str | None = None
    type: str | None = None
    cost: str | None = None
    value: str | None = None
    lifecycle: str | None = None
    time: str | None = None
    count: str | None = None
    timezone: str | None = None
    day_first: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    object_type: str | None = None
    table: str | None = None
    ends: tuple[str, ...] = ()
    set_aside: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise UsageError(f"{self.seed} is no seed.", "Give a whole number from 0 on, such as 0.")

    def settings(self) -> dict[str, str]:
        """Every setting that shapes the figures, as text."""
        return {
            each.name: str(getattr(self, each.name)) for each in fields(self) if getattr(self, each.name) is not None
        }


@dataclass(frozen=True, kw_only=True)
class Question(About):
    """What is asked of the work by ``read``, and what the user says about the data.

    Attributes:
        target: what is wanted: ``5d``, or a number in the measure's own unit.
        measure: ``duration``, ``cost`` or ``value`` of a case; for a table of measures the column.
        statistic: what *typical* is: ``median`` or ``mean``.
        more_is_better: for a table of measures: whether the target is to be exceeded.
        unit: a column, or ``resource`` or ``period`` to compare these.
        chart: for a table of measures: ``XmR``, ``p``, ``u``, ``p'`` or ``u'``; chosen by its columns where None.
        without_value: ends that bring no value.
        hard: transitions ``A -> B`` whose waits no better running removes.
        touch: seconds of work by activity: low, usual and high; where the log has no starts.
        rules: business rules as sentences.
        calendar: working hours, such as ``Mon-Fri 9:00-17:00``, or by resource.
        level: of the intervals.
    """

    target: str | float | None = None
    measure: str = "duration"
    statistic: str = "median"
    more_is_better: bool = False
    chart: str | None = None
    without_value: tuple[str, ...] = ()
    hard: tuple[str, ...] = ()
    touch: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    calendar: str | Mapping[str, str] | None = None
    level: float = 0.9

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.statistic not in STATISTICS:
            raise UsageError(f'"{self.statistic}" is no statistic.', 'Typical is a "median" or a "mean".')
        if not 0.5 <= self.level < 1:
            raise UsageError(f"{self.level} is no level for an interval.", "Give one from 0.5 to 0.99, such as 0.9.")
        if isinstance(self.target, (int, float)) and not isfinite(self.target):
            raise UsageError(f"A target of {self.target} cannot be reached or missed.", "Give a number.")
        for activity, (low, usual, high) in self.touch.items():
            if not 0 <= low <= usual <= high < inf:
                raise UsageError(
                    f'The touch times of "{activity}", {low}, {usual} and {high}, are not least, usual and most.',
                    "Give seconds from 0 on that do not fall.",
                )

    def wanted(self) -> Target | None:
        """The target in the measure's unit (seconds for durations)."""
        if self.target is None:
            return None
        if isinstance(self.target, str):
            parse = parse_duration if self.measure == "duration" else parse_number
            return self._sensible(Target(parse(self.target), self.target))
        if self.measure == "duration":
            raise UsageError(f"{self.target} has no unit.", "Write a target for a duration as 5d, 36h or 2 weeks.")
        return self._sensible(Target(float(self.target), f"{self.target:g}"))

    def _sensible(self, target: Target) -> Target:
        if self.measure == "duration" and target.value <= 0:
            raise UsageError(f'"{target.text}" is no time in which anything is done.', "Give a target above zero.")
        return target
