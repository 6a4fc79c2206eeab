"""What every reading of a fire repeats."""

from __future__ import annotations

from dataclasses import replace

from tests.fires.burning import OPTIMIZE, briefed, fire

from smallfires.fires import acts
from smallfires.fires.repeated import repeated

SEAL = OPTIMIZE.seal()
LIT = acts.Lit(OPTIMIZE, SEAL)
DRAFTED = acts.Drafted(OPTIMIZE)


def test_a_fire_by_the_book_repeats_nothing():
    """Lit in time, understood, never changed: there is nothing to know beside the figures."""
    assert not list(repeated(fire(DRAFTED, briefed(OPTIMIZE), LIT, acts.Commented("Rain."), acts.Tested(1, True, "x"))))


def test_late_lighting_is_repeated_with_its_days():
    """The charter was frozen when results could already be seen; one day is a day."""
    assert next(repeated(fire(DRAFTED, replace(LIT, late=1)))).startswith("It was lit 1 day after it began")
    assert next(repeated(fire(DRAFTED, replace(LIT, late=12)))).startswith("It was lit 12 days after")


def test_an_override_is_repeated_with_who_and_why():
    """And with what was missing."""
    taken = acts.Overridden(SEAL, "Two are on leave.", ("2 of 11 have not answered.", "No question is over 80 %."))
    (said,) = repeated(fire(DRAFTED, taken, LIT))
    for part in ("Ruth Adler", "2 of 11 have not answered. No question is over 80 %.", "Why: Two are on leave."):
        assert part in said


def test_every_amendment_is_repeated_in_order():
    """Who, when, which fields, and why."""
    changes = (acts.Change("success.by", "1 May 2026", "1 June 2026"), acts.Change("owner", "Ruth", "Bo"))
    first = acts.Amended(OPTIMIZE, SEAL, "Too short.", changes, True)
    said = list(repeated(fire(DRAFTED, LIT, first, replace(first, reason="Too long.", changes=changes[:1]))))
    assert said[0] == "Amended by Ruth Adler on 2026-02-01 (success.by, owner). Why: Too short."
    assert said[1].endswith("(success.by). Why: Too long.")


def test_a_draft_repeats_nothing():
    """Before it is lit there is no reading."""
    assert not list(repeated(fire(DRAFTED)))
