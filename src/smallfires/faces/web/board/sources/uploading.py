"""A file is brought: written to the disk as it comes, whole under a name of its own, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response

from smallfires.errors import EngineError, SmallfiresError
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import FIELD
from smallfires.faces.web.early import Early
from smallfires.faces.web.form import TooMuch
from smallfires.faces.web.multipart import AROUND, Form, NoForm, TooSlow, length_of, taken
from smallfires.fires.access import Right
from smallfires.verbs.keep import FOLDER
from smallfires.verbs.uploads import Landing, TooLarge, most_bytes, too_large

JSON = "application/json"
NO_FILE = ("No file was chosen.", "Choose one, and send it again.")
NO_FORM = ("What was sent broke off, or is no form of ours.", "Nothing was kept. Please choose the file once more.")
NOT_OURS = (
    "This page was opened before the board was started, or your browser takes no cookies.",
    "Nothing was kept. Please choose the file once more.",
)
SLOW = ("Nothing came for a minute.", "Nothing was kept. Please choose the file once more.")
ONE = ("One file at a time can be brought, and nothing was kept.", "Choose one.")

Page = Callable[[Board, Request, int, tuple[str, ...]], Response]
"""The page with the form, by HTTP's code and what has to be said first."""


class Refused(Exception):
    """A file is not taken.

    Attributes:
        code: HTTP's.
        why: in sentences.
    """

    def __init__(self, code: int, why: tuple[str, ...]) -> None:
        self.code, self.why = code, why
        super().__init__(*why)


@contextmanager
def _explained() -> Iterator[None]:
    """Say why a file is not taken.

    Raises:
        Refused: it is not.
    """
    try:
        yield
    except TooLarge as error:
        raise Refused(413, (error.problem, error.way_out)) from None
    except EngineError as error:
        raise Refused(507, (error.problem, error.way_out)) from None
    except TooMuch:
        raise Refused(413, ONE) from None
    except TooSlow:
        raise Refused(408, SLOW) from None
    except NoForm:
        raise Refused(400, NO_FORM) from None


@dataclass
class Bringing:
    """A file that is being brought.

    Attributes:
        board: to which.
        request: with which.
        most: bytes that it may have.
        landing: where it goes; None before it has begun.
    """

    board: Board
    request: Request
    most: int
    landing: Landing | None = None

    def begun(self, name: str, values: dict[str, str]) -> Callable[[bytes], object]:
        """The file begins: whoever sends it has to be known by then."""
        self._known(values)
        self.landing = Landing(self.board.workspace.folder / FOLDER, name, self.most)
        return self.landing.write

    def _known(self, values: dict[str, str]) -> None:
        if not self.board.sessions.holds(self.request, values.get(FIELD, "")):
            raise Refused(403, NOT_OURS)

    async def taken(self) -> str:
        """The name under which it is kept.

        Raises:
            Refused: it is not taken; nothing of it is on the disk.
        """
        form = Form(self.begun)
        try:
            with _explained():
                await taken(self.request, form)
                self._known(form.values)
                if self.landing is None or not self.landing.size:
                    raise Refused(422, NO_FILE)
                return await run_in_threadpool(self.landing.keep)
        finally:
            if self.landing is not None:
                self.landing.discard()


def _kept(request: Request, name: str) -> Response:
    """To the page on which its columns are mapped."""
    address = f"/sources/new?file={quote(name, safe='')}"
    return JSONResponse({"to": address}) if _by_script(request) else RedirectResponse(address, 303)


def _by_script(request: Request) -> bool:
    return JSON in request.headers.get("accept", "")


def routes(board: Board, page: Page) -> APIRouter:
    """The way in."""
    made = APIRouter()

    def refused(request: Request, code: int, why: tuple[str, ...]) -> Response:
        if _by_script(request):
            return JSONResponse({"problem": " ".join(why)}, code)
        return page(board, request, code, why)

    @made.post("/sources/uploads", dependencies=[board.needs(Right.LIGHT)])
    async def take(request: Request) -> Response:
        """A file; where it cannot be taken, that is said before all of it has come."""
        try:
            most = await run_in_threadpool(most_bytes, board.workspace)
            if length_of(request) > most + AROUND:
                error = too_large(most)
                raise Refused(413, (error.problem, error.way_out))
            return _kept(request, await Bringing(board, request, most).taken())
        except ClientDisconnect:
            return Response(status_code=400)
        except Refused as error:
            code, why = error.code, error.why
        except SmallfiresError as error:
            code, why = 503, (error.problem, error.way_out)
        return Early(await run_in_threadpool(refused, request, code, why))

    return made
