"""What reading the work gives: plain records, all durations in seconds, all moments in ISO 8601 text.

``WorkReading`` is the whole answer of ``smallfires read``. Every face shows this one object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smallfires.fires.ladder import Answer, Ladder

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "unexplained")
"""Why work waits, in the order in which overlaps are settled (Lashkevich et al. 2024)."""


@dataclass(frozen=True)
class Guess:
    """One thing that was recognised rather than told.

    Attributes:
        role: what the column is taken for (``case``, ``activity``, ``end``, ``start``, ``resource``, ...), or a property
            of the file (``delimiter``, ``encoding``, ``dates``, ``time zone``).
        value: what was found: the column's own name, or the property.
        reason: why, in a few words.
        flag: the flag that says otherwise.
        given: whether the user said so, so that it is no guess.
    """

    role: str
    value: str
    reason: str
    flag: str
    given: bool = False


@dataclass(frozen=True)
class Source:
    """What was read.

    Attributes:
        name: the file's or table's name.
        format: ``CSV``, ``Parquet``, ``Excel``, ``XES``, ``OCEL 2.0``, ``table of <database>``, ...
        rows: rows in the source.
        recognised: what was taken for what.
        notes: what a reader has to know about the data before believing the figures, each one sentence.
        fingerprint: digest of the data as read.
    """

    name: str
    format: str
    rows: int
    recognised: tuple[Guess, ...]
    notes: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True)
class Log:
    """The whole log in figures.

    Attributes:
        cases, steps: how many cases, and activity instances.
        activities, resources, ways: how many different ones; ``resources`` is None where the log names none.
        variants: how many different paths of activities.
        first, last: the first and the last moment.
        has_starts: whether steps have a start, so that touch and wait are known.
        cycle_mean, cycle_median: time from first to last moment of a case, over all cases, in seconds.
        touch_mean: time being worked on, mean per case (union of busy intervals), or None without starts.
    """

    cases: int
    steps: int
    activities: int
    resources: int | None
    variants: int
    ways: int
    first: str
    last: str
    has_starts: bool
    cycle_mean: float
    cycle_median: float
    touch_mean: float | None


@dataclass(frozen=True)
class Completeness:
    """Which cases are done.

    Attributes:
        ends: the activities that end a case.
        declared: whether the ends were told, and not found from the log.
        complete, open: how many cases are done, and not.
        idle_after: a case is idle after this many seconds without a step (99th percentile of gaps).
        weighted: whether more than 5 % are open, so that typical durations use Kaplan-Meier.
    """

    ends: tuple[str, ...]
    declared: bool
    complete: int
    open: int
    idle_after: float
    weighted: bool


@dataclass(frozen=True)
class Today:
    """The cases behind *typical*: complete, started in the last full periods.

    Attributes:
        first, last: first and last period, as people write them (``2016-01``).
        period: ``month``, ``week``, ``day`` or ``all``.
        periods, cases: how many, and how many complete cases are in them.
        median, mean: of the measure.
        p90: nine in ten are at or below (above, where more is better).
    """

    first: str
    last: str
    period: str
    periods: int
    cases: int
    median: float
    mean: float
    p90: float


@dataclass(frozen=True)
class Waste:
    """One kind of waste, over today's cases.

    Attributes:
        name: ``waiting: contention``, ``rework``, ``handoffs``, ``ping-pong``, ``abandoned effort``,
            ``step that changes nothing: <activity>``, ...
        kind: ``waiting``, ``rework``, ``handoffs``, ``ping-pong``, ``abandoned`` or ``step``.
        total: in the measure's unit, over today's cases.
        share: of the total cycle time, 0 to 1.
        low, high: interval of the share, or None where the share is exact.
        drops_to: what the typical case would come to if this were gone: the upper bound.
        cases: how many cases it touches.
        detail: where it sits, as one sentence.
    """

    name: str
    kind: str
    total: float
    share: float
    low: float | None
    high: float | None
    drops_to: float | None
    cases: int
    detail: str


@dataclass(frozen=True)
class Transition:
    """From the step that enabled to the step that waited.

    Attributes:
        source, target: the two activities.
        count: how often, in today's cases.
        wait: total waiting, seconds.
        wait_mean: per passage, seconds.
        handoff_share: share of passages in which the resource changed, or None without resources.
        causes: seconds by cause; adds up to ``wait`` exactly where ``exact``. Empty without resources.
        hard: whether it was declared that no better running removes this wait.
        unexplained_by_house: share of the wait in which no resource of the house was the reason.
        exact: whether the causes come from every passage, and not from a sample.
    """

    source: str
    target: str
    count: int
    wait: float
    wait_mean: float
    handoff_share: float | None
    causes: Mapping[str, float]
    hard: bool
    unexplained_by_house: float
    exact: bool


@dataclass(frozen=True)
class CauseTotal:
    """Waiting by one cause over the whole log.

    Attributes:
        cause: one of ``CAUSES``.
        seconds: under the usual order of precedence.
        low, high: interval: from this order of precedence to the opposite one, widened by sampling where sampled.
    """

    cause: str
    seconds: float
    low: float
    high: float


@dataclass(frozen=True)
class Waiting:
    """All waiting of the log.

    Attributes:
        total: seconds, exact.
        causes: the five, in the order of ``CAUSES``; empty where the log names no resources.
        sampled: how many transitions the causes come from, or None where from all.
        assumed: what was assumed (concurrency, calendars), each one sentence.
        concurrent: pairs of activities that were found to be concurrent.
    """

    total: float
    causes: tuple[CauseTotal, ...]
    sampled: int | None
    assumed: tuple[str, ...]
    concurrent: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Difference:
    """One thing in which the best unit's work differs.

    Attributes:
        what: as a clause: ``waits less before "Approve"``.
        activity: the activity it is about.
        best, rest: mean seconds per case at the best unit, and at the others.
        contribution: seconds per case that it explains of the gap.
    """

    what: str
    activity: str
    best: float
    rest: float
    contribution: float


@dataclass(frozen=True)
class UnitFigure:
    """One unit in the comparison behind *best seen*.

    Attributes:
        name: the unit.
        cases: today's complete cases.
        raw: its own figure.
        standardised: after taking out its mix of case types.
        shrunk: after empirical-Bayes shrinkage.
        low, high: interval of the shrunk figure.
    """

    name: str
    cases: int
    raw: float
    standardised: float
    shrunk: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """The units of the house, side by side.

    Attributes:
        by: what a unit is here: the column's name, ``resource`` or ``period``.
        units: best first.
        spread: standard deviation of the true figures between units (tau), in the measure's unit.
        differences: what the best unit does differently, largest contribution first.
        left_out: how many units had too few cases to stand in the comparison.
    """

    by: str
    units: tuple[UnitFigure, ...]
    spread: float
    differences: tuple[Difference, ...]
    left_out: int


@dataclass(frozen=True)
class Signal:
    """A sign of special cause on a process-behaviour chart.

    Attributes:
        rule: its name.
        points: positions (0-based) that show it.
        false_alarm: probability that a series of this length without any change shows this rule at least once.
    """

    rule: str
    points: tuple[int, ...]
    false_alarm: float


@dataclass(frozen=True)
class Trend:
    """A process-behaviour chart of the measure by period.

    Attributes:
        chart: ``XmR``, ``p``, ``u``, ``p'`` or ``u'`` (the last two: large-sample forms).
        periods: labels.
        values: the measure in each period, NaN never: a period without data has no point.
        counts: cases behind each point.
        centre: centre line.
        lower, upper: natural process limits at each point.
        signals: special causes found.
        false_alarm: probability that a series of this length and autocorrelation without change shows any signal.
        autocorrelation: lag 1.
        stable: no signal.
    """

    chart: str
    periods: tuple[str, ...]
    values: tuple[float, ...]
    counts: tuple[int, ...]
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[Signal, ...]
    false_alarm: float
    autocorrelation: float
    stable: bool


@dataclass(frozen=True)
class Node:
    """An activity on the process map.

    Attributes:
        activity: its name.
        count, cases: how often it was done, and in how many cases.
        touch_mean: mean seconds from start to end, or None without starts.
        begins, ends: how many cases begin with it, and end with it so far.
    """

    activity: str
    count: int
    cases: int
    touch_mean: float | None
    begins: int
    ends: int


@dataclass(frozen=True)
class Edge:
    """A step directly followed by another.

    Attributes:
        source, target, count: the two activities, and how often.
        mean: mean seconds from the end of the one to the start of the other (to its end without starts).
    """

    source: str
    target: str
    count: int
    mean: float


@dataclass(frozen=True)
class ProcessMap:
    """Who follows whom, in the whole log.

    Attributes:
        nodes, edges: all activities, and all pairs of which one directly follows the other, most frequent first.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Way:
    """One way of working a case.

    Attributes:
        path: the activities, in order.
        cases, share: how many took it, and which share of all, 0 to 1.
        mean, median: their time from first to last moment, in seconds.
    """

    path: tuple[str, ...]
    cases: int
    share: float
    mean: float
    median: float


@dataclass(frozen=True)
class RuleResult:
    """How a business rule is kept.

    Attributes:
        sentence: the rule as the user wrote it.
        name: its DECLARE name.
        kept, broken, untouched: complete cases that keep it, break it, and never met its condition.
        examples: the names of some cases that break it.
        by_period: share kept of those that met its condition, by period (label, share, cases).
    """

    sentence: str
    name: str
    kept: int
    broken: int
    untouched: int
    examples: tuple[str, ...]
    by_period: tuple[tuple[str, float, int], ...]


@dataclass(frozen=True)
class Target:
    """What is wanted.

    Attributes:
        value, text: the level, in the ladder's unit, and as the user wrote it.
    """

    value: float
    text: str


@dataclass(frozen=True)
class WorkReading:
    """Optimize or transform: the whole answer, with what stands behind it.

    For a table of measures without events, ``log``, ``completeness``, ``waiting``, ``comparison`` and ``map`` are None and
    ``ladder`` has the typical rung only; ``trend`` carries the answer.

    Attributes:
        questions: what the reader can tell us to make the answer better, each with its flag, as sentences.
        warnings: doubts that belong beside the answer.
        settings: every flag and default that shaped the figures, so that the reading can be made again.
        version: of the software.
    """

    source: Source
    target: Target | None
    answer: Answer
    ladder: Ladder
    today: Today
    trend: Trend | None
    log: Log | None
    completeness: Completeness | None
    wastes: tuple[Waste, ...]
    waiting: Waiting | None
    transitions: tuple[Transition, ...]
    comparison: Comparison | None
    map: ProcessMap | None
    ways: tuple[Way, ...]
    rules: tuple[RuleResult, ...]
    questions: tuple[str, ...]
    warnings: tuple[str, ...]
    settings: Mapping[str, str]
    version: str
