"""What a program asks for under a key of its own, so that it is done once however often it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

KEPT = timedelta(hours=24)
"""For how long an answer is kept, to be given again."""
LEASE = timedelta(seconds=5)
"""After so long without an answer somebody else may try: whoever was at it is gone, or comes too late."""


@dataclass(frozen=True)
class Repeat:
    """Something that was asked for under a key.

    Attributes:
        who: asked for it.
        key: their key, as a digest.
        digest: of what was asked for.
        attempt: a name of the try that is at it, or was.
        at: when that began: a moment as ``Entry.at``.
        answer: that was given; None as long as there is none.
    """

    who: str
    key: str
    digest: str
    attempt: str
    at: str
    answer: str | None = None
