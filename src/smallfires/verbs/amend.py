"""The verb ``amend``: a frozen charter is changed, field by field, for everybody to see."""

from __future__ import annotations

from dataclasses import replace

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.fires.charter import Charter
from smallfires.fires.charters.changes import changes, confirms
from smallfires.fires.charters.places import normal
from smallfires.fires.charters.syntax import values_of
from smallfires.fires.charters.values import slug_of
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import because, unfinished
from smallfires.verbs.bench import Bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.draft import check, draft


def amend(desk: Desk, slug: str, told: str | Charter, reason: str, bench: Bench, *, file: str = "") -> Fire:
    """Change the charter of a fire. Before it is lit this is a new draft; the reason then stands in its diary.

    Where a lot was drawn, the units that it drew stay, as long as the text names those among which it was drawn.

    Args:
        desk: where the fire is worked on.
        slug: its name.
        told: the whole charter as it shall be: its TOML text, or made in Python.
        reason: why.
        bench: where to work: the design is held against the data there are.
        file: the text's name, for the error.

    Raises:
        NotYet: the fire is over.
        UsageError: there is no such fire, no reason, nothing is changed, or the charter is of another fire.
        CharterError: it could not be lit so: every reason at once.
        Stale: somebody changed the fire meanwhile, or another one that could burn in the same units.
    """
    fire, why = unfinished(desk.fire(slug), "amend"), because(reason)
    head = desk.ledger.head().number
    _same(slug, told, file)
    charter, _ = check(desk, told, bench, file=file)
    if not fire.burning:
        return _drafted(desk, fire, told, why, bench, file)
    amended = _amended(fire, _as_drawn(fire, charter), why)
    moved = (amended.charter.scope, amended.charter.horizon) != (fire.charter.scope, fire.charter.horizon)
    desk.note(fire, amended, head=head if moved else None)
    return desk.fire(slug)


def _same(slug: str, told: str | Charter, file: str) -> None:
    """Refuse the charter of another fire."""
    if isinstance(told, Charter):
        found = told.slug
    else:
        values = values_of(normal(told), file)
        found = str(values.get("slug") or slug_of(str(values.get("title", ""))))
    if found != slug:
        raise UsageError(f'This charter is of "{found}", and not of "{slug}".', f'Write slug = "{slug}" in it.')


def _drafted(desk: Desk, fire: Fire, told: str | Charter, why: str, bench: Bench, file: str) -> Fire:
    after, _ = draft(desk, told, bench, file=file)
    if after.last == fire.last:
        raise _unchanged(fire)
    desk.note(after, acts.Commented(f"Drafted anew: {why}"))
    return desk.fire(fire.slug)


def _amended(fire: Fire, charter: Charter, why: str) -> acts.Amended:
    found = changes(fire.charter, charter)
    if not found:
        raise _unchanged(fire)
    return acts.Amended(charter, charter.seal(), why, found, confirms(found))


def _unchanged(fire: Fire) -> UsageError:
    return UsageError(f'The charter is that of "{fire.slug}" as it stands: nothing is changed.', "Change it first.")


def _as_drawn(fire: Fire, charter: Charter) -> Charter:
    """The charter with the units that the lot drew.

    Raises:
        UsageError: it asks for another lot, or for what a lot has settled otherwise.
    """
    if charter.scope.lot is not None:
        drafted = [noted.fact.charter for noted in fire.diary if isinstance(noted.fact, acts.Drafted)][-1]
        if charter.scope != drafted.scope:
            raise _drawn_once()
        charter = replace(charter, scope=fire.charter.scope)
    if fire.lit and fire.lit.draw and _by_lot(charter) != _by_lot(fire.charter):
        raise _drawn_once()
    return charter


def _by_lot(charter: Charter) -> tuple[frozenset[str], str, int]:
    """What says who works the new way and when, once the lot is drawn."""
    return frozenset(charter.scope.units), charter.design.name, charter.design.seed


def _drawn_once() -> UsageError:
    return UsageError(
        "Who works the new way, and when, was drawn by lot when it was lit, and is not drawn again.",
        "Leave units, design and seed as they are; or put it out, and light another fire.",
    )
