"""The shift of a fire, out of its log."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from bench import planted
from bench.shift import gap, shifts
from tests.verbs.learned import figures, rows
from tests.verbs.learned import table as measures
from tests.verbs.shifted import SINCE, asking, clinic

from smallfires.errors import UsageError
from smallfires.fires.plain import from_plain, to_plain
from smallfires.fires.shift import Answer, NoShift, Shift
from smallfires.stats import shift as numbers
from smallfires.stats.clusters import Clusters, bundled
from smallfires.verbs.lighting import Lit
from smallfires.verbs.logged import scene_of
from smallfires.verbs.panels import panel_of
from smallfires.verbs.piloted import Groups, piloted
from smallfires.verbs.shifting import defined, shift_of
from smallfires.worklog import shift as ways

DAY = 86_400
NORTH = Groups.since(("North",), SINCE, ("South",))


def shifted(source: object, groups: Groups = NORTH, way: str = "activities", **told) -> Shift | NoShift:
    with asking(source, **told) as (opened, measuring, ground):
        return shift_of(opened, measuring, ground, groups, way=way)


@pytest.mark.parametrize("kind", planted.KINDS)
def test_planted_changes_are_attributed(kind):
    """Of five logs with a planted change, alone and compared, at least four are called what they are, and all add up."""
    found = [shifts(planted.log(kind, seed)) for seed in range(5)]
    change = planted.KINDS[kind]
    for beside, answer in (("alone", change.alone or change.answer), ("compared", change.answer)):
        assert Counter(each[beside].answer for each in found)[Answer(answer)] >= 4, beside
        assert max(gap(each[beside]) for each in found) < 1e-9


def test_a_new_way_is_told():
    """Cases by phone are a new way; the row says so, and the compared site changed nothing."""
    found = shifted(clinic(), unit="site")
    assert isinstance(found, Shift)
    assert found.answer is Answer.DIFFERENT
    assert found.transformed.value > 0.85
    assert found.change.compared == pytest.approx(0, abs=DAY / 24)
    assert found.change.figure.value == pytest.approx(-16 * 3600, rel=0.02)
    assert found.rows[0].seen == "new" or found.rows[0].seen == "gone"
    assert any("Phone triage" in row.label and row.seen == "new" for row in found.rows)
    assert sum(row.same + row.different for row in found.rows) == pytest.approx(found.change.pilot)
    assert (found.before.cases, found.after.cases, found.compared[0].cases) == (80, 80, 80)
    assert (found.clusters, found.before.clusters) == ("week", 8)
    assert found.measure.name == "duration"


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("path", ("path", "set of activities", "set of main activities")),
        ("resource", ("resource", "resource and activities", "resource of most steps")),
        ("tool", ("tool", "tool and activities", "tool of most steps")),
    ],
)
def test_the_charter_says_what_another_way_is(way, words):
    """Path, resource or a column: each with its neighbours, and all add up."""
    found = shifted(clinic(), way=way, unit="site", resource="employee")
    assert (found.definition, *(each.definition for each in found.neighbours)) == words
    assert gap(found) < 1e-9
    if way == "tool":
        assert [row.label for row in found.rows][:1] == ["Paper, Scanner"] or found.rows[0].label == "Paper"
        assert found.answer is Answer.DIFFERENT


def test_it_says_why_there_is_none():
    """No case after the fire was lit, and a source that is no log: a reason, and no number."""
    late = shifted(clinic(), Groups.since(("North",), date(2027, 1, 4)), unit="site")
    assert isinstance(late, NoShift)
    assert "since the fire was lit" in late.reason
    assert "before" in shifted(clinic(), Groups.since((), date(2020, 1, 6))).reason


def test_a_table_of_measures_has_no_ways(tmp_path):
    """A table by week and site does not say how its cases were worked."""
    assert "table of measures" in shifted(measures(tmp_path, rows(figures()))).reason


def test_what_is_not_in_the_log_is_said():
    """A unit, a column and resources that are not there: who or what, and what there is."""
    with pytest.raises(UsageError, match='no unit "West"'):
        shifted(clinic(), Groups.since(("West",), SINCE), unit="site")
    with pytest.raises(UsageError, match=r'no column "robot".*tool'):
        shifted(clinic(), way="robot", unit="site")
    with pytest.raises(UsageError, match="who did a step"):
        shifted(clinic().drop_columns(["employee", "tool"]), way="resource", unit="site", resource="none")


def test_without_cases_to_compare_with_on_both_sides_the_pilot_stands_alone():
    """The compared site has no case before: nothing is taken off."""
    log = clinic()
    mask = np.array(
        [
            not (s == "South" and c < "c08")
            for s, c in zip(*map(list, (log["site"].to_pylist(), log["case"].to_pylist())), strict=True)
        ]
    )
    found = shifted(log.filter(mask), unit="site")
    assert found.compared is None
    assert found.change.compared is None


def test_groups_of_a_panel_are_those_of_its_dates():
    """The pattern that a panel was read by gives the same groups as units and a date do."""
    with asking(clinic(), unit="site") as (opened, told, ground):
        tabled = panel_of(opened, told, ground)
        lit = np.zeros(tabled.panel.y.shape, dtype=bool)
        lit[tabled.panel.units.index("North"), [label >= "2025-W10" for label in tabled.panel.periods]] = True
        groups = Groups.of(tabled, Lit(lit, np.ones(lit.shape[1], dtype=bool)))
        scene = scene_of(opened, told, ground)
        found, dated = piloted(scene, told, groups), piloted(scene, told, NORTH)
        ended = scene.cases.last[dated.rows]
        inside = (groups.borders[0] <= ended) & (ended < groups.borders[-1])
        assert found.group.tolist() == dated.group[inside].tolist()
        half = Groups.of(tabled, Lit(lit, np.arange(lit.shape[1]) > 2))
        assert (half.group[:, :3] == -1).all()


def test_what_is_turned_on_and_off_is_compared_with_itself():
    """Weeks off are before, whenever they were; the other site is left out."""
    with asking(clinic(), unit="site") as (opened, told, ground):
        tabled = panel_of(opened, told, ground)
        lit = np.zeros(tabled.panel.y.shape, dtype=bool)
        lit[0, ::2] = True
        groups = Groups.of(tabled, Lit(lit, np.ones(lit.shape[1], dtype=bool)))
    assert (groups.group[0] == lit[0]).all()
    assert (groups.group[1] == -1).all()


def test_units_that_began_at_different_times():
    """What was lit is after, what was not yet is before; the others' after begins when half of them were lit."""
    with asking(clinic(), unit="employee") as (opened, told, ground):
        tabled = panel_of(opened, told, ground)
        lit = np.zeros(tabled.panel.y.shape, dtype=bool)
        lit[0, 5:] = lit[1, 9:] = True
        groups = Groups.of(tabled, Lit(lit, np.ones(lit.shape[1], dtype=bool)))
    assert (groups.group[:2] == lit[:2]).all()
    assert groups.group[2].tolist() == [2] * 5 + [3] * (lit.shape[1] - 5)


def test_many_units_are_drawn_instead_of_weeks():
    """With eight lit units and eight others, what is drawn is the unit."""
    log = clinic()
    sites = [
        f"{site} {int(case[-2:]) // 2 % 8}"
        for site, case in zip(log["site"].to_pylist(), log["case"].to_pylist(), strict=True)
    ]
    log = log.set_column(log.column_names.index("site"), "site", [sites])
    own, others = (tuple(f"{site} {at}" for at in range(8)) for site in ("North", "South"))
    found = shifted(log, Groups.since(own, SINCE, others), unit="site")
    assert (found.clusters, found.before.clusters, found.after.clusters) == ("unit", 8, 8)


def test_one_week_after_tells_nothing():
    """With a single week on one side the figures stand, without ends, and the answer is that nobody can tell."""
    found = shifted(clinic(), Groups.since(("North",), SINCE, until=date(2025, 3, 9)), unit="site")
    assert found.answer is Answer.CANNOT_TELL
    assert found.same.figure.high == np.inf
    assert any("only 1 week" in note for note in found.notes)


def test_a_value_has_no_rework():
    """Of what a case brings, no part is rework."""
    log = clinic()
    log = log.append_column(
        "value", [[10.0 + (case >= "c08") * (case[-1] in "02468") for case in log["case"].to_pylist()]]
    )
    found = shifted(log, unit="site", measure="value", value="value")
    assert found.rework is None
    assert found.rest is None
    assert found.measure.less_is_better is False
    assert found.neighbours[0].rework is None


def test_the_ledger_can_keep_it():
    """To plain text and back, to the last digit."""
    found = shifted(clinic(), unit="site")
    assert from_plain(Shift, to_plain(found)) == found


def test_the_loan_log(shared_data):
    """The public loan log, cases begun before and after July 2016: the known parts without back-off, cannot tell with it.

    By case alone its intervals are less than half as wide.
    """
    path = shared_data / "logs" / "BPIC_2017_W.csv.gz"
    groups = Groups.since((), date(2016, 7, 1))
    known = {"path": 0.98, "activities": -0.36}
    with asking(path, dated="start") as (opened, told, ground):
        scene = scene_of(opened, told, ground)
        whole = replace(scene, done=replace(scene.done, complete=np.ones(len(scene.cases), dtype=bool)))
        for way, same in known.items():
            assert shift_of(opened, told, ground, groups, way=way, scene=scene).answer is Answer.CANNOT_TELL
            pilot = piloted(whole, told, groups)
            definition = defined(pilot, opened, told, way)[0]
            added = ways.sums(definition, pilot.rows, pilot.group, pilot.cluster, pilot.y, pilot.rework)
            rng = np.random.default_rng(0)
            plain = numbers.split(added, pilot.clusters, rng, 2, few=0, most=10_000)
            assert plain.net.same[0] / DAY == pytest.approx(same, abs=0.005)
        by_case, of = bundled(Clusters(pilot.group, "case"), rng)
        alone = ways.sums(definition, pilot.rows, pilot.group, of, pilot.y, pilot.rework)
        wide, narrow = (
            numbers.split(each, clusters, rng).figure("same", 0.95)
            for each, clusters in ((added, pilot.clusters), (alone, by_case))
        )
        assert (wide.high - wide.low) / (narrow.high - narrow.low) > 2
