"""Smallfires answers one question first: do you need to optimize or transform?"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smallfires.faces.asked import design as design
    from smallfires.faces.asked import learn as learn
    from smallfires.faces.asked import read as read
    from smallfires.faces.charters import charter as charter
    from smallfires.faces.workspace import Workspace as Workspace
    from smallfires.faces.workspace import init as init
    from smallfires.faces.workspace import workspace as workspace
    from smallfires.fires.charter import Adoption as Adoption
    from smallfires.fires.charter import Bounds as Bounds
    from smallfires.fires.charter import Budget as Budget
    from smallfires.fires.charter import Charter as Charter
    from smallfires.fires.charter import Cost as Cost
    from smallfires.fires.charter import Designed as Designed
    from smallfires.fires.charter import Gates as Gates
    from smallfires.fires.charter import Guardrail as Guardrail
    from smallfires.fires.charter import Horizon as Horizon
    from smallfires.fires.charter import Hypothesis as Hypothesis
    from smallfires.fires.charter import Intent as Intent
    from smallfires.fires.charter import Person as Person
    from smallfires.fires.charter import Risk as Risk
    from smallfires.fires.charter import Scope as Scope
    from smallfires.fires.charter import Subject as Subject
    from smallfires.fires.charter import Success as Success
    from smallfires.fires.charter import Threshold as Threshold

__version__ = "0.1.0"

_PARTS = (
    "Adoption", "Bounds", "Budget", "Charter", "Cost", "Designed", "Gates", "Guardrail", "Horizon", "Hypothesis", "Intent",
    "Person", "Risk", "Scope", "Subject", "Success", "Threshold",
)  # fmt: skip
_HOMES = {
    **dict.fromkeys(("design", "learn", "read"), "smallfires.faces.asked"),
    **dict.fromkeys(("Workspace", "init", "workspace"), "smallfires.faces.workspace"),
    "charter": "smallfires.faces.charters",
    **dict.fromkeys(_PARTS, "smallfires.fires.charter"),
}

__all__ = [
    "Adoption", "Bounds", "Budget", "Charter", "Cost", "Designed", "Gates", "Guardrail", "Horizon", "Hypothesis", "Intent",
    "Person", "Risk", "Scope", "Subject", "Success", "Threshold", "Workspace", "charter", "design", "init", "learn",
    "read", "workspace",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public word when it is first used, so that importing the package is instant."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'smallfires' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
