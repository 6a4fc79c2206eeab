"""How a brief that went out is shown: to whom, and with which links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.posted import Posted
from smallfires.fires.quantity import many

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Posting(Kind[Posted]):
    """The links that were made."""

    record = Posted
    name = "posted"
    title = "A brief that went out"

    def says(self, record: Posted) -> Verdict:
        """How many links, and what they are good for."""
        from smallfires.faces.words.brief.posted import verdict

        return verdict(record)

    def page(self, record: Posted) -> Page:
        """The links, which are told this once."""
        from smallfires.faces.words.brief.posted import page

        return page(record)

    def brief(self, record: Posted) -> str:
        """How many links."""
        return f"Brief of {record.slug!r} sent: {many(len(record.letters), 'new link')}"
