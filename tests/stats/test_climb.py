"""The ladder out of cases."""

from __future__ import annotations

import numpy as np
import pytest

from smallfires.errors import TooLittleData
from smallfires.stats.climb import CaseColumns, climb


def cases(rng, units=8, each=200, **more):
    """Units of one pace but the first, which takes 0.7 of the others' time."""
    unit = np.repeat(np.arange(units), each)
    cycle = np.where(unit == 0, 7.0, 10.0) * np.exp(0.4 * rng.standard_normal(unit.size))
    given = {
        "cycle": cycle,
        "waste_free": cycle * 0.5,
        "floor": cycle * 0.2,
        "weight": np.ones(unit.size),
        "unit": unit,
        "type": np.full(unit.size, -1),
    }
    return CaseColumns(**(given | more))


def at(target, columns, **more):
    return climb(columns, target=target, statistic="median", rng=np.random.default_rng(1), **more)


@pytest.mark.parametrize(
    ("target", "where"), [(12.0, "typical"), (8.5, "best_seen"), (5.5, "waste_free"), (3.0, "floor"), (1.0, "beyond")]
)
def test_the_target_is_placed(target, where):
    """A target well between two rungs is placed there with near certainty, and the odds add up to 1."""
    odds = at(target, cases(np.random.default_rng(0))).odds
    assert getattr(odds, where) > 0.95
    assert odds.typical + odds.best_seen + odds.waste_free + odds.floor + odds.beyond == pytest.approx(1)


def test_the_best_unit_is_found():
    """Best seen is the unit that is truly faster, near its true median, and its interval holds it."""
    found = at(8.0, cases(np.random.default_rng(2)))
    assert found.units.code[0] == 0
    assert found.best_seen.low < 7 < found.best_seen.high
    assert found.raw_best <= found.best_seen.value


def test_more_is_better_is_mirrored():
    """With the sign turned, the rungs are mirrored and the target lies in the same place."""
    turned = cases(np.random.default_rng(0))
    turned = CaseColumns(
        *(-c for c in (turned.cycle, turned.waste_free, turned.floor)), turned.weight, turned.unit, turned.type
    )
    found = at(-5.5, turned, less_is_better=False)
    assert found.odds.waste_free > 0.95
    assert found.units.code[0] == 0


def test_missing_rungs_are_missing():
    """One unit and no starts: typical alone, and the odds speak of it alone."""
    columns = cases(np.random.default_rng(3), units=1, waste_free=None, floor=None)
    found = at(8.0, columns)
    assert (found.best_seen, found.waste_free, found.floor, found.units) == (None, None, None, None)
    assert found.odds.typical + found.odds.beyond == pytest.approx(1)


def test_best_seen_below_waste_free():
    """Where the best unit is better than waste-free work of the rest, the band between is empty."""
    columns = cases(np.random.default_rng(4))
    found = at(8.0, CaseColumns(columns.cycle, columns.cycle * 0.95, None, columns.weight, columns.unit, columns.type))
    assert found.odds.best_seen > 0.95
    assert found.odds.waste_free < 0.05


def test_too_few_cases_are_an_error():
    """Four complete cases say nothing about what is typical."""
    with pytest.raises(TooLittleData, match="5 are the least"):
        at(1.0, cases(np.random.default_rng(5), units=1, each=4))


def test_known_house(shared_data):
    """On the public loan log the best of 97 handlers is at 5.3 days raw, and above ten after shrinking."""
    import duckdb

    path = shared_data / "logs" / "BPIC_2017_W.csv.gz"
    per_case = f"""select (epoch(max(end_time)) - epoch(min(start_time))) / 86400 as days,
        arg_min(resource, start_time) as handler from read_csv('{path}') group by case_id order by case_id"""
    columns = duckdb.sql(per_case).fetchnumpy()
    unit = np.unique(columns["handler"].astype(str), return_inverse=True)[1]
    days = np.asarray(columns["days"], dtype=float)
    given = CaseColumns(days, None, None, np.ones(days.size), unit, np.full(days.size, -1))
    found = climb(given, target=10.0, statistic="mean", rng=np.random.default_rng(0), smallest=20)
    assert found.units.code.size == 97
    assert found.typical.value == pytest.approx(12.66, abs=0.005)
    assert found.raw_best == pytest.approx(5.28, abs=0.005)
    assert 10.9 < found.best_seen.value < 12.0
