"""How the business rules of a house are kept: sentences in, one result a rule out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smallfires.fires.work import RuleResult
from smallfires.worklog.log import Columns, Engine
from smallfires.worklog.rules_sql import rules_query
from smallfires.worklog.sentences import parse

EXAMPLES = 5
"""How many of the cases that break a rule are named, at most."""


def rule_results(engine: Engine, sentences: Sequence[str], activities: Sequence[str]) -> tuple[RuleResult, ...]:
    """Check rules on the cases of ``today(c, period)``, all in one query.

    Args:
        engine: where ``steps``, ``case_names`` and ``today`` stand.
        sentences: the rules, as people write them.
        activities: the names of the log's activities, in the order of their codes.

    Raises:
        RuleError: a sentence cannot be read; nothing is run then.
    """
    rules = [parse(sentence, activities) for sentence in sentences]
    if not rules:
        return ()
    engine.keep("rule_cases", f"select t.period, k.* from ({rules_query(rules)}) as k join today t on t.c = k.c")
    counts = engine.columns(rule_summary_sql(len(rules)))
    results = tuple(
        _result(sentence, type(rule).__name__, number, counts, _examples(engine, number))
        for number, (sentence, rule) in enumerate(zip(sentences, rules, strict=True))
    )
    engine.forget("rule_cases")
    return results


def rule_summary_sql(rules: int) -> str:
    """``period``, ``cases``, then ``kept0``, ``broken0``, ``kept1``, ...: how many of ``rule_cases`` in each period."""
    return f"select period, count(*) as cases, {tallies(rules)} from rule_cases group by period"


def tallies(rules: int) -> str:
    """``kept0``, ``broken0``, ``kept1``, ...: how many cases keep and break each of ``k0``, ``k1``, ..."""
    return ", ".join(
        f"count(case when k{k} then 1 end) as kept{k}, count(case when not k{k} then 1 end) as broken{k}"
        for k in range(rules)
    )


def rule_examples_sql(rule: int) -> str:
    """``name`` of the first cases that break a rule, by their codes."""
    return (
        "select n.name from rule_cases k join case_names n on n.code = k.c "
        f"where not k.k{rule} order by k.c limit {EXAMPLES}"
    )


def _examples(engine: Engine, rule: int) -> tuple[str, ...]:
    return tuple(str(name) for name in engine.columns(rule_examples_sql(rule))["name"])


def _result(sentence: str, name: str, rule: int, counts: Columns, examples: tuple[str, ...]) -> RuleResult:
    kept, broken, cases = (np.ma.getdata(counts[column]) for column in (f"kept{rule}", f"broken{rule}", "cases"))
    asked = kept + broken
    rows = sorted(zip(counts["period"], kept, asked, strict=True), key=lambda row: str(row[0]))
    return RuleResult(
        sentence=sentence,
        name=name,
        kept=int(kept.sum()),
        broken=int(broken.sum()),
        untouched=int((cases - asked).sum()),
        examples=examples,
        by_period=tuple((str(label), float(good / all_), int(all_)) for label, good, all_ in rows if all_),
    )
