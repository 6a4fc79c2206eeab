"""What an engine answers, question by question, and whether two engines answer the same. For tests only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

import numpy as np
import sqlglot

from smallfires.engines.embedded import Embedded
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read_log import read_log
from smallfires.verbs.source import open_source

CLOSE = 1e-9
_SOURCE = re.compile(r"\) as source|join case_names")
_CENTRED = "outcomes"
"""Sums of what is centred cancel: they are close where they differ by little of what was summed."""


KEPT = ("case_names", "facts", "steps", "unit_rows")
"""Tables and views that are compared row by row; all others end in these."""


class Recorded:
    """An engine that writes down every question and its answer, and every table that was kept."""

    def __init__(self, engine):
        self._engine = engine
        self.dialect = engine.dialect
        self.answers: list[tuple[str, dict]] = []

    def columns(self, sql):
        found = self._engine.columns(sql)
        asked = "a question to the source" if _SOURCE.search(sql) else sql
        self.answers.append((asked, found if _has_order(sql) else in_order(found)))
        return found

    def keep(self, name, sql):
        self._engine.keep(name, sql)
        self._record(name)

    def view(self, name, sql):
        self._engine.view(name, sql)
        self._record(name)

    def amend(self, name, column, sql):
        self._engine.amend(name, column, sql)

    def upload(self, name, columns):
        self._engine.upload(name, columns)

    def forget(self, name):
        self._engine.forget(name)

    def _record(self, name):
        if name in KEPT:
            self.answers.append((f"the table {name}", in_order(self._engine.columns(f'select * from "{name}"'))))


def read_recorded(source, question: Question):
    """The whole reading, and every answer on the way."""
    with bench() as ground:
        opened = open_source(source, question, ground)
        recorded = Recorded(opened.engine)
        reading = read_log(replace(opened, engine=recorded), question, question.wanted(), ground)
        return reading, recorded.answers


def assert_same_clock(engine, zone: str, scratch):
    """A year of wall-clock times is placed as on the embedded engine, also where the clock is changed."""
    year = np.arange(np.datetime64("2024-01-01", "us"), np.datetime64("2025-01-01", "us"), np.timedelta64(15, "m"))
    columns = {"wall": year.astype(np.int64) + 123_457}
    question = f"select wall, epoch_us(timezone('{zone}', make_timestamp(wall))) as utc from clock order by wall"
    found = []
    for each in (engine, Embedded(scratch)):
        each.upload("clock", columns)
        found.append(np.asarray(each.columns(question)["utc"]))
    np.testing.assert_array_equal(*found)


def in_order(columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Rows sorted by all columns, the first one first; masked ones last."""
    keys = [key for column in columns.values() for key in (_missing(column), _ranks(column))]
    order = np.lexsort(keys[::-1])
    return {name: column[order] for name, column in columns.items()}


def assert_same_answers(found, expected):
    """Every question has the same answer: whole numbers and text exactly, figures to nine digits."""
    assert [sql for sql, _ in found] == [sql for sql, _ in expected], "the questions differ"
    for (sql, one), (_, two) in zip(found, expected, strict=True):
        assert list(one) == list(two), sql
        for name in two:
            _assert_same(one[name], two[name], f"{name} of {sql}")


def assert_same_reading(found, expected, place="reading"):
    """The same reading: everything but the name of the source and what is said of it."""
    if is_dataclass(expected):
        for each in fields(expected):
            if place != "reading.source" or each.name in ("rows", "fingerprint"):
                assert_same_reading(getattr(found, each.name), getattr(expected, each.name), f"{place}.{each.name}")
    elif isinstance(expected, Mapping):
        assert list(found) == list(expected), place
        for key in expected:
            assert_same_reading(found[key], expected[key], f"{place}[{key!r}]")
    elif isinstance(expected, tuple | list):
        assert len(found) == len(expected), place
        for number, (one, two) in enumerate(zip(found, expected, strict=True)):
            assert_same_reading(one, two, f"{place}[{number}]")
    elif isinstance(expected, float):
        assert np.isclose(found, expected, rtol=CLOSE, atol=1e-12, equal_nan=True), (
            f"{place}: {found} is not {expected}"
        )
    else:
        assert found == expected, place


def _has_order(sql: str) -> bool:
    return sqlglot.parse_one(sql, read="duckdb").args.get("order") is not None


def _missing(column) -> np.ndarray:
    masked = np.ma.getmaskarray(column)
    plain = np.ma.getdata(column)
    return masked | np.isnan(plain) if plain.dtype.kind == "f" else masked


def _ranks(column) -> np.ndarray:
    plain = np.ma.getdata(column)
    values = plain.astype(str) if plain.dtype.kind == "O" else plain
    return np.where(_missing(column), 0, np.unique(values, return_inverse=True)[1])


def _assert_same(one, two, what):
    assert len(one) == len(two), what
    np.testing.assert_array_equal(_missing(one), _missing(two), what)
    known = ~_missing(two)
    one, two = np.ma.getdata(one)[known], np.ma.getdata(two)[known]
    if two.dtype.kind == "O" or one.dtype.kind == "O" or two.dtype.kind == "b":
        assert one.tolist() == two.tolist(), what
    elif "i" in (one.dtype.kind, two.dtype.kind):
        np.testing.assert_array_equal(one, two, what)
    else:
        np.testing.assert_allclose(one, two, rtol=CLOSE, atol=_slack(two, what), err_msg=what)


def _slack(values, what) -> float:
    return CLOSE * float(np.abs(values).max(initial=0.0)) if _CENTRED in what else 0.0
