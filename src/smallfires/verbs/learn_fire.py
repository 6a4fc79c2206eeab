"""The verb ``learn`` for a fire: read it as its charter says, judge it by its gate, and note both in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from smallfires.errors import NotYet, TooLittleData
from smallfires.fires import acts
from smallfires.fires.charter import Charter
from smallfires.fires.fire import Fire
from smallfires.fires.gates import judge
from smallfires.fires.lesson import Drawn, Lesson
from smallfires.fires.plain import to_plain
from smallfires.fires.quantity import many
from smallfires.fires.reading import Reading
from smallfires.verbs.bench import VERSION, Bench, tools
from smallfires.verbs.burning import Asking, Measured, measured
from smallfires.verbs.desk import Desk
from smallfires.verbs.judging import evidence_of
from smallfires.verbs.keep import Kept, keep
from smallfires.verbs.workspace import Workspace

CHANGING = (acts.Lit, acts.Amended, acts.Tested)
"""What makes a new reading worth while though no data are new."""


def learn_fire(desk: Desk, slug: str, bench: Bench, *, only_new: bool = False) -> Lesson | None:
    """Read a fire, and note the reading in the ledger.

    Args:
        desk: where it is worked on.
        slug: its name.
        bench: where to work.
        only_new: give None, and note nothing, where neither the data nor the charter have changed since the last reading.

    Raises:
        NotYet: it does not burn.
        Stale: somebody changed the fire meanwhile; nothing was noted.
        DataError, Unclear, UsageError: the main measure cannot be read as it stands.
    """
    fire = desk.fire(slug)
    if fire.lit is None:
        raise NotYet(f'The fire "{slug}" is not lit.', f"Light it with: smallfires light {slug}")
    if not fire.burning:
        raise NotYet(f'The fire "{slug}" is {fire.stage}.', f"Its readings are in: smallfires show {slug}")
    rest = at_rest(desk, fire.charter)
    if only_new and not anything_new(fire, rest):
        return None
    lesson = lesson_of(desk, fire, rest, bench)
    if only_new and fire.reads and lesson_seen(lesson) == _last(fire).fingerprints and not _changed(fire):
        return None
    desk.note(fire, read_of(lesson, rest, desk))
    return lesson


@dataclass(frozen=True)
class Rest:
    """The workspace with its files as they were at one moment.

    Attributes:
        workspace: whose sources are the copies, where there are any.
        kept: what is known of each source's file, by the source's name.
        settled: the sources and measures of the fire as the workspace defined them, as plain values.
    """

    workspace: Workspace
    kept: Mapping[str, Kept]
    settled: Mapping[str, Any]


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
    return Rest(replace(workspace, sources=still), kept, settled)


def lesson_of(desk: Desk, fire: Fire, rest: Rest, bench: Bench) -> Lesson:
    """Read and judge a fire; nothing is noted. The same data, charter and moment give the same figures to the last digit.

    Args:
        desk: where it is worked on; its clock says the day of the verdict.
        fire: lit.
        rest: the data.
        bench: where to work.

    Raises:
        DataError, Unclear, UsageError: a measure cannot be read as it stands.
    """
    taken = Taken(desk, fire, rest, bench)
    evidence = evidence_of(taken)
    charter = fire.charter
    return Lesson(
        fire=fire.slug,
        number=len(fire.reads) + 1,
        at=desk.now().isoformat(),
        who=desk.who,
        charter=charter,
        seal=charter.seal(),
        reading=taken.main.reading,
        guardrails=tuple(one.reading for one in taken.guardrails if one.reading is not None),
        budget=taken.budget.reading if taken.budget else None,
        end=taken.end.reading if taken.end else None,
        evidence=evidence,
        verdict=judge(charter, evidence),
        repeated=tuple(repeated(fire)),
        drawn=tuple(taken.drawn()),
        version=VERSION,
    )


@dataclass(frozen=True)
class One:
    """One measure of a fire, read or not.

    Attributes:
        measure: its name.
        found: what was read; None where it cannot be read yet.
        cannot: why not, as a sentence; empty where it can.
    """

    measure: str
    found: Measured | None
    cannot: str = ""

    @property
    def reading(self) -> Reading | None:
        """What the fire did to it."""
        return self.found.studied.reading if self.found else None


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
    def main(self) -> One:
        """The measure of success, until the horizon's end."""
        return self.one(Asking(self.charter.success.measure, self.charter.success.worthwhile))

    @cached_property
    def guardrails(self) -> tuple[One, ...]:
        """Those of the charter, in its order."""
        return tuple(self.one(Asking(rail.measure)) for rail in self.charter.guardrails)

    @cached_property
    def budget(self) -> One | None:
        """The measure of the disruption budget, until its end; None where there is none."""
        budget = self.charter.budget
        return None if budget is None else self.one(Asking(budget.measure, until=budget.until))

    @cached_property
    def end(self) -> One | None:
        """The measure of success after the dip; None where there is none, or it is not over."""
        success, over = self.charter.success, self._dip_over
        if over is None or self.desk.today <= over:
            return None
        return self.one(Asking(success.measure, success.worthwhile, after=over))

    @property
    def _dip_over(self) -> date | None:
        return self.charter.budget.until if self.charter.budget else None

    def one(self, asking: Asking) -> One:
        """One measure, read or not. What is wrong with the data stops the reading; that they are too few does not."""
        try:
            return One(asking.measure, measured(self.rest.workspace, self.charter, self.lit.draw, asking, self.bench))
        except TooLittleData as problem:
            return One(asking.measure, None, str(problem))

    def drawn(self) -> Iterator[Drawn]:
        """From which data each measure was read."""
        every = [self.main, *self.guardrails, *([self.budget] if self.budget else [])]
        for one in {each.measure: each for each in reversed(every)}.values():
            source = self.rest.workspace.measure(one.measure).source
            kept = self.rest.kept[source]
            fingerprint = one.found.tabled.source.fingerprint if one.found else ""
            yield Drawn(one.measure, source, fingerprint, kept.digest, kept.why_not)


def repeated(fire: Fire) -> Iterator[str]:
    """What every reading of a fire repeats."""
    if fire.lit and fire.lit.late:
        yield (
            f"It was lit {many(fire.lit.late, 'day')} after it began: its charter was frozen when results could already be seen."
        )
    for noted in fire.diary:
        if isinstance(noted.fact, acts.Overridden):
            yield f"{noted.who} let it be lit before it was clear to all ({' '.join(noted.fact.unmet)}) Why: {noted.fact.reason}"
        if isinstance(noted.fact, acts.Amended):
            changed = ", ".join(change.field for change in noted.fact.changes)
            yield f"Amended by {noted.who} on {noted.at[:10]} ({changed}). Why: {noted.fact.reason}"


def read_of(lesson: Lesson, rest: Rest, desk: Desk) -> acts.Read:
    """A lesson as the ledger keeps it."""
    return acts.Read(
        number=lesson.number,
        decision=str(lesson.verdict.decision),
        fingerprints=lesson_seen(lesson),
        asked={**rest.settled, "moment": lesson.at, "tools": tools()},
        version=lesson.version,
        lesson=to_plain(lesson),
    )


def lesson_seen(lesson: Lesson) -> dict[str, str]:
    """The fingerprint of the data behind each measure: the file's digest, or that of the figures."""
    return {drawn.measure: drawn.digest or drawn.fingerprint for drawn in lesson.drawn}


def _last(fire: Fire) -> acts.Read:
    fact = fire.reads[-1].fact
    assert isinstance(fact, acts.Read)
    return fact


def _changed(fire: Fire) -> bool:
    """Whether something but the data has changed since the last reading."""
    return any(isinstance(noted.fact, CHANGING) for noted in fire.diary if noted.number > fire.reads[-1].number)


def anything_new(fire: Fire, rest: Rest) -> bool:
    """Whether there may be something new since the last reading.

    Files are held against it by their content; what a database holds is known only when it is read.

    Args:
        fire: as it is.
        rest: what is known of its sources' files.
    """
    if not fire.reads or _changed(fire):
        return True
    last = _last(fire).fingerprints
    sources = {name: rest.workspace.measure(name).source for name in fire.charter.measures}
    return any(
        not rest.kept[source].digest or last.get(name) != rest.kept[source].digest for name, source in sources.items()
    )
