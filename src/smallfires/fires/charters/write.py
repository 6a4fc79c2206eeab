"""A charter as the TOML that a person would have written, with a comment on each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from smallfires.fires.charter import OPTIMIZE, TRANSFORM, Charter, Intent, Threshold
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.toml import toml
from smallfires.fires.quantity import parse_number

_EMPTY: tuple[Any, ...] = ("", None, (), [])


def write_charter(charter: Charter) -> str:
    """The charter as TOML; ``read_charter`` gives it back."""
    return toml(_contents(charter), EXPLAINED)


def _contents(charter: Charter) -> dict[str, Any]:
    """What is written, plain values first; what is as usual, or empty, is left out."""
    usual = TRANSFORM if charter.intent is Intent.TRANSFORM else OPTIMIZE
    tables = {
        "hypothesis": asdict(charter.hypothesis),
        "success": _directed(charter.success),
        "guardrails": [_directed(rail) for rail in charter.guardrails],
        "budget": _directed(charter.budget) if charter.budget else None,
        "adoption": _shared(asdict(charter.adoption)) if charter.adoption else None,
        "risks": [asdict(risk) for risk in charter.risks],
        "scope": _filled(asdict(charter.scope)),
        "design": {"name": charter.design.name, "seed": charter.design.seed, **charter.design.settings},
        "horizon": asdict(charter.horizon),
        "people": [_filled(_shared(asdict(person))) for person in charter.people],
        "cost": asdict(charter.cost) if charter.cost.run or charter.cost.spread else None,
        "bounds": _filled(asdict(charter.bounds)) or None,
        "gates": asdict(charter.gates) if charter.gates != usual else None,
        "threshold": asdict(charter.threshold) if charter.threshold != Threshold() else None,
    }
    names = ("title", "slug", "subject", "of", "intent", "owner", "picked", "asked_of", "way")
    return _filled({**{name: getattr(charter, name) for name in names}, **tables})


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value not in _EMPTY}


def _directed(part: Any) -> dict[str, Any]:
    """A measure with its better direction as people say it."""
    told = asdict(part)
    less = told.pop("less_is_better")
    return _filled({"measure": told.pop("measure"), "better": "less" if less else "more", **told})


def _shared(told: dict[str, Any]) -> dict[str, Any]:
    """A share in percent, where that says it exactly."""
    percent = f"{100 * told['share']:g}%"
    return {**told, "share": percent if parse_number(percent) == told["share"] else told["share"]}
