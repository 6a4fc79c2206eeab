"""Which fires somebody sees: worked out once for everybody, each time that something has changed."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from smallfires.fires.outline import Outline
from smallfires.fires.sight import unseen


class Sight:
    """Who sees which fires. It knows those that are not for everybody, which are few, and what each who asked does not see."""

    def __init__(self) -> None:
        self._looking = Lock()
        self._all: Mapping[str, Outline] = {}
        self._some: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._unseen: dict[str, frozenset[str]] = {}

    def hidden(self, fires: Mapping[str, Outline], who: str) -> frozenset[str]:
        """The slugs of the fires that somebody does not see.

        Args:
            fires: all of them, as they are now; the same mapping as long as nothing has changed.
            who: their name; no admin's.
        """
        with self._looking:
            if fires is not self._all:
                self._all, self._unseen = fires, {}
                self._some = tuple((slug, one.seers) for slug, one in fires.items() if one.seers is not None)
            if who not in self._unseen:
                self._unseen[who] = unseen(self._some, who)
            return self._unseen[who]
