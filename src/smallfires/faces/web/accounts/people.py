"""The people of the organization, for admins: who belongs to it, and as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.errors import NotYet, UsageError
from smallfires.faces.web.accounts.reception import BEFORE, SECRET, Reception
from smallfires.faces.web.form import Filled
from smallfires.faces.web.paging import paged
from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import Account, Key, Kind
from smallfires.verbs.accounts.close import close, reopen
from smallfires.verbs.accounts.enrol import checked, enrol, mail_address, new_link
from smallfires.verbs.accounts.find import find, keys_of
from smallfires.verbs.accounts.role import change_role
from smallfires.verbs.accounts.sign_in import end_all
from smallfires.verbs.accounts.staff import Granted, Staff, role_of

MEANS = {
    Role.READER: "sees fires, and says what they saw",
    Role.LIGHTER: "declares, briefs, lights and reads fires, too",
    Role.APPROVER: "decides on fires, too",
    Role.ADMIN: "looks after people, sources and settings, too",
}
"""What each role may do."""
FIELDS: Mapping[str, Callable[[str], object]] = {"name": checked, "mail": mail_address, "role": role_of}
"""What is typed of somebody new, with what each has to be."""
HERE = "/settings/people"
EACH = 50
"""People on one page."""
LONGEST = 200
"""Letters of what is looked for."""
Act = Callable[[Staff, Mapping[str, str]], object]


@dataclass(frozen=True)
class At:
    """Where in the list somebody is.

    Attributes:
        asked: what they look for.
        page: as it stands in the address.
    """

    asked: str = ""
    page: str = ""

    @property
    def address(self) -> str:
        """Where they come back to."""
        told = {"q": self.asked, "page": self.page}
        query = urlencode({name: value for name, value in told.items() if value not in ("", "1")})
        return f"{HERE}?{query}" if query else HERE


FIRST = At()


@dataclass(frozen=True)
class Person:
    """Somebody on the page.

    Attributes:
        account: theirs.
        comes: how they come in, in a few words; empty where their account is closed.
        seen: the day on which they were last in; empty where they never were, or long ago.
    """

    account: Account
    comes: str
    seen: str


def routes(reception: Reception) -> APIRouter:
    """The page, and what is on it."""
    made = APIRouter(dependencies=[reception.board.needs(Right.ADMIN)])

    @made.get(HERE)
    def show(request: Request, q: str = "", page: str = "1") -> Response:
        """All of them, or those who are looked for, a page at a time."""
        return shown(reception, request, at=At(q[:LONGEST].strip(), page))

    for path, act in ACTS.items():
        _form(made, reception, path, act)
    return made


def shown(
    reception: Reception,
    request: Request,
    code: int = 200,
    note: tuple[str, ...] = (),
    filled: Filled | None = None,
    link: Granted | None = None,
    at: At = FIRST,
) -> Response:
    """The page.

    Args:
        reception: whose it is.
        request: that it answers.
        code: HTTP's.
        note: what could not be done, and why.
        filled: what was typed into the form for somebody new.
        link: that was made just now.
        at: where in the list they are.
    """
    staff = reception.staff(request)
    listed = paged(find(staff, at.asked), at.page, EACH, HERE, {"q": at.asked})
    keys = keys_of(staff, listed.items)
    answer = reception.board.shown(
        request, "staff", "People", code,
        note=note, filled=filled or Filled(), roles=MEANS, linked=link,
        link=f"{request.base_url}welcome/{link.secret}" if link else "",
        staff=[_person(one, keys.get(one.name, []), staff.now()) for one in listed.items], paged=listed, asked=at.asked,
    )  # fmt: skip
    if link:
        answer.headers.update(SECRET)
    return answer


def _person(account: Account, keys: list[Key], now: datetime) -> Person:
    if account.closed:
        return Person(account, "", "")
    ways = [*["by sign-on"] * bool(account.subject), *["by password"] * bool(account.password)]
    waits = any(key.kind is Kind.LINK and key.holds(now) for key in keys)
    comes = " and ".join(ways) or ("has a link, not followed yet" if waits else "has no way in: make a link")
    seen = (key.used or key.made for key in keys if key.kind is Kind.SESSION)
    return Person(account, comes, max(seen, default="")[:10])


def _form(made: APIRouter, reception: Reception, path: str, act: Act) -> None:
    @made.post(f"{HERE}{path}", name=f"people{path}")
    async def pressed(request: Request) -> Response:
        return await reception.taken(request, partial(_pressed, reception, request, path, act))


def _pressed(reception: Reception, request: Request, path: str, act: Act, told: Mapping[str, str]) -> Response:
    filled = Filled(told, _wrong(told)) if not path else None
    at = At(told.get("q", "")[:LONGEST], told.get("page", ""))
    if not reception.ours(request, told):
        return shown(reception, request, 403, (BEFORE,), filled, at=at)
    if filled is not None and filled.problems:
        return shown(reception, request, 422, filled=filled, at=at)
    try:
        found = act(reception.staff(request), told)
    except NotYet as error:
        return shown(reception, request, 409, (error.problem, error.way_out), filled, at=at)
    except UsageError as error:
        return shown(reception, request, 422, (error.problem, error.way_out), filled, at=at)
    return (
        shown(reception, request, link=found, at=at)
        if isinstance(found, Granted)
        else RedirectResponse(at.address, 303)
    )


def _wrong(told: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each field by itself of who is to be enrolled."""
    problems: dict[str, str] = {}
    for field, check in FIELDS.items():
        try:
            check(told.get(field, ""))
        except UsageError as error:
            problems[field] = str(error)
    return problems


def _enrolled(staff: Staff, told: Mapping[str, str]) -> Granted:
    return enrol(staff, told.get("name", ""), role_of(told.get("role", "")), told.get("mail", ""))


def _changed(staff: Staff, told: Mapping[str, str]) -> Account:
    return change_role(staff, told.get("name", ""), role_of(told.get("role", "")))


def _named(act: Callable[[Staff, str], object]) -> Act:
    return lambda staff, told: act(staff, told.get("name", ""))


ACTS: Mapping[str, Act] = {
    "": _enrolled,
    "/role": _changed,
    "/link": _named(new_link),
    "/sessions/end": _named(end_all),
    "/close": _named(close),
    "/open": _named(reopen),
}
"""What can be done there, by the end of the address."""
