"""How all fires are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind
from smallfires.fires.overview import Overview

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Overviewed(Kind[Overview]):
    """The fires of a workspace."""

    record = Overview
    name = "fires"
    title = "The fires of a workspace"

    def says(self, record: Overview) -> Verdict:
        """How many burn, are to be lit, and are over."""
        from smallfires.faces.words.fires.overview import verdict

        return verdict(record)

    def page(self, record: Overview) -> Page:
        """Fires by stage, what is due, the last verdict."""
        from smallfires.faces.words.fires.overview import page

        return page(record)

    def brief(self, record: Overview) -> str:
        """In a few words."""
        return f"{len(record.fires)} fires of {record.workspace!r}"
