"""What can be asked of a pilot: every setting of ``learn``, with its default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from smallfires.errors import UsageError
from smallfires.verbs.question import About

When = str | int | float | date | datetime
DATED = ("end", "start")
LENGTHS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, kw_only=True)
class Measuring(About):
    """What is measured, by unit and period: of a table of measures, of a table of cases, or of a log of work.

    Attributes:
        measure: the column of the measure; of a log ``duration``, ``cost`` or ``value`` of a case.
        measured_in: what it is counted in, such as ``€``.
        more_is_better: the better direction; None where that is not said. For a log it is known.
        period: ``day``, ``week``, ``month``, ``quarter`` or ``year``: rows or cases are averaged over it; None takes the
            periods of the table, and for a log weeks, or what suits its length.
        dated: whether a case of a log counts in the period in which it came to its ``end``, or in that of its ``start``.
        covariates: columns of what else is known of each unit and period, and was not changed by the pilot.
        wide: whether the table has a column a unit; known by itself where units are named. Then ``measure`` is only a name.
        leave_out: units that are not comparable: totals, units that closed, units with a change of their own.

    Raises:
        UsageError: a setting that is none.
    """

    measure: str | None = None
    measured_in: str = ""
    more_is_better: bool | None = None
    period: str | None = None
    dated: str = "end"
    covariates: tuple[str, ...] = ()
    wide: bool = False
    leave_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.period not in (None, *LENGTHS):
            raise UsageError(f'"{self.period}" is no period.', f"It is one of {', '.join(LENGTHS)}.")
        if self.dated not in DATED:
            raise UsageError(f'A case is not dated by its "{self.dated}".', 'Use "end" or "start".')


@dataclass(frozen=True, kw_only=True)
class Inquiry(Measuring):
    """What ``learn`` is asked.

    Attributes:
        treated: units that worked the new way.
        since: when they began to: a date, a month, a week, or the period as the table writes it.
        lit: column that says of each row whether it was worked the new way.
        first: column with the first period in which the row's unit worked the new way; empty or 0 for never.
        arm: column of a table of cases, where a lot was drawn case by case: the way that each was worked.
        new: which value of ``arm`` is the new way, where that cannot be seen.
        before: column with the same measure, or another, from before the lot: makes the figure sharper.
        cluster: column of what the lot was drawn for, where that was not the single case.
        stratum: column of the groups within which the lot was drawn.
        design: the design's name in the registry; None takes the one that the pattern shows.
        estimator: of the parallel design: ``stacked``, ``sdid``, ``sc``, ``difp`` or ``did``.
        studentised: of the parallel and the rollout design: whether pilots are compared by how far they are from zero for their
            own ups and downs; where units vary very differently.
        compare: of the rollout design: with units ``not yet`` lit, or ``never`` lit.
        block, carry: of the switchback design: periods switched together, and of carry-over.
        adjust: of the randomised design: ``none``, ``cuped`` or ``lin``.
        share: of the cases that the lot was to give the new way.
        worthwhile: the effect that would be worthwhile: ``5%``, or a figure in the measure's unit; without a sign it is in the
            better direction.
        percent: whether the effect is a ratio, estimated on logarithms.
        picked: how the lit units were picked: ``lot``, ``volunteers``, ``worst``, ``best`` or ``hand``.
        weigh: what counts the same in a mean: ``units``, or the ``cases`` behind them.
        season: periods in a season; 1 for none.
        looks: for how many periods the pilot is planned to burn, where it is read after every one of them; of cases drawn by
            lot, how many there will be.
        permutations: assignments that are tried.
        level: of the intervals.
    """

    treated: tuple[str, ...] = ()
    since: When | None = None
    lit: str | None = None
    first: str | None = None
    arm: str | None = None
    new: str | None = None
    before: str | None = None
    cluster: str | None = None
    stratum: str | None = None
    design: str | None = None
    estimator: str | None = None
    studentised: bool = False
    compare: str | None = None
    block: int | None = None
    carry: int | None = None
    adjust: str | None = None
    share: float | None = None
    worthwhile: str | float | None = None
    percent: bool = False
    picked: str | None = None
    weigh: str = "units"
    season: int = 1
    looks: int | None = None
    permutations: int | None = None
    level: float = 0.95

    def __post_init__(self) -> None:
        super().__post_init__()
        ways = [name for name in ("lit", "first", "arm") if getattr(self, name)]
        if len(ways) > 1 or (self.treated and ways):
            named = ["treated", *ways] if self.treated else ways
            raise UsageError(
                f"Who worked the new way is said more than once: by {' and '.join(f'--{name}' for name in named)}.",
                "Say it in one way.",
            )
        if self.arm is None:
            self._only_cases(
                ("new", self.new), ("before", self.before), ("cluster", self.cluster), ("stratum", self.stratum)
            )

    @staticmethod
    def _only_cases(*told: tuple[str, str | None]) -> None:
        for name, value in told:
            if value is not None:
                raise UsageError(f"--{name} is for cases drawn by lot.", "Name the column of their ways with --arm.")
