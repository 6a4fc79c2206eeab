from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from tests.faces.sample import HOSTILE, READINGS, measures, office, too_close

from smallfires.faces.words import page
from smallfires.faces.words.names import inert, name, path, tidy
from smallfires.faces.words.work.answer import SAID, verdict
from smallfires.faces.words.work.terms import terms
from smallfires.fires.ladder import Answer, Call, Rung, Step
from smallfires.fires.quantity import DAY, HOUR

every_reading = pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)


def spoken(shown) -> list[str]:
    """All text on a page."""
    texts = [shown.title, shown.headline, *shown.answer, shown.chance, *shown.doubts, shown.footer]
    for section in shown.sections:
        tables = [table for table in (section.table, *section.behind) if table]
        cells = [cell for table in tables for row in table.rows for cell in row]
        texts += [section.title, *section.sentences, *section.items, *cells]
    return texts


@pytest.mark.parametrize("call", Call)
def test_every_call_has_its_headline_and_its_reason(call):
    """Every call has a headline and at least one sentence of reason, with events and without."""
    for reading in (office(), measures()):
        answer = Answer(call, 0.9, {Call.LIMIT: 0.9, Call.TRANSFORM: 0.1}, leaning=Call.LIMIT, settle="More cases.")
        said = verdict(replace(reading, answer=answer))
        assert said.headline.endswith((".", "?"))
        assert said.sentences
        assert all(re.match(r"[A-Z0-9“]", text) and text.endswith(".") for text in said.sentences), said.sentences
        assert call in SAID


def test_different_calls_are_said_differently():
    """No two calls share their headline."""
    assert len({verdict(replace(office(), answer=Answer(call, 0.9, {}))).headline for call in Call}) == len(Call)


@every_reading
def test_the_answer_names_the_target_and_todays_level(reading):
    """Whoever reads only the answer learns the target and where the work is today, or between which limits."""
    said, say = " ".join(verdict(reading).sentences), terms(reading)
    if reading.target is not None and reading.answer.call is not Call.OPTIMIZE:
        assert say.say(reading.target.value).split()[0] in said or reading.trend
    typical = reading.ladder.rung(Step.TYPICAL)
    centre = say.say(reading.trend.centre) if reading.trend else ""
    rungs = [say.say(rung.value) for rung in reading.ladder.rungs]
    assert say.say(typical.value) in said or (centre and centre in said) or any(rung in said for rung in rungs)


@every_reading
def test_no_sentence_is_technical_or_falsely_precise(reading):
    """No sentence holds a bare p-value, a raw float or a NaN."""
    texts = [text for text in spoken(page(reading)) if not any(h[:20] in text for h in HOSTILE)]
    for text in texts:
        assert not re.search(r"\bp ?[=<]|\bnan\b|\bNone\b|Call\.|Step\.|confidence", text), text
        assert not re.search(r"\d\.\d{3,}", text) or "2012-03-14" in text, text


@every_reading
def test_names_cannot_command_a_terminal(reading):
    """No text on the page holds a control character or a change of direction that was not closed."""
    for text in spoken(page(reading)):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text), repr(text)
        assert text.count("\u2068") == text.count("\u2069")


@every_reading
def test_tables_are_whole(reading):
    """Each row of each table has a cell for each column."""
    for section in page(reading).sections:
        for table in filter(None, (section.table, *section.behind)):
            assert {len(row) for row in table.rows} <= {len(table.columns)}


@every_reading
def test_every_rung_that_is_missing_says_why(reading):
    """A rung that is not there is named on the page, with the reason."""
    ladder = page(reading).section("ladder")
    assert len(ladder.table.rows) == len(reading.ladder.rungs)
    assert len(ladder.items) == len(reading.ladder.missing)
    for why in reading.ladder.missing.values():
        assert any(item.endswith(why) for item in ladder.items)


@every_reading
def test_every_guess_is_printed_with_its_flag(reading):
    """Everything that was recognised stands on the page, with the flag that says otherwise."""
    recognised = page(reading).section("recognised")
    flags = [row[-1] for row in recognised.table.rows] if recognised else []
    assert flags == [guess.flag for guess in reading.source.recognised]


@every_reading
def test_doubts_questions_and_notes_are_all_there(reading):
    """Warnings, questions, notes and assumptions all stand on the page."""
    said = " ".join(spoken(page(reading)))
    assumed = reading.waiting.assumed if reading.waiting else ()
    for text in (*reading.warnings, *reading.questions, *reading.source.notes, *assumed):
        assert tidy(text) in said


def test_a_chance_is_a_count_in_a_hundred():
    """The chance is said as a count in a hundred, with what else it may be."""
    assert "97 in 100" in verdict(office()).chance
    assert "Otherwise: optimize to the limit, or transform (3 in 100)" in verdict(office()).chance
    assert verdict(measures()).chance == ""


def test_too_close_says_what_would_settle_it():
    """Too close to call names both sides with their chances, and what would settle it."""
    said = verdict(too_close())
    assert said.headline == "Too close to call, leaning to: optimize to the limit, or transform."
    assert "58 in 100" in said.chance
    assert "42 in 100" in said.chance
    assert "900 more complete cases" in said.sentences[-1]


def test_the_direction_follows_the_measure():
    """Where more is better, a target out of reach lies above, not below."""
    reading = replace(office(), ladder=replace(office().ladder, less_is_better=False))
    assert " above what today's way" in verdict(reading).sentences[0]
    assert " below what today's way" in verdict(office()).sentences[0]


def test_luck_is_named():
    """Where the best figure is better than what can be expected, the page says so; where it is not, it keeps still."""
    assert any("partly lucky" in text for text in page(office()).section("ladder").sentences)
    rungs = tuple(replace(rung, raw=None) for rung in office().ladder.rungs)
    plain = replace(office(), ladder=replace(office().ladder, rungs=rungs))
    assert not any("partly lucky" in text for text in page(plain).section("ladder").sentences)


def test_declared_times_are_marked():
    """A rung that rests on declared working times says so."""
    said = page(READINGS["declared"]).section("ladder").sentences
    assert any(text.startswith("Without waste and Floor: from the working times that you declared") for text in said)


def test_a_sign_of_nothing_is_called_weak():
    """Signs that most unchanged series would show too are called weak."""
    trend = replace(READINGS["unstable"].trend, false_alarm=0.92)
    said = " ".join(page(replace(office(), trend=trend)).section("trend").sentences)
    assert "may not be steady" in said
    assert "Read little into them: 92 in 100" in said


def test_savings_are_not_to_be_added_up():
    """The waste table warns that its rows overlap, and says what is gained as a level, not as a sum."""
    waste = page(office()).section("waste")
    assert any("do not add" in text for text in waste.sentences)
    assert "8.1 days instead of 12.7 days" in waste.sentences[0]


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (7.2 * DAY, 6.9 * DAY, 7.6 * DAY, "7.2 days (between 6.9 and 7.6)"),
        (1.3 * DAY, 37 * 60.0, 1.5 * DAY, "1.3 days (between 37 min and 1.5 days)"),
        (12_000.0, 11_400.0, 13_200.0, "3 h 20 min (between 3 h 10 min and 3 h 40 min)"),
        (2 * DAY, 2 * DAY, 2 * DAY, "2 days"),
        (1.0 * DAY, 0.99 * DAY, 2 * DAY, "1 day (between 1 and 2)"),
        (14 * HOUR, 13 * HOUR, math.inf, "14 h (between 13 h and without end)"),
    ],
)
def test_an_interval_drops_the_unit_only_where_it_is_the_same(value, low, high, said):
    """An interval leaves out the unit only where all three figures share it."""
    assert terms(office()).at(Rung(Step.FLOOR, value, low, high, 10)) == said


def test_names_are_shortened_and_kept_apart():
    """A long name is shortened, a name from right to left is kept apart, and an empty one is called so."""
    assert name("x" * 300, 10) == "x" * 9 + "…"
    assert name("فحص") == "\u2068فحص\u2069"
    assert name(" \n ") == "(no name)"
    assert tidy("a\x1b[31m\r\nb\u202ec") == "a [31m bc"
    assert inert("a\x1b b\n  ^") == "a  b\n  ^"
    assert path(tuple("abcdefghijkl")) == "a → b → c → d → e → f → g → … 4 more … → l"


def test_waits_that_nobody_has_ruled_out_are_named_in_the_answer():
    """Where no wait was declared hard, an answer that rests on removing waits says so; else it keeps still."""
    reading = READINGS["waste"]
    soft = replace(reading, transitions=tuple(replace(t, hard=False) for t in reading.transitions))
    assert any("--hard" in text for text in verdict(soft).sentences)
    assert not any("--hard" in text for text in verdict(reading).sentences)
