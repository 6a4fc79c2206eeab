"""What is done to fires, one call a deed: made from the deeds from which the forms of the board are made, too."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from typing import Any, get_type_hints
from urllib.parse import quote

from smallfires.errors import CharterError, Stale
from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.deeds.charter import refused
from smallfires.faces.deeds.deed import Asked, Deed, Values
from smallfires.faces.deeds.fields import Field, Whole
from smallfires.faces.deeds.fields import Wrong as Mistaken
from smallfires.faces.web.api.call import BASE, Answer, Asking, Call, Gives, Head
from smallfires.faces.web.api.fires import ETAG, etag
from smallfires.faces.web.api.problem import Problem, Wrong, stale, wrong_fields
from smallfires.faces.web.api.records import Work
from smallfires.faces.web.api.works import address, charter_place, failed, told
from smallfires.faces.web.board.desk import AGAIN, Looked, looked
from smallfires.faces.web.door import NotAllowed
from smallfires.faces.web.work.deed import DeedWork
from smallfires.faces.web.work.status import Status, errand
from smallfires.fires.access import Right
from smallfires.fires.charters.read import read_charter
from smallfires.fires.fire import Fire
from smallfires.fires.posted import Posted
from smallfires.fires.story import Story
from smallfires.verbs.show import story

GROUP = "Deeds"
IF_MATCH = "If-Match"
OURS = r'"?([0-9]{1,15})"?'
ETAGS = r'(W/)?"[\x21\x23-\x7e]*"(\s*,\s*(W/)?"[\x21\x23-\x7e]*")*'
SEEN: Field = Whole(
    name="seen",
    label="The number of the fire's last entry that you have seen: where it has others since, nothing is done.",
    most=10**15 - 1,
    needed=False,
)
LOCATION = {"Location": "The address of the fire."}
MOST_PATIENCE = 10.0
"""Seconds that an answer is waited for at most."""
MATCH = "The ETag of the fire as you have seen it: where it has changed since, nothing is done."
PATIENT = f"wait=N: wait N seconds for what comes of it, at most {MOST_PATIENCE:.0f}, instead of coming back."
PREFER = {"Prefer": Head(PATIENT)}
BEGUN = Gives("It takes a while, and is being done.", Work, 202, {"Location": "Where to see how far it has come."})


def gives(deed: Deed) -> type:
    """The class of the record that a deed gives: of a fire, all that is known of it."""
    found: type = get_type_hints(deed.do)["return"]
    return Story if found is Fire else found


def _on_a_fire(deed: Deed) -> Call:
    seen = {IF_MATCH: Head(MATCH, rf"^(\*|{OURS})$")}
    done = Gives("It is done." if deed.notes else "What was found.", gives(deed), headers=ETAG if deed.notes else {})
    return Call(
        method="POST",
        path=f"/fires/{{slug}}/{deed.key}",
        key=f"fire.{deed.key}",
        group=GROUP,
        says=deed.says,
        right=deed.least,
        do=partial(_done, deed),
        body=(*deed.fields, SEEN) if deed.notes else deed.fields,
        gives=(done, BEGUN) if deed.long else (done,),
        refuses=(409, 412) if deed.notes else (409,),
        heads=(seen if deed.notes else {}) | (PREFER if deed.long else {}),
    )


def _of_no_fire(deed: Deed, path: str, done: Gives) -> Call:
    return Call(
        method="POST",
        path=path,
        key=deed.key,
        group=GROUP,
        says=deed.says,
        right=deed.least,
        do=partial(_done, deed),
        body=deed.fields,
        gives=(done, BEGUN),
        refuses=(409,),
        heads=PREFER,
    )


def _done(deed: Deed, asking: Asking) -> Answer:
    slug = asking.path.get("slug", "")
    seen, precondition = _seen(asking) if deed.notes and slug else (None, False)
    try:
        return _did(deed, asking, slug, looked(asking.desk, seen))
    except Stale as error:
        raise stale(error, precondition=precondition) from None


def _did(deed: Deed, asking: Asking, slug: str, desk: Looked) -> Answer:
    """Do it, or have it done.

    Raises:
        NotAllowed: whoever asks may not do it to this fire.
        Problem: something in the body is wrong.
        Stale: the fire has changed since it was looked at.
    """
    fire = desk.fire(slug) if slug else None
    if not deed.may(asking.visitor.rights, asking.visitor.name, fire):
        raise NotAllowed(deed.right)
    if fire and desk.seen not in (None, fire.last):
        raise Stale(f"The fire has changed: its last entry is {fire.last}, and you have seen {desk.seen}.", AGAIN)
    told = {name: value for name, value in asking.body.items() if name != SEEN.name or not (deed.notes and slug)}
    values, problems = deed.told(told, fire)
    if problems:
        raise wrong_fields(problems)
    here = str(asking.request.base_url).rstrip("/").removesuffix("/api")
    if deed.long:
        return _begun(deed, asking, DeedWork(deed.key, slug, values, desk.seen, here, asking.visitor.may(Right.ADMIN)))
    record = deed.do(Asked(desk, slug, values, address=here))
    after = desk.fire(slug)
    answer = Answer(story(after, desk.today) if isinstance(record, Fire) else record, headers=etag(after))
    # Links are secrets: they are told this once, and not kept to be told again.
    return (
        replace(answer, kept=replace(answer, told=replace(record, letters=())))
        if isinstance(record, Posted)
        else answer
    )


def _begun(deed: Deed, asking: Asking, piece: DeedWork) -> Answer:
    """Have done what takes a while; whoever would rather wait gets what comes of it, where that is soon."""
    _refuse_charter(piece.values)
    title = f"{deed.says} ({piece.slug})" if piece.slug else deed.says
    back = f"/fires/{quote(piece.slug)}" if piece.slug else ""
    asked = replace(errand(asking.visitor, title, key=deed.key, back=back), once=asking.once)
    work = asking.crew.begin(asked, piece)
    begun = Answer(told(asking, status_of(asking, work)), 202, {"location": address(work)})
    return replace(begun, then=partial(_waited, deed, asking, piece, work)) if _patience(asking) else begun


def _waited(deed: Deed, asking: Asking, piece: DeedWork, work: str) -> Answer:
    """What came of it; or how far it has come, where that takes too long.

    Raises:
        Problem: it came to nothing.
    """
    found = asking.crew.wait(work, _patience(asking)) or status_of(asking, work)
    if not found.over:
        return Answer(told(asking, found), 202, {"location": address(work)})
    problem = failed(found)
    if problem is not None:
        raise problem
    text = asking.crew.told(work) or "{}"
    slug = piece.slug or str(json.loads(text)["charter"]["slug"] if deed.notes else "")
    headers = etag(asking.desk.fire(slug)) if deed.notes else {}
    if piece.slug or not deed.notes:
        return Answer(text, headers=headers)
    return Answer(text, 201, {**headers, "location": f"{BASE}/fires/{quote(slug)}"})


def status_of(asking: Asking, work: str) -> Status:
    """Where a piece of work stands that was begun just now."""
    found = asking.crew.status(work)
    assert found is not None, "it was begun just now, and is kept for days"
    return found


def _patience(asking: Asking) -> float:
    """How many seconds whoever asks would rather wait than come back: ``Prefer: wait=10`` (RFC 7240)."""
    found = re.search(r"(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])", asking.request.headers.get("prefer", ""))
    return min(MOST_PATIENCE, float(found[1])) if found else 0.0


def _refuse_charter(values: Values) -> None:
    """Refuse at once what no workspace could light.

    Raises:
        Problem: the charter cannot be lit; each reason at its place.
    """
    try:
        if values.get("charter"):
            read_charter(values["charter"])
    except CharterError as error:
        wrong = tuple(Wrong(text, charter_place(name)) for name, text in refused(error).items())
        raise Problem(422, error.problem, "Each is said under errors.", wrong) from None


def _seen(asking: Asking) -> tuple[int | None, bool]:
    """What whoever asks has seen of the fire, and whether a header says so.

    Raises:
        Problem: it cannot be understood.
    """
    told = asking.request.headers.getlist(IF_MATCH)
    by_body = _whole(asking.body[SEEN.name]) if SEEN.name in asking.body else None
    if not told:
        return by_body, False
    text = ",".join(told).strip()
    if text == "*":
        return None, True
    number = re.fullmatch(OURS, text)
    if not number and not re.fullmatch(ETAGS, text):
        wrong = Wrong(f"{text} is no ETag.", parameter=IF_MATCH)
        raise Problem(400, f"{IF_MATCH} cannot be understood.", 'Send the ETag of the fire, such as "12".', (wrong,))
    return int(number[1]) if number else 0, True


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


_DRAFT, _CHECK = FIRST

CALLS = (
    _of_no_fire(_DRAFT, "/fires", Gives("The fire is declared.", gives(_DRAFT), 201, {**LOCATION, **ETAG})),
    _of_no_fire(_CHECK, "/checks", Gives("What was found.", gives(_CHECK))),
    *map(_on_a_fire, DEEDS),
)
