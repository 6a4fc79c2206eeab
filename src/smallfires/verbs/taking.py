"""Everything that is read of a fire at one moment: its measures, each once, from data that stay as they are meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from smallfires.errors import TooLittleData
from smallfires.fires import acts
from smallfires.fires.charter import Charter, Guardrail, Intent
from smallfires.fires.fire import Fire, fold
from smallfires.fires.lesson import Drawn
from smallfires.fires.plain import to_plain
from smallfires.fires.reading import Reading
from smallfires.verbs.bench import Bench
from smallfires.verbs.burning import Asking, Measured, measured, opened_of, periods_of
from smallfires.verbs.cased import NO_DATES, by_cases, cases_of
from smallfires.verbs.desk import Desk
from smallfires.verbs.keep import Kept, keep
from smallfires.verbs.panels import Tabled
from smallfires.verbs.source import Opened
from smallfires.verbs.workspace import Workspace


@dataclass(frozen=True)
class Rest:
    """The workspace with its files as they were at one moment.

    Attributes:
        workspace: whose sources are the copies, where there are any.
        kept: what is known of each source's file, by the source's name.
        settled: the sources and measures of the fire as the workspace defined them, as plain values.
        seen: number of the ledger's last entry at that moment: what comes later, of other fires too, is not looked at.
    """

    workspace: Workspace
    kept: Mapping[str, Kept]
    settled: Mapping[str, Any]
    seen: int


def at_rest(desk: Desk, charter: Charter) -> Rest:
    """Keep copies of the files that a fire is read from, and read these from then on.

    Raises:
        DataError: a file is not there or cannot be read.
        UsageError: the workspace has no such measure or source.
    """
    workspace, kept = desk.workspace, {}
    measures = [workspace.measure(name) for name in charter.measures]
    sources = {measure.source: workspace.source_of(measure) for measure in measures}
    still = dict(workspace.sources)
    for name, source in sources.items():
        kept[name] = keep(desk, source.where(workspace.folder))
        if kept[name].path is not None:
            still[name] = replace(source, address=str(kept[name].path))
    settled = {
        "sources": {name: to_plain(source) for name, source in sources.items()},
        "measures": {measure.name: to_plain(measure) for measure in measures},
    }
    return Rest(replace(workspace, sources=still), kept, settled, desk.ledger.head().number)


@dataclass(frozen=True)
class One:
    """One measure of a fire, read or not.

    Attributes:
        measure: its name.
        found: what was read by unit and period; None where it cannot be read yet, and of cases drawn by lot.
        cannot: why not, as a sentence; empty where it can.
        cases: what was read of cases drawn by lot.
    """

    measure: str
    found: Measured | None
    cannot: str = ""
    cases: Reading | None = None

    @property
    def reading(self) -> Reading | None:
        """What the fire did to it."""
        return self.found.studied.reading if self.found else self.cases


@dataclass(frozen=True)
class Taken:
    """Everything that is read of a fire at one moment, each measure once."""

    desk: Desk
    fire: Fire
    rest: Rest
    bench: Bench

    @property
    def charter(self) -> Charter:
        """In force."""
        return self.fire.charter

    @property
    def lit(self) -> acts.Lit:
        """How the fire was lit."""
        assert self.fire.lit is not None
        return self.fire.lit

    @cached_property
    def others(self) -> Mapping[str, Fire]:
        """All fires of the ledger, this one too, as they were at the moment of this reading."""
        return fold(entry for entry in self.desk.ledger.entries() if entry.number <= self.rest.seen)

    @property
    def rules(self) -> tuple[str, ...]:
        """Business rules of the main measure's source."""
        workspace = self.rest.workspace
        return workspace.source_of(workspace.measure(self.charter.success.measure)).rules

    @cached_property
    def main(self) -> One:
        """The measure of success, until the horizon's end."""
        return self.one(Asking(self.charter.success.measure, self.charter.success.worthwhile))

    @cached_property
    def guardrails(self) -> tuple[One, ...]:
        """Those of the charter, in its order."""
        return tuple(self.one(Asking(rail.measure, after=self._calm(rail))) for rail in self.charter.guardrails)

    def _calm(self, rail: Guardrail) -> date | None:
        """The day from which on a guardrail is judged; None for the whole time.

        While a transformation may dip, its budget says what may be lost; what it does after that is held against an ordinary
        guardrail. One of safety counts at any time.
        """
        over = self.dip_over
        if self.charter.intent is not Intent.TRANSFORM or rail.safety or over is None or self.desk.today <= over:
            return None
        return over

    @cached_property
    def budget(self) -> One | None:
        """The measure of the disruption budget, until its end; None where there is none."""
        budget = self.charter.budget
        if budget is not None and by_cases(self.charter):
            return One(budget.measure, None, f"{NO_DATES}: what was lost until {budget.until} cannot be told.")
        return None if budget is None else self.one(Asking(budget.measure, until=budget.until))

    @cached_property
    def end(self) -> One | None:
        """The measure of success after the dip, of a transformation; None before that is over, and of an optimization."""
        success, over = self.charter.success, self.dip_over
        if self.charter.intent is not Intent.TRANSFORM or (over is not None and self.desk.today <= over):
            return None
        if by_cases(self.charter):
            return One(success.measure, None, f"{NO_DATES}: what the new way gives in the end cannot be told.")
        return self.one(Asking(success.measure, success.worthwhile, after=over)) if over else self.main

    @property
    def dip_over(self) -> date | None:
        """The declared end of the dip; None where no dip is declared."""
        return self.charter.budget.until if self.charter.budget else None

    @cached_property
    def _tables(self) -> dict[str, tuple[Opened, Tabled]]:
        """Measures that were opened already, by name."""
        return {}

    def one(self, asking: Asking) -> One:
        """One measure, read or not. What is wrong with the data stops the reading; that they are too few does not."""
        workspace, name, tables = self.rest.workspace, asking.measure, self._tables
        told = workspace.measuring(name)[1]
        try:
            if by_cases(self.charter):
                return One(name, None, cases=cases_of(workspace, name, asking.worthwhile, self.charter, self.bench))
            if name not in tables:
                tables[name] = opened_of(workspace, name, self.bench, self.charter.scope.units)
            return One(name, measured(tables[name], told, self.charter, self.lit.draw, asking, self.bench))
        except TooLittleData as problem:
            return One(name, None, problem.problem)

    @property
    def planned(self) -> int:
        """How many periods the horizon has, as far as that is known."""
        opened = self._tables.get(self.charter.success.measure)
        return periods_of(opened[1], self.charter) if opened else 1

    def drawn(self) -> Iterator[Drawn]:
        """From which data each measure was read."""
        every = [self.main, *self.guardrails, *([self.budget] if self.budget else [])]
        for one in {each.measure: each for each in [*every, *reversed(every)]}.values():
            source = self.rest.workspace.measure(one.measure).source
            kept = self.rest.kept[source]
            fingerprint = one.reading.source.fingerprint if one.reading else ""
            yield Drawn(one.measure, source, fingerprint, kept.digest, kept.why_not)
