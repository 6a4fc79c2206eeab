"""The form of a charter, field by field: what stands in it, what is asked, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from smallfires.faces.deeds.fields import Option
from smallfires.faces.web.board.charters.choices import MOST_UNITS, Choices
from smallfires.faces.web.study.study import LEARN
from smallfires.faces.words.charter.form import SECTIONS, TRANSFORM_ONLY, Question, beside, question, setting
from smallfires.fires.acts import Finding
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.form import ROWS, SHAPES, Typed, rows_of, unknown
from smallfires.fires.charters.needed import NEEDED, general

QUIET = ("success.better", "guardrails.better", "budget.better", "scope.allow")
"""Shown only where something stands in them, or is wrong with them: the workspace says it, or nobody needs it."""
LONG = ("hypothesis", "adoption.new_way", "people.act", "risks.assumption", "risks.test")
"""Whole sentences."""
UNITS = ("scope.units", "scope.compared")
RADIOS = ("subject", "intent")
GIST = 160
"""Letters of what a section says in its heading."""
NOTHING = ("0", "0%")
_ID = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Box:
    """One field.

    Attributes:
        path: its name.
        shape: how it is filled in: ``text``, ``long``, ``lines``, ``units``, ``flag``, ``day``, ``select`` or ``radios``.
        question: what is asked.
        texts: what stands in it.
        options: what can be chosen.
        problem: what is wrong with it; empty where nothing is.
        missing: how it is to be said, where it has to be and is not; else empty.
        findings: the words in it that make people guess.
        suggested: what may be typed.
        needed: whether a charter cannot do without it.
        only: ``transform`` where an optimization has none.
    """

    path: str
    shape: str
    question: Question
    texts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    problem: str = ""
    missing: str = ""
    findings: tuple[Finding, ...] = ()
    suggested: tuple[str, ...] = ()
    needed: bool = False
    only: str = ""

    @property
    def id(self) -> str:
        """In addresses within the page."""
        return id_of(self.path)

    @property
    def text(self) -> str:
        """What stands in it, as one text."""
        return "\n".join(self.texts) if self.shape in ("lines", "units") else (self.texts[-1] if self.texts else "")

    @property
    def others(self) -> str:
        """Of units, those that cannot be chosen from the ones that are known."""
        known = {option.key for option in self.options}
        return "\n".join(one for text in self.texts for one in text.splitlines() if one.strip() not in known)

    @property
    def ticked(self) -> frozenset[str]:
        """The options that are chosen."""
        return frozenset(one.strip() for text in self.texts for one in text.splitlines())

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(text.strip() for text in self.texts)


@dataclass(frozen=True)
class Row:
    """One row of a list.

    Attributes:
        place: ``risks.2``.
        boxes: its fields.
        filled: whether anything stands in it.
    """

    place: str
    boxes: tuple[Box, ...]

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(box.filled for box in self.boxes if box.shape != "flag")


@dataclass(frozen=True)
class Block:
    """A section of the form.

    Attributes:
        key, title: of the section.
        boxes: its fields.
        list: the name of its list; empty where it has none.
        rows: of that list.
        problems, findings: of the section itself.
        missing: how the section itself is to be said, where it has to be and nothing is.
        only: ``transform`` where an optimization has no such section.
    """

    key: str
    title: str
    boxes: tuple[Box, ...]
    list: str = ""
    rows: tuple[Row, ...] = ()
    problems: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    missing: str = ""
    only: str = ""

    @property
    def every(self) -> tuple[Box, ...]:
        """All of its fields."""
        return (*self.boxes, *(box for row in self.rows for box in row.boxes))

    @property
    def aside(self) -> tuple[Box, ...]:
        """Those of its fields that hardly anybody needs: settings of the design."""
        return tuple(box for box in self.boxes if self.key == "design" and box.path not in SHAPES)

    @property
    def filled(self) -> bool:
        """Whether anything stands in it, or is wrong with it."""
        return bool(self.problems) or any(box.filled or box.problem for box in self.every)

    @property
    def wrong(self) -> int:
        """How much of it is wrong."""
        return len(self.problems) + sum(bool(box.problem) for box in self.every)

    @property
    def guessed(self) -> int:
        """How many of its words make people guess."""
        return len(self.findings) + sum(len(box.findings) for box in self.every)

    @property
    def wants(self) -> int:
        """How much of it is still to be said."""
        return bool(self.missing) + sum(bool(box.missing) for box in self.every)

    @property
    def gist(self) -> str:
        """What stands in it, as far as a line holds it."""
        told = (_gist(box) for box in self.every if box.shape != "flag" and self.key != "more")
        return "; ".join(text for text in told if text)[:GIST]


@dataclass(frozen=True)
class Filling:
    """What is known when a form is made.

    Attributes:
        typed: what stands in it, its rows without gaps.
        choices: what can be chosen.
        notes: what each field is, in a line.
        problems: what is wrong, by field.
        missing: what is still to be said, by field.
        findings: words that make people guess.
        more: the list that is to have one more row, if any.
    """

    typed: Typed
    choices: Choices
    notes: Mapping[str, str] = field(default_factory=lambda: EXPLAINED)
    problems: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    more: str = ""


def _gist(box: Box) -> str:
    titles = {option.key: option.title for option in box.options}
    told = [text.strip() for text in box.texts for text in text.splitlines() if text.strip()]
    return ", ".join(titles.get(text, text) for text in told if text not in NOTHING)


def id_of(path: str) -> str:
    """A field in addresses within the page."""
    return f"f-{_ID.sub('-', path)}"


def blocks(told: Filling) -> tuple[Block, ...]:
    """The whole form. Every problem and every finding stands somewhere in it."""
    found = [_block(told, key, title, paths) for key, title, paths in SECTIONS]
    return tuple(_homed(told, found))


def _block(told: Filling, key: str, title: str, paths: Iterable[str]) -> Block:
    rows = next((path for path in paths if path in ROWS), "")
    own = [*(path for path in paths if path not in ROWS), *(_beside(told) if key == "design" else ())]
    if key == "more":
        own += unknown(told.typed)
    boxes = tuple(box for path in own for box in _shown(told, path))
    only = "transform" if key in TRANSFORM_ONLY else ""
    return Block(key, title, boxes, rows, tuple(_rows(told, rows)) if rows else (), only=only)


def _beside(told: Filling) -> Iterator[str]:
    """The settings of the design, and those that are typed though it has none of them."""
    known = [f"design.{name}" for name in told.choices.settings]
    yield from known
    own = ("design.name", "design.seed")
    yield from (path for path in told.typed if path.startswith("design.") and path not in (*own, *known))


def _rows(told: Filling, name: str) -> Iterator[Row]:
    many = rows_of(told.typed, name)
    for number in range(1, many + 1 + (not many or told.more == name)):
        paths = [path for path in SHAPES if path.startswith(f"{name}.")]
        boxes = [box for path in paths for box in _shown(told, f"{name}.{number}.{path.partition('.')[2]}")]
        yield Row(f"{name}.{number}", tuple(boxes))


def _shown(told: Filling, path: str) -> Iterator[Box]:
    box = _box(told, path)
    if box.filled or box.problem or box.missing or general(path) not in QUIET:
        yield box


def _box(told: Filling, path: str) -> Box:
    field_of, texts = general(path), tuple(told.typed.get(path, ()))
    options = told.choices.options.get(field_of, ()) or _settings(path)
    if field_of in UNITS and len(told.choices.units) <= MOST_UNITS:
        options = tuple(Option(unit, unit) for unit in told.choices.units)
    return Box(
        path=path,
        shape=_shape(field_of, texts, bool(options)),
        question=question(path, told.notes) if field_of in told.notes else _setting(path),
        texts=texts,
        options=options,
        problem=beside(path, told.problems.get(path, "")),
        missing=beside(path, told.missing.get(path, "")),
        findings=tuple(_said(one) for one in told.findings if one.field == path),
        suggested=told.choices.suggested.get(field_of, ()),
        needed=field_of in NEEDED and field_of not in QUIET,
        only="transform" if field_of in TRANSFORM_ONLY else "",
    )


def _setting(path: str) -> Question:
    """A setting of the design, which is one of a reading and asked alike."""
    found = LEARN.setting(path.removeprefix("design."))
    return Question(found.label, found.hint(LEARN.labels)) if found else setting(path)


def _settings(path: str) -> tuple[Option, ...]:
    """What can be chosen for one."""
    found = LEARN.setting(path.removeprefix("design.")) if path.startswith("design.") and path not in SHAPES else None
    if found is None:
        return ()
    if found.shape == "flag":
        return (Option("true", "Yes"), Option("false", "No"))
    return tuple(Option(key, says) for key, says in found.options) if found.shape == "choice" else ()


def _shape(path: str, texts: tuple[str, ...], options: bool) -> str:
    if path in RADIOS:
        return "radios"
    if path in UNITS:
        return "units"
    if options:
        return "select"
    shape = SHAPES.get(path, "text")
    if shape == "day" and not all(_is_day(text) for text in texts if text):
        return "text"  # a browser would show nothing in its place
    return "long" if shape == "text" and path.startswith(LONG) else "text" if shape == "whole" else shape


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _said(one: Finding) -> Finding:
    """A finding as it stands in a form."""
    return replace(one, instead=beside(one.field, one.instead))


def _homed(told: Filling, found: list[Block]) -> Iterator[Block]:
    """The blocks, each with what is wrong with it as a whole; what has no place at all stands in the last."""
    boxes = {box.path for block in found for box in block.every}
    homes = {path: _home(path, boxes, found) for path in (*told.problems, *(one.field for one in told.findings))}
    for block in found:
        problems = tuple(
            beside(path, said) for path, said in told.problems.items() if path not in boxes and homes[path] == block.key
        )
        rest = (_said(one) for one in told.findings if one.field not in boxes and homes[one.field] == block.key)
        missing = (beside(path, said) for path, said in told.missing.items() if path not in boxes and path == block.key)
        yield replace(_with(block, problems, tuple(rest)), missing=next(missing, ""))


def _with(block: Block, problems: tuple[str, ...], findings: tuple[Finding, ...]) -> Block:
    """A block with what is wrong with it; a finding in one of several lines stands beside their field."""
    boxes = tuple(
        replace(box, findings=(*box.findings, *(one for one in findings if one.field.startswith(f"{box.path}."))))
        for box in block.boxes
    )
    there = {one for box in boxes for one in box.findings}
    rest = tuple(one for one in findings if one not in there)
    return replace(block, boxes=boxes, problems=problems, findings=rest)


def _home(path: str, boxes: set[str], found: list[Block]) -> str:
    """The section in which something about a field stands that is none of the form's."""
    for block in found:
        tables = {block.list, *(box.path.partition(".")[0] for box in block.boxes if "." in box.path)}
        if path == block.key or path.partition(".")[0] in tables - {""}:
            return block.key
    return found[-1].key
