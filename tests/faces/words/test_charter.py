"""A charter that was checked, and one that was lit, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.faces.test_documents import pages
from tests.fires.burning import OPTIMIZE, TRANSFORM

from smallfires.faces import letters
from smallfires.faces.documents import pdf
from smallfires.faces.page import html
from smallfires.faces.terminal import render
from smallfires.faces.words.charter import checked, lit
from smallfires.fires.acts import Finding, Lit
from smallfires.fires.charter import Designed, Scope
from smallfires.fires.checkup import Checkup
from smallfires.fires.plan import Draw, Turn

SEAL = OPTIMIZE.seal()
VAGUE = Finding(
    "vague verb", "hypothesis.change", "leverage synergies", "Nobody knows what to do.", "Say what is done."
)
NUMBER = Finding("no number", "success", "", "There is no number.", "Write one.")
CHECKED = [Checkup("handover.toml", OPTIMIZE, SEAL, found) for found in ((), (VAGUE,), (VAGUE, NUMBER))]
SWITCHED = Draw((Turn("Mara", (1, 4)),), (), tuple(f"2026-05-{day:02}" for day in range(4, 8)), True, 3)
DRAWN = Draw((Turn("Ward 3", (1, 2)),), ("Ward 4",), ("2026-W10", "2026-W11"), True, 7)
PLAIN = Lit(OPTIMIZE, SEAL, today=24.0)
ALONE = replace(OPTIMIZE, scope=Scope(units=("Mara",)), design=Designed(name="switchback"))
CASES = replace(OPTIMIZE, design=Designed(name="randomised", settings={"arm": "way"}))
LIT = {
    "plain": PLAIN,
    "late": replace(PLAIN, late=9),
    "drawn": replace(PLAIN, draw=DRAWN),
    "switched": Lit(ALONE, SEAL, draw=SWITCHED),
    "cases": Lit(CASES, SEAL),
    "transform": Lit(
        TRANSFORM, SEAL, today=950_400.0, optimised=648_000.0, optimised_from="best seen: Elm", is_time=True
    ),
    "many": Lit(replace(OPTIMIZE, scope=Scope(units=tuple(f"Unit {at}" for at in range(90)))), SEAL),
}


@pytest.mark.parametrize("record", [*CHECKED, *LIT.values()])
def test_it_fits_on_a_terminal_a_page_and_a_sheet(record):
    """At 80 columns, as HTML, and as one sheet."""
    assert max(letters.width(line) for line in render(record, 80).splitlines()) <= 80
    assert "<h1" in html(record)
    assert pages(pdf(record)) == 1


@pytest.mark.parametrize(
    ("record", "headline"),
    [
        (CHECKED[0], "It is clear."),
        (CHECKED[1], "1 thing in it makes people guess."),
        (CHECKED[2], "2 things in it make people guess."),
    ],
)
def test_how_clear_it_is_comes_first(record, headline):
    """The number of findings; then each with the words, what is wrong with them, and what to write."""
    assert checked.verdict(record).headline == headline
    shown = " ".join(render(record, 80).split())
    for finding in record.findings:
        assert finding.quote in shown
        assert f"{finding.problem} {finding.instead}" in shown


def test_periods_that_follow_each_other_are_said_as_from_and_to():
    """A long turn is two periods and not all of them; one that stands alone is named alone."""
    days = Draw((Turn("Mara", (1, 3, 4, 5)), Turn("Bo", (2, 3, 4, 5))), (), tuple("abcde"), True, 3)
    rows = lit.page(Lit(ALONE, SEAL, draw=days)).section("who").table.rows
    assert rows == (("Mara", "a, c to e"), ("Bo", "b to e"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plain", "The new way is worked by Ward 3 and Ward 5. Compared with Ward 4 and Ward 6."),
        ("drawn", "The lot (seed 7) fell on Ward 3 and Ward 5."),
        (
            "switched",
            "A lot (seed 3) drew the periods of Mara. Compared with the periods in which the old way is worked.",
        ),
        ("cases", "A lot puts each case on one of two ways: the column “way” says which."),
        ("many", "and 78 more"),
    ],
)
def test_who_burns_is_said_and_with_whom_they_are_compared(name, said):
    """As the lot fell, where one was drawn; nobody is compared with others that there are not."""
    assert said in lit.verdict(LIT[name]).sentences[0]


def test_when_each_burns_is_shown_where_it_is_not_always():
    """Periods by their names; no table where everybody burns all the time."""
    shown = lit.page(LIT["switched"]).section("who")
    assert shown.table.rows == (("Mara", "2026-05-04, 2026-05-07"),)
    assert lit.page(LIT["drawn"]).section("who") is None


def test_late_lighting_is_a_doubt():
    """Results could be seen already: that stands beside the answer."""
    assert "9 days after its start" in lit.page(LIT["late"]).doubts[0]
    assert lit.page(PLAIN).doubts == ()


def test_what_it_is_held_against_is_said_in_the_unit_people_use():
    """Lengths of time as people say them; nothing where no figure is known."""
    said = " ".join(lit.page(LIT["transform"]).section("against").sentences)
    assert "at 11 days" in said
    assert "7.5 days (best seen: Elm)" in said
    assert lit.page(LIT["cases"]).section("against") is None
