"""The verb ``again``: a reading of the ledger is done again, with the same data, settings, charter and moment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from smallfires.errors import DataError, UsageError
from smallfires.fires import acts
from smallfires.fires.again import Again, differences
from smallfires.fires.fire import Fire, Noted
from smallfires.fires.lesson import Drawn, Lesson
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.fires.quantity import many
from smallfires.stores.memory import MemoryLedger
from smallfires.verbs.bench import VERSION, Bench, tools
from smallfires.verbs.desk import Desk
from smallfires.verbs.keep import Kept, digest_of, kept
from smallfires.verbs.learn_fire import lesson_of
from smallfires.verbs.taking import Rest
from smallfires.verbs.warehouse import is_address
from smallfires.verbs.workspace import NamedMeasure, NamedSource


def again(desk: Desk, slug: str, number: int, bench: Bench) -> Again:
    """Do a reading again, and compare every figure with the one that was noted. Nothing is written.

    What the workspace's file says now does not matter: sources and measures are as they were noted with the reading. Files
    are read from their copies; where none was kept, they are read as they are now, and whether that is the same is said.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        number: of the reading, 1 for the fire's first.
        bench: where to work.

    Raises:
        UsageError: there is no such fire or reading.
        DataError: the data are gone, or cannot be read any more.
    """
    noted, read = _reading(desk.fire(slug), number)
    then, fire = _then(desk, noted, read)
    rest = _rest(then, noted, read)
    lesson = lesson_of(replace(then, workspace=rest.workspace), fire, rest, bench)
    now = json.loads(canonical(to_plain(lesson)))
    count, others = differences(read.lesson, now)
    return Again(slug, number, noted.at, noted.who, count, others, tuple(_changed(read, lesson)), VERSION)


def _reading(fire: Fire, number: int) -> tuple[Noted, acts.Read]:
    for noted in fire.reads:
        if isinstance(noted.fact, acts.Read) and noted.fact.number == number:
            return noted, noted.fact
    has = f"It has {many(len(fire.reads), 'reading')}." if fire.reads else ""
    command = "" if fire.reads else f"Read it with: smallfires learn {fire.slug}"
    raise UsageError(f'The fire "{fire.slug}" has no reading {number}.', has, command=command)


def _then(desk: Desk, noted: Noted, read: acts.Read) -> tuple[Desk, Fire]:
    """The desk and the fire as they were at the moment of the reading, before it was noted."""
    moment = datetime.fromisoformat(read.asked["moment"])
    ledger = MemoryLedger(desk.now)
    ledger.adopt(entry for entry in desk.ledger.entries() if entry.number <= _seen(noted, read))
    then = Desk(desk.workspace, ledger, str(read.lesson["who"]), lambda: moment)
    return then, then.fire(str(read.lesson["fire"]))


def _seen(noted: Noted, read: acts.Read) -> int:
    """The number of the ledger's last entry that the reading had seen; other fires may have gone on before it was noted."""
    return int(read.asked.get("seen", noted.number - 1))


def _rest(desk: Desk, noted: Noted, read: acts.Read) -> Rest:
    """The data of that moment, and the workspace as it defined them then."""
    told = {name: _defined(NamedSource, plain) for name, plain in read.asked["sources"].items()}
    found = {name: _found(desk, source, _drawn(read, name)) for name, source in told.items()}
    still = {name: one.source for name, one in found.items()}
    measures = {name: _defined(NamedMeasure, plain) for name, plain in read.asked["measures"].items()}
    workspace = replace(desk.workspace, sources=still, measures=measures)
    settled = {"sources": read.asked["sources"], "measures": read.asked["measures"]}
    return Rest(workspace, {name: one.kept for name, one in found.items()}, settled, _seen(noted, read))


def _defined(kind: Any, plain: Mapping[str, Any]) -> Any:
    """A source or measure as it was noted; lists in its settings are tuples."""
    told = from_plain(kind, plain)
    settings = {name: tuple(value) if isinstance(value, list) else value for name, value in told.settings.items()}
    return replace(told, settings=settings)


def _drawn(read: acts.Read, source: str) -> Drawn:
    """What the reading notes of a source."""
    return next(from_plain(Drawn, plain) for plain in read.lesson["drawn"] if plain["source"] == source)


@dataclass(frozen=True)
class Found:
    """A source as it can be read now, and what is known of its file."""

    source: NamedSource
    kept: Kept


def _found(desk: Desk, source: NamedSource, drawn: Drawn) -> Found:
    """Its copy; or what stands in its place now, where there is none.

    Raises:
        DataError: there is neither.
    """
    copy = kept(desk.workspace, drawn.digest, Path(source.address).name)
    if copy is not None:
        return Found(replace(source, address=str(copy)), Kept(drawn.digest, copy, drawn.why_no_copy))
    address = source.where(desk.workspace.folder)
    if is_address(address):
        return Found(source, Kept("", None, drawn.why_no_copy))
    if not Path(address).is_file():
        raise DataError(
            f"The reading cannot be done again: the file is gone, and there is no copy of it. {drawn.why_no_copy}".rstrip(),
            "Bring the file back to where it was.",
            file=Path(address).name,
        )
    return Found(source, Kept(digest_of(Path(address)), None, drawn.why_no_copy))


def _changed(read: acts.Read, lesson: Lesson) -> Iterator[str]:
    """What is not as it was at the first reading."""
    if read.version != VERSION:
        yield f"Smallfires was {read.version}, and is {VERSION}."
    then, now = read.asked.get("tools", {}), tools()
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield f"{name} was {then.get(name, 'not noted')}, and is {now.get(name, 'not there')}."
    for drawn in lesson.drawn:
        before = _drawn_of(read, drawn.measure)
        if (before.digest, before.fingerprint) != (drawn.digest, drawn.fingerprint):
            yield _others(before, drawn)


def _drawn_of(read: acts.Read, measure: str) -> Drawn:
    return next(from_plain(Drawn, plain) for plain in read.lesson["drawn"] if plain["measure"] == measure)


def _others(then: Drawn, now: Drawn) -> str:
    """That the data are others, as a sentence."""
    if then.digest and then.digest == now.digest:
        marks = f"{then.fingerprint[:12]}, and is {now.fingerprint[:12]}"
        return f'The figures of "{now.measure}" are read otherwise from the same file: their fingerprint was {marks}.'
    marks = f"{(then.digest or then.fingerprint)[:12]}, and is {(now.digest or now.fingerprint)[:12]}"
    why = then.why_no_copy or "Its copy was deleted."
    return (
        f'The data of "{now.measure}" in the source "{now.source}" are others now: their fingerprint was {marks}. {why}'
    )
