"""How the momentum of a workspace is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Chart, Kind, Part, Sheet
from smallfires.fires.momentum import Momentum

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Moving(Kind[Momentum]):
    """How many fires are lit, how soon they teach, and what worked."""

    record = Momentum
    name = "momentum"
    title = "The momentum of a workspace"

    def says(self, record: Momentum) -> Verdict:
        """How many were lit and decided, how soon, and how many worked."""
        from smallfires.faces.words.fires.momentum import verdict

        return verdict(record)

    def page(self, record: Momentum) -> Page:
        """Quarter by quarter, from idea to lesson, what worked, who carries it."""
        from smallfires.faces.words.fires.momentum import page

        return page(record)

    def brief(self, record: Momentum) -> str:
        """In a few words."""
        return f"Momentum of {record.workspace!r}: {record.lit} lit, {record.decided} decided"

    def charts(self, record: Momentum) -> Mapping[str, Chart]:
        """The quarters as bars."""
        from smallfires.faces.charts.momentum import quarters

        return {"quarters": partial(quarters, record)}

    def sheet(self) -> Sheet:
        """The quarters on the left, the rest on the right."""
        return (
            (Part("quarters", 1, chart=True),),
            (Part("pace", 2), Part("worked", 2), Part("verified", 2), Part("people", 1)),
        )
