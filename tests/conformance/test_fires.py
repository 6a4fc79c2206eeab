"""What a log says of a fire is the same wherever the log stands: the shift, adoption, and whether rules are kept."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.conformance import answers, logs, tables

from smallfires.verbs.adopting import adopted_of, right_way_of
from smallfires.verbs.bench import bench
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.logged import scene_of
from smallfires.verbs.panels import open_measures
from smallfires.verbs.piloted import Groups
from smallfires.verbs.shifting import shift_of


def said(source, name: str, rows, table: str | None = None) -> tuple:
    """Everything that a log says of a fire: the first of its units, or all cases, from the middle of the log on."""
    columns = {role: role for role in rows.column_names}
    told = Measuring(table=table, **columns)
    with bench() as ground:
        opened = open_measures(source, told, ground)
        scene = scene_of(opened, told, ground)
        middle = np.datetime64(int(np.median(scene.cases.last)), "us").astype("datetime64[D]").astype(date)
        units = tuple(str(unit) for unit in scene.unit_names[:2]) if name == logs.MADE else ()
        groups = Groups.since(units[:1], middle, units[1:])
        column = next(role for role in ("type", "activity") if role in columns)
        seldom, often = _activities(rows)
        return (
            *(shift_of(opened, told, ground, groups, way=way, scene=scene) for way in ("activities", "path", column)),
            *(shift_of(opened, told, ground, groups, way="resource", scene=scene) for _ in "r" if "resource" in columns),
            *(
                adopted_of(opened, told, ground, groups, way, scene=scene)
                for way in (f'activity is "{seldom}"', f'{column} is not "{_value(rows, column)}"', f'"{often}" at most once')
            ),
            right_way_of(opened, told, ground, groups, (f'"{often}" is followed by "{seldom}"',), scene=scene),
        )  # fmt: skip


def _activities(rows) -> tuple[str, str]:
    """The activity that is done least, and the one that is done most."""
    counts = {each["values"]: each["counts"] for each in rows["activity"].value_counts().to_pylist()}
    return min(counts, key=lambda name: (counts[name], name)), max(counts, key=lambda name: (counts[name], name))


def _value(rows, column: str) -> str:
    return min(value for value in rows[column].to_pylist() if value)


@pytest.fixture(scope="module")
def here(tmp_path_factory, request):
    """The rows of a log, and what the embedded engine says of them."""

    def read(name: str) -> tuple:
        folder = None if name == logs.MADE else request.getfixturevalue("shared_data") / "logs"
        rows = logs.stored(name, folder, tmp_path_factory.mktemp("log")).rows
        return rows, said(rows, name, rows)

    return read


NAMES = (logs.MADE, "one timestamp, units and types, receipts")


@pytest.mark.postgres
@pytest.mark.parametrize("name", NAMES)
def test_postgres_says_the_same(name, here, postgres):
    """Every figure of the shift under four definitions, of adoption in three ways, and of a rule."""
    rows, expected = here(name)
    tables.put(rows, "the log", postgres)
    answers.assert_same_reading(said(postgres, name, rows, "the log"), expected)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:.*pandas:FutureWarning", "ignore::ResourceWarning")
def test_spark_says_the_same(here, spark, tmp_path):
    """The same on Spark."""
    rows, expected = here(logs.MADE)
    pq.write_table(rows, tmp_path / "rows.parquet", row_group_size=10_000)
    answers.assert_same_reading(said(spark.read.parquet(str(tmp_path / "rows.parquet")), logs.MADE, rows), expected)
