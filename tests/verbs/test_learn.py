"""Learning from a pilot: what users have, read as they have it; and what they may have wrong, said where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.verbs.learned import PILOT, SITES, START, WEEKS, figures, learned, rows, table, usual

from smallfires.errors import (
    DataError,
    EmptyData,
    MissingColumn,
    SmallfiresError,
    TooLittleData,
    Unclear,
    UnreadableValue,
    UsageError,
)


def test_an_effect_is_found_where_it_was_put(tmp_path):
    """Eight were taken off two sites: the interval holds it, chance is ruled out, and the record says what was read."""
    found = learned(usual(tmp_path), **PILOT, more_is_better=False, worthwhile="5%")
    assert found.effect.unit.low < -8 < found.effect.unit.high < 0
    assert found.effect.p < 0.05
    assert found.effect.told
    assert (found.measure.name, found.per, found.since) == ("cost", "site", WEEKS[START])
    assert (found.effect.lit, len(found.effect.others)) == (("Site A", "Site B"), 22)
    assert found.effect.worthwhile == pytest.approx(-0.05 * figures(effect=-8.0).mean(), rel=1e-6)
    assert found.effect.probability > 0.8
    assert found.source.rows == len(SITES) * len(WEEKS)
    assert {guess.role for guess in found.source.recognised} >= {"time", "unit", "measure"}


def test_without_an_effect_none_is_told(tmp_path):
    """Where nothing was put, zero is inside of the interval."""
    found = learned(usual(tmp_path, effect=0.0), **PILOT)
    assert not found.effect.told
    assert found.effect.unit.low < 0 < found.effect.unit.high


def test_the_published_figures(shared_data):
    """Proposition 99 read from its file by what it says itself, and with names and a year: the published figure, where the
    published estimator is asked for, and beside what is read unless it is.
    """
    path = shared_data / "panels" / "california_prop99.csv"
    for settings in (
        {},
        {"treated": ("california",), "since": 1989},
        {"treated": ("California",), "since": "1989-01-01"},
    ):
        found = learned(path, **settings, estimator="sdid")
        assert found.effect.unit.value == pytest.approx(-15.605398, abs=1e-6)
        assert found.since == "1989"
        assert found.effect.design == "parallel"
    beside = {one.method: one.value for one in learned(path).effect.beside}
    assert beside["synthetic difference-in-differences"] == pytest.approx(-15.605398, abs=1e-6)


def test_a_staircase_by_a_column_of_first_periods(shared_data):
    """Callaway and Sant'Anna's counties, by the column of their first treated year: the published figure and its error."""
    found = learned(
        shared_data / "panels" / "mpdta.csv", unit="countyreal", time="year", measure="lemp", first="first.treat",
        compare="never",
    )  # fmt: skip
    assert found.effect.design == "rollout"
    assert found.effect.unit.value == pytest.approx(-0.03995, abs=1e-5)
    assert (found.effect.unit.high - found.effect.unit.low) / 3.92 == pytest.approx(0.01203, rel=0.08)


def test_units_that_do_not_compare_are_left_out(shared_data):
    """The Basque Country without the country as a whole among its others: the published figure."""
    found = learned(
        shared_data / "panels" / "basque.csv", unit="regionname", time="year", measure="gdpcap",
        treated=("Basque Country (Pais Vasco)",), since=1970, leave_out=("spain (espana)",), estimator="sdid",
    )  # fmt: skip
    assert found.effect.unit.value == pytest.approx(-0.7934, abs=1e-4)
    assert any("Spain" in warning for warning in found.warnings)
    assert found.effect.lacking


def marked(y: np.ndarray, lit: np.ndarray) -> list[list[str]]:
    """The rows with a mark of who was lit."""
    order = [(row, at) for at in range(y.shape[1]) for row in range(len(SITES))]
    return [[*cells, str(int(lit[row, at]))] for cells, (row, at) in zip(rows(y), order, strict=True)]


def test_marks_names_and_first_periods_say_the_same(tmp_path):
    """Named units with a date, a column of marks, and one of first periods give the same effect."""
    y = figures(effect=-8.0)
    lit = np.zeros(y.shape, dtype=bool)
    lit[:2, START:] = True
    named = learned(usual(tmp_path), **PILOT).effect
    by_marks = learned(table(tmp_path, marked(y, lit), "week,site,cost,lit", "marked.csv")).effect
    firsts = [[*cells, WEEKS[START] if cells[1] in SITES[:2] else ""] for cells in rows(y)]
    by_first = learned(table(tmp_path, firsts, "week,site,cost,started", "first.csv"), first="started").effect
    assert named == by_marks == by_first


def test_what_was_switched_on_and_off_is_a_switchback(tmp_path):
    """Stripes are read as pairs of blocks, and the effect that was put in comes out."""
    y = figures()
    lit = np.zeros(y.shape, dtype=bool)
    lit[0, ::2] = True
    path = table(tmp_path, marked(y - 6 * lit, lit), "week,site,cost,lit")
    found = learned(path)
    assert found.effect.design == "switchback"
    assert found.effect.unit.value == pytest.approx(-6, abs=1.5)
    assert learned(path, block=1, carry=0).effect == found.effect


def test_one_series_has_its_past_only(tmp_path):
    """A table without units is read before and after, as weak evidence."""
    y = figures(effect=-9.0)
    path = table(tmp_path, [[week, repr(float(value))] for week, value in zip(WEEKS, y[0], strict=True)], "week,cost")
    found = learned(path, since=WEEKS[START])
    assert (found.effect.design, found.effect.evidence, found.per) == ("before-after", "weak", "")
    assert found.effect.lit == ("cost",)


def test_a_column_a_unit(tmp_path):
    """A spreadsheet with a column a site gives what the same figures give as rows."""
    y = figures(effect=-8.0)
    wide = [[week, *(repr(float(value)) for value in y[:, at])] for at, week in enumerate(WEEKS)]
    path = table(tmp_path, wide, ",".join(["week", *SITES]), "wide.csv")
    assert learned(path, **PILOT).effect == learned(usual(tmp_path), **PILOT).effect
    assert learned(path, **PILOT, measure="cost").measure.name == "cost"


def test_a_unit_named_like_a_column(tmp_path):
    """A site that is called like the column of the measure, or of sites, is a site where the measure is named."""
    for name in ("Cost", "site"):
        cells = [[week, name if site == "Site A" else site, cost] for week, site, cost in rows(figures(effect=-8.0))]
        path = table(tmp_path, cells, name="odd.csv")
        found = learned(path, treated=(name, "Site B"), since=WEEKS[START], measure="cost")
        assert set(found.effect.lit) == {name, "Site B"}


def test_a_wrong_cell_of_a_wide_table_is_quoted(tmp_path):
    """The cell itself is quoted, with its unit and row; and a name that is nearly a column is told."""
    y = figures()
    wide = [[week, *(repr(float(value)) for value in y[:, at])] for at, week in enumerate(WEEKS)]
    good = table(tmp_path, wide, ",".join(["week", *SITES]), "good.csv")
    with pytest.raises(UsageError, match="Site B"):
        learned(good, treated=("Site A", "Site BB"), since=WEEKS[START])
    wide[3][5] = "abc"
    path = table(tmp_path, wide, ",".join(["week", *SITES]), "wide.csv")
    with pytest.raises(UnreadableValue, match=r'"abc" for Site E in 2025-01-27') as told:
        learned(path, **PILOT)
    assert told.value.row == 5


def test_a_table_too_small_to_be_one_is_no_log(tmp_path):
    """One row: no period before is the answer, and not that no step of work was found."""
    path = table(tmp_path, [["2025-01-06", "Site A", "3"]])
    with pytest.raises(TooLittleData, match="first period"):
        learned(path, treated=("Site A",), since="2025-01-06", measure="cost")


def test_rows_are_averaged_over_periods(tmp_path):
    """Rows by the day are averaged over weeks where that is asked for; else two of them in one cell are an error."""
    rng = np.random.default_rng(3)
    y = figures(effect=-8.0)
    noise = rng.normal(size=(2, *y.shape))
    noise -= noise.mean(axis=0)
    cells = []
    for half in range(2):
        for at, week in enumerate(WEEKS):
            day = str(np.datetime64(week) + half)
            cells += [[day, site, repr(float(y[row, at] + noise[half, row, at]))] for row, site in enumerate(SITES)]
    path = table(tmp_path, cells, "day,site,cost")
    found = learned(path, unit="site", time="day", measure="cost", period="week", **PILOT)
    assert found.effect.unit.value == pytest.approx(learned(usual(tmp_path), **PILOT).effect.unit.value, abs=1e-9)


def test_a_log_of_work_is_measured_by_week(tmp_path, demo_log):
    """Durations of a log by site and week: in seconds, less is better, and cases that are open are told."""
    found = learned(demo_log, unit="site", treated=("Alder", "Beech"), since="2026-05-04")
    assert (found.measure.name, found.measure.unit, found.measure.less_is_better) == ("duration", "s", True)
    assert found.per == "site"
    assert found.effect.unit.low < 0 < found.effect.unit.high
    assert any("open" in warning for warning in found.warnings)
    by_start = learned(demo_log, unit="site", treated=("Alder", "Beech"), since="2026-05-04", dated="start")
    assert by_start.effect.path[-1].period < found.effect.path[-1].period


@pytest.fixture(scope="module")
def demo_log(tmp_path_factory):
    from smallfires.sim import demo, write

    return write(demo(seed=7).run(), tmp_path_factory.mktemp("demo"))[0]


def drawn(folder, effect: float = -3.0, cases: int = 4000, way: tuple[str, str] = ("old", "new")):
    rng = np.random.default_rng(5)
    new = rng.random(cases) < 0.5
    before = rng.normal(60, 10, cases)
    minutes = 0.6 * before + rng.normal(20, 6, cases) + effect * new
    site = rng.integers(0, 5, cases)
    cells = [
        [str(case), way[int(new[case])], f"{minutes[case]:.4f}", f"{before[case]:.4f}", f"site {site[case]}"]
        for case in range(cases)
    ]
    return table(folder, cells, "case,way,minutes,before,site", "cases.csv")


def test_cases_drawn_by_lot(tmp_path):
    """A row a case: the effect is found, and what was known before makes its interval narrower."""
    path = drawn(tmp_path)
    plain = learned(path, arm="way", measure="minutes")
    sharper = learned(path, arm="way", measure="minutes", before="before", stratum="site")
    for found in (plain, sharper):
        assert found.effect.unit.low < -3 < found.effect.unit.high
        assert (found.effect.design, found.per) == ("randomised", "case")
    width = [found.effect.unit.high - found.effect.unit.low for found in (plain, sharper)]
    assert width[1] < 0.8 * width[0]


def test_which_way_is_new_is_asked_where_it_cannot_be_seen(tmp_path):
    """Two ways of any name: the reading asks; named, either of them may be the new one."""
    path = drawn(tmp_path, way=("red", "blue"))
    with pytest.raises(Unclear, match="Which is the new way"):
        learned(path, arm="way", measure="minutes")
    blue, red = (learned(path, arm="way", measure="minutes", new=name).effect.unit.value for name in ("blue", "Red"))
    assert blue == pytest.approx(-red)
    with pytest.raises(UsageError, match="none of the ways"):
        learned(path, arm="way", measure="minutes", new="green")


def test_cases_by_cluster_are_wider(tmp_path):
    """Where the lot was drawn by site, sites are counted and not cases."""
    rng = np.random.default_rng(1)
    cells = []
    for site in range(20):
        level = rng.normal(50, 5)
        cells += [[f"s{site}", "new" if site % 2 else "old", f"{level + rng.normal():.4f}"] for _ in range(100)]
    path = table(tmp_path, cells, "site,way,minutes", "clusters.csv")
    naive = learned(path, arm="way", measure="minutes").effect.unit
    honest = learned(path, arm="way", measure="minutes", cluster="site").effect.unit
    assert honest.high - honest.low > 4 * (naive.high - naive.low)


def test_order_of_rows_does_not_matter(tmp_path):
    """Rows in any order give the same reading."""
    cells = rows(figures(effect=-8.0))
    shuffled = [cells[at] for at in np.random.default_rng(2).permutation(len(cells))]
    first = learned(table(tmp_path, cells), **PILOT)
    again = learned(table(tmp_path, shuffled), **PILOT)
    assert again.effect == first.effect


def test_a_start_in_the_middle_of_a_period_leaves_it_out(tmp_path):
    """A pilot that began on a Thursday: that week is of both ways."""
    thursday = str(np.datetime64(WEEKS[START]) + 3)
    found = learned(usual(tmp_path), treated=("Site A", "Site B"), since=thursday)
    assert found.since == WEEKS[START + 1]
    assert WEEKS[START] not in [point.period for point in found.effect.path]
    assert any("both ways" in warning for warning in found.warnings)


@pytest.mark.parametrize("since", ["2025-W32", "4 August 2025", "2025-08-04T00:00", np.datetime64("2025-08-04").item()])
def test_dates_as_people_write_them(tmp_path, since):
    """A week, a day in words and a moment are the same start."""
    assert learned(usual(tmp_path), treated=["Site A", "Site B"], since=since).since == WEEKS[START]


def test_the_start_is_written_as_the_table_writes_its_dates(tmp_path):
    """Day first, as in the table."""
    assert (
        learned(usual(tmp_path), treated=["Site A", "Site B"], since="04/08/2025", day_first=True).since == WEEKS[START]
    )


def started(folder, text):
    """Site A began on this day, the others never."""
    cells = [[*row, text if row[1] == "Site A" else ""] for row in rows(figures())]
    return learned(table(folder, cells, "week,site,cost,began"), first="began", measure="cost")


def test_a_first_period_in_the_middle_is_said(tmp_path):
    """A unit that began on a Thursday: that week still counts as the old way, and the reader knows."""
    thursday = str(np.datetime64(WEEKS[START]) + 3)
    found = started(tmp_path, thursday)
    assert found.since == WEEKS[START + 1]
    assert any(f"Site A on {thursday}" in warning for warning in found.warnings)
    assert not started(tmp_path, WEEKS[START]).warnings


# What may be wrong.


def test_a_first_period_that_is_none_says_whose_it_is(tmp_path):
    """Unit, file and column are named."""
    with pytest.raises(UnreadableValue, match=r'Site A: "soon" is no date') as told:
        started(tmp_path, "soon")
    assert (told.value.file, told.value.column) == ("weekly.csv", "began")


def test_a_mark_that_is_none_says_where_it_is(tmp_path):
    """Unit, period, file and column are named."""
    cells = [[*row, "yse" if row[:2] == [WEEKS[30], "Site A"] else "no"] for row in rows(figures())]
    with pytest.raises(UnreadableValue, match=r'"yse" for Site A in ') as told:
        learned(table(tmp_path, cells, "week,site,cost,new"), lit="new", measure="cost")
    assert (told.value.file, told.value.column) == ("weekly.csv", "new")


def test_a_lit_unit_without_any_value_is_named(tmp_path):
    """Where nothing is seen of the only lit unit, it is the unit that is named."""
    cells = [[*row[:2], "" if row[1] == "Site A" else row[2]] for row in rows(figures())]
    cells.append([WEEKS[-1], "Site A", ""])
    cells = [row for at, row in enumerate(cells) if row[2] or at == 0]
    with pytest.raises(DataError, match=r"Site A"):
        learned(table(tmp_path, cells), treated=("Site A",), since=WEEKS[START], measure="cost")


def test_a_name_cut_at_its_comma(tmp_path):
    """The way out is how to write it."""
    cells = [[row[0], '"North, East"' if row[1] == "Site A" else row[1], row[2]] for row in rows(figures())]
    with pytest.raises(UsageError, match=r"quotes of its own: '\"North, East\"'"):
        learned(table(tmp_path, cells), treated=("North", "East"), since=WEEKS[START])


def test_a_case_that_names_no_way(tmp_path):
    """It is the way that is missing, not a number."""
    cells = [[str(10 + at % 7), ("old", "new")[at % 2] if at != 5 else ""] for at in range(40)]
    with pytest.raises(UnreadableValue, match=r"which way the case was worked") as told:
        learned(table(tmp_path, cells, "minutes,way"), arm="way", measure="minutes")
    assert (told.value.row, told.value.column) == (7, "way")


def broken(folder, change, **settings):
    cells = rows(figures())
    change(cells)
    return learned(table(folder, cells), **{**PILOT, **settings})


def test_two_rows_for_one_cell(tmp_path):
    """A duplicate is named with unit, period and both rows."""
    with pytest.raises(DataError, match=r"two rows for Site C in 2025-01-06: rows 4 and 962"):
        broken(tmp_path, lambda cells: cells.append(cells[2]))


@pytest.mark.parametrize("value", ["inf", "-Infinity", "n.b.", "12,5 EUR"])
def test_values_that_are_none(tmp_path, value):
    """An infinite value, or text, is named with its unit, period, row and column."""
    with pytest.raises(UnreadableValue, match=r"for Site C in 2025-01-06") as told:
        broken(tmp_path, lambda cells: cells[2].__setitem__(2, f'"{value}"'), measure="cost")
    assert (told.value.row, told.value.column) == (4, "cost")


def test_a_missing_cell_is_filled_and_said(tmp_path):
    """An empty cell of another unit is no reason to stop, and is said."""
    found = broken(tmp_path, lambda cells: cells[5].__setitem__(2, ""))
    assert any("no value" in note for note in found.effect.notes)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"treated": ("Site Ä",)}, 'no unit "Site Ä"'),
        ({"since": "2027-01-01"}, "Nothing was measured after"),
        ({"since": "yesterday"}, "is no date"),
        ({"since": None}, "not said since when"),
        ({"treated": (), "since": None}, "not said who"),
        ({"treated": ()}, "not said which units"),
        ({"design": "guess"}, "is no design"),
        ({"block": 2}, "is for the design switchback"),
        ({"studentised": True, "design": "before-after"}, "for the designs parallel and rollout"),
        ({"lit": "cost"}, "said more than once"),
        ({"picked": "worst"}, "most, or with the least"),
        ({"worthwhile": "5%"}, "upwards or downwards"),
        ({"worthwhile": "-5%", "more_is_better": True}, "would be worse"),
        ({"worthwhile": "+5%", "more_is_better": False}, "would be worse"),
        ({"worthwhile": "much", "more_is_better": False}, "much"),
        ({"before": "cost"}, "for cases drawn by lot"),
        ({"period": "fortnight"}, "is no period"),
        ({"level": 1.5}, "level"),
        ({"estimator": "ols"}, "not an estimator"),
        ({"measure": "price"}, 'no column "price"'),
        ({"leave_out": ("Site Z",)}, 'no unit "Site Z"'),
        ({"leave_out": tuple(SITES)}, "Every unit is left out"),
        ({"covariates": ("mood",)}, 'no column "mood"'),
    ],
)
def test_what_cannot_be_asked(tmp_path, settings, words):
    """A setting that makes no sense is told with what would."""
    with pytest.raises(SmallfiresError) as told:
        learned(usual(tmp_path), **{**PILOT, **settings})
    assert words in str(told.value)


def test_too_little_is_an_answer(tmp_path):
    """No time before, treated from the start, one unit, or all units: what is missing is said."""
    y = figures()
    late = table(tmp_path, [row for row in rows(y) if row[0] >= WEEKS[START]], name="late.csv")
    with pytest.raises(TooLittleData, match="is not after the first period"):
        learned(late, **PILOT)
    alone = table(tmp_path, [row for row in rows(y) if row[1] == "Site A" and row[0] >= WEEKS[24]], name="alone.csv")
    with pytest.raises(TooLittleData, match="more"):
        learned(alone, treated=("Site A",), since=WEEKS[START])
    with pytest.raises(TooLittleData, match="none to compare"):
        learned(usual(tmp_path), treated=tuple(SITES), since=WEEKS[START], design="parallel")


def test_a_constant_series_is_named(tmp_path):
    """A lit unit that never changes cannot be read: it is named, with its value's period."""
    y = figures()
    y[0] = 100.0
    with pytest.raises(TooLittleData, match="Site A"):
        learned(table(tmp_path, rows(y)), **PILOT)


def test_nothing_in_it(tmp_path):
    """An empty file, a header alone, and a table without figures are told as such."""
    for head, cells, error in [("", [], EmptyData), ("week,site,cost", [], EmptyData)]:
        with pytest.raises(error):
            learned(table(tmp_path, cells, head), **PILOT)
    with pytest.raises((MissingColumn, Unclear, EmptyData)):
        learned(table(tmp_path, [[row[0], row[1], ""] for row in rows(figures())]), **PILOT)


def test_a_unit_without_a_name_can_be_set_aside(tmp_path):
    """A row without a unit stops the reading, unless such rows are set aside."""

    def change(cells):
        cells[7][1] = ""

    with pytest.raises(DataError, match="names no unit"):
        broken(tmp_path, change, unit="site")
    assert len(broken(tmp_path, change, unit="site", set_aside=True).effect.others) == 22


def test_of_very_many_units_fewer_assignments_are_tried(tmp_path):
    """With 1600 units a hundred assignments are tried, unless the user says how many; the effect is found all the same."""
    rng = np.random.default_rng(1)
    y = rng.uniform(80, 120, (1600, 1)) + rng.normal(size=(1600, 12))
    y[:3, 8:] -= 6
    cells = [[WEEKS[at], f"u{unit}", f"{y[unit, at]:.4f}"] for at in range(12) for unit in range(1600)]
    path = table(tmp_path, cells)
    pilot = {"treated": ("u0", "u1", "u2"), "since": WEEKS[8]}
    found = learned(path, **pilot).effect
    assert len(found.diagnostics.placebos) == 99
    assert found.unit.low < -6 < found.unit.high < 0
    assert len(learned(path, **pilot, permutations=150).effect.diagnostics.placebos) == 149


def test_the_settings_are_kept(tmp_path):
    """What was asked stands in the record, and the same again gives the same."""
    path = usual(tmp_path)
    found = learned(path, **PILOT, level=0.9)
    assert found.settings["level"] == "0.9"
    assert found == learned(path, **PILOT, level=0.9)
    assert found.effect != replace(learned(path, **PILOT)).effect
