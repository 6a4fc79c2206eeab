"""Arrays as Arrow tables and back."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa

from smallfires.engines.arrow import as_arrays, as_table


def test_what_is_missing_is_masked_and_whole_numbers_stay_whole():
    """A NULL never makes a whole number a figure: it is masked."""
    found = as_arrays(pa.table({"n": pa.array([2**62 + 1, None, 3]), "s": ["a", None, ""]}))
    assert (found["n"].dtype, found["n"].tolist()) == (np.int64, [2**62 + 1, None, 3])
    assert found["s"].tolist() == ["a", None, ""]


def test_a_column_without_gaps_is_a_plain_array():
    """No mask where there is nothing to mask; decimals are figures."""
    found = as_arrays(pa.table({"k": [Decimal("1.25"), Decimal("3")], "x": [True, False]}))
    assert not np.ma.isMaskedArray(found["k"])
    assert (found["k"].tolist(), found["k"].dtype, found["x"].dtype) == ([1.25, 3.0], np.float64, bool)


def test_there_and_back_is_the_same():
    """NaN and masks become NULL; all else comes back as it went."""
    columns = {
        "i": np.ma.array([1, 2], mask=[True, False]),
        "d": np.array([np.nan, 0.1]),
        "t": np.array(["x", "é"], dtype=object),
    }
    found = as_arrays(as_table(columns))
    assert found["i"].tolist() == [None, 2]
    assert found["d"].tolist() == [None, 0.1]
    assert found["t"].tolist() == ["x", "é"]


def test_an_empty_table_has_its_columns():
    """No rows are no reason to lose a column or its type."""
    found = as_arrays(pa.table({"c": pa.array([], pa.int32()), "s": pa.array([], pa.string())}))
    assert (found["c"].dtype, found["c"].size, found["s"].size) == (np.int32, 0, 0)
