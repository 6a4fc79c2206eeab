"""All calls, as one application with its own way of saying that something cannot be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from smallfires.errors import Away, SmallfiresError
from smallfires.faces.web.api import doing, fires, ledger, people, readings, works, workspace
from smallfires.faces.web.api.body import sent
from smallfires.faces.web.api.call import Answer, Asking, Call, Gives, placed, routed
from smallfires.faces.web.api.once import Once
from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.problem import Problem, refused
from smallfires.faces.web.away import Notice
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.board.session import Foreign, own
from smallfires.faces.web.door import Needs, NotAllowed, Shut, visitor_of
from smallfires.faces.web.limits import TooOften
from smallfires.stores.repeats import repeats_of


@cache
def described(*, signs_in: bool) -> Mapping[str, Any]:
    """The description of all calls; it is made once."""
    return document(CALLS, signs_in=signs_in)


def _described(asking: Asking) -> Answer:
    return Answer(described(signs_in=bool(asking.visitor.account)))


DESCRIBE = Call(
    path="/openapi.json",
    key="describe",
    group="Workspace",
    says="This description of all calls, as OpenAPI 3.1 has it.",
    do=_described,
    gives=(Gives("The description.", dict),),
)
NOUNS = (fires, doing, readings, works, people, ledger, workspace)
CALLS: tuple[Call, ...] = (*(call for noun in NOUNS for call in noun.CALLS), DESCRIBE)
REFUSED = (SmallfiresError, HTTPException, Problem, Shut, NotAllowed, TooOften, Foreign, Exception)


def api(board: Board, notice: Notice) -> Starlette:
    """The application below ``/api``.

    Args:
        board: whose desk and door it has.
        notice: tells whoever runs the server that the database of the ledger does not answer.
    """

    def away(request: Request, error: Exception) -> Response:
        if isinstance(error, Away):
            notice.of(error)
        return refused(request, error)

    paths = {call.path: [each for each in CALLS if each.path == call.path] for call in CALLS}
    once = Once(repeats_of(board.desk.ledger))
    routes = [Route(f"/v1{routed(path)}", Called(board, once, tuple(calls))) for path, calls in paths.items()]
    made = Starlette(routes=routes, exception_handlers={**dict.fromkeys(REFUSED, refused), Away: away})
    made.router.redirect_slashes = False
    return made


@dataclass(frozen=True)
class Called:
    """What answers at one address.

    Attributes:
        board: whose desk and door it has.
        once: does what is asked for under a key once.
        calls: by each method that can be asked for there.
    """

    board: Board
    once: Once
    calls: Sequence[Call]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive, send)
        answer = await self._answered(request)
        await answer(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        call = next((each for each in self.calls if each.method == method), None)
        if call is None:
            return self._otherwise(request)
        own(request)
        asking = await run_in_threadpool(self._asked, request, call)
        if call.body is not None:
            asking = replace(asking, body=await sent(request))
        answer = await run_in_threadpool(self.once.answer, call, asking)
        return answer.response()

    def _asked(self, request: Request, call: Call) -> Asking:
        """What is asked for, and who asks; before anything that they send is read."""
        Needs(self.board.door, call.right)(request)
        visitor = visitor_of(request)
        if visitor is None:
            raise Shut
        path = placed(request.path_params)
        return Asking(self.board.at(request), self.board.crew, visitor, request, path, call.queried(request))

    def _otherwise(self, request: Request) -> Response:
        """What can be asked for here, where somebody asks for something else."""
        allow = {"allow": ", ".join(self._methods())}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allow)
        raise Problem(405, f"{request.method} cannot be asked for here.", f"Ask by {allow['allow']}.", headers=allow)

    def _methods(self) -> list[str]:
        there = {call.method for call in self.calls}
        return sorted(there | {"OPTIONS"} | ({"HEAD"} if "GET" in there else set()))
