"""How one reading of a fire is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Chart, Kind, Part, Picture, Sheet
from smallfires.faces.kinds.pilot import Pilot
from smallfires.fires.lesson import Lesson

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Learnt(Kind[Lesson]):
    """What one reading of a fire taught."""

    record = Lesson
    name = "lesson"
    title = "A reading of a fire"

    def says(self, record: Lesson) -> Verdict:
        """What the gate says."""
        from smallfires.faces.words.lesson import verdict

        return verdict(record)

    def page(self, record: Lesson) -> Page:
        """The verdict, both axes, what the gate asked, the effect, the shift, adoption, rules, the data."""
        from smallfires.faces.words.lesson import page

        return page(record)

    def brief(self, record: Lesson) -> str:
        """The verdict in a few words."""
        return f"Reading {record.number} of {record.fire!r}: {record.verdict.decision}"

    def charts(self, record: Lesson) -> Mapping[str, Chart]:
        """Those of the main measure, as of any pilot; the effect after the dip, where there was one."""
        if record.reading is None:
            return {}
        after = {"effect": Pilot().charts(record.end)["effect"]} if record.end else {}
        return {**Pilot().charts(record.reading), **after}

    def pictures(self, record: Lesson, ember: str) -> Mapping[str, Picture]:
        """Likewise."""
        if record.reading is None:
            return {}
        after = {"effect": Pilot().pictures(record.end, ember)["effect"]} if record.end else {}
        return {**Pilot().pictures(record.reading, ember), **after}

    def sheet(self) -> Sheet:
        """The gate on the left, what the fire did on the right."""
        return (
            (
                Part("axes", 2),
                Part("conditions", 0, 0, 9, (0, 2, 3, 4)),
                Part("next", 2),
                Part("shift", 2, 0, 6, (0, 1)),
                Part("data", 0, 0, 3, (0, 2)),
            ),
            (
                Part("effect", 2, chart=True),
                Part("path", 1, chart=True),
                Part("adoption", 2),
                Part("guardrails", 0, 0, 4, (0, 1, 3)),
                Part("sure", 1, 2),
            ),
        )
