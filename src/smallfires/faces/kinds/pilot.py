"""How a reading of a pilot is shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Chart, Kind, Part, Picture, Sheet
from smallfires.fires.reading import Reading

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Pilot(Kind[Reading]):
    """What the pilot did."""

    record = Reading
    name = "pilot"
    title = "A reading of a pilot"

    def says(self, record: Reading) -> Verdict:
        """The effect with its doubt."""
        from smallfires.faces.words.pilot.answer import verdict

        return verdict(record)

    def page(self, record: Reading) -> Page:
        """What would have been, chance, how sure, other methods, what it rests on."""
        from smallfires.faces.words.pilot import page

        return page(record)

    def brief(self, record: Reading) -> str:
        """The effect and its interval."""
        from smallfires.faces.words.pilot.terms import Terms

        say, unit = Terms(record), record.effect.unit
        told = "told from chance" if record.effect.told else "not told from chance"
        return f"Reading of {record.source.name!r}: {say.say(unit.value)} ({say.span(unit.low, unit.high)}), {told}"

    def charts(self, record: Reading) -> Mapping[str, Chart]:
        """The path, the effect by period, and the pretend pilots, as far as there are any."""
        from smallfires.faces.charts import pilot

        return {
            "effect": partial(pilot.effect, record),
            "path": partial(pilot.path, record),
            "periods": partial(pilot.periods, record),
            "placebos": partial(pilot.placebos, record),
        }

    def pictures(self, record: Reading, ember: str) -> Mapping[str, Picture]:
        """The path, and the pretend pilots."""
        from smallfires.faces.letters import pilot

        return {
            "effect": partial(pilot.effect, record, ember=ember),
            "path": partial(pilot.path, record, ember=ember),
            "placebos": partial(pilot.placebos, record, ember=ember),
        }

    def sheet(self) -> Sheet:
        """The effect on the left, its doubt on the right."""
        return (
            (
                Part("effect", 1, chart=True),
                Part("path", 1, chart=True),
                Part("periods", 1, chart=True),
                Part("assumed", 0, 4),
            ),
            (
                Part("placebos", 2, chart=True),
                Part("sure", 1, 4),
                Part("beside", 0, 0, 4, (0, 1, 2)),
                Part("rests", 1, 0, 5, (0, 1)),
            ),
        )
