"""What a workspace knows that a charter is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Burning:
    """Another fire that burns, or is about to.

    Attributes:
        slug: its short name; empty where whoever wrote the charter may not see it.
        units: that work its new way.
        start, end: its horizon, both days included.
        allow: slugs of the fires that it lets burn in its units.
    """

    slug: str
    units: tuple[str, ...]
    start: date
    end: date
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known beside the text of a charter. What is None is not known, and nothing is refused for it.

    Attributes:
        slugs: taken by other fires.
        measures: of the workspace: whether less is better, by name.
        designs: the names of the settings that each design has, by its name.
        burning: the other fires.
        misfit: why the design cannot carry the scope, as a sentence; empty where it can.
        way_out: what to do about it, as a sentence.
        command: the same at the command line.
        figures: names of the measures for which the workspace has data of today's way.
    """

    slugs: frozenset[str] = frozenset()
    measures: Mapping[str, bool] | None = None
    designs: Mapping[str, frozenset[str]] | None = None
    burning: tuple[Burning, ...] = ()
    misfit: str = ""
    way_out: str = ""
    command: str = ""
    figures: frozenset[str] | None = None


NOTHING = Known()
"""Nothing is known but the text."""
