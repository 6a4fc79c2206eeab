"""Readings that look like real ones, in every branch a face has to show."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from smallfires.fires.ladder import Answer, Call, Ladder, Rung, Step
from smallfires.fires.quantity import DAY, HOUR, MINUTE
from smallfires.fires.work import (
    CauseTotal,
    Comparison,
    Completeness,
    Difference,
    Edge,
    Guess,
    Log,
    Node,
    ProcessMap,
    RuleResult,
    Signal,
    Source,
    Target,
    Today,
    Transition,
    Trend,
    UnitFigure,
    Waiting,
    Waste,
    Way,
    WorkReading,
)

PATH = ("Handle lead", "Complete application", "Send offer", "Receive reply", "Validate", "Approve")
UNITS = ("Harbour", "North", "Old Town", "East", "West", "South")


def _source() -> Source:
    return Source(
        name="loans.csv",
        format="CSV",
        rows=59_302,
        recognised=(
            Guess("case", "Case ID", "named so, and 8,616 of them hold 6.9 rows each", "--case"),
            Guess("activity", "Activity", "named so, 6 different texts", "--activity"),
            Guess("end", "Complete Timestamp", "a date in every row, never before the start", "--end"),
            Guess("start", "Start Timestamp", "a date in every row", "--start"),
            Guess("resource", "Resource", "named so, 97 different", "--resource"),
            Guess("unit", "Branch", "you said so", "--unit", given=True),
            Guess("dates", "year first, to the millisecond", "2012-03-14 09:20:11.000", "--day-first"),
            Guess("time zone", "UTC", "the file names none", "--timezone"),
            Guess("delimiter", ",", "6 in every row", "--delimiter"),
        ),
        notes=("12 rows are the same as another one and were counted once.",),
        fingerprint="9f2c41d07be3a6155a0c",
    )


def _ladder() -> Ladder:
    return Ladder(
        rungs=(
            Rung(Step.TYPICAL, 12.74 * DAY, 12.3 * DAY, 13.2 * DAY, 2_911),
            Rung(Step.BEST_SEEN, 11.5 * DAY, 10.8 * DAY, 12.2 * DAY, 412, raw=5.3 * DAY, who="Harbour"),
            Rung(Step.WASTE_FREE, 7.9 * DAY, 7.5 * DAY, 8.3 * DAY, 2_911),
            Rung(Step.FLOOR, 7.2 * DAY, 6.9 * DAY, 7.6 * DAY, 2_911),
        ),
        measure="duration",
        unit="seconds",
        statistic="median",
        less_is_better=True,
        level=0.9,
        missing={},
    )


def _wastes() -> tuple[Waste, ...]:
    total = 2_911 * 14.1 * DAY
    rows = (
        ("waiting: contention", "waiting", 0.384, None, 8.1, 2_650, 'Most of it sits before "Approve" (61 %).'),
        ("waiting: unexplained", "waiting", 0.22, (0.15, 0.41), 9.9, 2_911, 'Most of it before "Receive reply".'),
        ("rework", "rework", 0.094, None, 11.6, 803, '"Validate" runs a second time in 28 % of cases.'),
        ("waiting: unavailability", "waiting", 0.081, None, 11.9, 2_101, "Nights and weekends."),
        ("waiting: prioritisation", "waiting", 0.052, None, 12.2, 990, ""),
        ("handoffs", "handoffs", 0.047, (0.03, 0.06), 12.3, 1_724, "A change of hands adds 5 h to the wait."),
        ("waiting: batching", "waiting", 0.021, None, 12.5, 320, '"Approve" is done in batches on Fridays.'),
        ("ping-pong", "ping-pong", 0.009, None, 12.7, 61, "Between two people, 61 cases."),
        ("abandoned effort", "abandoned", 0.006, None, None, 402, "Touch spent on cases that were cancelled."),
        ("step that changes nothing: Handle lead", "step", 0.0004, None, 12.74, 1_200, "With or without it: the same."),
    )
    return tuple(
        Waste(
            name, kind, total * share, share, *(span or (None, None)), None if to is None else to * DAY, cases, detail
        )
        for name, kind, share, span, to, cases, detail in rows
    )


def _waiting() -> Waiting:
    hours = (74_000, 930_000, 148_000, 211_000, 560_000)
    causes = ("batching", "contention", "prioritisation", "unavailability", "unexplained")
    return Waiting(
        total=sum(hours) * HOUR,
        causes=tuple(
            CauseTotal(cause, h * HOUR, h * HOUR * 0.8, h * HOUR * 1.7) for cause, h in zip(causes, hours, strict=True)
        ),
        sampled=None,
        assumed=(
            '"Validate" and "Receive reply" are done side by side, so neither waits for the other.',
            "Working hours were found from the log itself, which is partly circular.",
        ),
        concurrent=(("Receive reply", "Validate"),),
    )


def _transitions() -> tuple[Transition, ...]:
    rows = (
        ("Send offer", "Receive reply", 2_911, 5.9 * DAY, False, 0.98),
        ("Validate", "Approve", 2_400, 1.9 * DAY, False, 0.07),
        ("Complete application", "Send offer", 2_911, 0.8 * DAY, True, 0.3),
    )
    return tuple(
        Transition(a, b, n, n * mean, mean, 0.62, _causes(n * mean, out), hard, out, exact=True)
        for a, b, n, mean, hard, out in rows
    )


def _causes(wait: float, out: float) -> dict[str, float]:
    return {
        "batching": 0.0,
        "contention": wait * (1 - out) * 0.8,
        "prioritisation": 0.0,
        "unavailability": wait * (1 - out) * 0.2,
        "unexplained": wait * out,
    }


def _comparison() -> Comparison:
    return Comparison(
        by="Branch",
        units=tuple(
            UnitFigure(name, 412 + 60 * i, (5.3 + 2.1 * i) * DAY, (9.0 + i) * DAY, (11.5 + 0.5 * i) * DAY,
                       (10.8 + 0.5 * i) * DAY, (12.2 + 0.5 * i) * DAY)
            for i, name in enumerate(UNITS)
        ),
        spread=0.7 * DAY,
        differences=(
            Difference('waits less before "Approve"', "Approve", 0.7 * DAY, 1.9 * DAY, 0.9 * DAY),
            Difference('repeats "Validate" less often', "Validate", 2 * HOUR, 7 * HOUR, 5 * HOUR),
            Difference('works longer on "Handle lead"', "Handle lead", 40 * MINUTE, 25 * MINUTE, -15 * MINUTE),
        ),
        left_out=2,
    )  # fmt: skip


def _trend(*, stable: bool = True) -> Trend:
    periods = tuple(f"2011-{m:02}" for m in range(1, 13)) + tuple(f"2012-{m:02}" for m in range(1, 13))
    bends = (0, 4, -3, 6, -5, 1, 2, -6, 3, -1, 5, -2)
    values = tuple((12.7 + 0.3 * bends[i % 12] + (4 if not stable and i in (7, 8) else 0)) * DAY for i in range(24))
    signals = () if stable else (Signal("a point outside the limits", (7, 8), 0.06), Signal("two of three", (8,), 0.1))
    return Trend(
        "XmR", periods, values, tuple(110 + i for i in range(24)), 12.7 * DAY, (8.2 * DAY,) * 24, (17.2 * DAY,) * 24,
        signals, 0.13, 0.11, stable,
    )  # fmt: skip


def _map(path: tuple[str, ...] = PATH) -> ProcessMap:
    nodes = tuple(
        Node(name, 2_911 - 37 * i, 2_911 - 40 * i, (20 + 7 * i) * MINUTE, 2_800 if i == 0 else 0,
             2_700 if i == len(path) - 1 else 3)
        for i, name in enumerate(path)
    )  # fmt: skip
    edges = [Edge(a, b, 2_600 - 21 * i, (1 + i % 5) * DAY) for i, (a, b) in enumerate(pairwise(path))]
    edges += [Edge(path[4], path[2], 820, 2 * DAY), Edge(path[4], path[4], 91, HOUR), Edge(path[1], path[4], 240, DAY)]
    return ProcessMap(nodes, tuple(edges))


def _ways(path: tuple[str, ...] = PATH) -> tuple[Way, ...]:
    return (
        Way(path, 1_534, 0.527, 11.2 * DAY, 10.4 * DAY),
        Way((*path[:5], path[2], path[3], *path[4:]), 803, 0.276, 17.8 * DAY, 16.9 * DAY),
        Way(path[:2] + path[4:], 240, 0.082, 6.2 * DAY, 5.9 * DAY),
        Way(path[:1], 91, 0.031, HOUR, 0.8 * HOUR),
    )


def _rules() -> tuple[RuleResult, ...]:
    by_period = tuple((f"2012-{m:02}", 0.97 - 0.02 * m, 100 + m) for m in range(1, 13))
    return (
        RuleResult('"Approve" only after "Validate"', "precedence", 2_511, 214, 186, ("173688", "173691"), by_period),
        RuleResult("Approve and Validate by different people", "4-eyes", 2_640, 0, 271, (), ()),
        RuleResult("never Cancel", "absence", 0, 0, 2_911, (), ()),
    )


def office() -> WorkReading:
    """A loan process with starts, resources and units, far above its target: transform."""
    return WorkReading(
        source=_source(),
        target=Target(5 * DAY, "5d"),
        answer=Answer(Call.TRANSFORM, 0.974, {Call.TRANSFORM: 0.974, Call.LIMIT: 0.026}),
        ladder=_ladder(),
        today=Today("2012-01", "2012-12", "month", 12, 2_911, 12.74 * DAY, 14.1 * DAY, 26.3 * DAY),
        trend=_trend(),
        log=Log(8_616, 59_302, 6, 97, 1_422, 38, "2011-10-01T09:45:00+00:00", "2013-01-14T15:10:00+00:00", True,
                14.1 * DAY, 12.74 * DAY, 52 * MINUTE),
        completeness=Completeness(("Approve", "Receive reply"), False, 8_012, 604, 31 * DAY, True),
        wastes=_wastes(),
        waiting=_waiting(),
        transitions=_transitions(),
        comparison=_comparison(),
        map=_map(),
        ways=_ways(),
        rules=_rules(),
        questions=(
            'Is the wait from "Send offer" to "Receive reply" (5.9 days) one that no better running removes, '
            'because someone outside decides? Then say --hard "Send offer -> Receive reply".',
        ),
        warnings=("7 % of cases are still open; leaving them out would have made the work look faster than it is.",),
        settings={"target": "5d", "unit": "Branch", "statistic": "median", "level": "0.9", "seed": "0"},
        version="0.1.0",
    )  # fmt: skip


def answered(call: Call, target: float, text: str, probability: float = 0.9, **answer: object) -> WorkReading:
    """The same work with another target, and so another answer."""
    found = Answer(call, probability, {call: probability, Call.LIMIT: 1 - probability}, **answer)  # type: ignore[arg-type]
    return replace(office(), target=Target(target, text), answer=found)


def too_close() -> WorkReading:
    """A target on the edge between two answers."""
    chances = {Call.LIMIT: 0.58, Call.TRANSFORM: 0.42}
    settle = "About 900 more complete cases (four more months) would halve the interval of the floor."
    found = Answer(Call.TOO_CLOSE, 0.58, chances, leaning=Call.LIMIT, settle=settle)
    return replace(office(), target=Target(7.3 * DAY, "7.3 days"), answer=found)


def no_target() -> WorkReading:
    """Nobody said what is wanted."""
    return replace(office(), target=None, answer=Answer(Call.NO_TARGET, 0.0, {}))


def no_starts() -> WorkReading:
    """One timestamp a step, so that touch and wait are unknown; and no target below the best seen can be judged."""
    why = "The log has no start times, so nobody can tell work from waiting. Add --start, or --touch for each step."
    reading = office()
    ladder = replace(reading.ladder, rungs=reading.ladder.rungs[:2], missing={Step.WASTE_FREE: why, Step.FLOOR: why})
    assert reading.log is not None
    return replace(
        reading,
        ladder=ladder,
        log=replace(reading.log, has_starts=False, touch_mean=None),
        answer=Answer(Call.CANNOT_TELL, 0.0, {}, settle="Start times, or declared touch times, would settle it."),
        wastes=tuple(w for w in reading.wastes if w.kind in ("handoffs", "ping-pong")),
        waiting=None,
        map=_bare_map(),
    )


def _bare_map() -> ProcessMap:
    full = _map()
    return ProcessMap(tuple(replace(node, touch_mean=None) for node in full.nodes), full.edges)


def no_resources() -> WorkReading:
    """Nobody is named: no causes, no handoffs, periods instead of units."""
    reading = office()
    assert reading.log is not None
    assert reading.waiting is not None
    rungs = [replace(rung, who="2012-04") if rung.step is Step.BEST_SEEN else rung for rung in reading.ladder.rungs]
    return replace(
        reading,
        ladder=replace(reading.ladder, rungs=tuple(rungs)),
        log=replace(reading.log, resources=None),
        waiting=replace(reading.waiting, causes=(), assumed=()),
        wastes=(Waste("waiting", "waiting", 1e9, 0.71, None, None, 7.9 * DAY, 2_911, ""), *reading.wastes[2:3]),
        transitions=tuple(replace(t, causes={}, handoff_share=None) for t in reading.transitions),
        comparison=replace(_comparison(), by="period"),
    )


def one_unit() -> WorkReading:
    """One team only: nobody to compare with."""
    reading = office()
    missing = {Step.BEST_SEEN: "All the work is done by one team, so there is nobody to compare with."}
    rungs = tuple(rung for rung in reading.ladder.rungs if rung.step is not Step.BEST_SEEN)
    return replace(reading, ladder=replace(reading.ladder, rungs=rungs, missing=missing), comparison=None)


def declared() -> WorkReading:
    """The lower rungs rest on touch times that people declared."""
    reading = office()
    rungs = tuple(replace(r, declared=r.step in (Step.WASTE_FREE, Step.FLOOR)) for r in reading.ladder.rungs)
    return replace(reading, ladder=replace(reading.ladder, rungs=rungs))


def measures(call: Call = Call.TRANSFORM, *, stable: bool = True) -> WorkReading:
    """A table of measures by week, without events, where more is better."""
    lower, centre, upper = 61.2, 68.4, 75.6
    values = tuple(68.4 + 0.6 * ((i * 7) % 11 - 5) for i in range(24))
    trend = replace(
        _trend(stable=stable), chart="XmR", values=values, centre=centre, lower=(lower,) * 24, upper=(upper,) * 24
    )
    why = "The table holds no steps of work, only figures."
    return replace(
        office(),
        source=replace(_source(), name="satisfaction.xlsx", format="Excel", rows=24, recognised=()),
        target=Target(80.0, "80"),
        answer=Answer(call, 0.99, {}),
        ladder=Ladder(
            (Rung(Step.TYPICAL, 68.4, 67.2, 69.6, 24),), "satisfied patients", "points", "mean", False, 0.9,
            {Step.BEST_SEEN: why, Step.WASTE_FREE: why, Step.FLOOR: why},
        ),
        today=Today("2012-01", "2012-12", "all", 24, 24, 68.0, 68.4, 62.0),
        trend=trend, log=None, completeness=None, wastes=(), waiting=None, transitions=(), comparison=None, map=None,
        ways=(), rules=(), questions=(), warnings=(),
    )  # fmt: skip


def cost() -> WorkReading:
    """A cost in euros, mean, instead of a duration."""
    reading = office()
    rungs = tuple(replace(r, value=r.value / 8640, low=r.low / 8640, high=r.high / 8640, raw=None)
                  for r in reading.ladder.rungs)  # fmt: skip
    ladder = replace(reading.ladder, rungs=rungs, measure="cost", unit="EUR", statistic="mean")
    wastes = tuple(replace(w, drops_to=None if w.drops_to is None else w.drops_to / 8640) for w in reading.wastes)
    today = replace(reading.today, median=127.4, mean=141.0, p90=263.0)
    return replace(
        reading, ladder=ladder, wastes=wastes, today=today, trend=None, comparison=None, target=Target(50.0, "50")
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "[bold red]not markup[/bold red] [/] [link=http://x.y]z[/link]",
    "فحص الطلب ثم الموافقة",
    "\x1b[31mred\x1b[0m\r\nnew line\ttab\u202eesrever",
    '#panic("typst") $x$ *b* _i_ `c` @ref <label> \\u{1f525} 承認する 🔥',
    "x" * 300,
)


def hostile() -> WorkReading:
    """Names that try to be markup, controls, or too long."""
    reading = office()
    source = replace(_source(), name="<b>evil</b>\x1b]0;title\x07.csv", notes=HOSTILE)
    units = tuple(replace(u, name=name) for u, name in zip(_comparison().units, HOSTILE, strict=False))
    rungs = [replace(rung, who=HOSTILE[0]) if rung.step is Step.BEST_SEEN else rung for rung in reading.ladder.rungs]
    return replace(
        reading,
        source=source,
        target=Target(5 * DAY, '<svg onload="alert(3)">5d'),
        ladder=replace(reading.ladder, rungs=tuple(rungs)),
        wastes=tuple(replace(w, detail=name, name=f"step that changes nothing: {name}", kind="step")
                     for w, name in zip(reading.wastes, HOSTILE, strict=False)),
        transitions=tuple(replace(t, source=HOSTILE[i], target=HOSTILE[i + 3])
                          for i, t in enumerate(reading.transitions)),
        comparison=replace(_comparison(), units=units, by=HOSTILE[2],
                           differences=tuple(Difference(f'waits less before "{n}"', n, HOUR, DAY, HOUR)
                                             for n in HOSTILE)),
        map=_map(HOSTILE),
        ways=_ways(HOSTILE),
        rules=tuple(RuleResult(name, "precedence", 3, 2, 1, (name, "2"), ()) for name in HOSTILE),
        questions=HOSTILE,
        warnings=HOSTILE,
    )  # fmt: skip


def many() -> WorkReading:
    """400 activities and as many of everything else."""
    names = tuple(f"Check the completeness of annex {i:03} against the register of annexes" for i in range(400))
    reading = office()
    assert reading.log is not None
    return replace(
        reading,
        log=replace(reading.log, activities=400),
        wastes=tuple(Waste(f"step that changes nothing: {n}", "step", 1e6, 0.002, None, None, 12.7 * DAY, 9, n)
                     for n in names),
        transitions=tuple(Transition(a, b, 9, 9 * DAY, DAY, 0.5, _causes(9 * DAY, 0.4), False, 0.4, True)
                          for a, b in pairwise(names)),
        comparison=replace(
            _comparison(),
            units=tuple(replace(_comparison().units[0], name=f"Handler {i} of the northern region") for i in range(97)),
            differences=_comparison().differences * 40,
        ),
        map=_map(names),
        ways=tuple(Way(names[i:] + names[:i], 7, 0.0025, 12 * DAY, 11 * DAY) for i in range(400)),
        rules=_rules() * 30,
        questions=tuple(f"Is the wait before step {i} a hard one? Then say --hard." for i in range(60)),
        warnings=tuple(f"Doubt number {i}: {names[i]}." for i in range(40)),
    )  # fmt: skip


READINGS = {
    "transform": office(),
    "limit": answered(Call.LIMIT, 7.5 * DAY, "7.5 days"),
    "waste": answered(Call.OPTIMIZE_WASTE, 9 * DAY, "9 days"),
    "optimize": answered(Call.OPTIMIZE, 12 * DAY, "12 days"),
    "reached": answered(Call.REACHED, 15 * DAY, "15 days"),
    "too close": too_close(),
    "no target": no_target(),
    "no starts": no_starts(),
    "no resources": no_resources(),
    "one unit": one_unit(),
    "declared": declared(),
    "measures: transform": measures(),
    "measures: optimize": measures(Call.OPTIMIZE),
    "measures: special cause": measures(Call.OPTIMIZE, stable=False),
    "measures: reached": measures(Call.REACHED),
    "measures: cannot tell": measures(Call.CANNOT_TELL),
    "unstable": replace(office(), trend=_trend(stable=False)),
    "cost": cost(),
    "hostile": hostile(),
    "many": many(),
}
