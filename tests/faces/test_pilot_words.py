"""What a pilot did, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from math import inf

import pytest
from tests.faces.pilots import (
    PILOTS,
    UNITS,
    alone,
    cases,
    effect,
    lacking,
    looked,
    not_told,
    path,
    reading,
    switched,
    too_early,
    weak,
    with_effect,
    worse,
)
from tests.faces.sample import HOSTILE
from tests.faces.test_words import spoken

from smallfires.faces.kinds import kind_of
from smallfires.faces.words import page
from smallfires.faces.words.measured import plural
from smallfires.faces.words.names import tidy
from smallfires.faces.words.pilot.answer import verdict
from smallfires.faces.words.pilot.terms import Terms, say_times
from smallfires.fires.effect import Beside, Figure, LeftOut, Picked, Pretended
from smallfires.fires.reading import Measure

every_pilot = pytest.mark.parametrize("reading", PILOTS.values(), ids=PILOTS)


def answer(found) -> str:
    """Everything in the answer."""
    said = verdict(found)
    return " ".join([said.headline, *said.sentences, said.chance])


def section(found, key) -> str:
    """Everything in a section."""
    shown = page(found).section(key)
    return " ".join([*shown.sentences, *shown.items]) if shown else ""


@every_pilot
def test_no_sentence_is_technical_or_falsely_precise(reading):
    """No sentence holds a bare p-value, a raw float, a NaN or an infinity."""
    texts = [text for text in spoken(page(reading)) if not any(h[:20] in text for h in HOSTILE)]
    for text in texts:
        assert not re.search(r"\bp ?[=<]|\bnan\b|\binf\b|\bNone\b|confidence|without end|unknown", text), text
        assert not re.search(r"\d\.\d{4,}", text), text


@every_pilot
def test_names_cannot_command_a_terminal(reading):
    """No text on the page holds a control character or a change of direction that was not closed."""
    for text in spoken(page(reading)):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text), repr(text)
        assert text.count("\u2068") == text.count("\u2069")


@every_pilot
def test_tables_are_whole(reading):
    """Each row of each table has a cell for each column."""
    for shown in page(reading).sections:
        for table in filter(None, (shown.table, *shown.behind)):
            assert {len(row) for row in table.rows} <= {len(table.columns)}


@every_pilot
def test_warnings_notes_and_assumptions_are_all_there(reading):
    """Nothing that the record says in sentences is left out of the page."""
    said = " ".join(spoken(page(reading)))
    for text in (*reading.warnings, *reading.effect.notes, *reading.effect.assumptions, *reading.source.notes):
        assert tidy(text) in said


@every_pilot
def test_the_answer_is_sentences(reading):
    """The answer is whole sentences, the first one a headline."""
    said = verdict(reading)
    assert said.headline.endswith(".")
    assert said.sentences
    assert all(text.endswith(".") for text in said.sentences)


def test_told_and_better():
    """A told effect is named with its size first, then the levels, the interval, and how often chance does as much."""
    said = verdict(PILOTS["pilot: better"])
    assert said.headline == "North’s cost fell by 12 %."
    assert said.sentences == (
        "Since 2026-W15 it was at 88 € on average; without the change it would have been at 100 €.",
        "The true fall lies between 9.3 and 15 %; 95 of 100 such intervals hold the truth.",
    )
    assert said.chance == (
        "Chance alone does as much 3 times in 100. "
        "The chance of a fall of at least 4 €, which would be worthwhile: 98 in 100."
    )


def test_told_and_worse():
    """An effect in the wrong direction says so in the headline, and which direction is the better one."""
    assert verdict(worse()).headline == "North’s cost rose by 12 %: the wrong way."
    assert "Less is better here, so this is worse." in answer(worse())
    more = replace(worse(), measure=Measure("sales", "€", False))
    assert "wrong" not in answer(more)


def test_a_direction_that_was_not_said_is_not_judged():
    """Where nobody said which direction is better, neither is called wrong."""
    for found in (worse(), PILOTS["pilot: better"]):
        assert "wrong" not in answer(replace(found, measure=Measure("cost", "€", None)))


def test_not_told():
    """No effect that can be told: what is ruled out, how large one would have been told, and no claim of a fall."""
    said = verdict(not_told())
    assert said.headline == "No effect on cost that can be told from chance."
    assert "anything from a fall of 4.4 % to a rise of 1.6 %" in said.sentences[1]
    assert said.sentences[2] == "An effect of about 3 € (3 %) or more would have been told from chance."
    assert "33 times in 100" in said.chance
    assert "fell" not in answer(not_told())


def test_a_worthwhile_effect_that_is_ruled_out_is_called_so():
    """The probability of a worthwhile effect is said, and whether it is ruled out."""
    assert "ruled out" not in verdict(not_told(worthwhile=-4.0, probability=0.06)).chance
    out = verdict(not_told(worthwhile=-8.0, probability=0.004)).chance
    assert out.endswith("a fall of at least 8 €, which would be worthwhile: less than 1 in 100; it is ruled out.")
    assert "a rise of at least 2 €" in verdict(not_told(worthwhile=2.0, probability=0.02)).chance
    assert "surpassed by all of it" in section(PILOTS["pilot: better"], "effect")
    assert "lies inside" in section(with_effect(worthwhile=-10.0, probability=0.8), "effect")
    assert "lies outside" in section(with_effect(worthwhile=-30.0, probability=0.01), "effect")


def test_what_can_never_be_told():
    """Where nothing could ever be told, that is the answer, with what would help, and no chance is claimed."""
    said = verdict(lacking())
    assert said.headline == "This pilot cannot tell."
    assert said.sentences[0] == lacking().effect.lacking
    assert said.chance == ""
    assert "told from chance. " not in " ".join(page(lacking()).doubts)


def test_what_cannot_be_told_yet():
    """An interval without ends rules nothing out, and is no finding of no effect."""
    said = verdict(too_early())
    assert said.headline == "This pilot cannot tell yet."
    assert "rule nothing out" in " ".join(said.sentences)
    assert page(too_early()).section("effect") is None


def test_weak_evidence_is_called_weak_in_the_headline():
    """Before and after is weak evidence, whatever the figures say."""
    assert verdict(weak()).headline == "North’s cost fell by 12 %, on weak evidence."
    assert "weak" in section(weak(), "sure")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-inf, -9.0, "The true fall is at least 9.3 %"), (-15.0, -9.0, "The true fall lies between 9.3 and 15 %")],
)
def test_an_end_that_is_not_known_is_left_out(low, high, said):
    """An interval with one end is said with that end alone."""
    found = with_effect(unit=Figure(-12.0, low, high), percent=Figure(-12.0, -100.0 if low == -inf else -14.6, -9.3))
    assert said in answer(found)


def test_without_percent_the_measures_unit_is_used():
    """Where no percentage can be had, or not of every end, the effect is said in the measure's unit."""
    assert "rose by 8.1 €" in answer(PILOTS["pilot: below zero"])
    assert "between 6 and 10.2 €" in answer(PILOTS["pilot: below zero"])
    half = with_effect(unit=Figure(12.0, 9.0, 99.0), percent=Figure(12.0, 9.3, inf))
    assert "rose by 12 €" in answer(half)


@pytest.mark.parametrize(
    ("lit", "said"),
    [
        (("North",), "North’s cost fell"),
        (("Headquarters",), "Headquarters’ cost fell"),
        (("North", "South"), "The cost of North and South fell"),
        (UNITS[:3], "The cost of the 3 sites fell"),
        (("A" * 30, "B" * 30), "The cost of the 2 sites fell"),
    ],
)
def test_one_unit_is_named_and_many_are_counted(lit, said):
    """One or two lit units are named, more are counted in their own word."""
    assert verdict(with_effect(lit=lit)).headline.startswith(said)


def test_a_series_of_its_own_is_nobodys():
    """One series alone is named by its measure."""
    assert verdict(alone()).headline.startswith("Cost fell by 12 %")
    assert ", by " not in page(alone()).title


def test_cases_have_no_name():
    """A lot over cases speaks of the new way, and shows no path."""
    assert verdict(cases()).headline == "The new way lowered duration by 1.4 %."
    assert page(cases()).section("path") is None
    assert "Worked the new way, it was at" in answer(cases())


def test_durations_are_said_as_durations():
    """Seconds are said in the unit a person would choose."""
    said = answer(PILOTS["pilot: durations"])
    assert "it was at 53 min on average; without the change it would have been at 1 h" in said
    assert "at least 5 min" in said


def test_when_the_change_was_there():
    """On and off is said as such, and a start by its label."""
    assert "While the change was on, it was at 88 €" in answer(switched())
    assert "Since 2026-W15" in answer(PILOTS["pilot: better"])


def test_a_column_that_is_no_word_stands_in_quotation_marks():
    """A measure that reads as a word stands in the sentence as one; a column's code is quoted."""
    assert Terms(reading()).measure == "cost"
    assert Terms(replace(reading(), measure=Measure("PacksPerCapita", "", True))).measure == "“PacksPerCapita”"
    assert Terms(replace(reading(), per="支店")).units(3) == "3 units"
    assert Terms(replace(reading(), per="site_branch")).units(3) == "3 site branches"
    assert [plural(one) for one in ("site", "branch", "territory", "day", "class")] == [
        "sites", "branches", "territories", "days", "classes",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (1.0, "nearly every time"),
        (0.33, "33 times in 100"),
        (0.0513, "5.1 times in 100"),
        (0.0499, "4.99 times in 100"),
        (0.05, "5 times in 100"),
        (0.01, "1 time in 100"),
        (0.0036, "4 times in 1,000"),
        (0.0002, "2 times in 10,000"),
        (1e-300, "less than 1 time in 10,000"),
    ],
)
def test_chance_is_a_count(p, said):
    """Chance is said as a count, never as the border itself when it is on one side of it."""
    assert say_times(p, 0.05) == said


def test_picked_by_lot_or_hand_is_no_doubt():
    """A lot is said to be one; a hand is a condition; what was not said is asked for."""
    for how, said in (("lot", "by lot"), ("hand", "by hand")):
        found = looked(picked=Picked(how, None, None, None))
        assert said in section(found, "sure")
        assert page(found).doubts == ()
    assert "--picked" in section(looked(picked=None), "sure")


@pytest.mark.parametrize(
    ("picked", "said"),
    [
        (Picked("volunteers", None, None, None), "volunteered"),
        (
            Picked("worst", -1.0, 0.083, True),
            "moved by −1 € on their own, 8.3 % of the effect; the effect stands without",
        ),
        (Picked("worst", -9.0, 0.75, False), "75 % of the effect; that and chance could be all there is"),
        (Picked("worst", 2.0, -0.16, True), "the other way: it explains nothing"),
        (Picked("worst", None, None, None), "the history is too short"),
        (Picked("best", None, None, None), "at their best"),
    ],
)
def test_the_worst_and_volunteers_are_a_doubt_with_its_check(picked, said):
    """How units were picked is named as a doubt, with the check it passed, failed, or could not have."""
    (doubt,) = page(looked(picked=picked)).doubts
    assert said in doubt


def pretended(alarms: int, widened: float, dates: int = 40) -> Pretended:
    return Pretended(
        tuple(f"week {i}" for i in range(dates)), tuple(float(i % 5) for i in range(dates)), alarms, 0.05, widened
    )


def test_pretend_dates_say_how_often_it_cried_wolf():
    """The alarms at pretend dates are counted; too many widened the interval; few dates say little."""
    assert "never have cried wolf; at 5 % of them it may" in section(looked(pretended=pretended(0, 1.0)), "sure")
    wolf = section(looked(pretended=pretended(7, 1.64)), "sure")
    assert "At 40 earlier dates" in wolf
    assert "have cried wolf 7 times. That is more than it promises, so the interval was made 1.6 times as wide." in wolf
    assert "so few dates say little" in section(looked(pretended=pretended(1, 1.0, 3)), "sure")
    assert len(page(looked(pretended=pretended(7, 1.64))).section("dates").table.rows) == 40
    assert page(looked(pretended=None)).section("dates") is None


def test_methods_that_disagree_are_a_doubt_and_never_decide():
    """Another sign, or another verdict, by another method is named; the headline stays with the one that decides."""
    turned = with_effect(beside=(Beside("synthetic control", 8.0, 0.01, 2.0),))
    apart = with_effect(beside=(Beside("synthetic control", -8.0, 0.2, 2.0),))
    finds = not_told(beside=(Beside("synthetic control", -8.0, 0.01, 2.0),))
    for found, said in ((turned, "goes the other way"), (apart, "could not be told"), (finds, "could be told")):
        (doubt,) = page(found).doubts
        assert doubt.startswith("By synthetic control")
        assert said in doubt
        assert "What decides is synthetic difference-in-differences all the same" in doubt
        assert "come to the same" not in section(found, "beside")
    assert verdict(turned).headline == verdict(apart).headline == "North’s cost fell by 12 %."
    assert "They come to the same." in section(reading(), "beside")


def test_a_poor_fit_before_is_a_doubt():
    """A fit that is much worse than that of pretend pilots is a doubt; a usual one is not."""
    (doubt,) = page(looked(fit_before=6.0, fit_usual=1.5)).doubts
    assert "4 times worse" in doubt
    assert page(looked(fit_before=2.0, fit_usual=1.5)).doubts == ()


def test_one_unit_that_decides_is_a_doubt():
    """An effect that turns around without a single unit says which."""
    (doubt,) = page(looked(without=(LeftOut("South", 2.0), LeftOut("East", -12.0)))).doubts
    assert doubt.startswith("Leave out South, and the effect goes the other way")
    assert "stays between −12.3 € (without East) and −11.6 € (without South)" in section(reading(), "sure")


def test_units_that_vary_differently_are_a_doubt_where_that_decides():
    """Where the studentised figure comes to another verdict, that is said."""
    (doubt,) = page(looked(studentised=0.2)).doubts
    assert "could not be told from chance (as much 20 times in 100)" in doubt
    assert "its own ups and downs" in section(reading(), "sure")


def test_looking_often_is_said_to_be_safe_where_it_is():
    """Planned looks are said to be allowed for; else the page says that it is meant to be read once."""
    assert "after each of 12 weeks" in section(replace(reading(), settings={"looks": "12"}), "sure")
    assert "on the way to 400 cases" in section(too_early(), "sure")
    assert "read once" in section(reading(), "sure")
    assert "read once" not in section(weak(), "sure")


def test_the_pretend_pilots_are_counted():
    """How many pretend pilots are as far out is counted from the record's own figures."""
    assert "Not one of them is as far from zero as the true one, −12 €" in section(reading(), "placebos")
    assert "2 of them are as far" in section(looked(placebos=(-13.0, 0.0, 1.0, 12.5)), "placebos")
    assert page(looked(placebos=(1.0, 2.0))).section("placebos") is None


def test_the_periods_are_counted():
    """How many periods could be told one by one is counted, in their own word, and the table has them all."""
    counted = replace(
        reading(), effect=replace(effect(), path=tuple(replace(p, period=f"no {p.period}") for p in path()))
    )
    assert "in each of the 6 periods by itself" in section(counted, "periods")
    assert page(counted).section("periods").title == "The effect, period by period"
    assert "in each of the 6 weeks by itself" in section(reading(), "periods")
    assert "none of the 6 weeks" in section(not_told(), "periods")
    assert len(page(reading()).section("periods").table.rows) == 6
    assert len(page(reading()).section("path").table.rows) == 20


def test_the_weights_are_a_table():
    """Every unit that counts stands in the table, and how many make up half of it is said."""
    shown = page(reading()).section("rests")
    assert [row[0] for row in shown.table.rows] == ["South", "East", "West", "Harbour"]
    assert "2 units make up half of it" in shown.sentences[0]
    assert "2026-W13 (70 %)" in shown.sentences[1]


def test_in_a_prompt_it_is_one_line():
    """The record in a few words holds the figure, its interval, and whether it was told."""
    assert kind_of(reading()).brief(reading()) == ("Reading of 'weekly.csv': −12 € (−15 to −9 €), told from chance")
    assert "at most −9 €" in kind_of(reading()).brief(PILOTS["pilot: half known"])
    assert "not told" in kind_of(reading()).brief(not_told())
    assert effect().told
