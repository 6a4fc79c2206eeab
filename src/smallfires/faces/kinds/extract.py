"""How entries of the ledger are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.extract import Extract

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Extracted(Kind[Extract]):
    """Entries of the ledger."""

    record = Extract
    name = "ledger"
    title = "Entries of the ledger"

    def says(self, record: Extract) -> Verdict:
        """How many there are, and the last one's hash."""
        from smallfires.faces.words.fires.extract import verdict

        return verdict(record)

    def page(self, record: Extract) -> Page:
        """The entries, oldest first."""
        from smallfires.faces.words.fires.extract import page

        return page(record)

    def brief(self, record: Extract) -> str:
        """In a few words."""
        return f"{len(record.rows)} of {record.head.number} entries"

    def sheet(self) -> Sheet:
        """The first entries of the extract."""
        return ((Part("entries", 1, 0, 40, (0, 1, 2, 3, 4)),),)
