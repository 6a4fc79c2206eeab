"""What a nightly run did: which fires were read, what was sent, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.verdict import Decision


@dataclass(frozen=True)
class Trouble:
    """Why something could not be done.

    Attributes:
        problem: what was wrong, and where, as a sentence.
        way_out: what to do about it, as a sentence; empty where nothing helps but waiting.
        fault: the details, where it is a fault of Smallfires itself; empty otherwise.
    """

    problem: str
    way_out: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Looked:
    """A burning fire that was looked at.

    Attributes:
        fire: its slug.
        title: what it is called.
        reading: the number of the new reading; 0 where there was nothing new to read.
        decision: what its last verdict says; empty where it was never read.
        before: what the verdict said before the new reading; empty where there is no new one.
        waiting: what is missing before it can be read, as a sentence; empty where nothing is.
        ask_again: that its people should be asked again, as a sentence; empty where they should not.
        trouble: why it could not be read; None where it could.
    """

    fire: str
    title: str
    reading: int = 0
    decision: str = ""
    before: str = ""
    waiting: str = ""
    ask_again: str = ""
    trouble: Trouble | None = None

    @property
    def changed(self) -> bool:
        """Whether the verdict is another one than before; before the first reading it is too early for one."""
        return bool(self.reading) and self.decision != (self.before or Decision.EARLY)


@dataclass(frozen=True)
class Sent:
    """News that were sent, or could not be.

    Attributes:
        to: to whom, and how, as ``acts.Told`` has it.
        headlines: of the news.
        trouble: why they could not be sent; None where they were.
    """

    to: str
    headlines: tuple[str, ...]
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Night:
    """A nightly run.

    Attributes:
        workspace: its name.
        fires: every burning fire, in the order in which they were first drafted.
        sent: what was sent.
        trial: whether nothing was written or sent: it says only what would have been.
        beside: whether another run was at work in this workspace, so that this one did nothing.
        version: of the software.
    """

    workspace: str
    version: str
    fires: tuple[Looked, ...] = ()
    sent: tuple[Sent, ...] = ()
    trial: bool = False
    beside: bool = False
