"""How what was found is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.found import Found

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Searched(Kind[Found]):
    """What a search found."""

    record = Found
    name = "found"
    title = "What a search found"

    def says(self, record: Found) -> Verdict:
        """How much was found, and where."""
        from smallfires.faces.words.fires.found import verdict

        return verdict(record)

    def page(self, record: Found) -> Page:
        """The hits, the best first."""
        from smallfires.faces.words.fires.found import page

        return page(record)

    def brief(self, record: Found) -> str:
        """In a few words."""
        return f"{len(record.hits) + record.more} texts with {record.asked!r}"

    def sheet(self) -> Sheet:
        """The best hits."""
        return ((Part("found", 1, 0, 30, (0, 1, 2, 4)),),)
