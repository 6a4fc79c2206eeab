"""What the best unit does differently is found where planted."""

from __future__ import annotations

import numpy as np
from tests.worklog.laying import Row, lay
from tests.worklog.measuring import activities, keep_today, measured

from smallfires.worklog import best, units


def house(seed: int) -> list[Row]:
    """Unit Best waits 100 s less before B, works 50 s less on C, and never repeats B; the others do, each time 200 s."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(600):
        unit = "Best" if i % 3 == 0 else "Rest"
        slow, at, name = unit == "Rest", i * 10_000, f"c{i:04d}"
        rows.append(Row(name, "A", at + 50, at, unit=unit))
        start = at + 50 + int(rng.integers(0, 20)) + 100 * slow
        rows.append(Row(name, "B", start + 30, start, unit=unit))
        at = start + 30
        if slow and i % 2:
            rows += [Row(name, "X", at + 10, at, unit=unit), Row(name, "B", at + 210, at + 10, unit=unit)]
            at += 210
        rows.append(Row(name, "C", at + 100 + 50 * slow, at, unit=unit))
    return rows


def differences(rows: list[Row], tmp_path, starts: bool = True):
    laid = lay(rows, tmp_path)
    cases = measured(laid)
    owner, _ = units.of_log(laid.engine, cases.code)
    today = keep_today(laid, cases, unit=owner)
    mix = np.unique(today.type, return_inverse=True)[1]
    own, rest = (np.bincount(mix[today.unit == code], minlength=mix.max() + 1).astype(float) for code in (0, 1))
    return best.differences(laid.engine, 0, own, rest, activities(laid), starts), today


def test_planted_differences_are_found_with_their_sizes(tmp_path):
    """Less waiting before B, no repeats of B, less time on C, largest first, with what each explains."""
    found, today = differences(house(1), tmp_path)
    repeated = (today.repeats[today.unit == 1] > 0).mean()
    by_what = {row.what: row for row in found}
    assert abs(by_what['waits less before "B"'].contribution - 100) < 2
    assert abs(by_what['loses less time to doing "B" again'].contribution - 200 * repeated) < 1e-6
    assert by_what['spends less time on "C"'].contribution == 50
    assert [row.contribution for row in found] == sorted((row.contribution for row in found), reverse=True)
    assert all(row.contribution == row.rest - row.best for row in found)


def test_the_parts_explain_the_whole_gap(tmp_path):
    """Where steps follow each other without overlap, the differences add up to the gap in the mean cycle."""
    found, today = differences(house(2), tmp_path)
    gap = today.cycle[today.unit == 1].mean() - today.cycle[today.unit == 0].mean()
    assert abs(sum(row.contribution for row in found) - gap) < 0.05 * gap


def test_a_difference_in_mix_is_no_better_way(tmp_path):
    """Where each kind of case is worked alike, a unit with more of the short kind does nothing differently."""
    rows = []
    for i in range(600):
        unit = "Best" if i % 2 else "Rest"
        long = (i // 2) % 10 < (2 if unit == "Best" else 8)
        at, name, kind = i * 10_000, f"c{i:04d}", "long" if long else "short"
        rows.append(Row(name, "A", at + (500 if long else 50), at, unit=unit, type=kind))
    assert differences(rows, tmp_path)[0] == ()


def test_without_starts_no_wait_is_claimed(tmp_path):
    """The time since the step before is called that, and not a wait."""
    rows = [Row(row.case, row.activity, row.end, unit=row.unit) for row in house(3)]
    found, _ = differences(rows, tmp_path, starts=False)
    assert found
    assert not [row for row in found if "wait" in row.what]
