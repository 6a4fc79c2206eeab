"""Rules as SQL: one row a case, one column a rule, TRUE kept, FALSE broken, NULL untouched.

All rules of a reading share one pass over ``steps``, grouped by case; two rules that need the same figure share it.
Only what one pass cannot tell has a query of its own over the steps of its two activities: a time limit for every x,
and who did both.
"""

from __future__ import annotations

from collections.abc import Sequence

from smallfires.worklog import declare
from smallfires.worklog.log import MICROSECONDS


def rules_query(rules: Sequence[declare.Rule]) -> str:
    """One query for all rules: ``c``, then ``k0``, ``k1``, ... in their order, a row for every case in ``steps``."""
    plan = _Plan()
    columns = [f"{plan.verdict(rule)} as k{number}" for number, rule in enumerate(rules)]
    figures = "".join(f", {figure} as {name}" for figure, name in plan.figures.items())
    joins = "".join(f" left join ({sql}) as {name} on {name}.c = p.c" for sql, name in plan.queries.items())
    return f"select {', '.join(['p.c', *columns])} from (select c{figures} from steps group by c) as p{joins}"


class _Plan:
    """What the verdicts of several rules need.

    Attributes:
        figures: aggregates over the steps of a case, and their names.
        queries: queries with one row a case, where a rule needs more, and their names.
    """

    def __init__(self) -> None:
        self.figures: dict[str, str] = {}
        self.queries: dict[str, str] = {}

    def verdict(self, rule: declare.Rule) -> str:
        """The expression that gives a rule's TRUE, FALSE or NULL."""
        match rule:
            case declare.Existence() | declare.Absence() | declare.Exactly():
                return self._how_often(rule)
            case declare.Init() | declare.End():
                return self._at_an_end(rule)
            case declare.DifferentPeople() | declare.SamePerson():
                return self._by_whom(rule)
            case declare.NotCoExistence():
                x, y = self._count(rule.x), self._count(rule.y)
                return f"case when {x} + {y} = 0 then null else {x} = 0 or {y} = 0 end"
            case _:
                return self._in_order(rule)

    def _in_order(
        self, rule: declare.Response | declare.ChainResponse | declare.Precedence | declare.ChainPrecedence
    ) -> str:
        match rule:
            case declare.Precedence():
                kept = f"coalesce({self._place('min', rule.y)} < {self._place('min', rule.x)}, false)"
            case declare.ChainPrecedence():
                kept = f"{self._count(rule.x, before=rule.y)} = {self._count(rule.x)}"
            case declare.ChainResponse():
                kept = f"{self._count(rule.y, before=rule.x)} = {self._count(rule.x)}"
            case declare.Response(within=None):
                kept = f"coalesce({self._place('max', rule.x)} < {self._place('max', rule.y)}, false)"
            case _:
                kept = f"{self._query(_in_time(rule))}.late = 0"
        return f"case when {self._count(rule.x)} > 0 then {kept} end"

    def _how_often(self, rule: declare.Existence | declare.Absence | declare.Exactly) -> str:
        times = self._count(rule.x)
        match rule:
            case declare.Existence():
                return f"{times} >= {rule.least}"
            case declare.Absence():
                return f"{times} <= {rule.most}"
            case _:
                return f"{times} = {rule.times}"

    def _at_an_end(self, rule: declare.Init | declare.End) -> str:
        which = "min" if isinstance(rule, declare.Init) else "max"
        return f"coalesce({self._place(which, rule.x)} = {self._figure(f'{which}(i)')}, false)"

    def _by_whom(self, rule: declare.DifferentPeople | declare.SamePerson) -> str:
        if isinstance(rule, declare.DifferentPeople):
            broken = f"coalesce({self._query(_shared(rule.x, rule.y))}.people, 0) > 0"
        else:
            broken = f"{self._person('min', rule)} <> {self._person('max', rule)}"
        unknown = self._figure(f"count(case when a in ({rule.x}, {rule.y}) and r is null then 1 end)")
        return (
            f"case when {self._count(rule.x)} = 0 or {self._count(rule.y)} = 0 then null "
            f"when {broken} then false when {unknown} > 0 then null else true end"
        )

    def _count(self, activity: int, before: int | None = None) -> str:
        follows = "" if before is None else f" and pa = {before}"
        return self._figure(f"count(case when a = {activity}{follows} then 1 end)")

    def _place(self, which: str, activity: int) -> str:
        return self._figure(f"{which}(case when a = {activity} then i end)")

    def _person(self, which: str, rule: declare.SamePerson) -> str:
        return self._figure(f"{which}(case when a in ({rule.x}, {rule.y}) then r end)")

    def _figure(self, sql: str) -> str:
        return f"p.{self.figures.setdefault(sql, f'f{len(self.figures)}')}"

    def _query(self, sql: str) -> str:
        return self.queries.setdefault(sql, f"q{len(self.queries)}")


def _in_time(rule: declare.Response) -> str:
    """``c`` and ``late``: how many x of a case have no y in time; ``soonest`` is the first start among the later y."""
    limit = round((rule.within or 0.0) * MICROSECONDS)
    return f"""select c, count(case when soonest - e <= {limit} then null else 1 end) as late from (
  select c, a, e, min(case when a = {rule.y} then coalesce(s, e) end) over (
    partition by c order by i desc rows between unbounded preceding and 1 preceding) as soonest
  from steps where a in ({rule.x}, {rule.y})) as followed
where a = {rule.x} group by c"""


def _shared(x: int, y: int) -> str:
    """``c`` and ``people``: how many did both an x and a y of a case; only cases where somebody did."""
    return f"""select c, count(*) as people from (
  select c, r from steps where a in ({x}, {y}) and r is not null group by c, r having min(a) < max(a)) as both_done
group by c"""
