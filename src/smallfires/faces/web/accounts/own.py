"""One's own account: the password, the sessions, and the tokens for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.errors import UsageError
from smallfires.faces.web.accounts.reception import BEFORE, SECRET, TWICE, Reception
from smallfires.faces.web.form import Filled
from smallfires.fires.access import RIGHTS, Right
from smallfires.fires.accounts import Key, Kind
from smallfires.verbs.accounts.passwords import SHORTEST
from smallfires.verbs.accounts.sign_in import end_others, end_session
from smallfires.verbs.accounts.staff import Granted, Staff
from smallfires.verbs.accounts.take_up import change_password
from smallfires.verbs.accounts.token import end_token, make_token

DAYS = (7, 30, 90, 365)
"""How long a token can be asked to hold."""
MEANS = {
    Right.READ: "See fires, and write into their diaries.",
    Right.LIGHT: "Declare, brief, light and read fires.",
    Right.APPROVE: "Decide on fires.",
    Right.ADMIN: "Look after sources and settings.",
}
"""What a token may do with each right."""


@dataclass(frozen=True)
class Done:
    """What the page says first.

    Attributes:
        note: what was done, or what is wrong, as sentences.
        wrong: whether it is wrong.
        token: a token that was made just now.
    """

    note: tuple[str, ...] = ()
    wrong: bool = False
    token: Granted | None = None


NOTHING = Done()
Take = Callable[[Staff, Mapping[str, str]], None]


def routes(reception: Reception) -> APIRouter:
    """The page, and what is on it; for whoever may read."""
    made = APIRouter(dependencies=[reception.board.needs(Right.READ)])

    @made.get("/settings")
    def show(request: Request) -> Response:
        """Everything of one's own."""
        return page(reception, request)

    _form(made, reception, "/settings/sessions/end", _ended)
    _form(made, reception, "/settings/tokens/end", _withdrawn)

    @made.post("/settings/sessions/end-others")
    async def others(request: Request) -> Response:
        """All sessions end but this one."""
        return await reception.taken(request, lambda told: _others(reception, request, told))

    @made.post("/settings/password")
    async def password(request: Request) -> Response:
        """Another password."""
        return await reception.taken(request, lambda told: _password(reception, request, told))

    @made.post("/settings/tokens")
    async def token(request: Request) -> Response:
        """A token for a program."""
        return await reception.taken(request, lambda told: _token(reception, request, told))

    return made


def page(
    reception: Reception,
    request: Request,
    code: int = 200,
    done: Done = NOTHING,
    form: str = "",
    filled: Filled | None = None,
) -> Response:
    """The page.

    Args:
        reception: whose it is.
        request: that it answers.
        code: HTTP's.
        done: what it says first.
        form: the one that could not be taken.
        filled: what was typed into it.
    """
    staff = reception.staff(request)
    account = staff.account(staff.who)
    answer = reception.board.shown(
        request, "settings", "Settings", code,
        account=account, done=done, open=form, filled=filled or Filled(), shortest=SHORTEST, days=DAYS,
        sessions=_holding(staff, Kind.SESSION), this=_here(reception, request),
        tokens=_holding(staff, Kind.TOKEN), rights=[(right, MEANS[right]) for right in Right if right in RIGHTS[account.role]],
    )  # fmt: skip
    if done.token:
        answer.headers.update(SECRET)
    return answer


def _holding(staff: Staff, kind: Kind) -> list[Key]:
    now = staff.now()
    return [key for key in staff.accounts.keys(staff.who, kind) if key.holds(now)]


def _here(reception: Reception, request: Request) -> str:
    """The digest of the session with which somebody asks."""
    found = reception.door.opened(request)
    return found[0].digest if found else ""


def _form(made: APIRouter, reception: Reception, path: str, take: Take) -> None:
    """A form that is one button."""

    def taken(request: Request, told: Mapping[str, str]) -> Response:
        if not reception.ours(request, told):
            return page(reception, request, 403, Done((BEFORE,), wrong=True))
        try:
            take(reception.staff(request), told)
        except UsageError as error:
            return page(reception, request, 422, Done((error.problem, error.way_out), wrong=True))
        return RedirectResponse("/settings", 303)

    @made.post(path, name=path)
    async def pressed(request: Request) -> Response:
        return await reception.taken(request, lambda told: taken(request, told))


def _ended(staff: Staff, told: Mapping[str, str]) -> None:
    end_session(staff, told.get("mark", ""))


def _withdrawn(staff: Staff, told: Mapping[str, str]) -> None:
    end_token(staff, staff.who, told.get("mark", ""))


def _others(reception: Reception, request: Request, told: Mapping[str, str]) -> Response:
    if not reception.ours(request, told):
        return page(reception, request, 403, Done((BEFORE,), wrong=True))
    end_others(reception.staff(request), _here(reception, request))
    return RedirectResponse("/settings", 303)


def _password(reception: Reception, request: Request, told: Mapping[str, str]) -> Response:
    if not reception.ours(request, told):
        return page(reception, request, 403, Done((BEFORE,), wrong=True), "password")
    if told.get("new", "") != told.get("again", ""):
        return page(reception, request, 422, form="password", filled=Filled({}, {"again": TWICE}))
    reception.tried(request, reception.staff(request).who)
    try:
        change_password(reception.staff(request), told.get("old", ""), told.get("new", ""), _here(reception, request))
    except UsageError as error:
        field = "old" if "until now" in error.problem else "new"
        problems = {field: f"{error.problem} {error.way_out}"}
        return page(reception, request, 422, form="password", filled=Filled({}, problems))
    return page(reception, request, done=Done(("You have a new password. All other sessions of yours ended.",)))


def _token(reception: Reception, request: Request, told: Mapping[str, str]) -> Response:
    filled = Filled(told)
    if not reception.ours(request, told):
        return page(reception, request, 403, Done((BEFORE,), wrong=True), "token", filled)
    rights = frozenset(right for right in Right if told.get(f"right-{right}"))
    days = told.get("days", "")
    try:
        made = make_token(
            reception.staff(request), told.get("label", ""), rights, int(days) if days in map(str, DAYS) else 0
        )
    except UsageError as error:
        field = "label" if "called" in error.problem else "days" if "days" in error.problem else "rights"
        problems = {field: f"{error.problem} {error.way_out}"}
        return page(reception, request, 422, form="token", filled=Filled(told, problems))
    return page(reception, request, done=Done(token=made))
