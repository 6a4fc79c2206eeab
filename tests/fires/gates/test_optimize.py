from dataclasses import replace

import pytest
from tests.fires.gates import facts

from smallfires.fires.adoption import NotKnown
from smallfires.fires.charter import Adoption
from smallfires.fires.effect import Figure
from smallfires.fires.gates import judge
from smallfires.fires.gates.common import NO_USE
from smallfires.fires.gates.evidence import Evidence, Likely
from smallfires.fires.verdict import Decision

ASKED = replace(facts.OPTIMIZE, adoption=Adoption(new_way="a way", share=0.8, by=facts.OPTIMIZE.horizon.end))


def decision(evidence: Evidence) -> Decision:
    return judge(ASKED, evidence).decision


def test_a_probable_effect_that_hurts_nothing_is_spread() -> None:
    """A worthwhile effect with 0.9, told from chance, guardrails kept and 80 % done: it is spread, and nothing is waited for."""
    found = judge(ASKED, facts.optimized())
    assert found.decision is Decision.SPREAD
    assert found.sentence.startswith("Spread. The chance that the effect is worthwhile (10% or more) is 95 in 100")
    assert found.answer_by is None


@pytest.mark.parametrize(
    ("shrunk", "wanted"),
    [(0.9, Decision.SPREAD), (0.89, Decision.KEEP), (0.11, Decision.KEEP), (0.1, Decision.PUT_OUT)],
)
def test_the_probability_that_counts_is_the_shrunk_one(shrunk: float, wanted: Decision) -> None:
    """From 0.9 on it is spread, up to 0.1 it is put out, and the raw figure decides neither."""
    assert decision(facts.optimized(likely=Likely(raw=0.5, shrunk=shrunk, fires=6, below=True))) is wanted


def test_both_probabilities_are_said() -> None:
    """With other fires behind it, the shrunk and the raw probability both stand in the reasons."""
    found = judge(ASKED, facts.optimized(likely=Likely(raw=0.97, shrunk=0.92, fires=6)))
    assert "92 in 100 with what 6 other fires did, 97 in 100 as this one reads" in found.sentence


def test_numbers_of_the_gate_are_the_charters() -> None:
    """A charter with stricter gates is judged by these."""
    strict = replace(ASKED, gates=replace(ASKED.gates, spread=0.99))
    assert judge(strict, facts.optimized()).decision is Decision.KEEP


def test_what_chance_may_do_is_not_spread() -> None:
    """However probable, an effect whose interval at every look holds zero goes on burning."""
    assert decision(facts.optimized(effect=facts.effect(8.0, -1.0, 17.0))) is Decision.KEEP


def test_less_is_better_where_the_charter_says_so() -> None:
    """Of a measure where less is better, a fall is spread, and a rise of the same size is not."""
    measure = facts.COMPLAINTS
    assert decision(facts.optimized(measure=measure, effect=facts.effect(-8.0, -13.0, -3.0))) is Decision.SPREAD
    assert decision(facts.optimized(measure=measure)) is Decision.KEEP


def test_a_guardrail_that_may_be_worse_keeps_it_from_spreading() -> None:
    """A guardrail has to be surely inside its margin; beyond it surely, and the fire is put out whatever the effect is."""
    assert decision(facts.optimized(guardrails=(facts.rail(2.0, -2.0, 6.0),))) is Decision.KEEP
    found = judge(ASKED, facts.optimized(guardrails=(facts.rail(9.0, 6.0, 12.0),)))
    assert found.decision is Decision.PUT_OUT
    assert found.conditions[0].name == "guardrail broken: complaints"
    assert "Complaints rose by 9 %" in found.sentence


def test_a_guardrail_that_cannot_be_read_is_no_guardrail_kept() -> None:
    """What cannot be read is said with its reason, among the doubts too, and is not spread."""
    blind = replace(facts.rail(), worse=None, cannot="There is no such column.")
    found = judge(ASKED, facts.optimized(guardrails=(blind,)))
    assert found.decision is Decision.KEEP
    assert "complaints could not be read. There is no such column." in found.doubts


def test_too_few_who_did_it_are_waited_for() -> None:
    """With 79 % of the eligible cases done the new way it goes on burning, with 80 % it is spread."""
    assert decision(facts.optimized(adopted=facts.adopted(0.79))) is Decision.KEEP
    assert decision(facts.optimized(adopted=facts.adopted(0.8))) is Decision.SPREAD


@pytest.mark.parametrize("unknown", [None, NotKnown("A table does not say.")])
def test_unknown_use_is_a_doubt_of_an_optimization(unknown: NotKnown | None) -> None:
    """An optimization may be spread where it is not known whether the new way is in use; the doubt is named."""
    found = judge(ASKED, facts.optimized(adopted=unknown))
    assert found.decision is Decision.SPREAD
    assert NO_USE in found.doubts


def test_a_later_look_may_say_otherwise() -> None:
    """A probability under 0.1 at one look does not put it out while an interval at every look reaches the worthwhile effect."""
    evidence = facts.optimized(likely=Likely(raw=0.05, shrunk=0.05, below=False))
    assert decision(evidence) is Decision.KEEP
    assert decision(replace(evidence, likely=replace(evidence.likely, below=True))) is Decision.PUT_OUT


def test_too_early_says_when() -> None:
    """Where no effect, however large, can be told yet, it is too early, with the day from which one can."""
    day = facts.OPTIMIZE.horizon.start.replace(day=30)
    lacking = facts.effect(lacking="At look 1 of 16 no effect can be told.", probability=None)
    evidence = facts.optimized(clock=facts.clock(1, telling=day), effect=lacking, likely=None)
    found = judge(ASKED, evidence)
    assert (found.decision, found.answer_by) == (Decision.EARLY, day)
    assert (
        found.sentence
        == "Too early. At look 1 of 16 no effect can be told. From 30 March 2026 on something can be told."
    )
    never = judge(ASKED, replace(evidence, clock=facts.clock(1)))
    assert never.answer_by is None
    assert "no answer can be expected within the horizon" in never.sentence


def test_without_any_data_it_is_too_early() -> None:
    """Before the first period is in, the reason is the data's own, and the horizon's end is when an answer is expected."""
    nothing = Evidence(clock=facts.clock(0), measure=facts.ORDERS, effect=None, cannot="The data end before the start.")
    found = judge(ASKED, nothing)
    assert (found.decision, found.answer_by) == (Decision.EARLY, ASKED.horizon.end)
    assert "The data end before the start." in found.sentence


def test_keep_burning_has_a_date() -> None:
    """A fire that goes on says by when an answer is expected: the end of its horizon."""
    found = judge(ASKED, facts.optimized(likely=Likely(raw=0.6, shrunk=0.6)))
    assert found.answer_by == ASKED.horizon.end
    assert found.sentence.startswith("Keep burning. The chance")
    assert found.sentence.endswith("An answer is expected by 26 June 2026.")


def test_at_the_end_something_is_said() -> None:
    """A horizon that ends without an answer could not be told, with what would help, and nobody is made to wait."""
    found = judge(ASKED, facts.optimized(clock=facts.clock(facts.WEEKS), likely=Likely(raw=0.6, shrunk=0.6)))
    assert (found.decision, found.answer_by) == (Decision.EARLY, None)
    assert found.sentence.startswith("Could not be told. The horizon has ended on 26 June 2026")
    assert "What would help: a longer horizon, by an amendment" in found.sentence
    used = judge(ASKED, facts.optimized(clock=facts.clock(facts.WEEKS), adopted=facts.adopted(0.5)))
    assert "What would help: getting more of the eligible cases worked the new way" in used.sentence


def test_at_the_end_missing_periods_are_counted() -> None:
    """Where the horizon has ended and its last periods are not in the data, that is said."""
    late = facts.clock(10, today=ASKED.horizon.end.replace(year=2027))
    found = judge(ASKED, facts.optimized(clock=late, likely=Likely(raw=0.6, shrunk=0.6)))
    assert "Only 10 of 16 periods were read." in found.sentence


def test_every_condition_is_a_reason() -> None:
    """Every condition has a sentence, and those with a figure say what it was held against."""
    for one in judge(ASKED, facts.optimized()).conditions:
        assert one.sentence.endswith(".")
        assert (one.value is None) or (one.limit is not None)


def test_weak_evidence_is_a_doubt() -> None:
    """What rests on its own past alone says so, beside the verdict."""
    found = judge(ASKED, facts.optimized(effect=facts.effect(evidence="weak"), doubts=("Another.",)))
    assert found.doubts[0].startswith("Only its own past")
    assert found.doubts[-1] == "Another."


def test_open_intervals_are_said() -> None:
    """An interval without a bound is no error, and no reason to spread."""
    open_ = facts.effect(8.0, float("-inf"), float("inf"), percent=Figure(8.0, -100.0, float("inf")))
    found = judge(ASKED, facts.optimized(effect=open_))
    assert found.decision is Decision.KEEP
    assert "from 100 % worse to any amount better" in found.right_thing.sentence
