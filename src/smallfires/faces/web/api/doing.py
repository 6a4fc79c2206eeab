"""What is done to fires, one call a deed: made from the deeds from which the forms of the board are made, too."""

from __future__ import annotations

from typing import Any, get_type_hints
from urllib.parse import quote

from smallfires.errors import CharterError, Stale
from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Field, Whole
from smallfires.faces.deeds.fields import Wrong as Mistaken
from smallfires.faces.web.api.call import BASE, Answer, Asking, Call, Gives
from smallfires.faces.web.api.fires import ETAG, etag
from smallfires.faces.web.api.problem import Problem, Wrong, pointer, stale, wrong_fields
from smallfires.faces.web.board.desk import AGAIN, Standing, looked
from smallfires.fires.checkup import Checkup
from smallfires.fires.fire import Fire
from smallfires.fires.story import Story
from smallfires.verbs.show import story

GROUP = "Deeds"
IF_MATCH = "If-Match"
SEEN: Field = Whole(
    name="seen",
    label="The number of the fire's last entry that you have seen: where it has others since, nothing is done.",
    most=2**53 - 1,
    needed=False,
)
LOCATION = {"Location": "The address of the fire."}


def gives(deed: Deed) -> type:
    """The class of the record that a deed gives: of a fire, all that is known of it."""
    found: type = get_type_hints(deed.do)["return"]
    return Story if found is Fire else found


def _on_a_fire(deed: Deed) -> Call:
    def do(asking: Asking) -> Answer:
        return _done(deed, asking)

    noted = deed.notes
    return Call(
        method="POST",
        path=f"/fires/{{slug}}/{deed.key}",
        key=f"fire.{deed.key}",
        group=GROUP,
        says=deed.says,
        right=deed.right,
        do=do,
        body=(*deed.fields, SEEN) if noted else deed.fields,
        gives=(Gives("It is done." if noted else "What was found.", gives(deed), headers=ETAG if noted else {}),),
        refuses=(409, 412) if noted else (409,),
        heads={IF_MATCH: "The ETag of the fire as you have seen it: where it has changed since, nothing is done."}
        if noted
        else {},
    )


def _done(deed: Deed, asking: Asking) -> Answer:
    slug = asking.path["slug"]
    fire = asking.desk.fire(slug)
    seen, precondition = _seen(asking) if deed.notes else (None, False)
    if seen is not None and seen != fire.last:
        changed = f"The fire has changed: its last entry is {fire.last}, and you have seen {seen}. Nothing was noted."
        raise Problem(412 if precondition else 409, changed, AGAIN)
    try:
        record = _did(deed, asking, slug, looked(asking.desk, seen))
    except Stale as error:
        raise stale(error, precondition=precondition) from None
    after = asking.desk.fire(slug)
    told = story(after, asking.desk.today) if isinstance(record, Fire) else record
    return Answer(told, headers=etag(after) if deed.notes else {})


def _did(deed: Deed, asking: Asking, slug: str, desk: Standing) -> object:
    """Do it.

    Raises:
        Problem: something in the body is wrong.
    """
    fire = desk.fire(slug) if slug else None
    body = {name: value for name, value in asking.body.items() if name != SEEN.name or not deed.notes}
    values, problems = deed.told(body, fire)
    if problems:
        raise wrong_fields(problems)
    try:
        return deed.do(Asked(desk, slug, values, address=str(asking.request.base_url).rstrip("/").removesuffix("/api")))
    except CharterError as error:
        raise _uncharted(error, body) from None


def _uncharted(error: CharterError, body: dict[str, Any]) -> Problem:
    """Why a charter cannot be lit as it stands, each reason at its place."""
    whole = not isinstance(body.get("charter"), dict)
    errors = tuple(
        Wrong(
            f"{one.field}: {said}" if whole else said, "/charter" if whole else pointer("charter", *_steps(one.field))
        )
        for one in error.refusals
        for said in [f"{one.problem} {one.way_out}".strip()]
    )
    return Problem(422, error.problem, error.way_out or "Each is said under errors.", errors)


def _steps(field: str) -> list[str | int]:
    """The parts of a charter's path; rows count from 1 there, and from 0 in a pointer."""
    return [int(part) - 1 if part.isdigit() else part for part in field.split(".")]


def _seen(asking: Asking) -> tuple[int | None, bool]:
    """What whoever asks has seen of the fire, and whether a header says so.

    Raises:
        Problem: it cannot be understood.
    """
    told = asking.request.headers.getlist(IF_MATCH)
    if not told:
        return _whole(asking.body[SEEN.name]) if SEEN.name in asking.body else None, False
    text = ",".join(told).strip()
    if text == "*":
        return None, True
    if len(text) < 3 or text[0] != '"' or text[-1] != '"' or not text[1:-1].isdecimal() or not text.isascii():
        unmatched = f"{IF_MATCH} is {text}, which is no state of this fire."
        raise Problem(
            412, unmatched, 'It is the ETag of the fire, such as "12".', (Wrong(unmatched, parameter=IF_MATCH),)
        )
    return int(text[1:-1]), True


def _whole(value: Any) -> int:
    """What the body says in its place.

    Raises:
        Problem: it is no number of an entry.
    """
    try:
        found: int = SEEN.checked(value)
    except Mistaken as error:
        raise wrong_fields({SEEN.name: str(error)}) from None
    return found


def _of_no_fire(deed: Deed, path: str, answer: Gives) -> Call:
    def do(asking: Asking) -> Answer:
        record = _did(deed, asking, "", looked(asking.desk))
        slug = record.charter.slug if isinstance(record, Checkup) and deed.notes else ""
        address = {"location": f"{BASE}/fires/{quote(slug)}", **etag(asking.desk.fire(slug))} if slug else {}
        return Answer(record, answer.status, address)

    return Call(
        method="POST",
        path=path,
        key=deed.key,
        group=GROUP,
        says=deed.says,
        right=deed.right,
        do=do,
        body=deed.fields,
        gives=(answer,),
        refuses=(409,),
    )


_DRAFT, _CHECK = FIRST

CALLS = (
    _of_no_fire(_DRAFT, "/fires", Gives("The fire is declared.", gives(_DRAFT), 201, {**LOCATION, **ETAG})),
    _of_no_fire(_CHECK, "/checks", Gives("What was found.", gives(_CHECK))),
    *map(_on_a_fire, DEEDS),
)
