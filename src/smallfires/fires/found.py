"""What was found among everything learned and declared: the record that ``search`` gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """A text in which the words stand.

    Attributes:
        fire: its slug.
        title: what the fire is called.
        what: which text it is: ``hypothesis``, ``comment``, ``reading 3``, ``decision``, ...
        number: of the entry in the ledger.
        at: when it was written, as ``Entry.at``.
        who: wrote it.
        snippet: the words with what stands around them.
        words: how many of the words that were asked for stand in it.
        score: how well it fits; the higher, the better.
    """

    fire: str
    title: str
    what: str
    number: int
    at: str
    who: str
    snippet: str
    words: int
    score: float


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        asked: what was asked for, as typed.
        words: the words that were looked for.
        hits: the best first.
        more: how many more there are.
        entries: how many entries of the ledger were searched.
        version: of the software.
    """

    asked: str
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    more: int
    entries: int
    version: str
