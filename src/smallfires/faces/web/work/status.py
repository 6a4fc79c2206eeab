"""How far a piece of work has come, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smallfires.errors import CharterError, RuleError, SmallfiresError
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.plain import plain
from smallfires.fires.access import Right


class State(StrEnum):
    """Where it stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Errand:
    """Who asked for a piece of work, and what they typed.

    Attributes:
        title: what is done, as a person would say it.
        who: asked for it, and acts.
        account: theirs; empty where there are none.
        key: the kind of work, such as that of a deed.
        back: the page to come back to where it cannot be done; empty where there is none.
        form: of that page, which was sent.
        typed: what was typed, by field.
        at: when it was asked for.
        once: what a program calls it, so that it is not begun twice; empty where it does not say.
    """

    title: str
    who: str
    account: str = ""
    key: str = ""
    back: str = ""
    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    once: str = ""

    @property
    def person(self) -> str:
        """Whose it is."""
        return self.account or self.who

    def seen_by(self, visitor: Visitor) -> bool:
        """Whether somebody may see it: whoever asked for it, and admins."""
        return visitor.may(Right.ADMIN) or self.person == (visitor.account or visitor.name)


@dataclass(frozen=True)
class Trouble:
    """Why it failed.

    Attributes:
        problem, way_out, where, shown: as an error of ours says them.
        column: in which it was found.
        kind: the name of the error's class.
        note: what is said first, instead of these, where what was typed cannot be taken.
        problems: by field, each a sentence.
        stale: whether it was asked for by a page that shows less than there is now.
        offers: what can be chosen instead, by field.
    """

    problem: str = ""
    way_out: str = ""
    where: str = ""
    shown: str = ""
    column: str = ""
    kind: str = ""
    note: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    stale: bool = False
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def brief(self) -> str:
        """What is wrong, in a line; empty where nothing is known."""
        return next(iter((*self.problems.values(), *self.sentences)), "")

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be said, in order."""
        place = f"{self.where}: " if self.where else ""
        return self.note or tuple(text for text in (f"{place}{self.problem}", self.way_out) if text)


@dataclass(frozen=True)
class End:
    """How it ended.

    Attributes:
        state: done, failed or stopped.
        at: when.
        to: the address of what came of it; empty where the work's own page shows it.
        links: what can be done with it: what each says, and where it leads.
        trouble: why it failed.
    """

    state: State
    at: str = ""
    to: str = ""
    links: tuple[tuple[str, str], ...] = ()
    trouble: Trouble = field(default_factory=Trouble)


@dataclass(frozen=True)
class Status:
    """A piece of work as it stands.

    Attributes:
        work: its name.
        errand: who asked for it.
        state: where it stands.
        stage: what is being done; empty where nobody knows.
        share: which share of it is done; None where nobody knows.
        place: in line, 1 for the next; 0 where it does not wait.
        end: how it ended; None where it did not yet.
    """

    work: str
    errand: Errand
    state: State
    stage: str = ""
    share: float | None = None
    place: int = 0
    end: End | None = None

    @property
    def over(self) -> bool:
        """Whether it ended."""
        return self.end is not None

    @property
    def address(self) -> str:
        """Its page."""
        return f"/work/{self.work}"

    @property
    def leads(self) -> str:
        """Where its page leads on: to what came of it, or back to what was typed. Empty where it stays."""
        if self.end is None:
            return ""
        if self.end.state is State.DONE:
            return self.end.to
        if not self.errand.back:
            return ""
        place = f"#form-{self.errand.form}" if self.errand.form else ""
        return f"{self.errand.back}?work={self.work}{place}"


def errand(
    visitor: Visitor,
    title: str,
    *,
    key: str = "",
    back: str = "",
    form: str = "",
    typed: Mapping[str, str] | None = None,
) -> Errand:
    """What somebody asks for."""
    return Errand(title, visitor.name, visitor.account, key, back, form, dict(typed or {}))


def trouble(error: SmallfiresError) -> Trouble:
    """An error of ours, to be kept."""
    said = str(error) if isinstance(error, CharterError) else plain(error.problem)
    return Trouble(said, plain(error.way_out), error.where, _shown(error), error.column or "", type(error).__name__)


def _shown(error: SmallfiresError) -> str:
    """The user's own text with carets under it, where there is some."""
    if not isinstance(error, RuleError):
        return error.shown
    start, stop = error.span
    return f"{error.text}\n{' ' * start}{'^' * max(1, stop - start)}"
