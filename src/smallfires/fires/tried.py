"""What came of a call to try whether a webhook of the workspace is heard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tried:
    """A webhook that was called to try.

    Attributes:
        name: in the workspace's file.
        host: where it was called; empty where it was not.
        taken: whether it was taken, as news would be.
        status: of HTTP; 0 where nothing was answered.
        seconds: that it took.
        problem: what went wrong, as a sentence; empty where nothing did.
        way_out: what to do about it; may be empty.
    """

    name: str
    host: str
    taken: bool
    status: int
    seconds: float
    problem: str
    way_out: str
