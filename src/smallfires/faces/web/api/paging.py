"""A part of a long list, and where it goes on. What is noted meanwhile is never told twice, and nothing is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from smallfires.faces.deeds.fields import Field, Whole
from smallfires.faces.web.api.call import Asking

MOST = 200
USUAL = 50
One = TypeVar("One")

PAGED: tuple[Field, ...] = (
    Whole(
        name="after",
        label="Where the list goes on: as the last answer has it in next.",
        least=0,
        most=10**15 - 1,
        needed=False,
    ),
    Whole(name="limit", label=f"How many at most; {USUAL} unless said.", most=MOST, needed=False),
)
"""Parameters of every list."""


def part(asking: Asking, found: Iterable[One], place: Callable[[One], int]) -> tuple[tuple[One, ...], str | None]:
    """A part of a list, and the address of the next one; None where it was the last.

    Args:
        asking: says which part.
        found: the list, in an order that new ones only continue, behind ``after``.
        place: of one in that order.
    """
    limit = asking.query["limit"] or USUAL
    some = tuple(islice(found, limit + 1))
    here = some[:limit]
    return here, _next(asking, place(here[-1])) if len(some) > limit else None


def behind(asking: Asking) -> int:
    """Where the part begins: behind this place."""
    found: int = asking.query["after"] or 0
    return found


def _next(asking: Asking, last: int) -> str:
    told: Mapping[str, Any] = {name: value for name, value in asking.query.items() if value not in ("", None)}
    return f"{asking.request.url.path}?{urlencode({**told, 'after': last})}"


def after(found: Sequence[One], place: Callable[[One], int], last: int) -> Iterable[One]:
    """Those behind a place."""
    return (each for each in found if place(each) > last)
