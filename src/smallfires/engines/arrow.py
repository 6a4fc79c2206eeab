"""Arrays as Arrow tables and back: one convention for what has no value, whatever the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def missing(values: NDArray[Any]) -> NDArray[np.bool_] | None:
    """Where a column has no value: masked, or NaN; None where it has all."""
    if isinstance(values, np.ma.MaskedArray):
        return np.ma.getmaskarray(values)
    return np.isnan(values) if values.dtype.kind == "f" else None


def as_table(columns: Mapping[str, NDArray[Any]]) -> pa.Table:
    """Arrays as an Arrow table; what is masked or NaN becomes NULL."""
    return pa.table({name: _column(values) for name, values in columns.items()})


def as_arrays(table: pa.Table) -> dict[str, NDArray[Any]]:
    """An Arrow table as arrays; a column with NULLs comes masked, text as objects, decimals as float64."""
    return {name: _array(table.column(name)) for name in table.column_names}


def _column(values: NDArray[Any]) -> pa.Array:
    plain = np.ma.getdata(values)
    kind = pa.string() if plain.dtype.kind == "O" else None
    return pa.array(plain, type=kind, mask=missing(values))


def _array(column: pa.ChunkedArray) -> NDArray[Any]:
    if pa.types.is_decimal(column.type) or pa.types.is_null(column.type):
        column = pc.cast(column, pa.float64())
    values = pc.fill_null(column, _fill(column.type)) if column.null_count else column
    plain: NDArray[Any] = values.to_numpy()
    if not column.null_count:
        return plain
    return np.ma.MaskedArray(plain, mask=column.is_null().to_numpy())


def _fill(kind: pa.DataType) -> Any:
    """What stands under the mask."""
    if pa.types.is_floating(kind):
        return float("nan")
    if pa.types.is_integer(kind):
        return 0
    return False if pa.types.is_boolean(kind) else ""
