"""Coming in by a provider of sign-on: there, and back again, in the same browser."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from threading import Lock

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from smallfires.errors import Away as LedgerAway
from smallfires.errors import SmallfiresError
from smallfires.faces.web.accounts.reception import Reception, browser, local
from smallfires.faces.web.accounts.signing import asked
from smallfires.faces.web.limits import SIGN_IN_ADDRESS, whence
from smallfires.verbs.accounts.arrive import arrive
from smallfires.verbs.accounts.provider import Begun, Provider
from smallfires.verbs.accounts.sign_in import begin
from smallfires.verbs.serving import SignOn

PATIENCE = 600.0
"""Seconds that somebody may take at the provider."""
MOST = 10_000
"""People who may be there at the same time; of more, those who went first are forgotten."""
REFUSED = ("You were not signed in.", "The provider sent you back without saying who you are. Try again.")
LOST = ("You were not signed in.", "It took too long, or began in another browser. Try again.")


@dataclass(frozen=True)
class Away:
    """Somebody who is at the provider.

    Attributes:
        begun: as they were sent.
        browser: by the token of its forms.
        to: where they go afterwards.
        at: when they went.
    """

    begun: Begun
    browser: str
    to: str
    at: float


class Waiting:
    """Those who are at the provider. Each comes back once, in the browser in which they went."""

    def __init__(self) -> None:
        self._one = Lock()
        self._away: dict[str, Away] = {}

    def add(self, away: Away) -> None:
        """Somebody goes."""
        with self._one:
            self._away[away.begun.state] = away
            while len(self._away) > MOST:
                self._away.pop(next(iter(self._away)))

    def back(self, state: str, browser: str) -> Away | None:
        """Somebody comes back; None where nobody went so, too long ago, or in another browser."""
        with self._one:
            found = self._away.pop(state, None)
        if found is None or time.monotonic() - found.at > PATIENCE:
            return None
        return found if hmac.compare_digest(found.browser, browser) else None


def routes(reception: Reception) -> APIRouter:
    """There, and back; no such addresses where there is no provider."""
    made = APIRouter()
    if reception.setup.sign_on is not None:
        _add(made, reception, reception.setup.sign_on, Waiting())
    return made


def _add(made: APIRouter, reception: Reception, told: SignOn, waiting: Waiting) -> None:
    provider = Provider(told)

    @made.get("/sign-on")
    def there(request: Request, to: str = "") -> Response:
        """To the provider."""
        reception.counted.one(SIGN_IN_ADDRESS, whence(request))
        session = reception.board.sessions.of(request)
        try:
            begun = provider.begin(f"{request.base_url}sign-on/back")
        except SmallfiresError as error:
            _note(request, error.problem)
            return asked(reception, request, {"to": to}, 503, (error.problem, error.way_out))
        waiting.add(Away(begun, session.token, local(to), time.monotonic()))
        answer = RedirectResponse(begun.address, 303)
        return reception.board.sessions.give(answer, session.name) if session.new else answer

    @made.get("/sign-on/back")
    def back(request: Request, state: str = "", code: str = "") -> Response:
        """Back from it: whoever is known is in."""
        away = waiting.back(state, reception.board.sessions.of(request).token)
        if away is None:
            reception.counted.one(SIGN_IN_ADDRESS, whence(request))
            _note(request, "somebody came back too late, twice, or in another browser.")
        if away is None or not code:
            return asked(reception, request, {}, 422, REFUSED if away else LOST)
        try:
            account = arrive(reception.nobody, provider.person(away.begun, code), told.role)
        except LedgerAway:  # the ledger's own, of which nobody outside is told more
            raise
        except SmallfiresError as error:
            _note(request, error.problem)
            return asked(reception, request, {"to": away.to}, 422, (error.problem, error.way_out))
        return reception.let_in(begin(reception.nobody, account, browser(request)), away.to)


def _note(request: Request, what: str) -> None:
    """Tell whoever runs the server that somebody was not let in, and why; the ledger keeps only what people do."""
    request.app.state.notice.at_once(f"Nobody was let in by sign-on: {what}")
