"""A fire whose lot is drawn case by case."""

from __future__ import annotations

import numpy as np
import pytest
from tests.verbs.test_light import transform
from tests.verbs.wards import TEXT, a_workspace, burnt, drafted, lesson, rows_of

from smallfires.errors import CharterError, DataError
from smallfires.faces.terminal import render
from smallfires.fires.verdict import Decision
from smallfires.verbs.again import again
from smallfires.verbs.bench import bench
from smallfires.verbs.cased import WHENEVER
from smallfires.verbs.desk import Desk

SLUG = "a-shorter-handover"
TICKETS = """
[sources.tickets]
file = "tickets.csv"
unit = "team"

[measures.minutes]
source = "tickets"
measure = "minutes"
better = "less"
measured_in = "minutes"

[measures.errors]
source = "tickets"
measure = "errors"
better = "less"
"""


def cased(text: str = TEXT) -> str:
    """The charter with a lot over cases."""
    for was, told in {
        '"parallel"\npermutations = 100': '"randomised"\narm = "way"\nshare = 0.5',
        'measure = "cost"': 'measure = "minutes"',
        'worthwhile = "2%"': 'worthwhile = "30 seconds"',
        'picked = "hand"': 'picked = "lot"',
    }.items():
        assert was in text
        text = text.replace(was, told)
    return text


GUARDED = cased() + '\n[[guardrails]]\nmeasure = "errors"\nmargin = "2"\n'


def tickets(desk: Desk, many: int, gain: float = 1.2, seed: int = 3) -> None:
    """So many cases, half of them worked the new way."""
    rng = np.random.default_rng(seed)
    rows = []
    for at, new in enumerate(rng.integers(0, 2, many)):
        minutes, errors = 10 + rng.normal() - gain * new, rng.poisson(2)
        rows.append([f"t{at}", "new" if new else "old", f"{minutes:.3f}", str(errors), "North"])
    rows_of(desk, "tickets.csv", "ticket,way,minutes,errors,team", rows)


@pytest.fixture
def desk(tmp_path) -> Desk:
    """Such a fire, lit before there is any case."""
    found = a_workspace(tmp_path, TICKETS)
    drafted(found, GUARDED)
    lit = burnt(found).lit
    assert (lit.draw, lit.today) == (None, None)
    found.now.on("2025-08-20")
    return found


def test_the_effect_of_cases_is_found_and_judged(desk):
    """In the measure's unit, under its name; the worthwhile effect, said in seconds, is half a minute."""
    tickets(desk, 600)
    found = lesson(desk)
    effect = found.reading.effect
    assert effect.unit.low < -1.2 < effect.unit.high
    assert effect.worthwhile == -0.5
    assert (found.reading.measure.name, found.reading.measure.unit) == ("minutes", "minutes")
    assert found.verdict.decision is Decision.SPREAD
    assert found.evidence.guardrails[0].worse.high < 2
    assert (found.evidence.clock.periods, found.evidence.clock.planned) == (16, 63)


def test_what_cannot_be_known_of_cases_is_said(desk):
    """When each was worked, and how: that is a doubt, and no silence."""
    tickets(desk, 600)
    found = lesson(desk)
    assert WHENEVER in found.verdict.doubts
    assert "does not say how its cases were worked" in found.evidence.shift.reason
    assert "A table of cases drawn by lot" in render(found, 80)


def test_looking_often_costs_nothing(desk):
    """Without any effect, the interval of a fire that is read on the way holds zero at every look."""
    for many in range(200, 3000, 400):
        tickets(desk, many, gain=0.0, seed=11)
        figure = lesson(desk).reading.effect.unit
        assert figure.low < 0 < figure.high


@pytest.mark.parametrize("many", [0, 1])
def test_before_both_ways_were_worked_it_is_too_early(desk, many):
    """No case, or only one way yet: an answer, and no error."""
    tickets(desk, many)
    found = lesson(desk)
    assert found.reading is None
    assert found.verdict.decision is Decision.EARLY
    assert found.evidence.cannot


def test_a_row_that_cannot_be_read_is_named(desk):
    """What is wrong with the data stops the reading, with its row; nothing is noted."""
    tickets(desk, 60)
    path = desk.workspace.folder / "tickets.csv"
    path.write_text(path.read_text("utf-8") + "t60,new,soon,1,North\n", "utf-8")
    with pytest.raises(DataError, match="soon"):
        lesson(desk)
    assert not desk.fire(SLUG).reads


def test_again_is_the_same(desk):
    """To the last digit, though more cases came."""
    tickets(desk, 500)
    lesson(desk)
    tickets(desk, 900)
    with bench(threads=1) as ground:
        found = again(desk, SLUG, 1, ground)
    assert (found.same, found.changed) == (True, ())


def test_a_transformation_by_cases_says_what_it_cannot_tell(tmp_path):
    """Nobody knows which cases came after the dip: the end state is not known, and nothing is spread on it."""
    desk = a_workspace(tmp_path, TICKETS)
    budget = '\n[budget]\nmeasure = "minutes"\nlose = "10%"\nuntil = 2025-08-18\n'
    drafted(desk, cased(transform()) + budget)
    burnt(desk)
    desk.now.on("2025-09-10")
    tickets(desk, 600)
    found = lesson(desk)
    assert "what was lost until 2025-08-18 cannot be told" in found.evidence.loss.cannot
    assert "what the new way gives in the end cannot be told" in found.evidence.end_state.cannot
    assert "cannot be told" in found.evidence.slope.cannot
    assert found.verdict.decision is not Decision.SPREAD


@pytest.mark.parametrize(
    ("was", "told", "field"),
    [
        ('"randomised"\n', '"parallel"\n', "design.arm"),
        ('units = ["Site A", "Site B"]', 'units = ["Site A", "Site B"]\nlot = 1', "scope.lot"),
        ('"30 seconds"', '"5 €"', "success.worthwhile"),
        ("share = 0.5", 'adjust = "x"', "design.adjust"),
        ("share = 0.5", 'share = "half"', "design.share"),
    ],
)
def test_what_a_lot_over_cases_cannot_have_is_refused(tmp_path, was, told, field):
    """Another design, a lot over units, too; amounts and settings that cannot be: under the words."""
    desk = a_workspace(tmp_path, TICKETS)
    with pytest.raises(CharterError) as caught:
        drafted(desk, cased().replace(was, told))
    assert field in [refusal.field for refusal in caught.value.refusals]
