"""A long list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")


@dataclass(frozen=True)
class Paged(Generic[Item]):
    """One page of a list.

    Attributes:
        items: on it.
        many: how many there are on all pages.
        page, pages: which it is, 1 for the first; and how many there are.
        back, on: the addresses of the page before and the one behind; empty where there is none.
    """

    items: tuple[Item, ...]
    many: int
    page: int
    pages: int
    back: str
    on: str


def paged(items: Sequence[Item], asked: str, each: int, address: str, query: dict[str, str]) -> Paged[Item]:
    """A page of a list; the last one, where a later one was asked for.

    Args:
        items: all of them.
        asked: which page, as it stands in the address; the first where that is no number.
        each: how many are on one.
        address: of the list.
        query: what else stands in its address.
    """
    pages = max(1, -(-len(items) // each))
    page = min(pages, max(1, whole(asked)))

    def link(number: int) -> str:
        told = {name: value for name, value in query.items() if value} | ({"page": str(number)} if number > 1 else {})
        return f"{address}?{urlencode(told)}" if told else address

    back, on = (link(page - 1) if page > 1 else ""), (link(page + 1) if page < pages else "")
    return Paged(tuple(items[(page - 1) * each : page * each]), len(items), page, pages, back, on)


def whole(text: str) -> int:
    """A whole number in an address; 0 where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
