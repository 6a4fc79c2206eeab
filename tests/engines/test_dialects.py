"""Questions in other engines' own words."""

from __future__ import annotations

import pytest

from smallfires.engines.dialects import transpile


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_a_quantile_stays_exact(dialect):
    """A quantile is never approximated, whatever sqlglot would take for it."""
    own = transpile("select percentile_disc(0.1) within group (order by w) as q from steps", dialect)
    assert "PERCENTILE_DISC(0.1) WITHIN GROUP" in own
    assert "APPROX" not in own


def test_the_order_of_nulls_is_said_outright():
    """Where an engine would put NULLs elsewhere than DuckDB, the question says where they go."""
    question = "select row_number() over (order by r, n desc) as i from steps order by r"
    assert transpile(question, "spark").count("NULLS LAST") == 2
    assert "DESC NULLS LAST" in transpile(question, "postgres")


def test_text_is_sorted_by_its_bytes():
    """The collation that a question asks for reaches PostgreSQL; Spark sorts by bytes of itself."""
    question = 'select name from names order by name collate "C"'
    assert 'COLLATE "C"' in transpile(question, "postgres")
    assert "COLLATE" not in transpile(question, "spark")


def test_names_are_quoted():
    """Words that another engine reserves are names nevertheless."""
    assert transpile('select row, "end" from rows', "postgres") == 'SELECT "row", "end" FROM "rows"'


def test_a_question_inside_another_has_a_name():
    """PostgreSQL before 16 wants one."""
    assert transpile("select a from (select 1 as a)", "postgres").endswith(') AS "nested"')


def test_what_stands_inside_is_put_right_too():
    """Functions are brought over however deep they stand inside others."""
    question = "select epoch_us(timezone('Europe/Berlin', make_timestamp(epoch_us(moment)))) as t from source"
    for dialect in ("postgres", "spark"):
        assert "EPOCH_US" not in transpile(question, dialect)
