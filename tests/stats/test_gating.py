from __future__ import annotations

from dataclasses import astuple
from datetime import date

import numpy as np
import pytest
from tests.fires.gates.facts import COMPLAINTS, ORDERS, effect

from smallfires.fires.charter import OPTIMIZE, TRANSFORM, Budget, Guardrail
from smallfires.fires.effect import Diagnostics, Effect, Figure, Point
from smallfires.fires.reading import Measure
from smallfires.stats import gating
from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.prior import Known

WEEKS = 8
UNITS, BEFORE = 16, 16


def panel(gain: float | np.ndarray = 0.0, seed: int = 1, weeks: int = WEEKS, noise: float = 2.0) -> Panel:
    """Sixteen units at a level of 100, four of them lit."""
    rng = np.random.default_rng(seed)
    y = 100 + 5 * rng.standard_normal((UNITS, 1)) + noise * rng.standard_normal((UNITS, BEFORE + weeks))
    lit = np.zeros(y.shape, dtype=bool)
    lit[:4, BEFORE:] = True
    y[:4, BEFORE:] += gain
    return Panel(
        y,
        np.ones(y.shape),
        lit,
        tuple(f"u{at:02d}" for at in range(UNITS)),
        tuple(f"p{at:02d}" for at in range(y.shape[1])),
    )


def design(**changes: object) -> Parallel:
    return Parallel(
        **{"less_is_better": False, "looks": WEEKS, "checks": False, "beside": False, "permutations": 300, **changes}
    )


def lost(text: str, measure: Measure = ORDERS) -> Budget:
    return Budget(measure="orders", less_is_better=bool(measure.less_is_better), lose=text, until=date(2026, 5, 1))


def pathed(expected: list[float], **changes: object) -> Effect:
    points = tuple(Point(str(at), 0.0, each, None, True) for at, each in enumerate(expected))
    return effect(path=points, **changes)


def test_the_loss_is_cumulative() -> None:
    """Losing 10 a period of 100 for two of eight periods is 2.5 % of what is usual in all eight, and its interval likewise."""
    found = gating.loss(pathed([100.0, 100.0], unit=Figure(-10.0, -12.0, -8.0)), lost("8%"), ORDERS, 8)
    assert astuple(found.lost) == pytest.approx((2.5, 2.0, 3.0))
    assert (found.allowed, found.percent, found.periods, found.planned) == (8.0, True, 2, 8)


def test_a_loss_in_the_measures_unit_is_an_average_too() -> None:
    """A budget in the measure's unit is what may be lost in each period, on average over its whole time."""
    found = gating.loss(pathed([100.0, 100.0], unit=Figure(-10.0, -12.0, -8.0)), lost("5"), ORDERS, 8)
    assert found.lost == Figure(2.5, 2.0, 3.0)
    assert (found.allowed, found.percent) == (5.0, False)


def test_what_is_worse_has_the_measures_direction() -> None:
    """Where less is better, a rise is a loss."""
    found = gating.loss(pathed([50.0], unit=Figure(5.0, 1.0, 9.0)), lost("8%", COMPLAINTS), COMPLAINTS, 4)
    assert astuple(found.lost) == pytest.approx((2.5, 0.5, 4.5))


def test_a_share_of_nothing_is_no_figure() -> None:
    """A percentage of what is not above zero is refused with its reason, never given as a figure."""
    found = gating.loss(pathed([0.0, -3.0]), lost("8%"), ORDERS, 4)
    assert found.lost is None
    assert "not above zero" in found.cannot
    assert (
        gating.guarded(effect(percent=None), Guardrail(measure="c", less_is_better=True, margin="5%"), COMPLAINTS).worse
        is None
    )
    unread = gating.loss(None, lost("8%"), ORDERS, 4, cannot="The data end before the start.")
    assert (unread.lost, unread.cannot) == (None, "The data end before the start.")


@pytest.mark.parametrize(("margin", "limit", "percent"), [("5%", 5.0, True), ("2.5", 2.5, False)])
def test_a_guardrail_is_in_its_margins_unit(margin: str, limit: float, percent: bool) -> None:
    """A margin in percent is held against percent, another against the measure's unit; worse is above zero."""
    read = effect(unit=Figure(3.0, 1.0, 5.0), percent=Figure(6.0, 2.0, 10.0))
    found = gating.guarded(read, Guardrail(measure="c", less_is_better=True, margin=margin, safety=True), COMPLAINTS)
    assert (found.margin, found.percent, found.safety) == (limit, percent, True)
    assert found.worse == (Figure(6.0, 2.0, 10.0) if percent else Figure(3.0, 1.0, 5.0))
    assert gating.guarded(read, Guardrail(measure="c", less_is_better=False, margin="2"), ORDERS).worse == Figure(
        -3.0, -5.0, -1.0
    )


def test_the_bar_is_the_optimised_old_way() -> None:
    """The gain to beat is how much better the old way can be run; where that is not known, the worthwhile effect."""
    assert gating.bar(10.0, 8.0, 3.0, COMPLAINTS) == (2.0, True)
    assert gating.bar(10.0, 12.0, 3.0, ORDERS) == (2.0, True)
    assert gating.bar(10.0, 9.0, 3.0, ORDERS) == (0.0, True)
    assert gating.bar(10.0, None, -3.0, COMPLAINTS) == (3.0, False)


def test_an_end_state_is_held_against_its_bar() -> None:
    """Ten better beats three, not twenty; today's way is beaten in both; and a look at every period is reckoned with."""
    low = gating.end_state(panel(10.0), design(), ORDERS, TRANSFORM, WEEKS, (3.0, True))
    high = gating.end_state(panel(10.0), design(), ORDERS, TRANSFORM, WEEKS, (20.0, True))
    assert low.gain is not None
    assert low.gain.value == pytest.approx(10.0, abs=2.5)
    assert (low.sure, high.sure) == (True, False)
    assert low.beats is not None and low.beats > 0.95
    assert high.beats is not None and high.beats < 0.05
    assert low.beats_today == high.beats_today
    assert low.periods == WEEKS


def test_an_end_state_where_less_is_better() -> None:
    """The same turned round gives the same figures."""
    up = gating.end_state(panel(6.0), design(), ORDERS, TRANSFORM, WEEKS, (3.0, True))
    turned = panel(6.0)
    turned = Panel(200 - turned.y, turned.n, turned.lit, turned.units, turned.periods)
    down = gating.end_state(turned, design(less_is_better=True), COMPLAINTS, TRANSFORM, WEEKS, (3.0, True))
    assert down.beats == pytest.approx(up.beats)
    assert down.gain is not None and up.gain is not None
    assert down.gain.low == pytest.approx(up.gain.low)


def test_too_little_data_is_said() -> None:
    """An end state and a slope that cannot be read say why, and give no figure."""
    end = gating.end_state(None, None, ORDERS, TRANSFORM, WEEKS, (3.0, True), "No period is over yet.")
    assert (end.beats, end.sure, end.cannot) == (None, None, "No period is over yet.")
    short = panel(5.0, weeks=2)
    line = gating.slope(short, design(), design().estimate(short), ORDERS, TRANSFORM, 6, (3.0, True))
    assert (line.none, line.sure) == (None, None)
    assert "3 periods after the dip at the least; 2 are there" in line.cannot
    unfit = panel(5.0).burning(np.ones((UNITS, BEFORE + WEEKS), dtype=bool))
    assert gating.end_state(unfit, design(), ORDERS, TRANSFORM, WEEKS, (3.0, True)).cannot


def test_a_slope_says_how_it_was_found() -> None:
    """By the lot where the design knows every period for every assignment, else by least squares; both see a clear rise."""
    gain = 3.0 * np.arange(WEEKS)
    rising = panel(gain)
    lot = gating.slope(rising, design(), design().estimate(rising), ORDERS, TRANSFORM, WEEKS, (3.0, True))
    alone = rising.only(np.arange(1))
    alone = Panel(alone.y, alone.n, alone.lit, alone.units, alone.periods)
    past = BeforeAfter(less_is_better=False, checks=False, beside=False)
    line = gating.slope(
        alone, past, past.estimate(alone.only(slice(None), slice(0, BEFORE + 5))), ORDERS, TRANSFORM, 8, (3.0, True)
    )
    assert "same lot drawn again" in lot.method
    assert "Santer" in line.source
    assert lot.rise is not None and lot.rise.low > 0
    assert lot.upward is not None and lot.upward > 0.95
    assert lot.none is not None and lot.none < 0.05
    assert line.upward is not None and line.upward > 0.8


def test_a_worthwhile_effect_is_as_read_without_other_fires() -> None:
    """With few other fires the shrunk probability is the raw one, and none stands behind it."""
    read = design(worthwhile=5.0).estimate(panel(10.0))
    found = gating.likely(panel(10.0), design(worthwhile=5.0), read, ORDERS, OPTIMIZE, [Known(1.0, 1.0)] * 4)
    assert found is not None
    assert (found.raw, found.shrunk, found.fires) == (read.probability, read.probability, 0)
    assert gating.likely(None, None, effect(worthwhile=None, probability=None), ORDERS, OPTIMIZE) is None


def test_other_fires_take_the_luck_out() -> None:
    """Where other fires did nothing, a lucky effect is less probable than it reads; both figures are kept."""
    read = design(worthwhile=5.0, looks=None).estimate(panel(7.0))
    nothing = [Known(0.1 * at, 0.5) for at in range(-4, 5)]
    found = gating.likely(panel(7.0), design(worthwhile=5.0), read, ORDERS, OPTIMIZE, nothing)
    assert found is not None
    assert (found.fires, found.raw) == (9, read.probability)
    assert found.shrunk < found.raw - 0.1


def test_hopeless_is_known_at_every_look() -> None:
    """Far from worthwhile, the interval at every look says so; it is asked only where the probability is low."""
    asked = design(worthwhile=20.0)
    read = asked.estimate(panel(0.0))
    found = gating.likely(panel(0.0), asked, read, ORDERS, OPTIMIZE)
    assert found is not None
    assert found.shrunk <= 0.1
    assert found.below is True
    good = gating.likely(panel(25.0), asked, asked.estimate(panel(25.0)), ORDERS, OPTIMIZE)
    assert good is not None
    assert good.below is None


def test_an_error_comes_from_pretend_pilots() -> None:
    """Where there are enough, their spread is the error; else the interval's width is; without a bound there is none."""
    some = Diagnostics(0.0, 0.0, (), (), tuple(float(at) for at in range(-6, 7)), exhaustive=True)
    assert gating.error_of(effect(diagnostics=some)) == pytest.approx(np.sqrt(14.0))
    assert gating.error_of(effect(8.0, 8 - 1.96, 8 + 1.96)) == pytest.approx(1.0, rel=1e-4)
    assert gating.error_of(effect(unit=Figure(1.0, -np.inf, np.inf))) is None


def test_other_fires_count_in_percent_of_the_better_direction() -> None:
    """What another fire did is a gain in percent, whichever direction and unit its measure has."""
    read = effect(unit=Figure(-2.0, -2 - 1.96, -2 + 1.96), percent=Figure(-10.0, -20.0, 0.0))
    found = gating.known_of(read, COMPLAINTS)
    assert found == Known(10.0, pytest.approx(5.0, rel=1e-4))
    assert gating.known_of(effect(percent=None), ORDERS) is None


@pytest.mark.parametrize(("periods", "smallest", "wanted"), [(4, 0.01, 4), (1, 12 / 60, 6), (1, 12 / 10, None)])
def test_the_first_look_that_can_tell(periods: int, smallest: float, wanted: int | None) -> None:
    """With 60 assignments and 12 looks the sixth is the first that can tell at 95 %; with ten assignments none can."""
    assert gating.telling_look(effect(smallest_p=smallest), periods, 12) == wanted


def test_the_looks_that_cannot_tell_are_foreseen() -> None:
    """The look that is foreseen at the first is the first at which the design says so itself."""
    few = design(permutations=100)
    full = panel(5.0)
    foreseen = gating.telling_look(few.estimate(full.only(slice(None), slice(0, BEFORE + 1))), 1, WEEKS)
    seen = next(
        look
        for look in range(1, WEEKS + 1)
        if few.estimate(full.only(slice(None), slice(0, BEFORE + look))).lacking is None
    )
    assert foreseen == seen
