"""What was learned from a pilot, in plain words: the effect with its doubt, and what stands behind it."""

from __future__ import annotations

from smallfires.faces.words import source
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Page, made
from smallfires.faces.words.pilot import answer, beside, chance, dates, effect, path, rests, sure
from smallfires.faces.words.pilot.doubts import doubts
from smallfires.faces.words.pilot.terms import Terms
from smallfires.fires.reading import Reading

SEEN = (path.section, path.periods)
"""What was measured, period by period; a fire's page says it of its main measure, too."""
BEHIND = (chance.section, sure.section, dates.section, beside.section, rests.section, rests.assumed)
"""What the effect rests on; likewise."""


def page(reading: Reading) -> Page:
    """The reading as a page."""
    say = Terms(reading)
    return made(
        title=_title(say),
        said=answer.verdict(reading),
        gloss=answer.GLOSS,
        doubts=doubts(say),
        sections=(
            *(part(say) for part in (effect.section, *SEEN, *BEHIND)),
            source.recognised(reading.source),
            source.settings(reading.settings),
        ),
        footer=source.footer(reading.source, reading.version),
    )


def _title(say: Terms) -> str:
    reading = say.reading
    per = f", by {name(reading.per, 30)}" if reading.per else ""
    since = f", since {name(reading.since, 30)}" if reading.since else ""
    what = f"{name(reading.measure.name, 40)}{per}{since}, from {name(reading.source.name)}"
    return f"What did the change do? {what}"
