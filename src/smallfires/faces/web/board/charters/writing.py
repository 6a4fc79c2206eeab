"""A charter on which somebody writes: what stands in it, what is wrong with it, and the page that shows both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from smallfires.errors import CharterError, Refusal, UsageError
from smallfires.faces.deeds.charter import by_field
from smallfires.faces.deeds.fields import LONGEST
from smallfires.faces.web.board.charters.boxes import Block, Filling, blocks
from smallfires.faces.web.board.charters.choices import choices
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.study.material import MEASURE
from smallfires.fires.acts import Finding
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.form import SHAPES, Typed, faithful, tidied, toml_of, typed_of
from smallfires.fires.charters.template import notes
from smallfires.fires.diary import Line
from smallfires.fires.fire import Fire
from smallfires.verbs.desk import Desk
from smallfires.verbs.draft import declared
from smallfires.verbs.unfinished import CHANGE

NEW = "/fires/new"


@dataclass(frozen=True)
class Writing:
    """A charter on which somebody writes.

    Attributes:
        typed: the form; not looked at where its text is written.
        text: the text, where that is written in place of the form; None for the form.
        of: the fire whose charter it is; None for a new one.
        reason: why a charter that is frozen is changed.
        key: under which it was kept while it is unfinished; empty where it was not yet.
        problems: what is wrong, by field; ``reason`` and ``text`` among them.
        missing: what is still to be said, by field, with how.
        asked: whether it was asked whether it could be lit: then what is missing is told in full.
        findings: words that make people guess.
        note: what is said first, as sentences.
        good: whether that is good news.
        changed: what was done to the fire since its page was opened.
        more: the list of which one more row is wanted.
        seen: the number of the fire's last entry that whoever writes has been shown; None where that is the last there is.
        waiting: whether whoever opens it has kept another change, which is unfinished.
    """

    typed: Typed = field(default_factory=dict)
    text: str | None = None
    of: Fire | None = None
    reason: str = ""
    key: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    asked: bool = False
    findings: tuple[Finding, ...] = ()
    note: tuple[str, ...] = ()
    good: bool = False
    changed: tuple[Line, ...] = ()
    more: str = ""
    seen: int | None = None
    waiting: bool = False

    @property
    def slug(self) -> str:
        """Of the fire; empty for a new one."""
        return self.of.slug if self.of else ""

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/fires/{quote(self.slug)}/charter" if self.of else NEW

    @property
    def frozen(self) -> bool:
        """Whether it is lit, so that every change has a reason."""
        return self.of is not None and self.of.burning

    @property
    def kept(self) -> str:
        """Where it is kept while it is unfinished; empty where nobody knows yet."""
        return f"{self.slug}{CHANGE}" if self.of else self.key

    @property
    def toml(self) -> str:
        """The text of the charter."""
        return toml_of(self.typed) if self.text is None else self.text


def form_of(text: str) -> Typed | None:
    """The form of a text; None where it can only be shown as text: it is no TOML, or more than a form can hold."""
    try:
        return typed_of(text) if faithful(text) else None
    except CharterError:
        return None


def shown(board: Board, request: Request, told: Writing, code: int = 200) -> Response:
    """The page on which it is written."""
    desk = board.at(request)
    told = judged(desk, told)
    title = f"The charter: {told.of.charter.title}" if told.of else "A new fire"
    parts = () if told.text is not None else form(desk, told)
    return board.shown(
        request,
        "charter",
        title,
        code,
        writing=told,
        blocks=parts,
        wrong=_wrong(told, parts),
        wanted=[(f"s-{block.key}", block.title, block.wants) for block in parts if block.wants],
        seen=_seen(told),
        find=_find(desk, told),
        longest=LONGEST,
        currency=desk.workspace.currency,
        measures=bool(desk.workspace.measures),
    )


def _find(desk: Desk, told: Writing) -> str:
    """What the page on which pilots are tried is to begin with: the measure, where one is chosen."""
    measure = _one(told.typed, "success.measure")
    return f"?{urlencode({'source': f'{MEASURE}{measure}'})}" if measure in desk.workspace.measures else ""


def _seen(told: Writing) -> int:
    """What the page shows of the fire; it does not rise while somebody writes, or others' changes would be written over."""
    if told.seen is not None:
        return told.seen
    return told.of.last if told.of else 0


def form(desk: Desk, told: Writing) -> tuple[Block, ...]:
    """The form, with what is wrong beside each field."""
    typed = tidied(told.typed)
    found = choices(desk, _one(typed, "success.measure"), _one(typed, "design.name"))
    filling = Filling(typed, found, _notes(typed), told.problems, told.missing, told.findings, told.more)
    return blocks(filling)


def _one(typed: Typed, path: str) -> str:
    texts = typed.get(path, ())
    return texts[-1].strip() if texts else ""


def _notes(typed: Typed) -> Mapping[str, str]:
    """What each field is, for what is changed here and what is expected."""
    subject, intent = _one(typed, "subject"), _one(typed, "intent")
    if subject in tuple(Subject) and intent in tuple(Intent):
        people = {
            text.strip() for path, texts in typed.items() if path.endswith(".name") for text in texts if text.strip()
        }
        return notes(Subject(subject), Intent(intent), people <= {_one(typed, "owner")} and bool(people))
    return EXPLAINED


def _wrong(told: Writing, parts: tuple[Block, ...]) -> list[tuple[str, str]]:
    """What is wrong, to go to: the place in the page, and what it is called."""
    found = []
    for block in parts:
        found += [(f"s-{block.key}", block.title)] if block.problems else []
        found += [(box.id, box.question.label) for box in block.every if box.problem]
    return found + ([("f-reason", "Why is it changed?")] if "reason" in told.problems else [])


def judged(desk: Desk, told: Writing) -> Writing:
    """The same with what is wrong and what is still to be said, though nobody asked; not of a text, nor of one that is frozen."""
    if told.asked or told.problems or told.text is not None or told.frozen:
        return told
    try:
        declared(desk, told.toml, of=told.slug)
    except CharterError as error:
        return replace(refused_by(error, told), asked=False)
    except UsageError:
        return told
    return told


def refused_by(error: CharterError, told: Writing) -> Writing:
    """The same with why it cannot be lit; where it is written as text each reason with the line on which that stands."""
    if told.text is not None:
        return replace(told, problems=_in_text(error), asked=True)
    missing = {one.field: _how(one) for one in error.refusals if one.missing}
    wrong = tuple(one for one in error.refusals if not one.missing)
    known = {field for field in missing if not _follows(field, missing)}
    return replace(told, problems=by_field(wrong), missing={field: missing[field] for field in known}, asked=True)


def _how(one: Refusal) -> str:
    """How something is to be said, with what it is where its field does not say that."""
    return (
        one.way_out if "." in one.field or SHAPES.get(one.field, "rows") != "rows" else f"{one.problem} {one.way_out}"
    )


def _follows(field: str, missing: Mapping[str, str]) -> bool:
    """Whether a field only has to be said because its measure is not."""
    table, dot, name = field.rpartition(".")
    return name == "better" and f"{table}{dot}measure" in missing


def _in_text(error: CharterError) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in error.refusals:
        said = "\n".join(filter(None, (one.problem, one.shown, one.way_out)))
        found[one.field] = f"{found[one.field]}\n{said}" if one.field in found else said
    return found
