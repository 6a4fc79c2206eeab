"""How a brief is shown: one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.brief import Brief

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict

MOST = 8
"""Sentences, and items of a list, of one part on the printed sheet."""


class Briefing(Kind[Brief]):
    """What is asked."""

    record = Brief
    name = "brief"
    title = "A brief"
    longest = 420
    largest = 1.4

    def says(self, record: Brief) -> Verdict:
        """What is asked, and why."""
        from smallfires.faces.words.brief import verdict

        return verdict(record)

    def page(self, record: Brief) -> Page:
        """What success is, what may get worse, what is fixed and free, when it ends and who decides."""
        from smallfires.faces.words.brief import page

        return page(record)

    def brief(self, record: Brief) -> str:
        """The intent alone."""
        return f"Brief of {record.slug!r}: {record.intent}"

    def sheet(self) -> Sheet:
        """All of it, in one column."""
        keys = ("you", "success", "worse", "fixed", "free", "end")
        return (tuple(Part(key, MOST, MOST) for key in keys),)
