"""Someone decides on a fire that burns, and says why."""

from __future__ import annotations

import pytest
from tests.verbs.desks import HANDOVER, a_desk, drafted, lit, noted, read

from smallfires.errors import NotYet, Stale, UsageError
from smallfires.fires.fire import Stage
from smallfires.verbs.comment import comment
from smallfires.verbs.decide import decide
from smallfires.verbs.desk import Desk


def test_spread_is_decided_and_spread_in_one_go():
    """To spread notes the decision and what follows from it together, with the reading that it rests on."""
    desk = a_desk()
    lit(desk)
    noted(desk, HANDOVER, read(1, "keep burning"), read(2, "spread"))
    before = desk.ledger.head().number
    fire = decide(desk, HANDOVER, "spread", "It holds in both wards.", units=("Ward 7",))
    assert fire.stage is Stage.SPREAD
    assert (fire.decided.decision, fire.decided.reading, fire.decided.verdict) == ("spread", 2, "spread")
    assert not fire.decided.against
    assert [noted.fact.__class__.__name__ for noted in fire.diary[-2:]] == ["Decided", "Spread"]
    assert fire.diary[-1].fact.units == ("Ward 7",)
    assert desk.ledger.head().number == before + 2


def test_keeping_it_burning_leaves_it_lit():
    """To keep it burning is a decision, and the fire burns on; before any reading it rests on none."""
    desk = a_desk()
    lit(desk)
    fire = decide(desk, HANDOVER, "Keep-Burning", " Too soon to tell. ")
    assert fire.burning
    assert (fire.decided.reading, fire.decided.verdict, fire.decided.reason) == (0, "", "Too soon to tell.")
    assert not fire.decided.against


@pytest.mark.parametrize(
    ("verdict", "decision", "against"),
    [
        ("put out", "spread", True),
        ("keep burning", "put out", True),
        ("too early", "spread", True),
        ("too early", "keep burning", False),
        ("put out", "put out", False),
    ],
)
def test_against_the_verdict_is_allowed_and_noted(verdict, decision, against):
    """Whoever decides against the last verdict may, and the ledger knows that it was against."""
    desk = a_desk()
    lit(desk)
    noted(desk, HANDOVER, read(1, verdict))
    assert decide(desk, HANDOVER, decision, "We know something that the data do not.").decided.against is against


def test_what_is_not_lit_cannot_be_decided_on():
    """A draft is not decided on, and a fire that is over is not decided on again; both say what comes first."""
    desk = a_desk()
    drafted(desk)
    with pytest.raises(NotYet, match="drafted, and not lit yet") as caught:
        decide(desk, HANDOVER, "spread", "because")
    assert "smallfires brief shorter-handover" in caught.value.command
    lit(desk)
    decide(desk, HANDOVER, "put out", "It hurt.")
    with pytest.raises(NotYet, match="put out already"):
        decide(desk, HANDOVER, "spread", "because")
    assert desk.fire(HANDOVER).decided.decision == "put out"


def test_a_decision_has_a_reason_and_a_word():
    """No reason, another word, units where nothing is spread: refused, and nothing is written."""
    desk = a_desk()
    lit(desk)
    before = desk.ledger.head()
    for told in (("spread", "  "), ("too early", "x"), ("stop", "x")):
        with pytest.raises(UsageError):
            decide(desk, HANDOVER, *told)
    with pytest.raises(UsageError, match="Name units only where it is spread"):
        decide(desk, HANDOVER, "put out", "x", units=("Ward 7",))
    assert desk.ledger.head() == before


def test_another_label_is_the_other_intent():
    """A fire can be relabelled with its decision; the frozen charter stays as it was."""
    desk = a_desk()
    lit(desk)
    for wrong in ("optimize", "rebuild"):
        with pytest.raises(UsageError):
            decide(desk, HANDOVER, "spread", "It works.", relabel=wrong)
    fire = decide(desk, HANDOVER, "spread", "It works.", relabel="transform")
    assert fire.decided.relabel == "transform"
    assert fire.charter.intent == "optimize"


def test_a_decision_on_what_has_changed_is_refused():
    """Where somebody wrote between looking and deciding, nothing is written."""
    desk = a_desk()
    lit(desk)

    class Late(Desk):
        def fire(self, slug):
            found = super().fire(slug)
            comment(desk, slug, "Ward 5 has the flu.")
            return found

    with pytest.raises(Stale, match="commented by Ruth Adler"):
        decide(Late(desk.workspace, desk.ledger, desk.who, desk.now), HANDOVER, "put out", "x")
    assert desk.fire(HANDOVER).burning
