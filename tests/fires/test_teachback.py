from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.burning import OPTIMIZE, OTHERS, TRANSFORM

from smallfires.fires.acts import Answers
from smallfires.fires.brief import QUESTIONS
from smallfires.fires.charter import Intent
from smallfires.fires.teachback import NOBODY, OTHER, matched, teach_back

EVERY = pytest.mark.parametrize(
    "charter",
    [
        OPTIMIZE,
        TRANSFORM,
        replace(OPTIMIZE, guardrails=()),
        replace(TRANSFORM, budget=None),
        replace(OPTIMIZE, success=replace(OPTIMIZE.success, worthwhile="60%")),
    ],
)


def right(asked) -> dict[str, str]:
    return {question.name: question.right for question in asked.questions}


@EVERY
def test_every_question_has_one_right_answer_and_a_way_not_to_know(charter):
    """Each of the four questions offers its right answer once, others beside it, and at the end that nobody told."""
    asked = teach_back(charter, OTHERS)
    assert tuple(question.name for question in asked.questions) == QUESTIONS
    for question in asked.questions:
        keys = [option.key for option in question.options]
        assert keys.count(question.right) == 1
        assert len(set(keys)) == len(keys) == len({option.text for option in question.options}) >= 4
        assert keys[-1] == NOBODY != question.right


def test_the_intent_is_asked_in_words():
    """Which is asked of you: the same better, something different, both, or nobody told me."""
    keys = {option.key for option in teach_back(TRANSFORM, ()).questions[0].options}
    assert keys == {str(Intent.OPTIMIZE), str(Intent.TRANSFORM), "both", NOBODY}
    assert right(teach_back(TRANSFORM, ()))["intent"] == "transform"


def test_the_measure_hides_among_three_that_are_really_there():
    """The charter's own guardrails come first among the others, then measures of the workspace; never more than three."""
    keys = [option.key for option in teach_back(OPTIMIZE, (*OTHERS, "length of stay")).questions[1].options]
    assert len(keys) == 5
    assert (
        {"handover_minutes", "missed medicines"}
        <= set(keys) - {NOBODY}
        <= {*OTHERS, "length of stay", *OPTIMIZE.measures}
    )


def test_no_measure_is_invented():
    """Where nothing else is there, no measure is made up, and the owner is told."""
    alone = teach_back(replace(OPTIMIZE, guardrails=()), ("handover_minutes", "handover minutes")).questions[1]
    assert {option.key for option in alone.options} == {"handover_minutes", OTHER, NOBODY}
    assert alone.note
    assert teach_back(OPTIMIZE, ()).questions[1].note == ""


def test_the_size_is_asked_in_bands():
    """The worthwhile effect stands among half of it, twice of it, and the wrong direction."""
    texts = {option.text for option in teach_back(OPTIMIZE, ()).questions[2].options}
    assert texts >= {f"It has to fall by at least {size} %" for size in (5, 10, 20)} | {
        "It has to rise by at least 10 %"
    }


def test_no_band_is_impossible():
    """A fall by more than everything is not offered."""
    charter = replace(OPTIMIZE, success=replace(OPTIMIZE.success, worthwhile="60%"))
    texts = {option.text for option in teach_back(charter, ()).questions[2].options}
    assert "It has to fall by at least 15 %" in texts
    assert not any("120" in text for text in texts)


def test_what_may_get_worse_is_asked_with_its_end_and_what_stops_it():
    """To transform may cost what the budget says; to optimize costs nothing beyond the margins."""
    assert (
        right(teach_back(TRANSFORM, ()))["worse"]
        == "Repairs a week, by up to 8 %, until 1 May 2026; losing more stops it"
    )
    assert right(teach_back(OPTIMIZE, ()))["worse"].startswith("Nothing beyond the agreed margins, at any time")


def test_the_order_is_drawn_by_the_seal():
    """The same charter asks everybody in the same order; over many charters the right answer stands in each place."""
    assert teach_back(OPTIMIZE, OTHERS) == teach_back(OPTIMIZE, tuple(reversed(OTHERS)))
    places = set()
    for number in range(40):
        question = teach_back(replace(OPTIMIZE, title=f"Handover {number}"), OTHERS).questions[2]
        places.add([option.key for option in question.options].index(question.right))
    assert places == {0, 1, 2, 3}


def test_answers_are_matched_one_by_one():
    """Four answers give four results, in the order of the questions; own words are not judged."""
    asked = teach_back(OPTIMIZE, OTHERS)
    given = Answers(**{**right(asked), "measure": "tickets", "worse": NOBODY}, words="anything")
    assert matched(given, asked) == (True, False, True, False)
