"""How a nightly run is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.night import Night

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Nightly(Kind[Night]):
    """What is new, and who heard of it."""

    record = Night
    name = "nightly"
    title = "A nightly run"

    def says(self, record: Night) -> Verdict:
        """How many verdicts have changed."""
        from smallfires.faces.words.night import verdict

        return verdict(record)

    def page(self, record: Night) -> Page:
        """Fire by fire, who was told, and what to see to."""
        from smallfires.faces.words.night import page

        return page(record)

    def brief(self, record: Night) -> str:
        """How many fires were looked at."""
        return f"Nightly run in {record.workspace!r}: {len(record.fires)} fires"
