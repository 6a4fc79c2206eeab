"""For whom a fire is to be seen: everybody who may read, or some people only."""

from __future__ import annotations

from collections.abc import Iterable

from smallfires.fires.accounts import named
from smallfires.fires.charter import Charter
from smallfires.fires.membership import Shared


def seers(charter: Charter, shared: Shared) -> tuple[str, ...] | None:
    """Who sees a fire besides admins, by their names as these are compared; None where everybody does.

    Args:
        charter: in force.
        shared: what was last said about it.
    """
    if shared.everyone:
        return None
    asked = (one.name for one in charter.people)
    return tuple(sorted({named(name) for name in (charter.owner, *asked, *shared.people)} - {""}))


def unseen(fires: Iterable[tuple[str, tuple[str, ...]]], who: str) -> frozenset[str]:
    """Those of some fires that somebody may not see.

    Args:
        fires: each with who sees it.
        who: their name.
    """
    known = named(who)
    return frozenset(slug for slug, people in fires if known not in people)
