"""The owner of a fire hears what is new, each thing under one name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.fires.burning import OPTIMIZE, TRANSFORM, asking, briefed, fire

from smallfires.fires import acts
from smallfires.fires.acts import Drafted, Lit, PutOut, Read, Told
from smallfires.fires.charter import Charter, Person
from smallfires.fires.fire import Fire
from smallfires.fires.news import Topic, ask_again, news, untold

EARLY = date(2026, 3, 3)


def burning(*facts, charter: Charter = OPTIMIZE) -> Fire:
    return fire(Drafted(charter), Lit(charter, charter.seal()), *facts, slug=charter.slug)


def read(number: int, decision: str, **lesson) -> Read:
    said = {"decision": decision, "sentence": f"It is {decision}", "named": ""}
    return Read(number, decision, {}, {}, "0.1.0", {"verdict": said, **lesson})


def test_each_change_of_the_verdict_is_news():
    """What the verdict says and what it said before; where it stays, nothing."""
    found = news(burning(read(1, "keep burning"), read(2, "keep burning"), read(3, "spread")), EARLY)
    assert [(each.topic, each.event, each.before, each.decision) for each in found] == [
        (Topic.VERDICT, "verdict of reading 1", "too early", "keep burning"),
        (Topic.VERDICT, "verdict of reading 3", "keep burning", "spread"),
    ]
    assert found[1].headline == "A shorter handover: spread. Until now it was: keep burning."
    assert found[1].lines == ("It is spread.",)


def test_too_early_is_no_news_at_first():
    """Before the first reading it is too early for a verdict, so that the first reading may say so quietly."""
    assert news(burning(read(1, "too early")), EARLY) == ()
    assert [each.before for each in news(burning(read(1, "too early"), read(2, "put out")), EARLY)] == ["too early"]


def test_a_test_is_overdue_from_the_day_after():
    """An assumption whose day is over and which nobody tested is news; on its day it is not yet, and once tested no more."""
    on_the_day = burning(charter=TRANSFORM)
    assert [each.topic for each in news(on_the_day, date(2026, 3, 20))] == []
    (found,) = news(on_the_day, date(2026, 3, 21))
    assert (found.topic, found.at) == (Topic.TEST, "2026-03-20")
    assert found.headline == "Triage by phone: the test of assumption 1 was due on 20 March 2026."
    assert found.lines[1] == "Its test: Count calls that are answered."
    assert news(burning(acts.Tested(1, True, "8 of 10"), charter=TRANSFORM), date(2026, 3, 21)) == ()


def test_a_milestone_that_is_not_reached_is_news():
    """The milestone of adoption whose day is over, unless the last reading found the share there."""
    day, tested = date(2026, 5, 2), acts.Tested(1, True, "8 of 10")
    (found,) = news(burning(tested, charter=TRANSFORM), day)
    assert (found.topic, found.event) == (Topic.MILESTONE, "milestone of 2026-05-01")
    reached = {"evidence": {"adopted": {"milestone": {"reached": True}}}}
    assert news(burning(tested, read(1, "too early", **reached), charter=TRANSFORM), day) == ()
    unknown = {"evidence": {"adopted": {"milestone": {"reached": None}}}}
    assert len(news(burning(tested, read(1, "too early", **unknown), charter=TRANSFORM), day)) == 1


def test_the_end_of_the_horizon_is_news():
    """The day after its last day, the owner is told to decide."""
    assert news(burning(), date(2026, 6, 26)) == ()
    (found,) = news(burning(), date(2026, 6, 27))
    assert (found.topic, found.lines) == (
        Topic.ENDED,
        ("Ruth Adler decides now.",),
    )


def test_a_fire_that_does_not_burn_has_no_news():
    """Before it is lit, and when it is out, there is nothing to tell."""
    assert news(fire(Drafted(OPTIMIZE)), date(2027, 1, 1)) == ()
    assert news(burning(read(1, "put out"), PutOut("It did not help.")), date(2027, 1, 1)) == ()


def test_what_was_told_is_not_told_again():
    """Each person and program hears of each thing once; a moved date is another thing."""
    told = (read(1, "spread"), Told("verdict of reading 1", "mail ruth@example.org"))
    assert untold(burning(*told), EARLY, "mail ruth@example.org") == ()
    assert len(untold(burning(*told), EARLY, "webhook board")) == 1
    late = date(2026, 12, 1)
    ended = (*told, Told("end of the horizon on 2026-06-26", "mail ruth@example.org"))
    assert untold(burning(*ended), late, "mail ruth@example.org") == ()
    longer = replace(OPTIMIZE, horizon=replace(OPTIMIZE.horizon, end=date(2026, 9, 30)))
    assert [each.event for each in untold(burning(*ended, charter=longer), late, "mail ruth@example.org")] == [
        "end of the horizon on 2026-09-30"
    ]


def test_the_same_news_have_the_same_mark():
    """A mark is the same whenever it is asked for, and that of another event or fire is another one."""
    every = [*news(burning(read(1, "spread")), date(2026, 7, 1)), *news(burning(charter=TRANSFORM), date(2026, 9, 2))]
    again = [*news(burning(read(1, "spread")), date(2026, 8, 1)), *news(burning(charter=TRANSFORM), date(2026, 9, 3))]
    assert [each.mark for each in every] == [each.mark for each in again]
    assert len({each.mark for each in every}) == len(every) == 5


def test_halfway_the_teach_back_is_asked_again():
    """From the middle of its time to its end, unless it was asked after the middle, or there is nobody to ask."""
    charter = asking(4)
    first = burning(briefed(charter), charter=charter)
    assert ask_again(first, date(2026, 4, 28)) == ""
    assert "ask the teach-back again" in ask_again(first, date(2026, 4, 29))
    assert ask_again(first, date(2026, 6, 27)) == ""
    alone = replace(charter, people=(Person(name="Ruth Adler"),))
    assert ask_again(burning(briefed(alone), charter=alone), date(2026, 5, 15)) == ""
    assert ask_again(burning(charter=charter), date(2026, 5, 15)) == ""
    sooner = replace(charter, horizon=replace(charter.horizon, start=date(2025, 12, 1), end=date(2026, 3, 1)))
    assert ask_again(burning(briefed(sooner), charter=sooner), date(2026, 2, 20)) == ""
