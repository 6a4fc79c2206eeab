"""How a plan is shown: what a pilot could tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Chart, Kind, Part, Picture, Sheet
from smallfires.fires.plan import Plan

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


FEWEST = 2
"""Pilots that tell something, below which there is nothing to draw side by side."""


class Planned(Kind[Plan]):
    """The smallest fire that can teach."""

    record = Plan
    name = "plan"
    title = "A plan of a pilot"

    def says(self, record: Plan) -> Verdict:
        """What can be detected, and whether that is enough."""
        from smallfires.faces.words.plan.answer import verdict

        return verdict(record)

    def page(self, record: Plan) -> Page:
        """Who is lit and when, how it will be read, the power curve, other pilots, what cannot teach."""
        from smallfires.faces.words.plan import page

        return page(record)

    def brief(self, record: Plan) -> str:
        """The pilot, and what it detects."""
        from smallfires.faces.words.plan.terms import Terms

        say, chosen = Terms(record), record.chosen
        if chosen is None or chosen.detectable is None or not say.trusted(chosen):
            return f"Plan from {record.source.name!r}: nothing can be told"
        return f"Plan from {record.source.name!r}: {say.pilot(chosen)} detect {say.size(chosen.detectable.effect)}"

    def charts(self, record: Plan) -> Mapping[str, Chart]:
        """The calendar, the power curve and the options, as far as there are any."""
        from smallfires.faces.charts import plan

        found: dict[str, Chart] = {"who": partial(plan.calendar, record), "power": partial(plan.power, record)}
        if sum(one.detectable is not None for one in record.candidates) >= FEWEST:
            found["options"] = partial(plan.options, record)
        return found

    def pictures(self, record: Plan, ember: str) -> Mapping[str, Picture]:
        """The calendar, and the power curve."""
        from smallfires.faces.letters import plan

        return {"who": partial(plan.calendar, record, ember=ember), "power": partial(plan.power, record, ember=ember)}

    def sheet(self) -> Sheet:
        """For the wall: who and when, what is measured and how it is read on the left; what it can tell on the right."""
        return (
            (Part("who", 1, 4, chart=True), Part("after", 2, 4)),
            (
                Part("power", 1, chart=True),
                Part("options", 1, 0, 7, (0, 1, 2, 3)),
                Part("rests", 2),
                Part("assumed", 1, 3),
            ),
        )
