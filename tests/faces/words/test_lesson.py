"""A reading of a fire in words, on a terminal, as a page and on one sheet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import escape
from tests.faces.test_documents import pages

from smallfires.faces import letters
from smallfires.faces.documents import pdf
from smallfires.faces.jsonable import to_json
from smallfires.faces.page import html
from smallfires.faces.terminal import render
from smallfires.faces.words.lesson import page
from smallfires.fires.lesson import Lesson
from smallfires.fires.plain import from_plain
from smallfires.verbs.desk import desk


@pytest.fixture(scope="module")
def lessons(lived) -> list[Lesson]:
    with desk(lived, now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)) as opened:
        return [from_plain(Lesson, noted.fact.lesson) for fire in opened.fires().values() for noted in fire.reads]


def test_no_line_is_wider_than_the_terminal(lessons):
    """Every reading fits, at the width of an old terminal and of a wider one."""
    for lesson in lessons:
        for width in (80, 100):
            assert max(letters.width(line) for line in render(lesson, width).splitlines()) <= width


def test_the_answer_is_said_once(lessons):
    """What the verdict says is not said again below the table of its conditions."""
    for lesson in lessons:
        said = " ".join(page(lesson).answer)
        conditions = next(section for section in page(lesson).sections if section.key == "conditions")
        assert all(item not in said for item in conditions.items)


def test_the_verdict_comes_first(lessons):
    """After the question, the decision."""
    for lesson in lessons:
        lines = [line for line in render(lesson, 80).splitlines() if line.strip()]
        assert lines[0].startswith("What did we learn?")
        heads = ("Spread.", "Put out.", "Keep burning.", "Too early.", "Could not be told.")
        assert any(line in heads for line in lines[1:4])


def test_every_figure_of_the_record_is_in_its_json(lessons):
    """Programs get the whole record."""
    for lesson in lessons:
        told = json.loads(to_json(lesson))
        assert told["number"] == lesson.number
        assert told["verdict"]["decision"] == lesson.verdict.decision


def test_it_is_a_page_and_one_sheet(lessons):
    """The page says the answer, the table of conditions and its data; on paper it is one sheet, at every stage."""
    for lesson in (lessons[0], lessons[-1]):
        shown = html(lesson)
        assert escape(page(lesson).headline) in shown
        assert f"--again {lesson.number}" in shown
        assert pages(pdf(lesson)) == 1


def test_a_figure_outside_its_interval_is_explained(lessons):
    """An interval holds for an effect that stays the same: where it has turned round on the way, that is said."""
    lesson = next(one for one in lessons if one.evidence.guardrails)
    rail = lesson.evidence.guardrails[0]
    turned = replace(rail, worse=replace(rail.worse, value=rail.worse.low - 1))
    steady = replace(rail, worse=replace(rail.worse, value=(rail.worse.low + rail.worse.high) / 2))
    said = {}
    for name, one in (("turned", turned), ("steady", steady)):
        changed = replace(lesson, evidence=replace(lesson.evidence, guardrails=(one,)))
        said[name] = next(section for section in page(changed).sections if section.key == "guardrails").items
    assert any("outside its interval" in item for item in said["turned"])
    assert said["steady"] == ()
