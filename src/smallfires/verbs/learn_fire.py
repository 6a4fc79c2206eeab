"""The verb ``learn`` for a fire: read it as its charter says, judge it by its gate, and note both in the ledger."""

from __future__ import annotations

from smallfires.errors import NotYet
from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.gates import judge
from smallfires.fires.lesson import Lesson
from smallfires.fires.plain import to_plain
from smallfires.fires.repeated import repeated
from smallfires.stats.gating import known_of
from smallfires.verbs.bench import VERSION, Bench, tools
from smallfires.verbs.desk import Desk
from smallfires.verbs.judging import evidence_of
from smallfires.verbs.taking import Rest, Taken, at_rest

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
        raise NotYet(f'The fire "{slug}" is not lit.', command=f"Light it with: smallfires light {slug}")
    if not fire.burning:
        raise NotYet(f'The fire "{slug}" is {fire.stage}.', command=f"Its readings are in: smallfires show {slug}")
    rest = at_rest(desk, fire.charter)
    if only_new and not anything_new(fire, rest):
        return None
    lesson = lesson_of(desk, fire, rest, bench)
    if only_new and fire.reads and lesson_seen(lesson) == _last(fire).fingerprints and not _changed(fire):
        return None
    desk.note(fire, read_of(lesson, rest, desk))
    return lesson


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


def read_of(lesson: Lesson, rest: Rest, desk: Desk) -> acts.Read:
    """A lesson as the ledger keeps it."""
    known = known_of(lesson.reading.effect, lesson.reading.measure) if lesson.reading else None
    return acts.Read(
        number=lesson.number,
        decision=str(lesson.verdict.decision),
        fingerprints=lesson_seen(lesson),
        asked={**rest.settled, "moment": lesson.at, "seen": rest.seen, "tools": tools()},
        version=lesson.version,
        lesson=to_plain(lesson),
        gain=known.value if known else None,
        error=known.error if known else None,
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
