"""How a reading of the work is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Chart, Kind, Part, Picture, Sheet
from smallfires.fires.work import WorkReading

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict

MOST_PRINTED = 6
"""Wastes on the printed sheet."""


class Work(Kind[WorkReading]):
    """Optimize or transform."""

    record = WorkReading
    name = "reading"
    title = "A reading of the work"

    def says(self, record: WorkReading) -> Verdict:
        """The call and its reason."""
        from smallfires.faces.words.work.answer import verdict

        return verdict(record)

    def page(self, record: WorkReading) -> Page:
        """The ladder, the wastes, the units, the trend, the ways."""
        from smallfires.faces.words.work import page

        return page(record)

    def brief(self, record: WorkReading) -> str:
        """The call alone."""
        return f"Reading of {record.source.name!r}: {record.answer.call.value}"

    def charts(self, record: WorkReading) -> Mapping[str, Chart]:
        """Four of them, as far as the data go."""
        from smallfires.faces.charts import map as mapping
        from smallfires.faces.charts import work

        found: dict[str, Chart] = {"ladder": partial(work.ladder, record), "waste": partial(work.waste, record)}
        if record.map is not None and record.map.nodes:
            found["map"] = partial(mapping.process_map, record)
        if record.trend is not None:
            found["trend"] = partial(work.trend, record)
        return found

    def pictures(self, record: WorkReading, ember: str) -> Mapping[str, Picture]:
        """The ladder, and the trend."""
        from smallfires.faces.letters import work

        found: dict[str, Picture] = {"ladder": partial(work.ladder, record, ember=ember)}
        if record.trend is not None:
            found["trend"] = partial(work.trend, record.trend, ember=ember)
        return found

    def printed(self, record: WorkReading) -> Mapping[str, Chart]:
        """The same, with fewer wastes."""
        from smallfires.faces.charts import work

        return {**self.charts(record), "waste": partial(work.waste, record, most=MOST_PRINTED)}

    def sheet(self) -> Sheet:
        """What can be done on the left, where the time goes on the right."""
        return (
            (
                Part("ladder", 2, 3, chart=True),
                Part("questions", 0, 2),
                Part("units", 0, 3, 4, (0, 1, 4)),
                Part("rules", 1, 0, 4, (0, 1, 2)),
            ),
            (Part("waste", 1, chart=True), Part("waiting", 2), Part("trend", 1, 2, chart=True)),
        )
