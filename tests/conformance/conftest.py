"""The engines that answers are compared on: a real PostgreSQL, a real Spark."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest
from tests.conformance import answers, logs

from smallfires.verbs.question import Question


@pytest.fixture(scope="session")
def postgres(postgres_server):
    """The address of a database made for these tests.

    It sorts as people do, has a clock of its own and writes dates its own way, so that nothing of that may matter.
    """
    import psycopg
    import sqlalchemy as sa

    address = sa.make_url(postgres_server).set(drivername="postgresql")
    name = f"smallfires_{os.getpid()}"
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as link:
        link.execute(
            f"create database {name} template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'en-US'"
        )
        link.execute(f"alter database {name} set timezone to 'America/New_York'")
        link.execute(f"alter database {name} set datestyle to 'SQL, DMY'")
        yield address.set(database=name).render_as_string(hide_password=False)
        link.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def spark():
    """A session of Spark on this machine, whose clock is not UTC."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("no Java to run Spark on")
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2", "spark.sql.adaptive.enabled": "false", "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.sql.session.timeZone": "America/New_York",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("smallfires")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def log(tmp_path_factory, request):
    """A log by its name, and what the embedded engine answers; each worked out once."""

    @cache
    def embedded(name: str):
        folder = None if name == logs.MADE else request.getfixturevalue("shared_data") / "logs"
        found = logs.stored(name, folder, Path(tmp_path_factory.mktemp("log")))
        return found, *answers.read_recorded(found.rows, found.question)

    return embedded


@pytest.fixture
def settled():
    """A question without what only names the source."""

    def plain(reading):
        from dataclasses import replace

        return replace(reading, settings=Question().settings())

    return plain
