"""An entry without what nobody needs who looks at many fires: all figures of all readings would be most of the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from smallfires.fires.entry import Act, Entry
from smallfires.fires.plain import canonical

EFFECT = ("unit", "percent", "worthwhile", "level")
"""What is kept of an effect: as much as ``claim`` needs."""


def slim(entry: Entry, plain: Mapping[str, Any] | None = None) -> Entry:
    """The same entry; of a reading only its verdict and the effect are kept. It no longer has the hash that it bears.

    Args:
        entry: as it is in the ledger.
        plain: what it says, where that is known already.
    """
    if entry.act is not Act.READ:
        return entry
    told = json.loads(entry.content) if plain is None else plain
    lesson = told["lesson"]
    kept = {name: part for name, part in lesson.items() if name == "verdict"}
    kept |= {name: {"effect": _effect(lesson[name])} for name in ("reading", "end") if lesson.get(name)}
    return replace(entry, content=canonical({**told, "asked": {}, "lesson": kept}))


def _effect(reading: Mapping[str, Any]) -> dict[str, Any]:
    effect = reading.get("effect") or {}
    return {name: effect.get(name) for name in EFFECT}
