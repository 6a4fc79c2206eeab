"""How rules are kept: SQL against a plain reading of each trace."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallfires.engines.embedded import Embedded
from smallfires.errors import RuleError
from smallfires.fires.work import RuleResult
from smallfires.worklog import declare as d
from smallfires.worklog.log import MICROSECONDS
from smallfires.worklog.rules import rule_results
from smallfires.worklog.rules_sql import rules_query

Step = tuple[int, int | None, int | None, int]
"""Activity, resource, start and end, in seconds; a trace is a list of them in the order of a case."""


def verdict(rule: d.Rule, trace: list[Step]) -> bool | None:
    """A rule read off a trace, slowly and plainly: kept, broken, or untouched (None)."""
    acts = [step[0] for step in trace]
    if isinstance(rule, d.NotCoExistence):
        return None if rule.x not in acts and rule.y not in acts else not (rule.x in acts and rule.y in acts)
    if isinstance(rule, d.DifferentPeople | d.SamePerson):
        return by_whom(rule, trace)
    if isinstance(rule, d.Response | d.ChainResponse | d.Precedence | d.ChainPrecedence):
        return in_order(rule, trace, acts) if rule.x in acts else None
    return {
        d.Existence: lambda: acts.count(rule.x) >= rule.least,
        d.Absence: lambda: acts.count(rule.x) <= rule.most,
        d.Exactly: lambda: acts.count(rule.x) == rule.times,
        d.Init: lambda: acts[0] == rule.x,
        d.End: lambda: acts[-1] == rule.x,
    }[type(rule)]()


def in_order(rule: d.Rule, trace: list[Step], acts: list[int]) -> bool:
    places = [k for k, a in enumerate(acts) if a == rule.x]
    match rule:
        case d.Response(within=None):
            return all(rule.y in acts[k + 1 :] for k in places)
        case d.Response():
            return all(any(in_time(trace[k], later, rule) for later in trace[k + 1 :]) for k in places)
        case d.ChainResponse():
            return all(acts[k + 1 : k + 2] == [rule.y] for k in places)
        case d.Precedence():
            return all(rule.y in acts[:k] for k in places)
        case _:
            return all(k > 0 and acts[k - 1] == rule.y for k in places)


def in_time(step: Step, later: Step, rule: d.Response) -> bool:
    activity, _, start, end = later
    return activity == rule.y and (end if start is None else start) - step[3] <= rule.within


def by_whom(rule: d.DifferentPeople | d.SamePerson, trace: list[Step]) -> bool | None:
    of_x = [step[1] for step in trace if step[0] == rule.x]
    of_y = [step[1] for step in trace if step[0] == rule.y]
    if not of_x or not of_y:
        return None
    known = [who for who in of_x + of_y if who is not None]
    if isinstance(rule, d.SamePerson):
        broken = any(one != other for one, other in pairwise(known))
    else:
        broken = any(one == other for one, other in product(of_x, of_y) if one is not None)
    return False if broken else None if None in of_x + of_y else True


CODES = range(3)
PAIRS = [(x, y) for x, y in product(CODES, CODES) if x != y]
RULES: list[d.Rule] = [
    *(kind(x, y) for x, y in PAIRS for kind in (d.Response, d.ChainResponse, d.Precedence, d.ChainPrecedence)),
    *(kind(x, y) for x, y in PAIRS for kind in (d.NotCoExistence, d.DifferentPeople, d.SamePerson)),
    *(d.Response(x, y, within) for x, y in PAIRS for within in (0.0, 2.0, 5.0)),
    *(kind(x, n) for x in CODES for n in (0, 1, 2) for kind in (d.Existence, d.Absence, d.Exactly)),
    *(kind(x) for x in CODES for kind in (d.Init, d.End)),
]

steps = st.tuples(
    st.integers(0, 2),
    st.one_of(st.none(), st.integers(0, 2)),
    st.one_of(st.none(), st.integers(0, 6)),
    st.integers(0, 9),
).map(lambda step: (step[0], step[1], None if step[2] is None else max(0, step[3] - step[2]), step[3]))
traces = st.lists(steps, min_size=1, max_size=7).map(lambda trace: sorted(trace, key=lambda step: step[3]))
logs = st.lists(traces, min_size=1, max_size=12)


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Embedded:
    return Embedded(tmp_path_factory.mktemp("scratch"), threads=1)


def lay(engine: Embedded, log: list[list[Step]]) -> None:
    """Lay the columns of ``steps`` that rules look at."""
    rows = [(c, *step, before[0]) for c, trace in enumerate(log) for before, step in pairwise([(None,), *trace])]
    c, a, r, s, e, pa = ([row[k] for row in rows] for k in range(6))
    engine.upload(
        "steps",
        {
            "i": np.arange(len(rows)),
            "c": np.array(c, np.int32),
            "a": np.array(a, np.int32),
            "r": optional(r, 1, np.int32),
            "s": optional(s, MICROSECONDS, np.int64),
            "e": np.array(e, np.int64) * MICROSECONDS,
            "pa": optional(pa, 1, np.int32),
        },
    )


def optional(values: list[int | None], factor: int, dtype: type) -> np.ma.MaskedArray:
    filled = np.array([value or 0 for value in values], dtype) * dtype(factor)
    return np.ma.array(filled, mask=[value is None for value in values])


def answers(engine: Embedded, sql: str, rules: int) -> list[tuple[bool | None, ...]]:
    rows = engine.fetch(f"select * from ({sql}) as found order by c")
    return [row[1 : rules + 1] for row in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=logs)
def test_sql_and_plain_reading_agree(engine, log):
    """Every kind of rule, on any log, gives each case what a plain reading of its trace gives."""
    lay(engine, log)
    found = answers(engine, rules_query(RULES), len(RULES))
    for trace, row in zip(log, found, strict=True):
        for rule, value in zip(RULES, row, strict=True):
            assert value is verdict(rule, trace), (rule, trace)


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_the_query_goes_to_other_dialects_unchanged(engine, dialect):
    """Brought to another dialect and back, the query gives the same, and uses nothing but what all databases share."""
    rng = np.random.default_rng(4)
    log = [
        sorted(
            ((int(a), int(r) if r else None, int(e) - 1, int(e)) for a, r, e in rng.integers(0, (3, 3, 20), (6, 3))),
            key=lambda step: step[3],
        )
        for _ in range(200)
    ]
    lay(engine, log)
    sql = rules_query(RULES)
    theirs = sqlglot.transpile(sql, read="duckdb", write=dialect)[0]
    back = sqlglot.transpile(theirs, read=dialect, write="duckdb")[0]
    assert answers(engine, back, len(RULES)) == answers(engine, sql, len(RULES))
    functions = {type(node).__name__ for node in sqlglot.parse_one(theirs, read=dialect).find_all(sqlglot.exp.Func)}
    assert functions <= {"Min", "Max", "Count", "Case", "If", "Coalesce", "And", "Or"}


def test_rules_share_their_figures():
    """Two rules about the same activities look at the steps once, and a rule given twice costs nothing more."""
    one = rules_query([d.Precedence(0, 1)])
    assert rules_query([d.Precedence(0, 1)] * 2).count("case when a =") == one.count("case when a =")
    within = [d.Response(0, 1, 60.0), d.Response(0, 1, 60.0)]
    assert rules_query(within).count("left join") == 1


def lay_cases(engine: Embedded, periods: list[str | None]) -> None:
    codes = [c for c, period in enumerate(periods) if period is not None]
    names = np.array([f"order {c}" for c in range(len(periods))], dtype=object)
    engine.upload("case_names", {"code": np.arange(len(periods)), "name": names})
    labels = np.array([periods[c] for c in codes], dtype=object)
    engine.upload("today", {"c": np.array(codes, np.int32), "period": labels})


def traced(*acts: str) -> list[list[Step]]:
    return [[("ABC".index(letter), 0, k, k + 1) for k, letter in enumerate(way)] for way in acts]


def test_results_count_the_cases_of_today(engine):
    """Kept, broken and untouched count today's cases only; examples are the first that break it; periods in order."""
    lay(engine, traced("AB", "BA", "C", "BA", "AB", "BA", "BA", "BA", "BA", "BA", "B"))
    lay_cases(engine, ["2026-02", "2026-01", "2026-01", "2026-01", "2026-01", None, *["2026-02"] * 4, "2026-03"])
    (result,) = rule_results(engine, ["a only after b"], ["A", "B", "C"])
    assert result == RuleResult(
        sentence="a only after b",
        name="Precedence",
        kept=6,
        broken=2,
        untouched=2,
        examples=("order 0", "order 4"),
        by_period=(("2026-01", 2 / 3, 3), ("2026-02", 4 / 5, 5)),
    )
    (never,) = rule_results(engine, ["never A"], ["A", "B", "C"])
    assert never.examples == tuple(f"order {c}" for c in (0, 1, 3, 4, 6))
    assert (never.kept, never.broken, never.untouched) == (2, 8, 0)


def test_nobody_touched_is_no_share(engine):
    """A rule whose condition never came up has no share in any period."""
    lay(engine, traced("AB"))
    lay_cases(engine, ["all"])
    (result,) = rule_results(engine, ["C is followed by A within 1 h"], ["A", "B", "C"])
    assert (result.kept, result.broken, result.untouched, result.by_period) == (0, 0, 1, ())
    assert rule_results(engine, [], ["A", "B", "C"]) == ()


def test_a_rule_that_cannot_be_read_stops_all(engine):
    """One sentence that cannot be read is an error, whatever the others say."""
    with pytest.raises(RuleError, match='"D" is no activity'):
        rule_results(engine, ["never A", "never D"], ["A", "B", "C"])


def test_a_real_log(engine, shared_data):
    """On a public loan log, four rules hold for exactly the cases that a plain reading finds."""
    path = shared_data / "logs" / "BPIC_2012_W.csv.gz"
    columns = engine.fetch(
        f"""with raw as (select case_id::varchar as c, activity as a, resource::varchar as r,
          epoch_us(start_time::timestamp) as s, epoch_us(end_time::timestamp) as e, row_number() over () as n
          from read_csv('{path}'))
        select dense_rank() over (order by c) - 1, dense_rank() over (order by a) - 1,
          case when r is null then null else dense_rank() over (order by r) - 1 end, s // 1000000, e // 1000000, a
        from raw order by c, e, s, n"""
    )
    log: list[list[Step]] = [[] for _ in range(1 + max(row[0] for row in columns))]
    for c, a, r, s, e, _ in columns:
        log[c].append((a, r, s, e))
    names = [name for _, name in sorted({(row[1], row[5]) for row in columns})]
    lay(engine, log)
    lay_cases(engine, ["all"] * len(log))
    x, y = names.index("W_Nabellen offertes"), names.index("W_Completeren aanvraag")
    rules = {
        f"{names[x]} right after {names[y]}": d.ChainPrecedence(x, y),
        f"{names[y]} is followed by {names[x]} within 2 days": d.Response(y, x, 172_800.0),
        f"{names[x]} and {names[y]} by different people": d.DifferentPeople(x, y),
        f"{names[x]} at most 3 times": d.Absence(x, 3),
    }
    for result, rule in zip(rule_results(engine, list(rules), names), rules.values(), strict=True):
        plain = [verdict(rule, trace) for trace in log]
        assert (result.kept, result.broken, result.untouched) == tuple(map(plain.count, (True, False, None)))
        assert result.kept > 100 and result.broken > 100
        assert result.examples == tuple(f"order {c}" for c, value in enumerate(plain) if value is False)[:5]
