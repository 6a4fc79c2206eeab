"""The verb ``share``: who may see a fire."""

from __future__ import annotations

from collections.abc import Iterable

from smallfires.errors import UsageError
from smallfires.fires.fire import Fire
from smallfires.fires.membership import Shared
from smallfires.verbs.desk import Desk


def share(desk: Desk, slug: str, people: Iterable[str] = (), *, everyone: bool = False) -> Fire:
    """Say who may see a fire; its owner, the people asked and admins always may. Whoever may not finds that there is none.

    Args:
        desk: where it is.
        slug: of the fire, whether it burns or not.
        people: who else may see it.
        everyone: whether everybody may who may read at all.

    Raises:
        NotThere: there is no such fire.
        UsageError: it is said both for everybody and for some.
        Stale: somebody acted on the fire meanwhile.
    """
    fire, named = desk.fire(slug), tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in people))))
    if everyone and named:
        raise UsageError("Everybody may see it, or these people: not both.", "Leave one of the two out.")
    said = Shared(everyone, named)
    if said == fire.shared:
        return fire
    desk.note(fire, said)
    return desk.fire(slug)
