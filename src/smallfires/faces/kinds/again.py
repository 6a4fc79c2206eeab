"""How a reading that was done again is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.again import Again

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class DoneAgain(Kind[Again]):
    """Whether it gave the same."""

    record = Again
    name = "again"
    title = "A reading that was done again"

    def says(self, record: Again) -> Verdict:
        """The same to the last digit, or not."""
        from smallfires.faces.words.again import verdict

        return verdict(record)

    def page(self, record: Again) -> Page:
        """What has changed since, and which figures are others."""
        from smallfires.faces.words.again import page

        return page(record)

    def brief(self, record: Again) -> str:
        """Whether it is the same."""
        return f"Reading {record.number} of {record.fire!r} again: {'the same' if record.same else 'not the same'}"
