"""Spark answers as the embedded engine does, and keeps nothing."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from tests.conformance import answers, logs

from smallfires.engines.spark import Spark
from smallfires.errors import EngineError
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read import read

pytestmark = [
    pytest.mark.long,
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:.*pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.mark.parametrize("name", [*logs.REAL, logs.MADE])
def test_every_answer_is_that_of_the_embedded_engine(name, log, spark, settled, tmp_path):
    """Every question of a whole reading, and the reading itself, come out the same."""
    stored, reading, expected = log(name)
    found, asked = answers.read_recorded(_frame(spark, stored.rows, tmp_path), stored.question)
    answers.assert_same_answers(asked, expected)
    answers.assert_same_reading(settled(found), settled(reading))


def test_nothing_of_the_users_is_changed(spark):
    """Views that are called as ours stay as they are; settings too; nothing is left in memory."""
    spark.sql("select 42 as answer").createOrReplaceTempView("steps")
    with bench() as ground:
        read(_orders(spark), Question(), ground)
    assert spark.table("steps").collect()[0].answer == 42
    assert spark.conf.get("spark.sql.session.timeZone") == "America/New_York"
    assert [each.name for each in spark.catalog.listTables() if each.name != "steps"] == []
    assert [each.name for each in spark.catalog.listTables("global_temp") if each.name.startswith("smallfires")] == []
    assert spark.sparkContext._jsc.getPersistentRDDs().size() == 0
    spark.catalog.dropTempView("steps")


def test_moments_as_text_are_read_all_the_same(spark):
    """Where a column of moments is text, the rows are brought here, and come to the same figures."""
    plain = _orders(spark)
    spelled = plain.selectExpr("order_id", "step", "date_format(done, 'dd/MM/yyyy HH:mm') as done", "employee")
    with bench() as ground:
        typed, text = read(plain, Question(), ground), read(spelled, Question(), ground)
    assert typed.log == text.log
    assert (typed.log.cases, typed.source.format) == (300, "Spark data frame")


def test_what_fails_on_the_cluster_is_explained(spark):
    """An error of Spark's is one sentence with a way out, without its stack."""
    broken = spark.sql(
        "select 'c' || id % 9 as case_id, 'a' || id % 3 as activity, timestamp '2024-01-01' as end_time, "
        "cast(if(id < 100000, '1', 'x') as int) as cost from range(100001)"
    )
    with bench() as ground, pytest.raises(EngineError, match=r"Spark says") as raised:
        read(broken, Question(), ground)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
def test_a_zone_is_that_of_the_wall_clock(zone, spark, tmp_path):
    """Times without a zone are placed in the zone that the user names, also in the hours that a clock skips or repeats."""
    engine = Spark(spark)
    answers.assert_same_clock(engine, zone, tmp_path)
    engine.close()


def _frame(spark, rows, folder):
    """Rows as a data frame; moments without a zone stay without one."""
    pq.write_table(rows, folder / "rows.parquet", row_group_size=10_000)
    return spark.read.parquet(str(folder / "rows.parquet"))


def _orders(spark):
    return spark.sql(
        "select id div 3 as order_id, concat('step ', id % 3) as step, timestamp_ntz '2024-01-01 00:00:00' + "
        "make_dt_interval(0, cast(7 * id as int)) as done, concat('p', id % 4) as employee from range(900)"
    )
