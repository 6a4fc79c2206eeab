from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.gates import facts

from smallfires.faces.words import verdict as words
from smallfires.faces.words.page import Section
from smallfires.faces.words.verdict.axes import HERE
from smallfires.fires.charter import Charter
from smallfires.fires.gates import judge
from smallfires.fires.gates.evidence import Evidence, Likely
from smallfires.fires.shift import Answer


def section(key: str, charter: Charter, evidence: Evidence) -> Section | None:
    found = words.sections(judge(charter, evidence), evidence)
    return next((one for one in found if one.key == key), None)


def rows(charter: Charter, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    found = section("conditions", charter, evidence)
    assert found is not None and found.table is not None
    return {row[0]: row[1:] for row in found.table.rows}


def test_the_decision_is_one_word_and_its_sentence() -> None:
    """The headline is the decision alone, and what follows does not say it again."""
    said = words.said(judge(facts.OPTIMIZE, facts.optimized()))
    assert said.headline == "Spread."
    assert said.sentences[0].startswith("The chance that the effect is worthwhile")


def test_an_end_without_an_answer_is_no_too_early() -> None:
    """Where the horizon has ended, the headline says that it could not be told, and the next act is not to wait."""
    over = facts.optimized(clock=facts.clock(facts.WEEKS), likely=Likely(raw=0.5, shrunk=0.5))
    assert words.said(judge(facts.OPTIMIZE, over)).headline == "Could not be told."
    following = section("next", facts.OPTIMIZE, over)
    assert following is not None
    assert following.sentences[0].startswith("Amend the horizon")


def test_every_condition_has_its_row() -> None:
    """Met, not met and not known are told apart, each with its figure and limit in their own units."""
    evidence = facts.optimized(guardrails=(facts.rail(2.0, -2.0, 6.0),), likely=Likely(raw=0.95, shrunk=0.93))
    found = rows(facts.OPTIMIZE, evidence)
    assert found["a worthwhile effect"] == ("spread", "met", "93 in 100", "90 in 100")
    assert found["complaints inside its margin"] == ("spread", "not met", "2 %", "5 %")
    assert found["complaints beyond its margin"] == ("put out", "not met", "2 %", "5 %")
    assert found["better, at every look"] == ("spread", "met", "8 %", "0 %")


def test_a_transformations_rows() -> None:
    """The budget, the use, the assumptions and the slope stand in the table, what is not known as not known."""
    found = rows(facts.TRANSFORM, facts.transformed(adopted=None))
    assert found["the budget is overspent"] == ("put out", "not met", "2 %", "8 %")
    assert found["the new way in use"] == ("spread", "not known", "–", "60 %")
    assert found["assumption 1 fails"] == ("put out", "not known", "–", "–")
    assert found["no slope upward"] == ("put out", "not met", "30 in 100", "80 in 100")


def test_no_condition_goes_by_its_name_in_code() -> None:
    """Every title of a condition is in people's words, and every sentence stands once."""
    found = section(
        "conditions", facts.TRANSFORM, facts.transformed(guardrails=(facts.rail(safety=True), facts.rail()))
    )
    assert found is not None
    assert not any(":" in row[0] for row in found.table.rows)
    assert len(set(found.items)) == len(found.items)


@pytest.mark.parametrize(
    ("efficiency", "low", "high", "place"),
    [
        ((0.02, 0.1), 3.0, 13.0, "right way, right thing"),
        ((0.02, 0.1), -13.0, -3.0, "bureaucracy"),
        ((-0.1, -0.02), 3.0, 13.0, "outcome, not the right way"),
        ((-0.1, -0.02), -13.0, -3.0, "neither"),
    ],
)
def test_where_a_fire_stands(efficiency: tuple[float, float], low: float, high: float, place: str) -> None:
    """Two by two places, and this fire's alone is marked."""
    evidence = facts.optimized(
        right_way=facts.right_way(None, efficiency), effect=facts.effect((low + high) / 2, low, high)
    )
    found = section("axes", facts.OPTIMIZE, evidence)
    assert found is not None and found.table is not None
    cells = [cell for row in found.table.rows for cell in row[1:]]
    assert len(cells) == 4
    assert [cell for cell in cells if HERE in cell] == [f"{HERE} ({place})"]


def test_what_is_not_known_has_its_own_place() -> None:
    """A fire of which an axis is not known stands in a column of its own, in none of the four places."""
    found = section("axes", facts.OPTIMIZE, facts.optimized())
    assert found is not None and found.table is not None
    assert [column.title for column in found.table.columns] == ["", "work better", "work not known", "work worse"]
    assert [row[2] for row in found.table.rows] == [HERE, ""]


def test_relabelling_is_a_section_only_where_offered() -> None:
    """The offer stands on the page with its reason, and is not there where nothing contradicts."""
    offered = section("relabel", facts.TRANSFORM, facts.transformed(shift=facts.shift(Answer.SAME)))
    assert offered is not None
    assert "the frozen charter stays as it was" in offered.sentences[0]
    assert section("relabel", facts.TRANSFORM, facts.transformed()) is None


def test_durations_are_said_as_durations() -> None:
    """Figures of a measure of time are said in days and hours."""
    measure = replace(facts.COMPLAINTS, unit="s")
    rail = replace(facts.rail(7200.0, 0.0, 9000.0, margin=86_400.0), measure=measure, percent=False)
    assert rows(facts.OPTIMIZE, facts.optimized(guardrails=(rail,)))["complaints inside its margin"][2:] == (
        "2 h",
        "1 day",
    )
