"""What somebody sent when their session had ended: kept for a while, and shown to them once they are in again.

It is kept in memory, for whoever sent it: the browser has a key in a cookie, and where the server still knows whose session it
was, only that person gets it; else whoever signs in first in that browser.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from threading import Lock

PATIENCE = 3600.0
"""Seconds for which it is kept."""
ROOM = 32 * 2**20
"""Letters of all that is kept; of more, what was sent first is forgotten."""
BESIDE = 500
"""What a form, and each of its fields, takes beside its letters, so that there is an end of empty ones, too."""
OURS = frozenset({"seal", "key", "seen", "do", "as"})
"""Fields that a page fills in itself."""
WORDS = 12
"""Letters from which on something that was sent is shown: what is shorter is mostly a choice."""


@dataclass(frozen=True)
class Typed:
    """A form that was sent.

    Attributes:
        action: where it goes.
        fields: what it sends, each as often as it did.
        of: the account whose it is; empty where that is not known yet.
        at: when it was sent.
    """

    action: str
    fields: tuple[tuple[str, str], ...]
    of: str
    at: float

    @property
    def size(self) -> int:
        """Letters of it, and what it takes beside them."""
        return BESIDE + len(self.action) + sum(BESIDE + len(name) + len(text) for name, text in self.fields)

    @property
    def words(self) -> tuple[str, ...]:
        """What somebody wrote in it themselves."""
        texts = [text.strip() for name, text in self.fields if name not in OURS and text.strip()]
        written = tuple(text for text in texts if len(text) >= WORDS and (" " in text or "\n" in text))
        return written or tuple(filter(None, [", ".join(texts)]))


class Carried:
    """All that is kept."""

    def __init__(self) -> None:
        self._one = Lock()
        self._kept: dict[str, Typed] = {}
        self._size = 0

    def keep(self, typed: Typed) -> str:
        """Keep a form; the key is for the browser that sent it."""
        key = secrets.token_urlsafe(32)
        with self._one:
            self._kept[key] = typed
            self._size += typed.size
            self._sweep()
        return key

    def _sweep(self) -> None:
        """Forget what is too old, and what there is no room for, from the oldest on; what came last stays."""
        now = time.monotonic()
        while len(self._kept) > 1:
            key, oldest = next(iter(self._kept.items()))
            if self._size <= ROOM and now - oldest.at <= PATIENCE:
                return
            del self._kept[key]
            self._size -= oldest.size

    def found(self, key: str, who: str) -> Typed | None:
        """What is kept under a key, where it is this person's; from then on it is."""
        with self._one:
            typed = self._kept.get(key)
            if typed is None or time.monotonic() - typed.at > PATIENCE or typed.of not in ("", who):
                return None
            self._kept[key] = replace(typed, of=who)
            return typed
