"""A charter is held against the data there are before anybody is asked."""

from __future__ import annotations

import pytest
from tests.verbs.wards import ALONE, TEXT, a_workspace, drafted, rows_of

from smallfires.errors import CharterError, DataError
from smallfires.verbs.desk import Desk

DIARY = """
[sources.diary]
file = "diary.csv"

[measures.hours]
source = "diary"
measure = "hours"
better = "more"
measured_in = "hours"
"""
GUARDED = '\n[[guardrails]]\nmeasure = "price"\nmargin = "2%"\n'


@pytest.fixture
def desk(tmp_path) -> Desk:
    return a_workspace(tmp_path, DIARY)


def refused(desk: Desk, text: str) -> dict[str, str]:
    """Why it cannot be lit, by field; with carets under each."""
    with pytest.raises(CharterError) as caught:
        drafted(desk, text)
    assert all("^" in refusal.shown for refusal in caught.value.refusals)
    assert not desk.fires()
    return {refusal.field: f"{refusal.problem} {refusal.way_out}" for refusal in caught.value.refusals}


def designed(settings: str, name: str = "parallel") -> str:
    """The charter with another design."""
    return TEXT.replace('"parallel"\npermutations = 100', f'"{name}"\n{settings}')


@pytest.mark.parametrize(
    ("was", "told", "field", "said"),
    [
        ('"Site A", "Site B"', '"Site A", "Site Ü"', "scope.units", 'There is no unit "Site Ü"'),
        ('"Site A", "Site B"', '"site a", "Site B"', "scope.units", 'Write "Site A".'),
        ("[design]", 'compared = ["SITE C", "Site D"]\n[design]', "scope.compared", 'Write "Site C".'),
        ('"2%"', '"2 days"', "success.worthwhile", "is a length of time, and cost is none"),
        ('"2%"\n', '"2%"\ntoday = "9 days"\n', "success.today", "is a length of time, and cost is none"),
        ("2025-08-04", "2025-01-06", "design.name", "Nothing of cost is known of the time before the fire."),
        ("2025-08-04", "2024-08-04", "design.name", "Nothing of cost is known of the time before the fire."),
        (
            'units = ["Site A", "Site B"]',
            'units = ["Site A"]\ncompared = ["Site B"]',
            "design.name",
            "no effect, however large, can be told",
        ),
    ],
)
def test_what_the_data_cannot_carry_is_refused(desk, was, told, field, said):
    """Each under the user's own words, with what to write; and nothing is noted."""
    found = refused(desk, TEXT.replace(was, told, 1))
    assert list(found) == [field]
    assert said in found[field]


def test_a_horizon_without_a_period_is_refused(desk):
    """A fire of three days in the middle of a week would have nothing to be read in; one to the next week's first day has."""
    short = TEXT.replace("start = 2025-08-04", "start = 2025-08-05").replace("2025-10-05", "2025-08-07")
    found = refused(desk, short)
    assert "begins between 5 August 2025 and 7 August 2025" in found["horizon.end"]
    longer = TEXT.replace("start = 2025-08-04", "start = 2025-08-05").replace("2025-10-05", "2025-08-11")
    try:
        drafted(desk, longer)
    except CharterError as problem:
        assert "horizon.end" not in [refusal.field for refusal in problem.refusals]


@pytest.mark.parametrize(
    ("design", "setting", "value"),
    [
        ("parallel", "permutations", '"many"'),
        ("parallel", "permutations", "0"),
        ("parallel", "permutations", "true"),
        ("parallel", "season", "-1"),
        ("parallel", "level", "95"),
        ("parallel", "level", '"high"'),
        ("parallel", "estimator", '"x"'),
        ("parallel", "weigh", '"cost"'),
        ("parallel", "studentised", "1"),
        ("parallel", "lit", '"cost"'),
        ("parallel", "unit", '"cost"'),
        ("parallel", "arm", '"cost"'),
        ("rollout", "compare", '"x"'),
        ("switchback", "block", '"two"'),
        ("switchback", "block", "0"),
        ("switchback", "carry", "-1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(desk, design, setting, value):
    """Another kind of value, a figure out of range, a column that is the workspace's: under the words, and no traceback."""
    found = refused(desk, designed(f"{setting} = {value}", design))
    assert list(found) == [f"design.{setting}"]


def test_a_whole_number_is_a_number(desk):
    """What may have decimals may have none."""
    assert drafted(desk, designed("level = 0.9"))[0].charter.design.settings == {"level": 0.9}


def test_a_guardrail_is_held_against_its_own_data(desk):
    """Its units have to be there, and its margin has to be in its unit."""
    rows_of(desk, "other.csv", "week,site,cost", [["2025-01-06", "Site A", "1"], ["2025-01-13", "Site A", "2"]])
    found = refused(desk, TEXT + GUARDED.replace("2%", "2 days"))
    assert found["guardrails.1.margin"].startswith('"2 days" is a length of time')
    assert found["guardrails.1.measure"].startswith('There is no unit "Site B". It is the data of price.')


def test_a_measure_whose_data_are_gone_is_named(desk):
    """The file of a guardrail that is not there stops the charter, and not the reading that comes months later."""
    (desk.workspace.folder / "other.csv").unlink()
    with pytest.raises(DataError, match=r"other\.csv: There is no file"):
        drafted(desk, TEXT + GUARDED)
    assert not desk.fires()


def test_one_series_has_one_name(desk):
    """Where the data name no units, two cannot be told apart, and there is nobody to compare with."""
    rows_of(desk, "diary.csv", "day,hours", [[f"2026-04-{day:02}", str(3 + day % 3)] for day in range(1, 29)])
    found = refused(desk, ALONE.replace('["Ruth Adler"]', '["Ruth Adler", "Bo"]\ncompared = ["Chidi"]'))
    assert "2 cannot be told apart" in found["scope.units"]
    assert "there is nobody to compare with" in found["scope.compared"]
    assert drafted(desk, ALONE)[0].slug == "mail-twice-a-day"
