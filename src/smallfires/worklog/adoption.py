"""Which cases were worked the new way, or keep a rule: counted by group, cluster and period where the log stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import RuleError
from smallfires.worklog import declare
from smallfires.worklog.log import Engine, nullable
from smallfires.worklog.rules import EXAMPLES, tallies
from smallfires.worklog.rules_sql import rules_query
from smallfires.worklog.sentences import parse

Ints = NDArray[np.int64]

_IS = re.compile(
    r"""\s*(?P<column>["“]?.+?["”]?)\s+is\s+(?P<no>(?:not|never)\s+)?
    (?P<quote>["“'‘«])(?P<value>.+?)["”'’»]\s*[.;]?\s*""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Holds:
    """A sentence that a column of the source tells: some step of the case has the value, or none has.

    Attributes:
        column: as people wrote it.
        value: likewise.
        some: whether some step has to have it; else none may.
    """

    column: str
    value: str
    some: bool


def holds(sentence: str) -> Holds | None:
    """A sentence such as ``tool is "Scanner"`` or ``tool is not "Fax"``; None where it is of another kind."""
    found = _IS.fullmatch(sentence)
    if found is None:
        return None
    return Holds(found["column"].strip(' "“”'), " ".join(found["value"].split()), not found["no"])


def of_activity(told: Holds, sentence: str, activities: Sequence[str]) -> declare.Rule | None:
    """The rule that an activity occurred, or never did; None where the log has no such activity, nor one like it.

    Raises:
        RuleError: the log has one that is written nearly so.
    """
    code = find(told.value, sentence, activities, "activity of this log")
    if code is None:
        return None
    return declare.Existence(code, 1) if told.some else declare.Absence(code, 0)


def find(value: str, sentence: str, names: Sequence[str], what: str) -> int | None:
    """The place of a value among names; blanks and capital letters do not matter. None where nothing is like it.

    What nobody did yet is in no log: its share is nought, and no mistake. What is nearly a name of the log is one.

    Raises:
        RuleError: it is written nearly as a name is.
    """
    plain = [" ".join(str(name).split()).casefold() for name in names]
    wanted = value.casefold()
    if wanted in plain:
        return plain.index(wanted)
    near = get_close_matches(wanted, plain, n=1, cutoff=0.8)
    if near:
        start = sentence.find(value)
        start, stop = (start, start + len(value)) if start >= 0 else (0, len(sentence))
        name = names[plain.index(near[0])]
        raise RuleError(sentence, start, stop, f'"{value}" is no {what}.', f'Did you mean "{name}"?')
    return None


def rules_sql(sentences: Sequence[str], activities: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """``c``, ``k0``, ``k1``, ... for rules as people write them; and their DECLARE names.

    Raises:
        RuleError: a sentence cannot be read.
    """
    rules = [parse(sentence, activities) for sentence in sentences]
    return rules_query(rules), tuple(type(rule).__name__ for rule in rules)


def rule_sql(rule: declare.Rule) -> str:
    """``c`` and ``k0`` for one rule."""
    return rules_query([rule])


def column_sql(select: str, names: Sequence[str], *, some: bool) -> str:
    """``c`` and ``k0``: whether some row of the case has one of these values, or none has.

    Args:
        select: the source, as ``Recognition.select``, recognised with the column as the case's type.
        names: the values, as they stand in the source; none where nobody has it.
        some: whether some row has to have one of them.
    """
    if not names:
        return f"select distinct c, {'false' if some else 'true'} as k0 from steps"
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    return f"""select a.c, case when h.c is null then {"false" if some else "true"} else {"true" if some else "false"} end as k0
from (select distinct c from steps) as a left join (
  select distinct k.code as c from ({select}) as p join case_names k on k.name = p."case" where p.type in ({listed})
) as h on h.c = a.c"""


def values_sql(select: str) -> str:
    """``name``: the different values of that column."""
    return f"select distinct p.type as name from ({select}) as p where p.type is not null"


@dataclass(frozen=True)
class Counts:
    """Cases by group, cluster and period; arrays (rows,), of rules (rows, rules).

    Attributes:
        group, cluster, period: codes.
        cases: how many.
        kept: of those, how many keep the rule.
        asked: how many met its condition.
        examples: names of some lit cases that break each rule.
    """

    group: Ints
    cluster: Ints
    period: Ints
    cases: Ints
    kept: Ints
    asked: Ints
    examples: tuple[tuple[str, ...], ...]


def count(engine: Engine, verdicts: str, rules: int, pilot: dict[str, Ints], lit: int) -> Counts:
    """Count the cases that keep rules.

    Args:
        engine: where ``steps`` and ``case_names`` stand.
        verdicts: a question with ``c``, ``k0``, ``k1``, ...: TRUE kept, FALSE broken, NULL untouched.
        rules: how many.
        pilot: ``c``, ``g``, ``k`` and ``p`` of the cases that count: code, group, cluster and period.
        lit: the group that examples are taken from.
    """
    engine.upload("pilot_cases", {name: column.astype(np.int32) for name, column in pilot.items()})
    engine.keep("pilot_rules", f"select t.g, t.k, t.p, v.* from ({verdicts}) as v join pilot_cases t on t.c = v.c")
    found = engine.columns(counts_sql(rules))
    group, cluster, period, cases = (nullable(found[name]) for name in ("g", "k", "p", "cases"))
    kept, broken = (
        np.stack([nullable(found[f"{name}{rule}"]) for rule in range(rules)], axis=1) for name in ("kept", "broken")
    )
    examples = tuple(
        tuple(str(name) for name in engine.columns(examples_sql(rule, lit))["name"]) for rule in range(rules)
    )
    engine.forget("pilot_rules")
    engine.forget("pilot_cases")
    return Counts(group, cluster, period, cases, kept, kept + broken, examples)


def counts_sql(rules: int) -> str:
    """``g``, ``k``, ``p``, ``cases``, then ``kept0``, ``broken0``, ...: how many of ``pilot_rules`` in each cell, in order."""
    return f"select g, k, p, count(*) as cases, {tallies(rules)} from pilot_rules group by g, k, p order by g, k, p"


def examples_sql(rule: int, group: int) -> str:
    """``name`` of the first cases of a group that break a rule, by their codes."""
    return (
        f"select n.name from pilot_rules r join case_names n on n.code = r.c where r.g = {group} and not r.k{rule} "
        f"order by r.c limit {EXAMPLES}"
    )
