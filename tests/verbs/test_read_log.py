"""Whole readings of logs: known figures on real ones, and the planted truth of simulated ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from tests.verbs.asked import asked, lines, written

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.ladder import Call, Step
from smallfires.fires.work import CAUSES, WorkReading
from smallfires.sim import Run, demo
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read_log import lay_out
from smallfires.verbs.source import open_source

DAY = 86_400.0
HARD = ("Agree a date -> Tenant confirms", "Order parts -> Parts arrive")
LOGS = {
    "receipt.csv.gz": (1_434, 8_577),
    "running-example.csv": (6, 42),
    "interval_event_log.csv": (1_266, 8_109),
    "teleclaims.xes.gz": (3_512, 46_138),
    "bpic2012.xes.gz": (13_087, 262_200),
    "BPIC_2012_W.csv.gz": (8_616, 59_302),
    "BPIC_2017_W.csv.gz": (30_276, 240_854),
    "Production.csv.gz": (225, 4_503),
    "Loan_Application_batched.csv.gz": (7_000, 70_162),
    "PurchasingExample.csv.gz": (608, 9_119),
    "AcademicCredentials.csv.gz": (954, 4_928),
    "patients.csv": (500, 5_442),
    "extraneous/Loan_Application.csv.gz": (1_000, 11_805),
    "extraneous/Loan_Application_5_timers.csv.gz": (1_000, 10_968),
    "extraneous/Pharmacy.csv.gz": (1_000, 8_356),
    "extraneous/Pharmacy_5_timers.csv.gz": (1_000, 8_321),
    "waiting_causes/handoff-test.csv": (24, 144),
}


@pytest.mark.parametrize("name", LOGS)
def test_every_published_log_reads_whole(shared_data, name):
    """Nothing has to be said about any of them: cases and rows are those published, and every part adds up."""
    found = asked(shared_data / "logs" / name, target="1h")
    assert (found.log.cases, found.source.rows) == LOGS[name]
    _adds_up(found)


def _adds_up(found: WorkReading) -> None:
    assert found.completeness.complete + found.completeness.open == found.log.cases
    assert found.log.cycle_mean >= (found.log.touch_mean or 0.0)
    rungs = {rung.step: rung for rung in found.ladder.rungs}
    assert {*rungs, *found.ladder.missing} == set(Step)
    for rung in rungs.values():
        assert rung.low <= rung.value <= rung.high
    if Step.FLOOR in rungs:
        assert rungs[Step.TYPICAL].value >= rungs[Step.WASTE_FREE].value >= rungs[Step.FLOOR].value
    assert sum(found.answer.probabilities.values()) == pytest.approx(1)
    for waste in found.wastes:
        assert 0 < waste.share <= 1
        assert waste.low is None or waste.low - 1e-9 <= waste.share <= waste.high + 1e-9
        assert waste.drops_to <= rungs[Step.TYPICAL].value * (1 + 1e-12)
    if found.waiting is not None:
        assert found.waiting.total == pytest.approx(sum(row.wait for row in found.transitions))
        for row in found.transitions if found.waiting.causes else ():
            assert sum(row.causes.values()) == pytest.approx(row.wait, abs=1e-3)
    assert sum(way.cases for way in found.ways) <= found.log.cases
    assert sum(node.count for node in found.map.nodes) == found.log.steps


def test_the_loan_log_has_the_figures_that_are_known(shared_data):
    """12.66 days and 0.84 hours of touch a case; the best of 97 handlers is at 5.5 days raw, and at 11.4 honestly."""
    found = asked(shared_data / "logs/BPIC_2017_W.csv.gz", statistic="mean")
    assert found.log.cycle_mean / DAY == pytest.approx(12.66, abs=0.01)
    assert found.log.touch_mean / 3600 == pytest.approx(0.84, abs=0.01)
    best = found.ladder.rung(Step.BEST_SEEN)
    assert best.value / DAY == pytest.approx(11.4, abs=0.2)
    assert best.raw / DAY < 6
    assert len(found.comparison.units) == 97


@pytest.mark.parametrize(("name", "hours"), [("Production.csv.gz", 181_072), ("PurchasingExample.csv.gz", 296_040.18)])
def test_total_waiting_is_what_is_published(shared_data, name, hours):
    """With concurrency found from the log, all waiting is the published sum."""
    question = Question()
    with bench(threads=1) as ground:
        opened = open_source(shared_data / "logs" / name, question, ground)
        scene = lay_out(opened, question, ground)
    assert scene.cases.wait.sum() / 3600 == pytest.approx(hours, rel=3e-6)


@dataclass(frozen=True)
class Known:
    """A simulated house, its reading, and the truth about the cases behind it."""

    run: Run
    reading: WorkReading
    today: np.ndarray

    def cases(self, column: str) -> np.ndarray:
        return np.asarray(self.run.truth.cases[column])

    def events(self, column: str) -> np.ndarray:
        """Over the events of today's cases."""
        names = set(self.cases("case")[self.today].tolist())
        chosen = np.array([name in names for name in np.asarray(self.run.truth.events["case"])])
        return np.asarray(self.run.truth.events[column])[chosen]


@pytest.fixture(scope="module", params=[7, 11])
def known(request) -> Known:
    run = demo(request.param).run()
    reading = asked(run.log, target="5d", hard=HARD, unit="site", type="type")
    return Known(run, reading, _started_within(run, reading) & ~np.asarray(run.truth.cases["open"]))


def _started_within(run: Run, reading: WorkReading) -> np.ndarray:
    """(cases,) which of them, done or open, arrived in the weeks of today."""
    arrived = np.asarray(run.truth.cases["arrived"]).astype("datetime64[D]")
    first, last = (
        date.fromisocalendar(*map(int, label.split("-W")), 1) for label in (reading.today.first, reading.today.last)
    )
    return (arrived >= np.datetime64(first)) & (arrived < np.datetime64(last) + 7)


def test_open_cases_are_counted_exactly(known):
    """Cases that were cut off are open, all others complete, and today is what began in its weeks."""
    assert known.reading.completeness.open == known.cases("open").sum()
    assert known.reading.today.cases == known.today.sum()


def test_the_ladder_lies_where_the_truth_lies(known):
    """Touch is exact; waste-free with its hard waits is within 4 %, and below the floor no case can be."""
    cycle, free = known.cases("cycle")[known.today], known.cases("waste_free")[known.today]
    rungs = {rung.step: rung.value for rung in known.reading.ladder.rungs}
    assert rungs[Step.TYPICAL] >= np.median(cycle)
    assert rungs[Step.TYPICAL] == pytest.approx(np.median(cycle), rel=0.06)
    assert rungs[Step.WASTE_FREE] == pytest.approx(np.median(free), rel=0.04)
    assert rungs[Step.FLOOR] < rungs[Step.WASTE_FREE]
    assert known.reading.answer.call in (Call.OPTIMIZE, Call.OPTIMIZE_WASTE)


def test_hard_waits_hold_the_lower_rungs_up(known):
    """Without the hard waits the lower rungs fall by days, and the same target of two days is no longer out of reach."""
    told = asked(known.run.log, target="2d", hard=HARD, unit="site")
    blind = asked(known.run.log, target="2d", unit="site")
    assert told.answer.call is Call.TRANSFORM
    assert blind.answer.call is not Call.TRANSFORM
    for step in (Step.WASTE_FREE, Step.FLOOR):
        assert told.ladder.rung(step).value > blind.ladder.rung(step).value + DAY
    assert [row for row in told.transitions if row.hard]
    assert sum(waste.total for waste in told.wastes if waste.kind == "waiting") < sum(
        waste.total for waste in blind.wastes if waste.kind == "waiting"
    )


def test_what_waits_for_nobody_is_asked_about(known):
    """Unasked, the reading itself points at the two waits that are hard."""
    blind = asked(known.run.log, unit="site")
    for text in HARD:
        assert any(text in question for question in blind.questions)


def test_all_waiting_and_its_causes_lie_near_the_truth(known):
    """All waiting is within 12 % of the true one and the causes add up to it; batching is between once and twice the true one.

    More cannot be held to the truth: steps that one person does in a row after a night look like a batch, and a delay
    by the clock that lasts overnight looks like somebody off duty. So what is unexplained is never overstated.
    """
    total, causes = known.reading.waiting.total, {row.cause: row for row in known.reading.waiting.causes}
    true = {name: known.events(name).sum() for name in ("wait", "hard", "extraneous", "batching")}
    assert total == pytest.approx(true["wait"], rel=0.12)
    assert true["batching"] < causes["batching"].seconds < 2 * true["batching"]
    assert sum(row.seconds for row in causes.values()) == pytest.approx(total)
    assert tuple(causes) == CAUSES
    assert causes["unexplained"].high < true["hard"] + true["extraneous"]


def test_the_wastes_that_were_planted_are_found(known):
    """Rework, abandoned effort and the second check that changes nothing have their rows; waits lead."""
    wastes = {waste.name: waste for waste in known.reading.wastes}
    assert {"rework", "abandoned effort", "step that changes nothing: Second check"} <= set(wastes)
    assert [name for name in wastes if name.startswith("step")] == ["step that changes nothing: Second check"]
    assert known.reading.wastes[0].kind == "waiting"
    assert wastes["rework"].cases == (known.cases("rework")[known.today] > 0).sum()
    abandoned = known.cases("abandoned")[known.today]
    assert wastes["abandoned effort"].cases == abandoned.sum()
    assert wastes["abandoned effort"].total == pytest.approx(known.cases("touch")[known.today][abandoned].sum())


def test_the_best_site_is_found_and_what_it_does(known):
    """Hazel is best, shrunk towards the others and not past them; what it does differently is what was planted."""
    best = known.reading.ladder.rung(Step.BEST_SEEN)
    assert best.who == "Hazel"
    assert best.raw <= best.value < known.reading.ladder.rung(Step.TYPICAL).value
    assert 'waits less before "Approve the cost"' in [row.what for row in known.reading.comparison.differences]


def test_the_interval_of_best_seen_covers_the_truth_as_often_as_it_says():
    """Over eight houses of the same making the best site is found, and the 90 % interval holds its true mean.

    The truth is the mean of the site's cases that began in the same weeks, the open ones followed to their end. Six of
    eight is what a 90 % interval reaches in 96 % of such trials.
    """
    held = [_best_held(demo(seed).run()) for seed in range(20, 28)]
    assert [who for who, _ in held] == ["Hazel"] * 8
    assert sum(inside for _, inside in held) >= 6


def _best_held(run: Run) -> tuple[str, bool]:
    """Who is best seen, and whether the true mean of that site's cases lies in the interval."""
    reading = asked(run.log, statistic="mean", unit="site")
    rung = reading.ladder.rung(Step.BEST_SEEN)
    own = _started_within(run, reading) & (np.asarray(run.truth.cases["site"]) == rung.who)
    return rung.who, rung.low <= np.asarray(run.truth.cases["cycle"])[own].mean() <= rung.high


def test_the_same_question_gives_the_same_reading(tmp_path):
    """Whatever is drawn by lot is drawn from the seed."""
    path = written(tmp_path, lines())
    assert asked(path, target="5h", seed=4) == asked(path, target="5h", seed=4)


def test_without_starts_no_rung_is_made_up(tmp_path):
    """Where steps have no start, touch, waste-free and floor are unknown, with the reason and what would help."""
    rows = [",".join(cell for i, cell in enumerate(line.split(",")) if i != 2) for line in lines()]
    found = asked(written(tmp_path, rows), target="5h")
    assert {Step.WASTE_FREE, Step.FLOOR} <= set(found.ladder.missing)
    assert found.log.touch_mean is None
    assert any("--touch" in question for question in found.questions)


def test_declared_touch_times_bring_the_rungs_marked(tmp_path):
    """What people declare makes the lower rungs, which say that they are declared."""
    rows = [",".join(cell for i, cell in enumerate(line.split(",")) if i != 2) for line in lines()]
    touch = {f"Step {step}": (60.0, 600.0, 1200.0) for step in range(4)}
    found = asked(written(tmp_path, rows), touch=touch)
    assert found.ladder.rung(Step.WASTE_FREE).declared
    assert found.ladder.rung(Step.WASTE_FREE).value == 2400
    assert found.ladder.rung(Step.FLOOR).value == 240


def test_cost_has_its_own_ladder(tmp_path):
    """Asked for cost, the rungs are costs, and cases without any are told and left out."""
    rows = [line if not line.startswith("c7,") else line.rsplit(",", 1)[0] + "," for line in lines()]
    found = asked(written(tmp_path, rows), measure="cost", target="100")
    costs = {}
    for line in rows[1:]:
        case, *_, cost = line.split(",")
        costs[case] = costs.get(case, 0) + float(cost) if cost else np.nan
    known_costs = [cost for cost in costs.values() if not np.isnan(cost)]
    assert found.ladder.rung(Step.TYPICAL).value == pytest.approx(np.median(known_costs))
    assert any("Without a cost, and in no figure: 1 case." in warning for warning in found.warnings)


def test_more_than_half_open_is_no_median(tmp_path):
    """Where most cases are still open, a typical duration cannot be known, and it says so."""
    rows = [line for line in lines(cases=80) if ",Step 3," not in line or int(line[1 : line.index(",")]) < 12]
    with pytest.raises(TooLittleData):
        asked(written(tmp_path, rows), ends=("Step 3",))


def test_names_that_are_in_no_log_are_refused(tmp_path):
    """Ends, hard waits and touch times name activities of the log, or are refused with those there are."""
    path = written(tmp_path, lines())
    for settings in ({"ends": ("Foo",)}, {"hard": ("Step 1 -> Foo",)}, {"without_value": ("Foo",)}):
        with pytest.raises(UsageError, match=r'"Foo".*"Step 0"'):
            asked(path, **settings)
