"""Tables of measures: the chart answers, units are compared, and counts behind figures are respected."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.verbs.asked import asked, written

from smallfires.errors import DataError, UsageError
from smallfires.fires.ladder import Call, Step

MONTHS = [f"{2022 + month // 12}-{month % 12 + 1:02d}" for month in range(24)]


def table(folder: Path, head: str, rows: list[str]) -> Path:
    return written(folder, [head, *rows], "measures.csv")


def lead_times(folder: Path, seed: int = 1, shift: float = 0.0) -> tuple[Path, np.ndarray]:
    values = np.random.default_rng(seed).normal(30, 2, 24).round(3)
    values[12:] += shift
    return table(folder, "month,lead time", [f"{m},{v}" for m, v in zip(MONTHS, values.tolist(), strict=True)]), values


def shares(folder: Path, counts: list[int | str], defects: int = 40) -> Path:
    rows = [f"{month},{defects + i % 7},{count}" for i, (month, count) in enumerate(zip(MONTHS, counts, strict=True))]
    return table(folder, "month,defects,cases", rows)


def test_the_chart_has_the_natural_limits_by_their_definition(tmp_path):
    """XmR: the mean, and 2.66 mean moving ranges on either side; today's level is that mean."""
    path, values = lead_times(tmp_path)
    found = asked(path)
    reach = 2.66 * np.abs(np.diff(values)).mean()
    assert found.trend.chart == "XmR"
    assert found.trend.centre == pytest.approx(values.mean())
    assert found.trend.upper == pytest.approx([values.mean() + reach] * 24, rel=1e-3)
    assert found.ladder.rung(Step.TYPICAL).value == pytest.approx(values.mean())
    assert found.trend.periods == tuple(MONTHS)
    assert (found.log, found.map, found.wastes) == (None, None, ())


@pytest.mark.parametrize(("target", "call"), [("10", Call.TRANSFORM), ("40", Call.REACHED)])
def test_a_stable_system_answers_by_its_limits(tmp_path, target, call):
    """A target far outside of what a stable system gives asks to transform; one that it always meets is reached."""
    path, _ = lead_times(tmp_path)
    found = asked(path, target=target, measure="lead time")
    assert found.trend.stable
    assert found.answer.call is call


def test_a_special_cause_is_to_be_found_first(tmp_path):
    """Where the level has moved, the series is not stable, and a target within reach is no call to transform."""
    path, values = lead_times(tmp_path, shift=15.0)
    found = asked(path, target=str(values[:12].mean()), measure="lead time")
    assert not found.trend.stable
    assert found.answer.call is not Call.TRANSFORM


def test_more_may_be_better(tmp_path):
    """The other direction mirrors the answer."""
    path, _ = lead_times(tmp_path)
    assert asked(path, target="60", measure="lead time", more_is_better=True).answer.call is Call.TRANSFORM
    assert asked(path, target="10", measure="lead time", more_is_better=True).answer.call is Call.REACHED


def test_counts_make_shares_of_counts(tmp_path):
    """Defects with the cases behind them are shares, and the centre is all defects by all cases."""
    counts = [900 + 10 * (i % 9) for i in range(24)]
    found = asked(shares(tmp_path, counts), measure="defects", count="cases")
    assert found.trend.chart == "p"
    assert found.trend.centre == pytest.approx(sum(40 + i % 7 for i in range(24)) / sum(counts))
    assert found.trend.counts == tuple(counts)


def test_large_counts_take_the_large_sample_limits(tmp_path):
    """With thousands of cases behind each point the plain limits would flag nearly everything."""
    found = asked(shares(tmp_path, [50_000 + i for i in range(24)], 2_000), measure="defects", count="cases")
    assert found.trend.chart == "p'"


def test_a_month_without_cases_has_no_point(tmp_path):
    """No cases, no share: the month is left out, and not taken as zero."""
    found = asked(shares(tmp_path, [900] * 5 + [0] + [900] * 18), measure="defects", count="cases")
    assert MONTHS[5] not in found.trend.periods
    assert len(found.trend.values) == 23


@pytest.mark.parametrize(("count", "said"), [(-5, "-5"), ("", "no count")])
def test_a_count_that_cannot_be_is_refused(tmp_path, count, said):
    """A count below zero, or none, is an error with its row and column, and never a silent gap."""
    with pytest.raises(DataError, match=said) as caught:
        asked(shares(tmp_path, [900] * 5 + [count] + [900] * 18), measure="defects", count="cases")
    assert (caught.value.row, caught.value.column) == (7, "cases")


def test_counts_of_nothing_but_zero_are_refused(tmp_path):
    """Where no figure has a case behind it there is nothing to say."""
    with pytest.raises(DataError, match="zero"):
        asked(shares(tmp_path, [0] * 24), measure="defects", count="cases")


def test_a_unit_that_is_there_already_turns_transform_into_optimize(tmp_path):
    """Out of the house's limits, but not for everyone: one team does it already."""
    rng = np.random.default_rng(2)
    rows = [
        f"{month},{team},{rng.normal(10 if team == 'B' else 20, 0.5):.3f}"
        for month in MONTHS
        for team in ("A", "B", "C", "D")
    ]
    path = table(tmp_path, "month,team,lead time", rows)
    found = asked(path, target="11", measure="lead time", unit="team")
    assert found.answer.call is Call.OPTIMIZE
    best = found.ladder.rung(Step.BEST_SEEN)
    assert (best.who, found.comparison.units[0].name) == ("B", "B")
    assert best.value == pytest.approx(10, abs=0.5)
    assert any("4 units" in warning for warning in found.warnings)


@pytest.mark.parametrize("value", ["inf", "many"])
def test_a_figure_that_is_none_is_refused(tmp_path, value):
    """What is no finite number is an error with its row and column."""
    path, _ = lead_times(tmp_path)
    rows = path.read_text().splitlines()
    rows[6] = f"{MONTHS[5]},{value}"
    with pytest.raises(DataError) as caught:
        asked(written(tmp_path, rows), measure="lead time", time="month")
    assert (caught.value.row, caught.value.column) == (7, "lead time")


def test_a_target_has_to_be_a_number(tmp_path):
    """A duration is no number, and is refused as such."""
    path, _ = lead_times(tmp_path)
    with pytest.raises(UsageError):
        asked(path, target="5d", measure="lead time")


def test_real_panels_read_whole(shared_data):
    """A panel of units by year is a table of measures: its units are compared, its years charted."""
    found = asked(shared_data / "panels/california_prop99.csv")
    assert len(found.comparison.units) == 39
    assert len(found.trend.values) == 31
