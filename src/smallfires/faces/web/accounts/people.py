"""The people of the organization, for admins: who belongs to it, and as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.errors import NotYet, UsageError
from smallfires.faces.web.accounts.reception import BEFORE, SECRET, Reception
from smallfires.faces.web.form import Filled
from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import Account, Kind
from smallfires.verbs.accounts.close import close, reopen
from smallfires.verbs.accounts.enrol import checked, enrol, mail_address, new_link
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
Act = Callable[[Staff, Mapping[str, str]], object]


@dataclass(frozen=True)
class Person:
    """Somebody on the page.

    Attributes:
        account: theirs.
        comes: how they come in, in a few words.
        seen: the day on which they were last in; empty where they never were, or long ago.
    """

    account: Account
    comes: str
    seen: str


def routes(reception: Reception) -> APIRouter:
    """The page, and what is on it."""
    made = APIRouter(dependencies=[reception.board.needs(Right.ADMIN)])

    @made.get(HERE)
    def show(request: Request) -> Response:
        """All of them."""
        return page(reception, request)

    for path, act in ACTS.items():
        _form(made, reception, path, act)
    return made


def page(
    reception: Reception,
    request: Request,
    code: int = 200,
    note: tuple[str, ...] = (),
    filled: Filled | None = None,
    link: Granted | None = None,
) -> Response:
    """The page.

    Args:
        reception: whose it is.
        request: that it answers.
        code: HTTP's.
        note: what could not be done, and why.
        filled: what was typed into the form for somebody new.
        link: that was made just now.
    """
    staff = reception.staff(request)
    found = [_person(staff, one) for one in staff.accounts.all()]
    answer = reception.board.shown(
        request, "staff", "People", code,
        note=note, filled=filled or Filled(), roles=MEANS, linked=link,
        link=f"{request.base_url}welcome/{link.secret}" if link else "",
        staff=[one for one in found if not one.account.closed], gone=[one for one in found if one.account.closed],
    )  # fmt: skip
    if link:
        answer.headers.update(SECRET)
    return answer


def _person(staff: Staff, account: Account) -> Person:
    now, sessions = staff.now(), staff.accounts.keys(account.name, Kind.SESSION)
    ways = [*["by sign-on"] * bool(account.subject), *["by password"] * bool(account.password)]
    waits = any(key.holds(now) for key in staff.accounts.keys(account.name, Kind.LINK))
    comes = " and ".join(ways) or ("has a link, not followed yet" if waits else "has no way in: make a link")
    return Person(account, comes, max((key.used or key.made for key in sessions), default="")[:10])


def _form(made: APIRouter, reception: Reception, path: str, act: Act) -> None:
    @made.post(f"{HERE}{path}", name=f"people{path}")
    async def pressed(request: Request) -> Response:
        return await reception.taken(request, partial(_pressed, reception, request, path, act))


def _pressed(reception: Reception, request: Request, path: str, act: Act, told: Mapping[str, str]) -> Response:
    filled = Filled(told, _wrong(told)) if not path else None
    if not reception.ours(request, told):
        return page(reception, request, 403, (BEFORE,), filled)
    if filled is not None and filled.problems:
        return page(reception, request, 422, filled=filled)
    try:
        found = act(reception.staff(request), told)
    except NotYet as error:
        return page(reception, request, 409, (error.problem, error.way_out), filled)
    except UsageError as error:
        return page(reception, request, 422, (error.problem, error.way_out), filled)
    return page(reception, request, link=found) if isinstance(found, Granted) else RedirectResponse(HERE, 303)


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
