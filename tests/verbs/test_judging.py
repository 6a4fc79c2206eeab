"""From what was read of a fire to the facts that its gate judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.verbs.desks import noted
from tests.verbs.learned import SITES, START, WEEKS, figures, table
from tests.verbs.test_light import transform
from tests.verbs.wards import TEXT, a_workspace, burnt, drafted, grown, lesson

from smallfires.fires.acts import Amended, Change, Drafted, Read
from smallfires.fires.verdict import Decision
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.desk import desk as at_work
from smallfires.verbs.taking import Taken, at_rest

SLUG = "a-shorter-handover"
OTHER = TEXT.replace("A shorter handover", "Fewer forms").replace('"Site A", "Site B"', '"Site C", "Site D"')


@pytest.fixture
def desk(tmp_path) -> Desk:
    found = a_workspace(tmp_path)
    drafted(found)
    burnt(found)
    return found


def read_elsewhere(desk: Desk, count: int, gain: float, error: float = 1.0) -> None:
    """So many other fires, each with a reading that gained so much."""
    charter = desk.fire(SLUG).charter
    for at in range(count):
        other = replace(charter, slug=f"other-{at}", title=f"Other {at}")
        noted(desk, other.slug, Drafted(other), Read(1, "put out", {}, {}, "0.1.0", {}, gain + at / 100, error))


def test_others_that_burn_among_those_compared_with_are_a_doubt(desk):
    """Units of the other fire are named, with the fire; after its dates they are nothing to doubt."""
    drafted(desk, OTHER)
    burnt(desk, "fewer-forms")
    found = lesson(grown(desk, 34))
    said = 'Site C, Site D, compared with here, took part in "fewer-forms" meanwhile.'
    assert any(doubt.replace(" and ", ", ") == said for doubt in found.verdict.doubts)
    assert any("compared with here" in doubt for doubt in lesson(desk, "fewer-forms").verdict.doubts)


def test_a_fire_of_other_dates_is_no_doubt(desk):
    """What burns later among them has not touched the figures."""
    drafted(desk, OTHER.replace("2025-10-05", "2025-12-07").replace("2025-08-04", "2025-10-06"))
    burnt(desk, "fewer-forms")
    assert not any("compared with here" in doubt for doubt in lesson(grown(desk, 34)).verdict.doubts)


@pytest.mark.parametrize(("count", "fires"), [(0, 0), (4, 0), (5, 5), (9, 9)])
def test_other_fires_count_from_five_on(desk, count, fires):
    """With fewer, how much fires differ is not known, and a fire stands for itself."""
    read_elsewhere(desk, count, gain=0.0)
    likely = lesson(grown(desk, 36)).evidence.likely
    assert likely.fires == fires
    assert (likely.shrunk == likely.raw) is (fires == 0)


def test_where_nothing_ever_worked_much_less_is_believed(tmp_path):
    """A doubtful gain is less probable among fires that gained nothing than by itself, and more among those that did."""
    shrunk = {}
    for name, gain in (("nothing", 0.0), ("much", 6.0)):
        folder = tmp_path / name
        folder.mkdir()
        desk = a_workspace(folder)
        drafted(desk)
        burnt(desk)
        read_elsewhere(desk, 8, gain, error=0.3)
        found = lesson(grown(desk, 33, effect=-2.2)).evidence.likely
        shrunk[name] = found
    assert shrunk["nothing"].raw == shrunk["much"].raw
    assert shrunk["nothing"].shrunk < shrunk["nothing"].raw < shrunk["much"].shrunk


def test_an_amendment_is_repeated_and_its_horizon_holds(desk):
    """Everybody sees who changed what, when and why; from then on the new horizon is read."""
    grown(desk, 36)
    charter = desk.fire(SLUG).charter
    shorter = replace(charter, horizon=replace(charter.horizon, end=charter.horizon.start.replace(day=24)))
    change = Change("horizon.end", "2025-10-05", "2025-08-24")
    noted(desk, SLUG, Amended(shorter, shorter.seal(), "The ward closes.", (change,), False))
    found = lesson(desk)
    assert (found.evidence.clock.periods, found.evidence.clock.planned) == (3, 3)
    (said,) = (each for each in found.repeated if each.startswith("Amended"))
    assert "Ruth Adler" in said
    assert "(horizon.end). Why: The ward closes." in said


DIP = '\n[budget]\nmeasure = "cost"\nlose = "{lose}"\nuntil = 2025-08-31\n'


def turned(desk: Desk, dip: float, after: float) -> None:
    """Four weeks of a dip, then another level: of the first two sites."""
    y = figures(effect=0.0)
    y[:2, START : START + 4] += dip
    y[:2, START + 4 :] += after
    cells = [[WEEKS[at], site, repr(float(y[row, at]))] for at in range(START + 9) for row, site in enumerate(SITES)]
    table(desk.workspace.folder, cells)
    desk.now.on("2025-10-06")


@pytest.mark.parametrize(
    ("lose", "dip", "after", "decision"),
    [("20%", 8.0, -9.0, None), ("3%", 25.0, -9.0, Decision.PUT_OUT), ("20%", 8.0, 9.0, Decision.PUT_OUT)],
)
def test_a_transformation_is_judged_by_its_budget_and_by_where_it_comes_to(tmp_path, lose, dip, after, decision):
    """A dip inside the budget that is followed by a gain is not put out; one that costs more than declared is, and one that
    leads nowhere.
    """
    desk = a_workspace(tmp_path)
    drafted(desk, transform('optimised = "97%"\n'.replace("97%", "2%")) + DIP.format(lose=lose))
    burnt(desk)
    turned(desk, dip, after)
    found = lesson(desk)
    loss, end, slope = found.evidence.loss, found.evidence.end_state, found.evidence.slope
    usual = figures()[:2, START : START + 4].mean()
    assert loss.lost.low < 100 * dip / usual < loss.lost.high
    assert (loss.periods, loss.planned) == (4, 4)
    assert end.gain.low < -after < end.gain.high
    assert end.periods == 5
    assert slope.rise is not None or slope.cannot
    assert np.isclose(end.needed, 0.02 * desk.fire(SLUG).lit.today)
    if decision is None:
        assert found.verdict.decision is not Decision.PUT_OUT
    else:
        assert found.verdict.decision is decision
    assert found.end is not None
    assert found.budget is not None


def test_the_old_way_at_its_best_that_nobody_knows_is_a_doubt(tmp_path):
    """The worthwhile effect stands in its place, and that is said."""
    desk = a_workspace(tmp_path)
    drafted(desk, transform())
    burnt(desk)
    found = lesson(grown(desk, 36))
    assert any("run as well as it can be is not known" in doubt for doubt in found.verdict.doubts)
    assert not found.evidence.end_state.optimised


@pytest.mark.parametrize(("safety", "left_out"), [(False, True), (True, False)])
def test_after_a_dip_an_ordinary_guardrail_is_judged_by_what_came_after_it(lived, safety, left_out):
    """While a transformation may dip its budget counts; after it, its guardrails. One of safety counts at any time."""
    day = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with at_work(lived, now=lambda: day) as found, bench(threads=1) as ground:
        fire = found.fire("one-visit")
        rails = tuple(replace(rail, safety=safety) for rail in fire.charter.guardrails)
        changed = replace(fire, charter=replace(fire.charter, guardrails=rails))
        (one,) = Taken(found, changed, at_rest(found, changed.charter), ground).guardrails
        assert any("Periods of the dip" in warning for warning in one.reading.warnings) is left_out
