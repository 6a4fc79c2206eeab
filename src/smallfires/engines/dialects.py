"""From DuckDB's SQL, in which every question is written, to that of another engine, with the same rows as a result.

sqlglot does most of it: it quotes names, and says outright where NULLs stand in an order. What it would only come close
to, or does not know, is put right here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import sqlglot
from sqlglot import exp

Rule: TypeAlias = "Callable[[exp.Expr], exp.Expr]"

_FIGURE = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"


@lru_cache(maxsize=1024)
def transpile(sql: str, dialect: str) -> str:
    """A question in an engine's own dialect.

    Args:
        sql: the question, in DuckDB's SQL.
        dialect: sqlglot's name of the dialect.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    for rule in (_named, _exact, _RULES[dialect]):
        tree = _rewritten(tree, rule)
    return tree.sql(dialect=dialect, identify=True)


def _rewritten(tree: exp.Expr, rule: Rule) -> exp.Expr:
    """The tree with a rule applied to every node, the innermost first."""
    for node in reversed(list(tree.bfs())):
        new = rule(node)
        if new is not node:
            if node is tree:
                return new
            node.replace(new)
    return tree


def _named(node: exp.Expr) -> exp.Expr:
    """Standard SQL wants a name for every question inside another."""
    if isinstance(node, exp.Subquery) and isinstance(node.parent, exp.From | exp.Join) and not node.alias:
        node.set("alias", exp.TableAlias(this=exp.to_identifier("nested")))
    return node


def _exact(node: exp.Expr) -> exp.Expr:
    """Keep quantiles exact where sqlglot would approximate them, and what is asked of figures and characters as it is."""
    if isinstance(node, exp.PercentileDisc):
        return exp.Anonymous(this="PERCENTILE_DISC", expressions=[node.this])
    if _is_call(node, "isfinite"):
        return exp.paren(
            exp.EQ(this=exp.Mul(this=exp.paren(_argument(node)), expression=_number(0)), expression=_number(0))
        )
    if _is_call(node, "strlen"):
        return exp.func("octet_length", _argument(node))
    if isinstance(node, exp.Bracket) and isinstance(node.this, exp.Column):
        first = exp.func("left", node.this, _number(1))
        return exp.Collate(this=first, expression=exp.to_identifier("C", quoted=True))
    return node


def _for_postgres(node: exp.Expr) -> exp.Expr:
    if _is_call(node, "epoch_us"):
        moment = _text(_argument(node))
        return _raw(f"CASE WHEN ISFINITE({moment}) THEN CAST(EXTRACT(EPOCH FROM {moment}) * 1000000 AS BIGINT) END")
    if isinstance(node, exp.UnixToTime):
        return _raw(f"(TIMESTAMP 'epoch' + {_text(node.this)} * INTERVAL '1 microsecond')")
    if isinstance(node, exp.Contains):
        return exp.GT(this=exp.StrPosition(this=node.this, substr=node.expression), expression=_number(0))
    if isinstance(node, exp.TryCast):
        text = _text(node.this)
        return _raw(f"CASE WHEN {text} ~ '{_FIGURE}' THEN CAST({text} AS {node.to.sql('postgres')}) END")
    return node


def _for_spark(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Collate):
        return _inner(node)
    if _is_call(node, "epoch_us"):
        return exp.func("unix_micros", exp.cast(_argument(node), "TIMESTAMPTZ"))
    if _is_call(node, "timezone"):
        return _placed_by_spark(*node.expressions)
    if isinstance(node, exp.RegexpReplace):
        return exp.func(
            "regexp_replace", node.this, node.expression, _dollars(node.args["replacement"]), dialect="spark"
        )
    return node


def _placed_by_spark(zone: exp.Expr, moment: exp.Expr) -> exp.Expr:
    """An hour that the clock shows twice is the later one, as on the other engines; Spark would take the earlier.

    The later one is found by the offset of the day after, where that shows the same time.
    """
    where, wall = zone.sql("spark", identify=True), moment.sql("spark", identify=True)
    later = f"to_utc_timestamp({wall} + INTERVAL 1 DAY, {where}) - INTERVAL 1 DAY"
    return sqlglot.parse_one(
        f"CASE WHEN from_utc_timestamp({later}, {where}) = {wall} THEN {later} ELSE to_utc_timestamp({wall}, {where}) END",
        read="spark",
    )


_RULES: dict[str, Rule] = {"postgres": _for_postgres, "spark": _for_spark}


def _is_call(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == name


def _argument(call: exp.Expr) -> exp.Expr:
    found: exp.Expr = call.expressions[0]
    return found


def _inner(node: exp.Expr) -> exp.Expr:
    found: exp.Expr = node.this
    return found


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _text(node: exp.Expr) -> str:
    return node.sql("postgres", identify=True)


def _raw(sql: str) -> exp.Expr:
    """PostgreSQL's own words, taken as they stand."""
    return sqlglot.parse_one(sql, read="postgres")


def _dollars(replacement: exp.Expr) -> exp.Expr:
    """Spark writes groups in a replacement as $1."""
    if isinstance(replacement, exp.Literal):
        return exp.Literal.string(str(replacement.this).replace("\\1", "$1").replace("\\2", "$2"))
    return replacement
