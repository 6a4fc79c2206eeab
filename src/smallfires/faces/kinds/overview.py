"""How all fires are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
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

    def sheet(self) -> Sheet:
        """Fire by fire, those that burn first."""
        alive, rest = (0, 1, 2, 3, 4, 5), (0, 1, 2, 3)
        return (
            (
                Part("burning", 0, 0, 20, alive),
                Part("briefed", 0, 0, 10, rest),
                Part("drafted", 0, 0, 10, rest),
                Part("spread", 0, 0, 10, alive),
                Part("put-out", 0, 0, 10, alive),
            ),
        )
