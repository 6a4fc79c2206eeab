"""Who is asking, and what they may do: the door through which every request to the board goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from smallfires.fires.access import EVERYTHING, Right


@dataclass(frozen=True)
class Visitor:
    """Whoever asks.

    Attributes:
        name: in which they act.
        rights: what they may do.
        account: the name of their account; empty where there are none.
    """

    name: str
    rights: frozenset[Right] = EVERYTHING
    account: str = ""

    def may(self, right: Right | str) -> bool:
        """Whether something is allowed to them."""
        return right in self.rights


class Door(Protocol):
    """Knows who asks."""

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks; None where nobody can tell."""
        ...


class Shut(Exception):
    """Nobody can tell who asks: they have to sign in first."""


class NotAllowed(Exception):
    """Whoever asks may not do that.

    Attributes:
        right: that they would need.
    """

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__(right)


@dataclass(frozen=True)
class Alone:
    """The door of whoever sits at this machine: there is no account, and they may do everything.

    Attributes:
        name: in which they act.
    """

    name: str

    def visitor(self, request: Request) -> Visitor:
        """As ``Door.visitor``."""
        return Visitor(self.name)


@dataclass(frozen=True)
class Needs:
    """What a route asks of whoever asks for it. Every route of the board has one; a test holds each against each role.

    Attributes:
        door: through which they come.
        right: that they need.
    """

    door: Door
    right: Right

    def __call__(self, request: Request) -> None:
        """Let pass who may.

        Raises:
            Shut: nobody can tell who asks.
            NotAllowed: they may not.
        """
        visitor = visitor_of(request) or self.door.visitor(request)
        if visitor is None:
            raise Shut
        request.state.visitor = visitor
        if not visitor.may(self.right):
            raise NotAllowed(self.right)


def visitor_of(request: Request) -> Visitor | None:
    """Who was let in with this request; None where nobody was."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    return found
