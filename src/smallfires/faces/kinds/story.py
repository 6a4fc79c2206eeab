"""How one fire is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.story import Story

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Told(Kind[Story]):
    """A fire."""

    record = Story
    name = "fire"
    title = "A fire"

    def says(self, record: Story) -> Verdict:
        """How far it has come, and what was last said of it."""
        from smallfires.faces.words.fires.story import verdict

        return verdict(record)

    def page(self, record: Story) -> Page:
        """Dates, assumptions, the charter in plain words, the diary."""
        from smallfires.faces.words.fires.story import page

        return page(record)

    def brief(self, record: Story) -> str:
        """In a few words."""
        return f"Fire {record.glance.slug!r}: {record.glance.stage}"

    def sheet(self) -> Sheet:
        """What is asked on the left; dates, assumptions and the diary on the right."""
        return (
            (Part("ask", 3), Part("worse", 4), Part("bounds", 0, 6), Part("end", 2)),
            (Part("agenda", 0, 0, 6, (0, 1)), Part("proofs", 0, 0, 3, (0, 1)), Part("diary", 0, 0, 14, (0, 1, 2))),
        )
