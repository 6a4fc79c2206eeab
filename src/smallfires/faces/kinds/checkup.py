"""How a charter check is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.checkup import Checkup

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Checking(Kind[Checkup]):
    """Whether a charter is clear."""

    record = Checkup
    name = "check"
    title = "A charter that was checked"

    def says(self, record: Checkup) -> Verdict:
        """How many findings there are."""
        from smallfires.faces.words.charter.checked import verdict

        return verdict(record)

    def page(self, record: Checkup) -> Page:
        """The words that make people guess, and what to write instead."""
        from smallfires.faces.words.charter.checked import page

        return page(record)

    def brief(self, record: Checkup) -> str:
        """How many findings there are."""
        return f"Charter {record.charter.slug!r}: {len(record.findings)} findings"
