"""What holds for the whole workspace: seen, and changed where it stands in one line of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from smallfires.errors import SmallfiresError, UsageError
from smallfires.faces.deeds.fields import Text, Wrong
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.board.sources.adding import OPENED_BEFORE
from smallfires.faces.web.form import TYPED, Filled, TooMuch, sent
from smallfires.faces.web.plain import sentences
from smallfires.faces.words import tried as words
from smallfires.fires.access import Right
from smallfires.fires.load import count_of, share_of
from smallfires.fires.tried import Tried
from smallfires.verbs.edited import set_values
from smallfires.verbs.keep import LIMIT
from smallfires.verbs.sizes import parse_size, say_size
from smallfires.verbs.telling.channels import mail_of
from smallfires.verbs.telling.trial import try_webhook
from smallfires.verbs.uploads import most_bytes
from smallfires.verbs.workspace import Workspace

ADDRESS = "/settings/workspace"
FIELDS = (
    Text(name="name", label="Name", hint="of the organization, team or person", longest=100),
    Text(name="owner", label="Owner", hint="acts where nobody is named; their fires are read at night", longest=100),
    Text(name="currency", label="Currency", hint="of every cost", longest=10),
    Text(
        name="most_time",
        label="Too much time",
        hint="more than this of one person’s week, for all fires that ask them",
        longest=20,
    ),
    Text(name="most_fires", label="Too many fires", hint="more than so many that ask one person at once", longest=20),
    Text(name="keep", label="Copies of data", hint="up to this size a reading keeps what it was made from", longest=20),
)
"""What stands in one line of the file, and can be changed here."""
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_SECRET = re.compile(r"passw|pwd|secret|token|key", re.IGNORECASE)
LETTER = "This is a letter to try whether letters from the board arrive. Nothing has to be done."


@dataclass(frozen=True)
class Line:
    """A setting that is changed in the file only.

    Attributes:
        name: its own.
        value: as it may be shown.
    """

    name: str
    value: str


def shown(name: str, value: object) -> str:
    """A setting as it may be shown: of a secret only from where it comes."""
    if isinstance(value, list | tuple):
        return ", ".join(shown(name, each) for each in value)
    text = str(value)
    if _SECRET.search(name):
        variable = _VARIABLE.fullmatch(text)
        return f"from ${{{variable[1]}}}" if variable else "written in the file, where it should not be"
    return text.split("?", maxsplit=1)[0] if name == "url" else text


def lines(told: object) -> list[Line]:
    """The settings of a table, those of tables in it behind their names."""
    found: list[Line] = []
    for name, value in told.items() if isinstance(told, Mapping) else ():
        if isinstance(value, Mapping):
            found += [Line(f"{name}: {line.name}", line.value) for line in lines(value)]
        else:
            found.append(Line(name, shown(name, value)))
    return found


def routes(board: Board) -> APIRouter:
    """The page, and its two forms; for admins."""
    made = APIRouter(dependencies=[board.needs(Right.ADMIN)])

    @made.get(ADDRESS)
    def show(request: Request, done: str = "") -> Response:
        """All settings."""
        return page(board, request, note=(DONE[done],) if done in DONE else ())

    _form(made, ADDRESS, lambda request, values: _changed(board, request, values))
    _form(made, f"{ADDRESS}/letter", lambda request, values: _tried(board, request, values))
    _form(made, f"{ADDRESS}/webhook", lambda request, values: _called(board, request, values))
    return made


DONE = {"changed": "It stands in smallfires.toml now.", "sent": "The letter was sent. See whether it has arrived."}


def _form(made: APIRouter, address: str, take: Callable[[Request, Mapping[str, str]], Response]) -> None:
    @made.post(address)
    async def taken(request: Request) -> Response:
        try:
            values = await sent(request)
        except TooMuch:
            raise HTTPException(413) from None
        return await run_in_threadpool(take, request, values)


def _changed(board: Board, request: Request, values: Mapping[str, str]) -> Response:
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return page(board, request, 403, values, OPENED_BEFORE)
    found, problems = _taken(values)
    if problems:
        return page(board, request, 422, values, problems=problems)
    now = _now(board.workspace)
    try:
        set_values(board.workspace.folder, {name: value for name, value in found.items() if value != now[name]})
    except SmallfiresError as error:
        return page(board, request, 422, values, (*sentences(error), TYPED))
    return RedirectResponse(f"{ADDRESS}?done=changed", 303)


def _taken(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, each on one line; and what is wrong with it."""
    found: dict[str, str] = {}
    problems: dict[str, str] = {}
    for field in FIELDS:
        try:
            found[field.name] = " ".join(field.take(field.typed([values.get(field.name, "")])).split())
        except Wrong as error:
            problems[field.name] = str(error)
    try:
        parse_size(found.get("keep", LIMIT), "keep")
    except SmallfiresError as error:
        problems["keep"] = f"{error.problem} Write it as in 200 MB."
    for name, read in (("most_time", share_of), ("most_fires", count_of)):
        try:
            read(found.get(name, "1"))
        except UsageError as error:
            problems[name] = str(error)
    return found, problems


def _now(workspace: Workspace) -> dict[str, str]:
    """What stands in the file."""
    told: Any = workspace.settings.get("keep", LIMIT)
    limits = {"most_time": f"{100 * workspace.limits.share:g}%", "most_fires": str(workspace.limits.fires)}
    return {
        "name": workspace.name,
        "owner": workspace.owner,
        "currency": workspace.currency,
        **limits,
        "keep": str(told),
    }


def _tried(board: Board, request: Request, values: Mapping[str, str]) -> Response:
    """Send a letter to those who get the news of every fire."""
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return page(board, request, 403, note=OPENED_BEFORE)
    try:
        mail = mail_of(board.workspace)
        if mail is None:
            return page(
                board, request, 422, note=("Nothing is said of mail.", "Write a table [mail] in smallfires.toml.")
            )
        to = mail.to or (mail.sender,)
        letter = EmailMessage()
        letter["Subject"] = f"A letter to try, from {' '.join(board.workspace.name.split())}"
        letter["From"], letter["To"] = str(mail.sender), ", ".join(map(str, to))
        letter.set_content(f"{LETTER}\n")
        mail.post.post(letter, f"try-{board.desk.now():%Y%m%d-%H%M%S}")
    except SmallfiresError as error:
        return page(board, request, 422, note=("It was not sent.", *sentences(error)))
    return RedirectResponse(f"{ADDRESS}?done=sent", 303)


def _called(board: Board, request: Request, values: Mapping[str, str]) -> Response:
    """Call a webhook to try, and say what came of it."""
    if not board.sessions.holds(request, values.get(FIELD, "")):
        return page(board, request, 403, note=OPENED_BEFORE)
    try:
        found = try_webhook(board.workspace, values.get("name", ""), board.desk.now)
    except SmallfiresError as error:
        return page(board, request, 422, note=(error.problem, error.way_out))
    return page(board, request, tried=found)


def page(
    board: Board,
    request: Request,
    code: int = 200,
    values: Mapping[str, str] | None = None,
    note: tuple[str, ...] = (),
    problems: Mapping[str, str] | None = None,
    tried: Tried | None = None,
) -> Response:
    """All settings, with what was typed, or what came of a call to try."""
    workspace = board.workspace
    tables = {name: lines(workspace.settings.get(name, {})) for name in ("mail", "server")}
    return board.shown(
        request, "workspace", "Settings of the workspace", code, note=note, fields=FIELDS, tables=tables, tried=tried,
        hooks=_hooks(workspace), came=words.tried(tried) if tried else (),
        filled=Filled(values or _now(workspace), problems or {}), ledger=shown_address(workspace.ledger),
        most=_most(workspace), folder=workspace.folder.name,
    )  # fmt: skip


def _hooks(workspace: Workspace) -> dict[str, list[Line]]:
    """The webhooks by name, each with its settings."""
    told = workspace.settings.get("webhooks", {})
    return {name: lines(table) for name, table in told.items()} if isinstance(told, Mapping) else {}


def _most(workspace: Workspace) -> str:
    try:
        return say_size(most_bytes(workspace))
    except SmallfiresError as error:
        return str(error)


def shown_address(address: str) -> str:
    """The address of a ledger, without who asks there and how they are known."""
    return re.sub(r"//[^/@]*@", "//", address).split("?")[0]
