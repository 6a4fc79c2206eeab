"""Charters to fill in: for a process, a tool or a role, to optimize or to transform, by a team or by one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.charter import OPTIMIZE, TRANSFORM, Intent, Subject, Threshold
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.needed import general
from smallfires.fires.charters.toml import toml
from smallfires.fires.charters.values import meant

BLANK = ""
_OF = MappingProxyType(
    {
        Subject.PROCESS: "Which process, such as: Intake of repairs.",
        Subject.TOOL: "Which tool, such as: The order form.",
        Subject.ROLE: "Which role, such as: Nurse in charge of a shift.",
    }
)
_CHANGE = MappingProxyType(
    {
        (
            Subject.PROCESS,
            Intent.OPTIMIZE,
        ): "Which step is done how, such as: the tenant sends a photo with the request.",
        (
            Subject.PROCESS,
            Intent.TRANSFORM,
        ): "What is done instead, such as: a technician calls before any visit is booked.",
        (
            Subject.TOOL,
            Intent.OPTIMIZE,
        ): "What is set or left out, such as: the form asks for six fields, not for fourteen.",
        (
            Subject.TOOL,
            Intent.TRANSFORM,
        ): "What is used instead, such as: orders are spoken into a phone, and no form is filled in.",
        (
            Subject.ROLE,
            Intent.OPTIMIZE,
        ): "What the same people do how, such as: the nurse in charge hands over at the bedside.",
        (
            Subject.ROLE,
            Intent.TRANSFORM,
        ): "Who does what instead, such as: a pharmacist prescribes, and doctors no longer do.",
    }
)
_WAY = MappingProxyType({Subject.PROCESS: "activities", Subject.TOOL: "activities", Subject.ROLE: "resource"})
_TOOL = "What another way of working is: the column of the work log that names the tool; else leave activities."


def template(subject: Subject | str, intent: Intent | str, solo: bool = False, **filled: Any) -> str:
    """A charter to fill in, each field with one line on what it is.

    Args:
        subject: what is changed.
        intent: what is expected.
        solo: whether it is one person's own fire.
        filled: what is known already, by field, such as ``title="..."`` or ``**{"success.measure": "..."}``; a list of tables
            fills in ``guardrails``, ``risks`` or ``people``.

    Raises:
        UsageError: there is no such subject, intent or field.
    """
    what, kind = _one(Subject, subject, "subject"), _one(Intent, intent, "intent")
    told = _blank(what, kind, solo)
    if solo and "owner" in filled:
        told["people"][0]["name"] = filled["owner"]
        told["scope"]["units"] = [filled["owner"]]
    for field, value in filled.items():
        _put(told, field, value)
    return toml(told, notes(what, kind, solo))


def _one(kind: type[Any], value: str, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise UsageError(
            f'"{value}" is no {name}.', f"There are {' and '.join(each.value for each in kind)}."
        ) from None


def _blank(subject: Subject, intent: Intent, solo: bool) -> dict[str, Any]:
    """Everything that a charter can have; what only its writer knows is blank."""
    transform = intent is Intent.TRANSFORM
    budget = {"measure": BLANK, "better": BLANK, "lose": BLANK, "until": BLANK}
    adoption = {"new_way": BLANK, "share": BLANK, "by": BLANK}
    told: dict[str, Any] = {
        **{"title": BLANK, "subject": subject.value, "of": BLANK, "intent": intent.value, "owner": BLANK},
        **_picked(intent, solo),
        **({} if solo else {"asked_of": BLANK}),
        "way": _WAY[subject],
        "hypothesis": dict.fromkeys(("because", "change", "will", "seen"), BLANK),
        "success": dict.fromkeys(("measure", "better", "worthwhile", "by", "today"), BLANK),
        "guardrails": [{"measure": BLANK, "better": BLANK, "margin": BLANK} | ({"safety": False} if transform else {})],
        **({"budget": budget, "adoption": adoption} if transform else {}),
        **({"risks": [dict.fromkeys(("assumption", "test", "by"), BLANK)]} if transform else {}),
        "scope": {"units": []} if solo else {"units": [], "compared": [], "lot": BLANK, "allow": []},
        "design": {"name": _design(intent, solo), "seed": 1},
        "horizon": {"start": BLANK, "end": BLANK},
        "people": [_person(solo)],
        "cost": {"run": 0, "spread": 0},
        "bounds": {"fixed": [], "free": []},
        "gates": asdict(TRANSFORM if transform else OPTIMIZE),
        "threshold": asdict(Threshold()),
    }
    if transform:
        told["success"]["optimised"] = BLANK
    return told


def _picked(intent: Intent, solo: bool) -> dict[str, str]:
    """One person has nobody to pick; where they take turns with themselves, a lot says when."""
    if not solo:
        return {"picked": BLANK}
    return {"picked": "lot" if intent is Intent.OPTIMIZE else "hand"}


def _design(intent: Intent, solo: bool) -> str:
    """One person alternates the same work done in two ways; what is something different cannot be turned on and off."""
    if not solo:
        return "parallel"
    return "switchback" if intent is Intent.OPTIMIZE else "before-after"


def _person(solo: bool) -> dict[str, Any]:
    own = {"name": BLANK, "act": BLANK, "share": "0%"}
    return own if solo else {"name": BLANK, "mail": BLANK, "act": BLANK, "share": "0%", "leads": False}


def notes(subject: Subject, intent: Intent, solo: bool) -> Mapping[str, str]:
    """What stands beside the fields of this very template."""
    told = {**EXPLAINED, "of": _OF[subject], "hypothesis.change": _CHANGE[subject, intent]}
    if subject is Subject.TOOL:
        told["way"] = _TOOL
    if solo:
        told |= {
            "owner": "Who decides: you.",
            "scope.units": "You, by your name in the data.",
            "people": "Who is asked to act: you.",
            "people.name": "Your name, as above.",
            "people.act": "What you do differently from the first day on.",
            "scope": "Who takes part.",
        }
    if solo and intent is Intent.OPTIMIZE:
        told["design.name"] = "switchback: a lot says in which weeks you work the new way. Else before-after."
        told["picked"] = "How the weeks are picked: by lot, with switchback; by hand, with before-after."
    return told


def _put(told: dict[str, Any], field: str, value: Any) -> None:
    """Fill in one field; of a list its first row, unless a row is said."""
    *within, name = field.split(".")
    place: Any = told
    for part in within:
        place = _step(place, part, field)
    if isinstance(place, list):
        place = place[0]
    if name not in place and general(field) not in EXPLAINED:
        raise UsageError(f'"{field}" is no field of a charter.', meant(field, EXPLAINED) or "See the page on charters.")
    place[name] = value


def _step(place: Any, part: str, field: str) -> Any:
    """The part of a table, or the row of a list, that a path names."""
    if isinstance(place, list):
        if part.isdigit() and 1 <= int(part) <= len(place):
            return place[int(part) - 1]
        return _step(place[0], part, field)
    if part not in place:
        raise UsageError(
            f'This charter has no "{part}", of which "{field}" is.', "Leave it out, or take the other intent."
        )
    return place[part]
