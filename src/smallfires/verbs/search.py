"""The verb ``search``: everything ever declared, learned, decided and commented, by its words."""

from __future__ import annotations

from collections.abc import Sequence, Set

from smallfires.errors import UsageError
from smallfires.fires.folded import folded, stem, words
from smallfires.fires.found import Found, Hit
from smallfires.stores.shelf import Piece
from smallfires.verbs.bench import VERSION
from smallfires.verbs.desk import Desk
from smallfires.verbs.index import Fit

MOST = 20
"""Hits that are shown, unless said."""
AROUND = 60
"""Letters around the first word of a hit."""


def search(desk: Desk, asked: str, most: int = MOST, among: Set[str] | None = None) -> Found:
    """Find words in all that was ever declared, learned, decided and commented.

    Texts that have more of the words come first, then those in which they are rarer and stand by themselves. A text that was
    written again as it was is found once. Answers to a teach-back are never searched.

    Args:
        desk: of the workspace.
        asked: words in any order; accents, capitals and the s of a plural do not matter.
        most: how many hits to give.
        among: slugs of the fires that are searched; all where None.

    Raises:
        UsageError: there is no word in it.
    """
    wanted = words(asked)
    if not wanted:
        raise UsageError(f'There is no word in "{asked}".', command="Name a word, such as: smallfires search handover")
    stems = tuple(dict.fromkeys(map(stem, wanted)))
    stock = desk.stock(stems)
    seen = stock.seen if among is None else among if stock.seen is None else among & stock.seen
    best, many = stock.library.best(stems, most, seen)
    hits = tuple(_hit(piece, fit, stock.title(piece.fire), stems) for piece, fit in best)
    return Found(asked, wanted, hits, many - len(hits), stock.entries, VERSION)


def _hit(piece: Piece, fit: Fit, title: str, stems: Sequence[str]) -> Hit:
    return Hit(
        fire=piece.fire,
        title=title,
        what=piece.what,
        number=piece.number,
        at=piece.at,
        who=piece.who,
        snippet=_snippet(piece.content, stems),
        words=fit.words,
        score=fit.score,
    )


def _snippet(text: str, stems: Sequence[str]) -> str:
    """The first of the words with what stands around it, cut between words."""
    line = " ".join(text.split())
    whole = folded(line)
    if len(line) <= 2 * AROUND:
        return line
    places = [whole.find(word) for word in stems if word in whole]
    at = min(places, default=0) * len(line) // max(1, len(whole))
    start = max(0, min(at - AROUND, len(line) - 2 * AROUND))
    end = start + 2 * AROUND
    start = line.find(" ", start) + 1 if start else 0
    cut = line[start:] if end >= len(line) else line[start : max(line.rfind(" ", 0, end), start + 1)]
    return ("… " if start else "") + cut + ("" if end >= len(line) else " …")
