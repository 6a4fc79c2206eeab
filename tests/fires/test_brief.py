from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.fires.burning import NAMES, OPTIMIZE, TRANSFORM

from smallfires.fires.brief import brief_of
from smallfires.fires.charter import Bounds, Hypothesis, Person, Scope

BARE = replace(
    OPTIMIZE,
    people=(),
    guardrails=(),
    bounds=Bounds(),
    hypothesis=Hypothesis(because="", change="it", will="help", seen=""),
)
EVERY = pytest.mark.parametrize("charter", [OPTIMIZE, TRANSFORM, BARE, replace(TRANSFORM, budget=None, risks=())])


def text(brief) -> str:
    return "\n".join(line for part in brief.parts for line in (part.title, *part.sentences, *part.fixed, *part.free))


def test_an_optimize_brief_asks_for_the_same_thing_better():
    """Who optimizes reads that the process stays what it is, and the one figure, its direction, its size and its day."""
    brief = brief_of(OPTIMIZE, "Amira")
    assert brief.headline == "Do the same thing better."
    assert brief.answers[0].startswith("Do the same thing better. The process “Handover at the end of a shift” stays")
    assert brief.part("success").sentences == (
        "One figure tells whether it worked: handover minutes. No other figure decides that.",
        "It has to fall by at least 10 %, by 26 June 2026. Today it is 24 minutes.",
    )
    assert "Missed medicines must not rise by more than 2 %; if it does, we stop." in brief.answers[3]


def test_a_transform_brief_says_what_may_be_lost_and_what_stops_it():
    """Who transforms reads the budget, until when it holds, and each thing that stops the fire."""
    brief = brief_of(TRANSFORM, "Amira")
    assert brief.headline == "Do a different thing."
    assert (
        "Repairs a week may fall for a while, by up to 8 % on average, until 1 May 2026. If more than that is lost, we stop."
        in (brief.part("worse").sentences)
    )
    assert "Gas leaks missed must not rise at all; if it does, we stop." in brief.part("worse").sentences
    assert "not to be so: Tenants pick up the phone. We shall know by 20 March 2026." in brief.answers[3]
    assert "60 % of the cases" in brief.part("success").sentences[2]


def test_a_person_reads_what_they_do_and_nobody_elses_part():
    """A brief for one person has their act and time, and no name but the owner's."""
    told = text(brief_of(OPTIMIZE, "Bo"))
    assert "Give the handover in the new order." in told
    assert "5 % of your working time: 2 hours in a week of 40" in told
    assert "Ruth Adler decides" in told
    assert not any(re.search(rf"\b{name}\b", told) for name in NAMES)


def test_the_owner_decides_in_the_second_person():
    """An owner is not told of themselves by name."""
    solo = replace(OPTIMIZE, people=(Person(name="Ruth Adler"),))
    assert "Then you decide, from what was measured" in text(brief_of(solo, "Ruth Adler"))


@EVERY
def test_what_is_missing_leaves_no_trace(charter):
    """Whatever the charter leaves out, no sentence has a hole, a double stop or an empty list."""
    brief = brief_of(charter, "Amira")
    told = text(brief)
    assert not re.search(r"\bNone\b|  |\.\.| \.|“”|: \.|, ,|\(\)", told)
    assert all(part.sentences or part.fixed or part.free for part in brief.parts)
    assert all(answer and answer in f"{brief.headline} {told}".replace("\n", " ") for answer in brief.answers[1:])
    assert brief.answers[0] == f"{brief.headline} {brief.part('ask').sentences[0]}"


def test_a_bare_charter_has_no_empty_parts():
    """Without bounds and without an act there is no heading for either."""
    assert [part.key for part in brief_of(BARE, "Amira").parts] == ["ask", "success", "worse", "end"]


def test_many_units_are_counted():
    """More units than a reader would read are counted; a lot is named as one."""
    scope = Scope(units=tuple(f"Ward {n}" for n in range(12)), lot=4)
    assert "4 of 12 units take part; a lot decides which." in text(brief_of(replace(OPTIMIZE, scope=scope)))


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.01, "25 minutes"), (0.025, "1 hour"), (0.05, "2 hours"), (0.0625, "2.5 hours"), (1.0, "40 hours")],
)
def test_a_share_of_time_is_said_in_hours(share, told):
    """A share of time is also said as hours of a full week."""
    person = replace(OPTIMIZE.people[0], share=share)
    assert f" {told} in a week of 40" in text(brief_of(replace(OPTIMIZE, people=(person,)), person.name))


def test_the_brief_is_of_one_charter():
    """A brief carries the seal of the charter it was made from."""
    assert brief_of(OPTIMIZE).seal == OPTIMIZE.seal() != brief_of(TRANSFORM).seal
