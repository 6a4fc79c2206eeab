"""How far the new way is in use, and whether the work is done the right way, out of the log."""

from __future__ import annotations

from datetime import date

import pytest
from tests.verbs.learned import figures, rows
from tests.verbs.learned import table as measures
from tests.verbs.shifted import SINCE, asking, clinic

from smallfires.errors import RuleError, UsageError
from smallfires.fires.adoption import Adopted, NotKnown
from smallfires.fires.axes import RightWay
from smallfires.fires.plain import from_plain, to_plain
from smallfires.verbs.adopting import adopted_of, right_way_of
from smallfires.verbs.piloted import Groups

NORTH = Groups.since(("North",), SINCE, ("South",))
PHONE = 'activity is "Phone triage"'


def adopted(new_way: str, source: object = None, groups: Groups = NORTH, **settings) -> Adopted | NotKnown:
    with asking(source if source is not None else clinic(), unit="site", resource="employee") as (opened, told, ground):
        return adopted_of(opened, told, ground, groups, new_way, **settings)


def right_way(rules=(), source: object = None, groups: Groups = NORTH) -> RightWay | NotKnown:
    with asking(source if source is not None else clinic(), unit="site") as (opened, told, ground):
        return right_way_of(opened, told, ground, groups, rules)


@pytest.mark.parametrize(
    ("new_way", "share", "before"),
    [
        (PHONE, 0.8, 0.0),
        ('Activity is "phone  triage".', 0.8, 0.0),
        ('activity is not "Visit"', 0.8, 0.0),
        ('activity is never "Phone triage"', 0.2, 1.0),
        ('tool is "Scanner"', 0.8, 0.0),
        ('tool is not "Scanner"', 0.2, 1.0),
        ("Check only after Phone triage", 0.8, 0.0),
        ("never Visit", 0.8, 0.0),
        ('site is "North"', 1.0, 1.0),
        ('resource is "p0"', None, None),
    ],
)
def test_a_sentence_says_what_the_new_way_is(new_way, share, before):
    """An activity, a column's value, or a rule: of the lit units' cases, before and since."""
    found = adopted(new_way)
    assert found.eligible == 80
    assert found.share.low <= found.share.value <= found.share.high
    if share is not None:
        assert (found.share.value, found.before) == pytest.approx((share, before))
        assert found.did == round(80 * share)
    assert len(found.examples) == min(5, found.eligible - found.did)


def test_periods_and_interval():
    """Week by week since it was lit; the interval is that of so many weeks."""
    found = adopted(PHONE)
    assert [(each.period, each.eligible) for each in found.periods] == [
        (f"2025-W{week:02d}", 10) for week in range(10, 18)
    ]
    assert all(each.share == 0.8 for each in found.periods)
    assert found.clusters == "week"
    assert 0.6 < found.share.low < 0.8 < found.share.high < 0.95


def test_cases_that_never_met_the_condition_are_not_eligible():
    """A rule about cases by phone asks nothing of those that were not."""
    found = adopted("Phone triage is followed by Close")
    assert (found.eligible, found.did, found.untouched, found.before) == (64, 64, 16, None)


@pytest.mark.parametrize(
    ("share", "by", "due", "reached"),
    [
        (0.6, date(2025, 4, 1), True, True),
        (0.9, date(2025, 4, 1), True, False),
        (0.9, date(2026, 4, 1), False, False),
        (0.6, date(2025, 2, 1), True, None),
    ],
)
def test_the_milestone(share, by, due, reached):
    """Reached or not by that day, from the last four weeks until it; before it, a miss is only not yet."""
    found = adopted(PHONE, expected=share, by=by).milestone
    assert (found.due, found.reached) == (due, reached)
    assert len(found.periods) == (0 if reached is None else 4)


def test_what_nobody_did_yet_is_nought():
    """An activity, or a value, that is in no log yet: nobody did it, and a note says so."""
    for new_way in ('activity is "Home visit"', 'tool is "Robot"'):
        found = adopted(new_way)
        assert (found.did, found.eligible, found.share.value) == (0, 80, 0)
        assert "so far" in found.notes[0]
    assert adopted('tool is not "Robot"').share.value == 1


def test_what_is_nearly_a_name_is_a_mistake():
    """A name that differs by a letter from one of the log, and a column that is not there, are refused with what is meant."""
    with pytest.raises(RuleError, match='Did you mean "Phone triage"') as refused:
        adopted('activity is "Phone triag"')
    assert "^^^^^^^^^^^" in str(refused.value)
    with pytest.raises(RuleError, match='Did you mean "Scanner"'):
        adopted('tool is "Scaner"')
    with pytest.raises(UsageError, match=r'no column "machine".*tool'):
        adopted('machine is "Scanner"')
    with pytest.raises(RuleError):
        adopted("we all work differently")


def test_no_case_yet():
    """Before any case of the fire is done there is no share, and a note instead."""
    found = adopted(PHONE, groups=Groups.since(("North",), date(2027, 1, 4)))
    assert (found.share, found.eligible, found.periods) == (None, 0, ())
    assert "yet" in found.notes[-1]


def test_nothing_at_all():
    """Dates at which there is no case on either side."""
    nowhere = Groups.since(("North",), date(2027, 1, 4), first=date(2026, 6, 1))
    assert adopted(PHONE, groups=nowhere).eligible == 0
    assert right_way(("never Visit",), groups=nowhere).rules == ()


def test_a_table_of_measures_cannot_say(tmp_path):
    """It does not hold how cases were worked."""
    path = measures(tmp_path, rows(figures()))
    assert isinstance(adopted(PHONE, path), NotKnown)
    assert isinstance(right_way((), path), NotKnown)


def test_rules_kept_before_and_since():
    """Each rule's share before and since, its change beside the compared site's, and who breaks it now."""
    found = right_way(("never Visit", "Check at most once", "Phone triage is followed by Check"))
    never, once, followed = found.rules
    assert (never.before.value, never.after.value, never.change.value) == pytest.approx((0, 0.8, 0.8))
    assert never.better is True
    assert (never.cases_before, never.cases_after, len(never.examples)) == (80, 80, 5)
    assert never.name == "Absence"
    assert once.change.value > 0
    assert (followed.before, followed.change, followed.better) == (None, None, None)
    assert followed.after.value == 1


def test_efficiency_is_touch_against_time():
    """Half an hour a step against the hours of a case; without starts it is not known, and a note says so."""
    found = right_way()
    assert found.efficiency.after.value > 1.5 * found.efficiency.before.value > 0
    assert found.efficiency.change.low > 0
    without = right_way(source=clinic().drop_columns(["start"]))
    assert without.efficiency is None
    assert "no starts" in without.notes[-1]


def test_the_ledger_can_keep_them():
    """To plain text and back."""
    one, other = adopted(PHONE, expected=0.6, by=date(2025, 4, 1)), right_way(("never Visit",))
    assert from_plain(Adopted, to_plain(one)) == one
    assert from_plain(RightWay, to_plain(other)) == other
