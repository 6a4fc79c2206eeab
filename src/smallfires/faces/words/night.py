"""A nightly run in words: what is new, who heard of it, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.night import Looked, Night, Sent, Trouble
from smallfires.fires.quantity import many
from smallfires.fires.verdict import Decision
from smallfires.fires.wording import listed

MOST = 3
"""Names, and headlines, that are shown of many."""


def page(night: Night) -> Page:
    """What is new, fire by fire; who was told; what to see to."""
    return made(
        f"{night.workspace}: what is new",
        verdict(night),
        "A fire is read where its data or its charter are new. Everybody is told each thing once.",
        tuple(_wrong(night)),
        [_fires(night), _told(night), _again(night)],
        f"Smallfires {night.version}",
    )


def verdict(night: Night) -> Verdict:
    """How many verdicts have changed, and how many fires were read."""
    if night.beside:
        return Verdict("Nothing was done.", ("Another nightly run is at work in this workspace.",), "")
    changed = [fire for fire in night.fires if fire.changed]
    headline = (
        f"{many(len(changed), 'verdict has', 'verdicts have')} changed." if changed else "No verdict has changed."
    )
    return Verdict(headline, tuple(_counts(night)), "")


def _counts(night: Night) -> Iterator[str]:
    if not night.fires:
        yield "No fire is burning."
        return
    read = sum(bool(fire.reading) for fire in night.fires)
    failed = sum(fire.trouble is not None for fire in night.fires)
    same = len(night.fires) - read - failed
    parts = (
        [f"{read} read"] * bool(read) + [f"nothing new in {same}"] * bool(same) + [f"{failed} not read"] * bool(failed)
    )
    yield f"{many(len(night.fires), 'fire is', 'fires are')} burning: {listed(parts)}."
    if night.trial:
        yield "This was a trial: nothing was written, and nothing was sent."


def _wrong(night: Night) -> Iterator[str]:
    """What somebody has to see to: the fires first, then who could not be told; the same reason once."""
    for trouble, fires in _by_trouble((fire.trouble, name(fire.title)) for fire in night.fires):
        yield f"{_some(fires)} could not be read. {_said(trouble)}"
    for trouble, people in _by_trouble((sent.trouble, name(sent.to)) for sent in night.sent):
        yield f"Not sent: {_some(people)}. {_said(trouble)}"


def _by_trouble(found: Iterable[tuple[Trouble | None, str]]) -> Iterable[tuple[Trouble, list[str]]]:
    groups: dict[Trouble, list[str]] = {}
    for trouble, who in found:
        if trouble:
            groups.setdefault(trouble, []).append(who)
    return groups.items()


def _some(names: list[str]) -> str:
    """The first of many."""
    more = len(names) - MOST
    return listed(names if more <= 1 else [*names[:MOST], f"{more} more"])


def _said(trouble: Trouble) -> str:
    return f"{trouble.problem} {trouble.way_out}".rstrip()


def _fires(night: Night) -> Section | None:
    if not night.fires:
        return None
    first = sorted(night.fires, key=lambda fire: (fire.trouble is None, not fire.changed, not fire.reading))
    rows = tuple((name(fire.title), fire.decision or "none yet", _did(fire)) for fire in first)
    columns = (Column("Fire", "name"), Column("Verdict", "text"), Column("What was done", "text"))
    return Section("fires", "Fire by fire", table=Table("Burning fires", columns, rows))


def _did(fire: Looked) -> str:
    if fire.trouble:
        return "could not be read"
    if not fire.reading:
        return "nothing new"
    if not fire.changed:
        return f"reading {fire.reading}"
    return f"reading {fire.reading}; until now: {fire.before or Decision.EARLY}"


def _told(night: Night) -> Section | None:
    sent = [each for each in night.sent if not each.trouble]
    if not sent:
        return None
    title = "Who would be told" if night.trial else "Who was told"
    return Section("told", title, items=tuple(_line(each) for each in sent))


def _line(sent: Sent) -> str:
    more = len(sent.headlines) - MOST
    shown = sent.headlines if more <= 1 else (*sent.headlines[:MOST], f"And {more} more.")
    return f"{name(sent.to)}: {' '.join(shown)}"


def _again(night: Night) -> Section | None:
    asked = [fire for fire in night.fires if fire.ask_again]
    if not asked:
        return None
    said = tuple(f"{name(fire.title)}: {fire.ask_again}" for fire in asked)
    return Section("ask", "Ask again", items=said, commands=tuple(f"smallfires brief {fire.fire}" for fire in asked))
