"""How the lighting of a fire is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.acts import Lit

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Lighting(Kind[Lit]):
    """Who burns when, and what was frozen."""

    record = Lit
    name = "lit"
    title = "A fire that was lit"

    def says(self, record: Lit) -> Verdict:
        """From when to when, and who."""
        from smallfires.faces.words.charter.lit import verdict

        return verdict(record)

    def page(self, record: Lit) -> Page:
        """Who burns when, what it is held against, what was frozen."""
        from smallfires.faces.words.charter.lit import page

        return page(record)

    def brief(self, record: Lit) -> str:
        """Its name and its horizon."""
        horizon = record.charter.horizon
        return f"Fire {record.charter.slug!r}, lit from {horizon.start} to {horizon.end}"
