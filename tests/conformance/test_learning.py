"""What a pilot did comes out the same wherever its data stand."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.csv
import pytest
from tests.conformance import tables
from tests.verbs.learned import PILOT, figures, learned, rows, table

from smallfires.errors import UnreadableValue
from smallfires.sim import demo, write

pytestmark = pytest.mark.postgres
CASES = {"arm": "way", "measure": "minutes", "before": "minutes before", "stratum": "site"}


def cases(folder, bad: str = ""):
    import numpy as np

    rng = np.random.default_rng(3)
    lines = ["way,minutes,minutes before,site"]
    for case in range(3000):
        before = rng.normal(40, 9)
        new = rng.random() < 0.5
        lines.append(f"{'new' if new else 'old'},{0.7 * before - 2 * new + rng.normal():.6f},{before:.6f},s{case % 4}")
    if bad:
        lines[41] = f"new,{bad},40,s1"
    path = folder / "cases.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def stored(path, postgres, name):
    tables.put(pyarrow.csv.read_csv(path), name, postgres)
    return postgres


def same(here, there):
    """The same effect to the last digits; the notes may name the order of the rows."""
    assert there.effect.unit.value == pytest.approx(here.effect.unit.value, rel=1e-9)
    assert there.effect.unit.low == pytest.approx(here.effect.unit.low, rel=1e-9)
    assert there.effect.p == pytest.approx(here.effect.p, rel=1e-9)
    assert replace(there.measure) == here.measure


def test_a_table_of_a_measure(postgres, tmp_path):
    """A table by unit and time in PostgreSQL is read as the file is."""
    path = table(tmp_path, rows(figures(effect=-8.0)))
    same(learned(path, **PILOT), learned(stored(path, postgres, "weekly"), table="weekly", **PILOT))


def test_cases_drawn_by_lot_stay_where_they_are(postgres, tmp_path):
    """Cases are added up in PostgreSQL, and give what the file gives."""
    path = cases(tmp_path)
    same(learned(path, **CASES), learned(stored(path, postgres, "lot"), table="lot", **CASES))


def test_a_value_that_is_none_is_quoted(postgres, tmp_path):
    """A text among the figures of a column of text is quoted, with its row."""
    path = cases(tmp_path, bad="n.b.")
    with pytest.raises(UnreadableValue, match=r'"n\.b\." is not a number'):
        learned(stored(path, postgres, "badlot"), table="badlot", **CASES)


def test_a_log_is_measured_where_it_stands(postgres, tmp_path):
    """Durations by site and week of a log in PostgreSQL are those of the file."""
    (path,) = write(demo(seed=7).run(), tmp_path)
    pilot = {"unit": "site", "treated": ("Hazel", "Elm"), "since": "2026-05-04"}
    same(learned(path, **pilot), learned(stored(path, postgres, "repairs"), table="repairs", **pilot))
