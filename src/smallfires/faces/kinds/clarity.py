"""How clarity is shown to whoever decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.clarity import Clarity

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Clear(Kind[Clarity]):
    """Is it clear?"""

    record = Clarity
    name = "clarity"
    title = "The clarity of a fire"

    def says(self, record: Clarity) -> Verdict:
        """Whether it is clear, and what is missing."""
        from smallfires.faces.words.clarity.answer import verdict

        return verdict(record)

    def page(self, record: Clarity) -> Page:
        """What to write anew, question by question, who has not answered, own words."""
        from smallfires.faces.words.clarity import page

        return page(record)

    def brief(self, record: Clarity) -> str:
        """How many understood."""
        from smallfires.faces.words.clarity.answer import headline

        return f"Clarity of {record.slug!r}: {headline(record)}"

    def sheet(self) -> Sheet:
        """What was misread on the left, what people will do on the right."""
        return (
            (
                Part("rewrite", 1, 4),
                Part("asked", 0, 4, 4, (0, 1)),
                Part("waiting", 1),
                Part("leaders", 0, 0, 2, (0, 1, 2, 3)),
            ),
            (Part("words", 1, 0, 12, (1, 2)),),
        )
