"""What a pilot could tell, in words."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import replace

import pytest
from tests.faces.plans import (
    PLANS,
    WEEKS,
    alone,
    below_zero,
    beyond_all,
    candidate,
    drawn,
    durations,
    hopeless,
    named,
    never_moves,
    none_tells,
    nothing_said,
    of,
    plan,
    rate,
    short_past,
    stepwise,
    switched,
    too_small,
    weak,
    wolf,
)
from tests.faces.sample import HOSTILE
from tests.faces.test_words import spoken

from smallfires.faces.cli.learn import command as learn
from smallfires.faces.kinds import kind_of
from smallfires.faces.words import page
from smallfires.faces.words.lengths import length
from smallfires.faces.words.names import tidy
from smallfires.faces.words.plan.after import command, typed
from smallfires.faces.words.plan.answer import verdict
from smallfires.faces.words.plan.terms import Terms, often, stretches
from smallfires.fires.plan import Refused, Turn
from smallfires.fires.work import Guess

every_plan = pytest.mark.parametrize("found", PLANS.values(), ids=PLANS)


def answer(found) -> str:
    """Everything in the answer."""
    said = verdict(found)
    return " ".join([said.headline, *said.sentences, said.chance])


def section(found, key) -> str:
    """Everything in a section, but its table."""
    shown = page(found).section(key)
    return " ".join([*shown.sentences, *shown.items, *shown.commands]) if shown else ""


@every_plan
def test_no_sentence_is_technical_or_falsely_precise(found):
    """No sentence holds a bare p-value, a raw float, a NaN or an infinity."""
    texts = [text for text in spoken(page(found)) if not any(h[:20] in text for h in HOSTILE)]
    for text in texts:
        assert not re.search(r"\bp ?[=<]|\bnan\b|\binf\b|\bNone\b(?! of)|confidence|without end|unknown", text), text
        assert not re.search(r"\d\.\d{4,}", text), text


@every_plan
def test_names_cannot_command_a_terminal(found):
    """No text on the page holds a control character or a change of direction that was not closed."""
    for text in spoken(page(found)):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text), repr(text)
        assert text.count("\u2068") == text.count("\u2069")


@every_plan
def test_every_sentence_of_the_answer_is_one(found):
    """Each begins with a capital, a figure or a name, and ends with a full stop."""
    said = verdict(found)
    for text in (said.headline, *said.sentences):
        assert re.match(r"[A-Z0-9“<]", text), text
        assert text.endswith("."), text


@every_plan
def test_tables_are_whole_and_doubts_are_there(found):
    """Each row of each table has a cell for each column; every warning, note and assumption stands on the page."""
    shown = page(found)
    for part in shown.sections:
        for table in filter(None, (part.table, *part.behind)):
            assert {len(row) for row in table.rows} <= {len(table.columns)}
    said = " ".join(spoken(shown))
    assert all(tidy(text) in said for text in (*found.warnings, *found.notes, *found.assumptions))


def test_the_answer_is_what_can_be_detected():
    """The first words are what people ask first; then what it means, whether it is enough, who, and how sure."""
    said = verdict(plan())
    assert said.headline == "With 2 of 12 sites and 8 weeks you can detect 9 %."
    assert said.sentences[0].startswith("If the change makes days fall by 9 % (0.92; the usual level is 10.2)")
    assert said.sentences[0].endswith("8 times in 10.")
    assert (
        "Worthwhile is a fall of 10 %, and this is the cheapest pilot that tells it: 8 times in 10." in said.sentences
    )
    assert "The lot fell on East and North: they work the new way from 2026-W27 to 2026-W34." in said.sentences
    assert "The most that could be told is 4 %, with 6 of 12 sites and 12 weeks." in said.sentences
    assert "400 pretend pilots in 10 windows" in said.chance
    assert "from 7.2 to 13 %" in said.chance


def test_too_small_an_effect_is_called_so():
    """Where nothing tells what is worthwhile, the headline says it, and no rounding makes it look enough."""
    said = verdict(too_small())
    assert said.headline == "With 6 of 12 sites and 12 weeks you can detect 4 %, not 2 %."
    assert "would tell it 78 times in 100, and no other that was tried tells it 8 times in 10" in " ".join(
        said.sentences
    )
    assert "The most that could be told" not in answer(too_small())


def test_nobody_said_what_is_worthwhile():
    """Where nobody said what is worthwhile, the answer says what can be detected, and asks."""
    assert "--worthwhile" in answer(nothing_said())
    assert "Worthwhile is" not in answer(nothing_said())
    alone = of(candidate(power=None, reaches=None), wanted=nothing_said().wanted)
    assert "you learn how often this pilot would tell it" in answer(alone)


def test_what_can_never_be_told():
    """One of six: the headline says that no effect can be told, then why and what would help, once."""
    said = verdict(hopeless())
    assert said.headline == "With 1 of 6 teams lit, no effect can be told, however large."
    assert said.sentences == (hopeless().lacking,)
    assert page(hopeless()).section("refused") is None
    assert page(hopeless()).section("who") is None
    named = replace(hopeless(), wanted=replace(hopeless().wanted, teams=("North",)))
    assert verdict(named).headline == "With North lit, no effect can be told, however large."


def test_none_of_the_simulated_pilots_tells_it():
    """Where no pilot reaches the power with any effect, the nearest is named."""
    said = verdict(none_tells())
    assert said.headline == "No pilot that was tried can tell a fall of 10 % 8 times in 10."
    assert "The nearest is 2 of 12 sites and 8 weeks: it would tell a fall of 10 % 3 times in 10." in said.sentences


def test_a_pilot_that_cries_wolf_is_not_recommended():
    """Where even the best cries wolf too often, no effect is promised, however small the figure; and nobody is told to start."""
    said = verdict(wolf())
    assert said.headline == "With 2 of 12 sites and 8 weeks nothing can be told that can be trusted."
    assert "cried wolf 3 times in 10" in said.sentences[0]
    assert "can detect" not in answer(wolf())
    assert "The lot fell" not in answer(wolf())
    assert page(wolf()).section("who") is None
    assert page(wolf()).section("after") is None
    assert "nothing can be told" in kind_of(wolf()).brief(wolf())


def test_weak_evidence_is_called_so():
    """Before and after says in its headline that the evidence is weak."""
    assert verdict(weak()).headline.endswith("on weak evidence.")
    assert "are compared with" not in section(weak(), "who")


def test_units_that_were_named():
    """Named units stand in the headline by their names, and that no lot was drawn is said."""
    assert verdict(named()).headline == "With East and North for 8 weeks you can detect 9 %."
    assert "No lot was drawn" in section(named(), "who")
    many = candidate(units=("East", "North", "South"), size=3)
    assert "With the 3 sites that you named for 8 weeks" in verdict(of(many)).headline


def test_every_lit_unit_has_its_periods():
    """The table of who works the new way when has each unit with its dates, and how many they are."""
    rows = page(switched()).section("who").table.rows
    assert rows[0] == ("East", "2026-W28, 2026-W30 to 2026-W31 and 2026-W33", "4")
    rows = page(stepwise()).section("who").table.rows
    assert [row[2] for row in rows] == ["8", "8", "5", "5", "2", "2"]
    assert "one group after the other" in answer(stepwise())
    each = of(candidate(design="rollout", steps=2), draw=drawn(turns=(Turn("East", (1, 2)), Turn("West", (2,)))))
    assert "start one after the other" in answer(each)


def test_weeks_that_are_written_as_days():
    """Where a label is the day on which a week begins, the words say so, and nobody takes it for the last day."""
    assert "North works the new way for 3 weeks from 2026-06-29 on." in answer(weak())
    assert page(weak()).section("who").table.rows == (("North", "2026-06-29 (3 weeks)", "3"),)
    assert "after the week of 2026-07-13" in section(weak(), "after")


def test_periods_that_are_counted():
    """Numbers of periods are called so; where the past cannot be gone on with, they count from the start."""
    assert "from period 53 to period 60" in answer(alone())
    assert "Period 53 follows on the last period" in section(alone(), "who")
    counted = replace(alone(), draw=replace(alone().draw, periods=tuple(map(str, range(1, 9)))))
    assert "counted from the first one of the pilot" in section(counted, "who")
    assert "--since START" in section(counted, "after")


def test_one_series_has_no_units():
    """Where there is one series only, no number of units and no others are spoken of."""
    assert verdict(alone()).headline == "With 8 periods you can detect 9 %, on weak evidence."
    assert "Everyone works the new way" in answer(alone())
    assert "1 of 1" not in " ".join(spoken(page(alone())))


def test_the_lot_can_be_drawn_again():
    """The page names the seed, and who is compared with."""
    assert "--seed 7" in section(plan(), "who")
    assert "10 others go on as before and are compared with: Airport," in section(plan(), "who")


def test_a_range_without_an_end_says_so():
    """Where the past cannot bound what is detected, no upper end is made up, and the doubt is named."""
    assert "it may be 6.9 % or more" in verdict(short_past()).chance
    assert any("too short" in text for text in page(short_past()).doubts)
    assert any("2 windows only" in text for text in page(short_past()).doubts)


def test_without_a_level_above_zero_there_are_no_percentages():
    """Where the usual level is not above zero, effects are said in the measure's unit, and upwards where more is better."""
    said = answer(below_zero())
    assert "you can detect 0.92 k€." in said
    assert "rise by 0.92 k€" in said
    assert "%" not in " ".join(verdict(below_zero()).sentences)


def test_more_than_all_of_it_is_no_percentage():
    """A measure that can be below zero is told in its own unit, not as more than all of it; where nothing moves any effect is."""
    assert "more than all of it, since" in answer(beyond_all())
    assert "you can detect any effect" in verdict(never_moves()).headline
    assert verdict(never_moves()).chance == ""


def test_a_duration_is_said_as_one():
    """Seconds become days and hours."""
    assert "8.8 % (22 h; the usual level is 10.2 days)" in answer(durations())


def test_the_options_stand_side_by_side():
    """Each pilot that was tried has a row: what it is, what it detects, how often it tells what is worthwhile, what it costs."""
    shown = page(plan()).section("options")
    titles = [column.title for column in shown.table.columns]
    assert titles == ["pilot", "how", "detects", "tells 10 %", "site-weeks", "cries wolf", "evidence"]
    assert shown.table.rows[0] == ("2 sites, 8 weeks (this plan)", "all at once", "9 %", "84 %", "16", "4 %", "strong")
    assert shown.table.rows[1][1] == "in 3 steps"
    assert "3 of them tell a fall of 10 % 8 times in 10, the cheapest first" in shown.sentences[0]
    assert page(named()).section("options") is None


def test_refused_pilots_say_why_once():
    """Pilots that are refused for one reason share its sentence."""
    (item,) = page(plan()).section("refused").items
    assert item == "1 site, 4 or 8 weeks, all at once: 1 of 12 sites can never be told from chance. Light 2 of these."
    other = plan(refused=(*plan().refused, Refused("switchback", 2, 4, "Too few blocks.")))
    assert page(other).section("refused").items[1] == "2 sites, 4 weeks, on and off: Too few blocks."


def test_the_curve_is_spoken():
    """The power curve in a sentence: a small, the detectable and a large effect; and how often wolf is cried."""
    said = section(plan(), "power")
    assert re.match(
        r"A fall of [\d.]+ % is told \d times in 10, one of 9 % 8 times in 10 and one of [\d.]+ % nearly", said
    )
    assert "4 of 100 pretend pilots; 5 in 100" in said
    assert len(page(plan()).section("power").table.rows) == 21


@pytest.mark.parametrize("found", [plan(), named(), switched(), stepwise(), weak(), alone(), below_zero()])
def test_the_command_that_will_read_it_is_one(found):
    """The command that the page names is one that ``learn`` takes, with the design that was declared."""
    words = shlex.split(command(found, found.chosen))
    assert words[:3] == ["smallfires", "learn", "weekly.csv"]
    context = learn.make_context("learn", words[2:])
    assert context.params["design"] == found.chosen.design
    assert context.params["worthwhile"] == "10%"
    if found.chosen.steps is None and found.chosen.block is None and found.history.units > 1:
        assert context.params["treated"] == (",".join(turn.unit for turn in found.draw.turns),)
        assert context.params["since"] == found.draw.periods[0]
        assert context.params["picked"] == ("lot" if found.draw.by_lot else None)


def test_what_was_said_of_the_data_is_said_again():
    """Direction, level, season, ratio and units that were left out come back in the command; a data frame has no file name."""
    settings = {"more_is_better": "True", "percent": "True", "season": "12", "weigh": "cases", "unit": "my site"}
    wanted = replace(plan().wanted, level=0.9, left_out=("Depot", 'The "old", one'))
    source = replace(plan().source, name="data frame", format="data frame")
    words = shlex.split(command(plan(settings=settings, wanted=wanted, source=source), candidate()))
    assert words[2] == "SOURCE"
    context = learn.make_context("learn", words[2:])
    assert context.params["less_is_better"] is False
    assert (context.params["percent"], context.params["season"], context.params["weigh"]) == (True, 12, "cases")
    assert (context.params["level"], context.params["unit"]) == (0.9, "my site")
    assert context.params["leave_out"] == ('Depot,"The ""old"", one"',)


def test_a_command_that_nobody_could_read_is_cut():
    """A command with forty names is shown by its beginning; the plan that is kept has it whole."""
    crowd = PLANS["plan: crowd"]
    (shown,) = (text for text in page(crowd).section("after").commands if text.startswith("Then: "))
    assert len(shown) < 300
    assert "stands whole in the plan" in shown
    assert "Handler 39" in command(crowd, crowd.chosen)


@pytest.mark.parametrize("word", ["North", "Old Town", 'a "b" $c `d` \\e', "5%", "€"])
def test_a_word_survives_the_shell(word):
    """A word in the command is typed so that the shell gives it back."""
    shown = subprocess.run(["sh", "-c", f"printf %s {typed(word)}"], capture_output=True, check=True)
    assert shown.stdout.decode("utf-8") == word


@pytest.mark.parametrize(
    ("share", "border", "said"),
    [
        (0.8, None, "8 times in 10"),
        (0.85, None, "85 times in 100"),
        (0.1, None, "1 time in 10"),
        (0.83, 0.8, "8 times in 10"),
        (0.799, 0.8, "79 times in 100"),
        (0.76, 0.75, "8 times in 10"),
        (0.96, 0.8, "nearly every time"),
        (0.95, 0.8, "nearly every time"),
        (0.96, 0.99, "96 times in 100"),
        (0.02, 0.8, "hardly ever"),
    ],
)
def test_how_often(share, border, said):
    """A rate is said in tens, and never on the wrong side of what was wanted."""
    assert often(share, border) == said


@pytest.mark.parametrize(
    ("first", "last", "count", "said"),
    [
        ("2024-W01", "2024-W52", 52, "week"),
        ("2024-01-01", "2024-12-23", 52, "week"),
        ("2024-01-01", "2024-01-31", 31, "day"),
        ("2024-01", "2024-12", 12, "month"),
        ("2024-Q1", "2025-Q4", 8, "quarter"),
        ("1970", "2000", 31, "year"),
        ("1", "52", 52, "period"),
        ("2024-01-01", "2024-12-23", 26, "period"),
        ("2024-01-01", "2024-01-01", 1, "period"),
        ("spring", "autumn", 3, "period"),
    ],
)
def test_what_a_period_is_called(first, last, count, said):
    """A period has the name of its length; one that is only counted is a period."""
    assert length(first, last, count) == said


def test_places_that_follow_on_each_other_are_joined():
    """Runs of places have their first and last."""
    assert stretches((1, 2, 3, 5, 8, 9)) == [(1, 3), (5, 5), (8, 9)]
    assert stretches(()) == []


def test_whom_to_trust():
    """A pilot is trusted while its false alarms may be as few as the level promises."""
    say = Terms(plan())
    assert say.trusted(candidate(alarms=rate(0.08, 0.04)))
    assert say.trusted(candidate(alarms=rate(0.08, 0.05)))
    assert not say.trusted(candidate(alarms=rate(0.08, 0.06)))


def test_the_page_names_what_was_read():
    """The title asks the question of this measure and file; what was recognised and the settings are there."""
    assert page(plan()).title == "What could a pilot tell? days, by site, from weekly.csv"
    assert page(plan()).section("recognised").table.rows[0][-1] == "--measure"
    assert ("seed", "7") in page(plan()).section("settings").table.rows
    assert WEEKS[0] in section(plan(), "who")


def test_a_log_cannot_hold_turns():
    """Where the source is a log, and the pilot goes on and off, the page says which table to make of it, and reads that."""
    guesses = (*plan().source.recognised, Guess("activity", "step", "named so", "--activity"))
    log = replace(switched(), source=replace(plan().source, recognised=guesses), settings={"unit": "site"})
    assert "Make table.csv of it, with a row for each site and week, and in it a column “lit”: 1 in" in section(
        log, "after"
    )
    assert command(log, log.chosen).startswith("smallfires learn table.csv --lit lit --since 2026-W27 --design")
    assert command(log, log.chosen).endswith("--unit site --less-is-better")
    once = replace(plan(), source=log.source)
    assert "smallfires learn weekly.csv" in section(once, "after")


def test_what_is_worthwhile_is_said_as_it_was_typed():
    """Where the user gave an amount, the amount stands beside its percentage; where a percentage was given, it stands alone."""
    typed_as = replace(plan(), settings={**plan().settings, "worthwhile": "1.02"})
    assert "Worthwhile is a fall of 10 % (1.02), and" in answer(typed_as)
    assert "a fall of 10 % (1.02) 8 times in 10" in section(typed_as, "options")
    assert "Worthwhile is a fall of 10 %, and" in answer(plan())
