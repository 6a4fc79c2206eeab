from dataclasses import replace

import pytest
from tests.fires.gates import facts

from smallfires.fires import acts
from smallfires.fires.adoption import Milestone, NotKnown
from smallfires.fires.effect import Figure
from smallfires.fires.gates import judge
from smallfires.fires.gates.common import NO_USE
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.verdict import Decision

HELD = (acts.Tested(1, holds=True, because="41 of 50 calls were answered"),)


def decision(evidence: Evidence) -> Decision:
    return judge(facts.TRANSFORM, evidence).decision


def in_dip(**changes: object) -> Evidence:
    """Four weeks in."""
    when = facts.clock(4, 20, facts.TRANSFORM)
    return facts.transformed(clock=when, end_state=None, slope=None, effect=facts.effect(-6.0, -9.0, -3.0), **changes)


def test_what_beats_the_optimised_old_way_and_is_in_use_is_spread() -> None:
    """With 0.8 that the end state beats the old way run well, and 60 % in use, it is spread."""
    found = judge(facts.TRANSFORM, facts.transformed(tested=HELD))
    assert found.decision is Decision.SPREAD
    assert "beats the old way run as well as it can be is 90 in 100" in found.sentence


def test_beating_today_alone_is_not_enough() -> None:
    """The old way run well is what has to be beaten: under 0.8 it burns on, however sure it is that today's is beaten."""
    assert decision(facts.transformed(end_state=facts.end_state(0.79))) is Decision.KEEP
    assert decision(facts.transformed(end_state=facts.end_state(0.8))) is Decision.SPREAD


def test_one_lucky_look_does_not_spread() -> None:
    """The end state has to beat the old way by an interval that holds at every look."""
    found = judge(facts.TRANSFORM, facts.transformed(end_state=facts.end_state(0.85, sure=False)))
    assert found.decision is Decision.KEEP
    assert "A later look may still say otherwise." in found.sentence


@pytest.mark.parametrize("unknown", [None, NotKnown("A table does not say.")])
def test_unknown_use_keeps_a_transformation_from_spreading(unknown: NotKnown | None) -> None:
    """What is not known to be in use cannot be what brought the effect: it is not spread, and the reason is said."""
    found = judge(facts.TRANSFORM, facts.transformed(adopted=unknown))
    assert found.decision is Decision.KEEP
    assert NO_USE in found.sentence


def test_use_is_read_at_the_milestone() -> None:
    """Where the milestone is over, the share by then counts, not that of all time."""
    late = replace(
        facts.adopted(0.9),
        milestone=Milestone(0.6, "2026-05-01", ("2026-W17",), Figure(0.4, 0.3, 0.5), due=True, reached=False),
    )
    found = judge(facts.TRANSFORM, facts.transformed(adopted=late))
    assert found.decision is Decision.KEEP
    assert "Only 40 % of the eligible cases are worked the new way; 60 % are asked for." in found.sentence


def test_a_dip_inside_its_budget_is_no_reason_to_stop() -> None:
    """A loss that was declared burns on, in words that say both figures, whatever the effect so far is."""
    found = judge(facts.TRANSFORM, in_dip(loss=facts.loss(6.0, 2.0, 10.0)))
    assert (found.decision, found.answer_by) == (Decision.KEEP, facts.TRANSFORM.horizon.end)
    assert found.sentence.startswith(
        "Keep burning. Orders fell by 6 % of what is usual until 1 May 2026 so far, which is inside the 8 % that was declared."
    )


def test_a_loss_surely_beyond_the_budget_puts_it_out() -> None:
    """Only the lower bound of the loss counts: 9 % that may be 7 % burns on, 12 % that is at least 9 % is put out."""
    likely = judge(facts.TRANSFORM, in_dip(loss=facts.loss(9.0, 7.0, 11.0)))
    assert likely.decision is Decision.KEEP
    assert "looks like more than the 8 % that was declared" in likely.sentence
    surely = judge(facts.TRANSFORM, in_dip(loss=facts.loss(12.0, 9.0, 15.0)))
    assert surely.decision is Decision.PUT_OUT
    assert surely.conditions[0].name == "budget"


def test_a_gain_is_no_loss() -> None:
    """Where something was gained on the way, it is said as a gain."""
    found = judge(facts.TRANSFORM, in_dip(loss=facts.loss(-3.0, -5.0, -1.0)))
    assert "Orders rose by 3 %" in found.sentence
    assert "so far: nothing is lost of the 8 % that was declared." in found.sentence
    assert "so far: nothing is lost of the 8 % that was declared." in found.sentence


def test_only_a_safety_guardrail_puts_a_transformation_out() -> None:
    """A guardrail of safety beyond its margin puts it out; another one only keeps it from being spread."""
    broken = {"value": 9.0, "low": 6.0, "high": 12.0}
    assert decision(facts.transformed(guardrails=(facts.rail(**broken, safety=True),))) is Decision.PUT_OUT
    assert decision(facts.transformed(guardrails=(facts.rail(**broken),))) is Decision.KEEP
    assert decision(facts.transformed(guardrails=(facts.rail(),))) is Decision.SPREAD


def test_a_failed_assumption_puts_it_out() -> None:
    """The last result of an assumption's test counts: failed, and the fire is put out with what was seen."""
    failed = acts.Tested(1, holds=False, because="few of 50 calls were answered")
    found = judge(facts.TRANSFORM, facts.transformed(tested=(*HELD, failed)))
    assert found.decision is Decision.PUT_OUT
    assert '"Tenants pick up the phone" does not hold. Few of 50 calls were answered.' in found.sentence
    assert decision(facts.transformed(tested=(failed, *HELD))) is Decision.SPREAD


def test_an_overdue_test_is_a_doubt() -> None:
    """An assumption whose test was due and has no result stands beside the verdict; one that has, or is not due, does not."""
    doubt = 'The test of "Tenants pick up the phone" was due on 20 March 2026 and has no result'
    assert judge(facts.TRANSFORM, facts.transformed()).doubts[0].startswith(doubt)
    assert not any(doubt in one for one in judge(facts.TRANSFORM, facts.transformed(tested=HELD)).doubts)
    early = facts.clock(2, 20, facts.TRANSFORM)
    assert judge(facts.TRANSFORM, replace(in_dip(), clock=early)).doubts == ()


def test_no_slope_upward_puts_it_out() -> None:
    """From 0.8 on that nothing leads to what was declared, at every look, it is put out; not while it is likelier to win."""
    low = facts.end_state(0.2, sure=False)
    found = judge(facts.TRANSFORM, facts.transformed(slope=facts.slope(0.85, sure=True), end_state=low))
    assert found.decision is Decision.PUT_OUT
    assert "no slope upward leads to the 1.5 days that was declared by 26 June 2026 is 85 in 100" in found.sentence
    assert decision(facts.transformed(slope=facts.slope(0.79, sure=True), end_state=low)) is Decision.KEEP
    assert decision(facts.transformed(slope=facts.slope(0.85, sure=False), end_state=low)) is Decision.KEEP
    even = facts.end_state(0.55, sure=False)
    assert decision(facts.transformed(slope=facts.slope(0.85, sure=True), end_state=even)) is Decision.KEEP
    assert decision(facts.transformed(slope=facts.slope(0.85, sure=True))) is Decision.SPREAD


def test_nothing_readable_is_too_early() -> None:
    """Where neither the loss nor the end state can be read, it is too early, with the reason."""
    blind = replace(facts.loss(), lost=None, cannot="The data end before the start.")
    found = judge(facts.TRANSFORM, in_dip(loss=blind))
    assert found.decision is Decision.EARLY
    assert "The data end before the start." in found.sentence


def test_an_unknown_optimised_way_is_a_doubt() -> None:
    """Where it is not known how well the old way could be run, the worthwhile effect stands in, and that is said."""
    end = replace(facts.end_state(), optimised=False)
    found = judge(facts.TRANSFORM, facts.transformed(end_state=end))
    assert any("the worthwhile effect stands in its place" in doubt for doubt in found.doubts)
    assert "beats today's way by a worthwhile effect" in found.sentence


def test_at_the_end_something_is_said() -> None:
    """A transformation that has neither won nor failed by its horizon could not be told."""
    over = facts.clock(20, 20, facts.TRANSFORM)
    found = judge(facts.TRANSFORM, facts.transformed(clock=over, end_state=facts.end_state(0.5, sure=False)))
    assert found.decision is Decision.EARLY
    assert found.sentence.startswith("Could not be told.")
