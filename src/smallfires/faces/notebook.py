"""Records in Python that show themselves: as a page in a notebook, as text where text is wanted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

from smallfires.fires.plan import Plan
from smallfires.fires.reading import Reading as PilotReading
from smallfires.fires.work import WorkReading


class Shown:
    """What any record can do once it is shown: add it in front of the record's own class."""

    def __str__(self) -> str:
        from smallfires.faces.terminal import render

        return render(self).strip("\n")

    def __repr__(self) -> str:
        from smallfires.faces.kinds import kind_of

        return f"<{kind_of(self).brief(self)}>"

    def _repr_html_(self) -> str:
        from smallfires.faces.page import fragment

        return fragment(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        from smallfires.faces.jsonable import jsonable

        return {"text/plain": str(self), "text/html": self._repr_html_(), "application/json": jsonable(self)}

    def to_html(self) -> str:
        """One self-contained page."""
        from smallfires.faces.page import html

        return html(self)

    def to_pdf(self) -> bytes:
        """One A4 page."""
        from smallfires.faces.documents import pdf

        return pdf(self)

    def to_json(self) -> str:
        """JSON text; its schema is ``smallfires.faces.jsonable.schema()`` of the record's class."""
        from smallfires.faces.jsonable import to_json

        return to_json(self)


@dataclass(frozen=True, repr=False, eq=False)
class Reading(Shown, WorkReading):
    """A reading of the work that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Learned(Shown, PilotReading):
    """A reading of a pilot that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Planned(Shown, Plan):
    """A plan of a pilot that shows itself."""

    def to_toml(self) -> str:
        """The plan to keep: who, when, what is measured, how it is read."""
        from smallfires.faces.tomlable import to_toml

        return to_toml(self)


Made = TypeVar("Made", bound=Shown)


def shown(found: Any, by: type[Made]) -> Made:
    """The same record, with its ways to show itself.

    Args:
        found: what the verb gave.
        by: the record's class with ``Shown`` in front.
    """
    return by(**{field.name: getattr(found, field.name) for field in fields(found)})
