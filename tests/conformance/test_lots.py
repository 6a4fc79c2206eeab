"""Cases of a lot add up to the same bits on every engine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from smallfires.engines.database import Database
from smallfires.engines.embedded import Embedded
from smallfires.worklog import lots

SUMS = ("y", "yy", "x", "xy", "xx")
QUESTION = "select arm, y, x, cluster, stratum from lot_cases"


def columns(size=5000):
    rng = np.random.default_rng(7)
    cluster = rng.integers(0, 40, size)
    x = rng.lognormal(2, 2, size) + 1e6
    y = x + rng.normal(size=size)
    y[::91], x[::53] = np.nan, np.nan
    names = {
        "cluster": np.array([f"t{code}" for code in cluster]),
        "stratum": np.array([f"s{code % 3}" for code in cluster]),
    }
    return {"arm": cluster % 2, "y": y, "x": x, **names}


def added(engine):
    engine.upload("lot_cases", columns())
    return lots.add_up(engine, QUESTION)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    with closing(Embedded(Path(tmp_path_factory.mktemp("lots")))) as engine:
        return added(engine)


def assert_same(found, expected):
    """The same cells, names and counts, and every sum to the last bit."""
    assert (found.strata, found.clusters) == (expected.strata, expected.clusters)
    assert (found.unmeasured, found.unknown) == (expected.unmeasured, expected.unknown)
    assert (found.sums.n == expected.sums.n).all()
    for name in SUMS:
        assert (getattr(found.sums, name).floats() == getattr(expected.sums, name).floats()).all()


@pytest.mark.postgres
def test_postgres_adds_up_alike(postgres, expected):
    """PostgreSQL gives every sum to the last bit."""
    with closing(Database(postgres)) as engine:
        assert_same(added(engine), expected)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:.*pandas:FutureWarning", "ignore::ResourceWarning")
def test_spark_adds_up_alike(spark, expected):
    """Spark gives every sum to the last bit."""
    from smallfires.engines.spark import Spark

    with closing(Spark(spark)) as engine:
        assert_same(added(engine), expected)
