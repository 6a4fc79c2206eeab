"""The simulation of an organization."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smallfires.errors import UsageError
from smallfires.sim import Organization, Run, demo
from smallfires.sim.calendar import DAY, HOUR, OFFICE, WEEK, Week
from smallfires.sim.flow import Both, Choice, Do, Leave, Maybe, Redo
from smallfires.sim.organization import Activity, Arrivals, Batch, CaseType, Change, Spread, Staff, Unit
from smallfires.sim.truth import CAUSES, union

ALWAYS = Week(((0, WEEK),))


@pytest.fixture(scope="module")
def run() -> Run:
    return demo(seed=7).run()


def events(run: Run) -> dict[str, np.ndarray]:
    """The true events by column, moments as seconds since the first Monday."""
    table = run.truth.events
    columns = {name: np.asarray(table[name]) for name in table.column_names}
    monday = np.datetime64(run.organization.monday, "s")
    for name in ("enabled", "start", "end"):
        columns[name] = (columns[name].astype("datetime64[s]") - monday).astype(np.int64)
    return columns


def small(flow, activities, **changes) -> Organization:
    """One site, one person on duty day and night, one type."""
    settings = {
        "units": (Unit("Here", (Staff("desk", 1, ALWAYS),), {"plain": 1}),),
        "types": (CaseType("plain"),),
        "arrivals": Arrivals(60),
        "weeks": 4,
        "seed": 1,
    }
    return Organization(name="small", title="", flow=flow, activities=activities, **{**settings, **changes})


def test_causes_add_up_to_the_wait_of_every_step(run):
    """The six causes of every wait add up to it, to the second, and none is below zero."""
    e = events(run)
    assert np.array_equal(sum(e[cause] for cause in CAUSES), e["wait"])
    assert all(e[cause].min() >= 0 for cause in CAUSES)
    assert np.array_equal(e["wait"], e["start"] - e["enabled"])


def test_every_planted_cause_is_there(run):
    """Each of the six causes makes up at least 1 % of all waiting in the demo, and none more than half."""
    e = events(run)
    shares = {cause: e[cause].sum() / e["wait"].sum() for cause in CAUSES}
    assert all(0.01 < share < 0.5 for share in shares.values()), shares


def test_cycle_is_touch_and_wait(run):
    """Cycle, touch and wait of each case follow from its steps, and waste-free is never longer than the cycle."""
    e, cases = events(run), run.truth.cases.to_pydict()
    order = np.argsort(e["case"], kind="stable")
    cuts = np.flatnonzero(e["case"][order][1:] != e["case"][order][:-1]) + 1
    for place, rows in enumerate(np.split(order, cuts)):
        assert cases["case"][place] == e["case"][rows[0]]
        assert cases["cycle"][place] == e["end"][rows].max() - e["start"][rows].min()
        assert cases["touch"][place] == union(zip(e["start"][rows], e["end"][rows], strict=True))
        assert cases["rework"][place] == (e["end"] - e["start"])[rows][e["pass"][rows] > 1].sum()
        assert cases["waste_free"][place] <= cases["cycle"][place]
    assert np.array_equal(run.truth.cases["cycle"], np.add(run.truth.cases["touch"], run.truth.cases["wait"]))


def test_same_seed_same_log(run):
    """The same seed gives the same log and the same truth, bit for bit; another seed gives another."""
    again = demo(seed=7).run()
    assert run.log.equals(again.log)
    assert run.truth.events.equals(again.truth.events)
    assert not run.log.equals(demo(seed=8).run().log)


def test_people_start_on_duty_and_work_their_hours(run):
    """Every step starts while somebody of its role is on duty, and takes its work on one of their calendars."""
    e = events(run)
    roles = {a.name: a.role for a in run.organization.activities}
    calendars = {
        role: {s.calendar for unit in run.organization.units for s in unit.staff if s.role == role}
        for role in set(roles.values())
    }
    for activity, start, end, work in zip(e["activity"], e["start"], e["end"], e["work"], strict=True):
        weeks = calendars[roles[activity]]
        assert not weeks or any(w.open_at(int(start)) and w.finish(int(start), int(work)) == end for w in weeks)


def test_nobody_does_two_things_at_once(run):
    """The steps of one person never overlap."""
    e = events(run)
    named = np.array([name is not None for name in e["resource"]])
    order = np.lexsort((e["start"][named], e["resource"][named].astype(str)))
    who, start, end = (e[name][named][order] for name in ("resource", "start", "end"))
    assert np.all((start[1:] >= end[:-1]) | (who[1:] != who[:-1]))


def test_first_come_first_served():
    """With one person, one priority and no piles, steps start in the order in which they were enabled."""
    e = events(small((Do("In"), Do("Work")), (Activity("In"), Activity("Work", "desk", Spread(2, 0.8)))).run())
    work = e["activity"] == "Work"
    assert e["contention"].sum() > 100 * HOUR
    assert np.all(np.diff(e["start"][work][np.argsort(e["enabled"][work], kind="stable")]) >= 0)
    assert e["prioritisation"].sum() == 0


def test_urgent_cases_jump_the_queue():
    """No plain case starts before an urgent one that stands in the queue; plain ones wait for it: prioritisation."""
    types = (CaseType("plain"), CaseType("urgent", priority=1))
    unit = Unit("Here", (Staff("desk", 1, ALWAYS),), {"plain": 8, "urgent": 1})
    flow, activities = (Do("In"), Do("Work")), (Activity("In"), Activity("Work", "desk", Spread(2.4)))
    e = events(small(flow, activities, units=(unit,), types=types).run())
    urgent, work = e["type"] == "urgent", e["activity"] == "Work"
    assert e["prioritisation"][urgent].sum() == 0
    assert e["prioritisation"][~urgent].sum() > 0
    assert e["wait"][urgent & work].mean() < 0.5 * e["wait"][~urgent & work].mean()
    for row in np.flatnonzero(work):
        passed = work & ~urgent & (e["start"] > e["enabled"][row]) & (e["start"] < e["start"][row])
        assert not (urgent[row] and passed.any())


def test_batches_are_of_their_size_or_of_their_day():
    """A pile is cleared as soon as it is full, or on its day: no batch is larger, smaller ones start then only."""
    batch = Batch(5, weekday=4, hour=14)
    activities = (Activity("In"), Activity("Sign", "desk", Spread(0.1), batch=batch))
    e = events(small((Do("In"), Do("Sign")), activities, arrivals=Arrivals(23)).run())
    sign = e["activity"] == "Sign"
    fired = (e["enabled"] + e["batching"])[sign]
    moments, sizes = np.unique(fired, return_counts=True)
    friday = moments % WEEK == 4 * DAY + 14 * HOUR
    assert sizes.max() == 5
    assert np.all((sizes == 5) | friday)
    assert friday.any() and not friday.all()


def test_open_cases_end_after_the_cut(run):
    """A case is open if and only if its true end lies after the cut; the log holds no step from after the cut."""
    cut = np.datetime64(run.organization.monday, "us") + np.timedelta64(run.organization.weeks * 7, "D")
    still = np.asarray(run.truth.cases["open"])
    ended = np.asarray(run.truth.cases["ended"]).astype("datetime64[us]")
    assert np.array_equal(still, ended > cut)
    assert 0.01 < still.mean() < 0.15
    assert np.asarray(run.log["end"]).astype("datetime64[us]").max() <= cut
    names = np.asarray(run.truth.cases["case"])
    valueless = set(np.asarray(run.log["case"])[np.isnan(np.asarray(run.log["value"], float))])
    assert valueless <= set(names[still])
    assert run.log.num_rows == int(np.asarray(run.truth.events["in_log"]).sum())


def test_each_unit_has_its_mix(run):
    """The share of each type at each site is what the site was given, within five standard errors."""
    site, kind = (np.asarray(run.truth.cases[name]) for name in ("site", "type"))
    for unit in run.organization.units:
        here = site == unit.name
        for name, weight in unit.mix.items():
            share = weight / sum(unit.mix.values())
            assert abs((kind[here] == name).mean() - share) < 5 * (share * (1 - share) / here.sum()) ** 0.5


def test_touch_and_hard_waits_follow_their_distributions():
    """Medians are the usual value times pace and type; a delay is longer at a lax unit, a hard wait is not."""
    slow = Unit("Slow", (Staff("desk", 20, ALWAYS),), {"plain": 1, "big": 1}, pace=1.5, laxness=2)
    activity = Activity("Work", "desk", Spread(1, 0.4), {"big": 3}, hard=Spread(5, 0.3), delay=Spread(2, 0.3))
    types = (CaseType("plain"), CaseType("big"))
    e = events(small((Do("Work"),), (activity,), units=(slow,), types=types, arrivals=Arrivals(800)).run())
    big = e["type"] == "big"
    assert np.median(e["work"][big]) == pytest.approx(4.5 * HOUR, rel=0.05)
    assert np.median(e["work"][~big]) == pytest.approx(1.5 * HOUR, rel=0.05)
    assert np.std(np.log(e["work"][~big])) == pytest.approx(0.4, rel=0.08)
    assert np.median(e["hard"]) == pytest.approx(5 * HOUR, rel=0.05)
    assert np.median(e["extraneous"]) == pytest.approx(4 * HOUR, rel=0.05)


def test_paths_follow_their_chances():
    """Optional steps, choices, repeats and leaving happen as often as they should, within five standard errors."""
    names = ("In", "Extra", "Left", "Right", "Try", "Out", "End")
    flow = (
        Do("In"),
        Maybe(0.3, (Do("Extra"),)),
        Choice(((1, (Do("Left"),)), (3, (Do("Right"),)))),
        Redo((Do("Try"),), 0.25),
        Leave(0.1, (Do("Out"),)),
        Do("End"),
    )
    run = small(flow, tuple(Activity(name) for name in names), arrivals=Arrivals(1000)).run()
    e, cases = events(run), run.truth.cases.num_rows
    for name, share in {"In": 1, "Extra": 0.3, "Left": 0.25, "Right": 0.75, "Out": 0.1, "End": 0.9}.items():
        error = (share * (1 - share) / cases) ** 0.5
        assert abs((e["activity"] == name).sum() / cases - share) <= 5 * error
    again = (e["activity"] == "Try") & (e["pass"] == 2)
    assert abs(again.sum() / cases - 0.25) < 5 * (0.25 * 0.75 / cases) ** 0.5
    assert np.asarray(run.truth.cases["abandoned"]).sum() == (e["activity"] == "Out").sum()
    assert np.all(np.asarray(run.truth.cases["value"])[np.asarray(run.truth.cases["abandoned"])] == 0)


def test_both_branches_run_side_by_side():
    """What follows two branches is enabled by the later of the two, and both are enabled by what came before them."""
    activities = (Activity("In"), Activity("A", hard=Spread(5)), Activity("B", hard=Spread(9)), Activity("End"))
    e = events(small((Do("In"), Both(((Do("A"),), (Do("B"),))), Do("End")), activities).run())
    by = {
        name: {c: t for c, t, a in zip(e["case"], e["end"], e["activity"], strict=True) if a == name} for name in "AB"
    }
    end = e["activity"] == "End"
    assert list(e["enabled"][end]) == [max(by["A"][c], by["B"][c]) for c in e["case"][end]]
    assert all(by["B"][c] - by["A"][c] == 4 * HOUR for c in by["A"])


def test_arrivals_have_season_trend_and_shift():
    """Cases come in as often as the week says: season, trend and shift together."""
    coming = Arrivals(100, season=0.3, peak=10, trend=0.01, shift=(26, 2.0))
    assert coming.expected(10) == pytest.approx(130 * 1.01**10)
    assert coming.expected(36) == pytest.approx(2 * 70 * 1.01**36)
    e = events(small((Do("In"),), (Activity("In"),), arrivals=coming, weeks=52).run())
    counts = np.bincount(e["start"] // WEEK, minlength=52)
    expected = np.array([coming.expected(week) for week in range(52)])
    assert np.all(np.abs(counts - expected) < 5 * np.sqrt(expected))
    assert ((e["start"] % DAY) >= 8 * HOUR).all() and ((e["start"] % DAY) < 19 * HOUR).all()


def test_a_change_changes_the_work_from_its_week_on():
    """Cases from before the change work as always; later ones at the new pace."""
    organization = small((Do("Work"),), (Activity("Work", "desk", Spread(1)),), arrivals=Arrivals(20))
    e = events(replace(organization, change=Change(2, pace=0.5)).run())
    late = e["enabled"] >= 2 * WEEK
    assert set(e["work"][~late]) == {3600} and set(e["work"][late]) == {1800}


def test_cost_is_hours_and_material():
    """A step costs its hours on duty, not the nights between, and what doing it once takes."""
    activity = Activity("Work", "desk", Spread(20), hourly=10, fixed=5)
    office = Unit("Here", (Staff("desk", 9, OFFICE),), {"plain": 1})
    log = small((Do("Work"),), (activity,), units=(office,), arrivals=Arrivals(3)).run().log
    assert log.num_rows and set(np.asarray(log["cost"])) == {205.0}


def test_an_organization_that_cannot_work_is_refused():
    """An activity nobody knows, a role nobody has and a type nobody knows are errors that name them."""
    with pytest.raises(UsageError, match="'Fly', which is no activity"):
        small((Do("Fly"),), (Activity("Walk"),))
    with pytest.raises(UsageError, match=r"nobody for \['pilot'\]"):
        small((Do("Fly"),), (Activity("Fly", "pilot"),))
    with pytest.raises(UsageError, match=r"unknown types \['odd'\]"):
        small((Do("In"),), (Activity("In"),), units=(Unit("Here", (), {"odd": 1}),))
