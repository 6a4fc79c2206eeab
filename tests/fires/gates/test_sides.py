from dataclasses import replace

import pytest
from tests.fires.gates import facts

from smallfires.fires.charter import Charter
from smallfires.fires.effect import Figure
from smallfires.fires.gates import judge
from smallfires.fires.gates.evidence import Likely
from smallfires.fires.gates.figures import ranged
from smallfires.fires.gates.sides import BROKEN_RULES, BUREAUCRACY
from smallfires.fires.shift import Answer, NoShift

BETTER, WORSE, SAME = (0.02, 0.1), (-0.1, -0.02), (-0.05, 0.05)


def test_both_axes_are_always_there() -> None:
    """Without a log the right way is not known, and the reason is said; the right thing is the outcome."""
    found = judge(facts.OPTIMIZE, facts.optimized())
    assert found.right_way.better is None
    assert "there is no log" in found.right_way.sentence
    assert found.right_thing.better is True
    assert found.right_thing.sentence == "Orders rose by 8 % (better by between 3 % and 13 %)."


@pytest.mark.parametrize(
    ("rule", "efficiency", "wanted"),
    [(BETTER, None, True), (None, BETTER, True), (SAME, BETTER, True), (WORSE, BETTER, False), (SAME, SAME, None)],
)
def test_the_right_way_is_rules_and_efficiency(rule, efficiency, wanted) -> None:
    """One rule kept by fewer cases is worse, whatever else got better; what cannot be told from chance is neither."""
    evidence = facts.optimized(right_way=facts.right_way(rule, efficiency))
    assert judge(facts.OPTIMIZE, evidence).right_way.better is wanted


def test_efficient_and_no_outcome_is_bureaucracy() -> None:
    """Work done better without the outcome is called by its name, in the sentence too; with the outcome it is not."""
    way = facts.right_way(None, BETTER)
    none = facts.optimized(
        right_way=way, effect=facts.effect(0.1, -1, 1), likely=Likely(raw=0.02, shrunk=0.02, below=True)
    )
    found = judge(facts.OPTIMIZE, none)
    assert found.named == BUREAUCRACY
    assert BUREAUCRACY in found.sentence
    assert judge(facts.OPTIMIZE, facts.optimized(right_way=way)).named == ""
    untold = facts.optimized(right_way=way, effect=facts.effect(4.0, -1, 9), likely=Likely(raw=0.4, shrunk=0.4))
    assert judge(facts.OPTIMIZE, untold).named == ""


def test_a_declared_dip_is_no_bureaucracy() -> None:
    """Of a transformation the outcome is judged after its dip: what is worse meanwhile was declared."""
    dip = facts.transformed(
        end_state=None, slope=None, effect=facts.effect(-6, -9, -3), right_way=facts.right_way(None, BETTER)
    )
    assert judge(facts.TRANSFORM, dip).named == ""
    after = replace(facts.end_state(0.05, sure=False), gain=Figure(-6.0, -9.0, -3.0))
    assert judge(facts.TRANSFORM, replace(dip, end_state=after)).named == BUREAUCRACY


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3.0, 13.0, "better by between 3 % and 13 %"),
        (-13.0, -3.0, "worse by between 3 % and 13 %"),
        (-1.0, 8.0, "from 1 % worse to 8 % better"),
        (float("-inf"), 8.0, "from any amount worse to 8 % better"),
        (3.0, float("inf"), "better by at least 3 %"),
    ],
)
def test_intervals_say_which_way_is_better(low: float, high: float, said: str) -> None:
    """No interval is told by a sign: what is worse is called worse."""
    assert ranged(Figure(0.0, low, high), facts.ORDERS, percent=True) == said


def test_outcome_by_breaking_rules_is_named() -> None:
    """An outcome that came while a rule is kept by fewer cases is called so."""
    found = judge(facts.OPTIMIZE, facts.optimized(right_way=facts.right_way(WORSE, BETTER)))
    assert found.named == BROKEN_RULES
    assert '"Register before Close" is kept by fewer cases (90 % before, 70 % since).' in found.right_way.sentence


@pytest.mark.parametrize(
    ("charter", "answer", "offered"),
    [
        (facts.TRANSFORM, Answer.SAME, "it was to optimize"),
        (facts.TRANSFORM, Answer.BOTH, ""),
        (facts.TRANSFORM, Answer.DIFFERENT, ""),
        (facts.TRANSFORM, Answer.CANNOT_TELL, ""),
        (facts.OPTIMIZE, Answer.DIFFERENT, "it was to transform"),
        (facts.OPTIMIZE, Answer.SAME, ""),
    ],
)
def test_a_shift_against_the_declared_intent_offers_another_name(
    charter: Charter, answer: Answer, offered: str
) -> None:
    """Only a shift that contradicts the intent offers to relabel; the frozen charter stays as it was."""
    evidence = facts.transformed() if charter is facts.TRANSFORM else facts.optimized()
    found = judge(charter, replace(evidence, shift=facts.shift(answer))).relabel
    assert (offered in found) if offered else found == ""
    assert not found or found.endswith("the frozen charter stays as it was.")


def test_no_shift_offers_nothing() -> None:
    """Where no shift could be worked out, nothing is relabelled."""
    assert judge(facts.TRANSFORM, facts.transformed(shift=NoShift("No log."))).relabel == ""
