"""The process map and the waits between steps agree with a plain count."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worklog.laying import Row, lay, plain_steps
from tests.worklog.measuring import activities, keep_today, measured
from tests.worklog.test_measures import logs

from smallfires.worklog import flow


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_transitions_of_todays_cases_are_what_a_plain_count_gives(data):
    """Passages, waits, changes of hands and waits for nobody, by transition, of today's cases alone, longest first."""
    rows = data.draw(logs(starts=True))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        names = activities(laid)
        concurrent = {(names[a], names[b]) for a, b in laid.made.concurrent}
        cases = measured(laid)
        chosen = np.arange(len(cases)) % 2 == 0
        keep_today(laid, cases, chosen)
        found = flow.transitions(laid.engine)
        laid.engine.close()
    kept = [case for case, own in zip(sorted({row.case for row in rows}), chosen, strict=True) if own]
    ordered = sorted(enumerate(rows), key=lambda p: (p[1].case, p[1].end, p[1].start, p[0]))
    steps = [s for (_, r), s in zip(ordered, plain_steps(rows, concurrent), strict=True) if r.case in kept and s["ea"]]
    expected: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * 7)
    for s in steps:
        handed, same = bool(s["er"] and s["r"] and s["er"] != s["r"]), bool(s["r"] and s["er"] == s["r"])
        figures = (1, s["w"], handed, handed * s["w"], same, same * s["w"], (s["r"] is None) * s["w"])
        row = expected[s["ea"], s["a"]]
        expected[s["ea"], s["a"]] = [a + b for a, b in zip(row, figures, strict=True)]
    columns = (found.count, found.wait, found.handed, found.handed_wait, found.kept, found.kept_wait, found.nobody_wait)
    pairs = zip(found.source, found.target, strict=True)
    got = {
        (names[a], names[b]): list(figures) for (a, b), figures in zip(pairs, zip(*columns, strict=True), strict=True)
    }
    assert got == {pair: pytest.approx(figures) for pair, figures in expected.items()}
    assert (np.diff(found.wait) <= 0).all()


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_map_counts_every_step_and_every_neighbour(data):
    """Nodes count steps, cases, beginnings and ends; edges count neighbours; both add up to the log."""
    rows = data.draw(logs(starts=True))
    with tempfile.TemporaryDirectory() as scratch:
        laid = lay(rows, Path(scratch))
        found = flow.process_map(laid.engine, activities(laid), measured(laid).ending)
        laid.engine.close()
    ordered = [row for _, row in sorted(enumerate(rows), key=lambda p: (p[1].case, p[1].end, p[1].start, p[0]))]
    pairs = [(a, b) for a, b in itertools.pairwise(ordered) if a.case == b.case]
    counts = Counter(row.activity for row in rows)
    in_cases = Counter(activity for _, activity in {(row.case, row.activity) for row in rows})
    begins = Counter({row.case: row.activity for row in reversed(ordered)}.values())
    ends = Counter({row.case: row.activity for row in ordered}.values())
    for node in found.nodes:
        lengths = [row.end - row.start for row in rows if row.activity == node.activity]
        assert node.touch_mean == pytest.approx(sum(lengths) / len(lengths))
    assert {node.activity: (node.count, node.cases, node.begins, node.ends) for node in found.nodes} == {
        name: (counts[name], in_cases[name], begins[name], ends[name]) for name in counts
    }
    assert {(edge.source, edge.target): edge.count for edge in found.edges} == Counter(
        (a.activity, b.activity) for a, b in pairs
    )
    for edge in found.edges:
        gaps = [b.start - a.end for a, b in pairs if (a.activity, b.activity) == (edge.source, edge.target)]
        assert edge.mean == pytest.approx(sum(gaps) / len(gaps))


def test_without_starts_nobody_knows_how_long_a_step_is_worked_on(tmp_path):
    """The map says None, and never zero."""
    laid = lay([Row("x", "A", 1), Row("x", "B", 4)], tmp_path)
    found = flow.process_map(laid.engine, activities(laid), measured(laid).ending)
    assert [node.touch_mean for node in found.nodes] == [None, None]


PING_PONG = [
    ("ping_pong_case", 19, 29_700, 12, 199_920, 257_760),
    ("two_ping_pongs_case", 21, 99_180, 12, 227_940, 306_480),
    ("double_ping_pong_case", 21, 41_520, 12, 199_920, 261_540),
    ("handoff-test", 144, 0, 120, 199_800, 199_800),
]


@pytest.mark.parametrize(("log", "steps", "ping_pong", "handoffs", "handed", "total"), PING_PONG)
def test_published_ping_pongs_and_handoffs(shared_data, tmp_path, log, steps, ping_pong, handoffs, handed, total):
    """On the published logs, ping-pongs, handoffs and their waits are those that were worked out by hand, to the second."""
    from tests.worklog.reference import steps_of

    path = shared_data / f"logs/waiting_causes/{log}.csv"
    columns = ("case_id", "Activity", "start_time", "end_time", "Resource")
    if log != "handoff-test":
        columns = ("case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource")
    known = steps_of(path, *columns)
    rows = [
        Row(f"{case:09d}", known.activities[a], end // 1_000_000, start // 1_000_000, known.resources[r])
        for case, a, r, start, end in zip(
            known.case.tolist(), known.activity.tolist(), known.resource.tolist(), known.start.tolist(), known.end.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    laid = lay(rows, tmp_path)
    cases = measured(laid)
    keep_today(laid, cases)
    flows = flow.transitions(laid.engine)
    assert cases.steps.sum() == steps
    assert cases.ping_pong_wait.sum() == ping_pong
    assert (cases.handoffs.sum(), flows.handed.sum()) == (handoffs, handoffs)
    assert flows.handed_wait.sum() == handed
    assert cases.wait.sum() == total
