"""What an amendment changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.fires.charters.written import OPTIMIZE, TRANSFORM, read, with_line

from smallfires.fires.acts import Change
from smallfires.fires.charter import Charter, Intent, Person
from smallfires.fires.charters.changes import changes, confirms


def after(text: str, old: str, new: str) -> tuple[Change, ...]:
    return changes(read(text), read(with_line(text, old, new)))


def test_nothing_changed():
    """The same charter has no changes, and nothing to confirm."""
    assert changes(read(OPTIMIZE), read(OPTIMIZE)) == ()
    assert not confirms(())


def test_fields_are_told_in_plain_words():
    """Dates as days, shares in percent, directions and lists as people say them."""
    assert after(OPTIMIZE, "end = 2026-06-26", "end = 2026-07-31") == (
        Change("horizon.end", "26 June 2026", "31 July 2026"),
    )
    assert after(TRANSFORM, 'share = "60%"', "share = 0.7") == (Change("adoption.share", "60 %", "70 %"),)
    assert after(TRANSFORM, 'better = "more"', 'better = "less"') == (Change("budget.better", "more", "less"),)
    assert after(TRANSFORM, "safety = true", "") == (Change("guardrails.gas leaks missed.safety", "yes", "no"),)
    assert after(OPTIMIZE, 'units = ["Ward 3", "Ward 5"]', 'units = ["Ward 3", "Ward 5", "Ward 8"]') == (
        Change("scope.units", "Ward 3 and Ward 5", "Ward 3, Ward 5 and Ward 8"),
    )
    assert after(TRANSFORM, 'estimator = "sdid"', "level = 0.9") == (
        Change("design.estimator", "sdid", "nothing"),
        Change("design.level", "nothing", "0.9"),
    )


def test_rows_are_known_by_their_names():
    """One person more does not make the others look changed, wherever they stand."""
    old = read(OPTIMIZE)
    new = replace(old, people=(Person(name="Bo", act="reads the card"), *old.people))
    assert changes(old, new)[0] == Change("people.Bo.name", "nothing", "Bo")
    assert {change.field.split(".")[1] for change in changes(old, new)} == {"Bo"}


def moved(charter: Charter) -> Charter:
    return replace(charter, success=replace(charter.success, by=date(2026, 6, 1)))


def test_intent_and_success_are_confirmed_again():
    """The brief goes out again for these two, and for nothing else."""
    old = read(OPTIMIZE)
    assert confirms(changes(old, moved(old)))
    assert confirms(changes(old, replace(old, intent=Intent.TRANSFORM)))
    assert not confirms(changes(old, replace(old, title="Another", people=(), bounds=read(TRANSFORM).bounds)))
