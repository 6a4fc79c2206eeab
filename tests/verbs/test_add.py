"""A source or a measure gets a name, once it was really read."""

from __future__ import annotations

import tomllib

import pytest
from tests.verbs.learned import SITES, WEEKS, figures, rows, table

from smallfires.errors import DataError, UsageError
from smallfires.verbs.add import add_measure, add_source
from smallfires.verbs.bench import bench
from smallfires.verbs.init import init
from smallfires.verbs.workspace import FILE, open_workspace

LOG = """case,activity,start,end,cost
1,Receive,2026-04-03 09:00,2026-04-03 10:00,5
1,Pack,2026-04-05 10:30,2026-04-05 11:00,6
2,Receive,2026-04-04 09:00,2026-04-04 09:30,5
2,Pack,2026-04-06 16:00,2026-04-06 17:00,7
3,Receive,2026-04-05 09:00,2026-04-05 10:00,5
3,Pack,2026-04-08 09:00,2026-04-08 09:20,8
"""


@pytest.fixture
def folder(tmp_path):
    """A workspace with a table of 24 sites and 40 weeks, and a log."""
    init(tmp_path, owner="Ruth")
    table(
        tmp_path,
        [[*row, str(12 + at % 5), str(at)] for at, row in enumerate(rows(figures()))],
        "week,site,cost,n,calls",
    )
    (tmp_path / "log.csv").write_text(LOG)
    return tmp_path


def source(folder, name, address, **settings):
    with bench(threads=1) as ground:
        return add_source(open_workspace(folder), name, address, settings, ground)


def measure(folder, name, of, **settings):
    with bench(threads=1) as ground:
        return add_measure(open_workspace(folder), name, of, settings, ground)


def told(folder):
    return tomllib.loads((folder / FILE).read_text("utf-8"))


def test_a_table_gets_a_name(folder, monkeypatch):
    """Its columns are recognised, what could be measured is named, and only what was said is written, seen from the workspace."""
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    found = source(folder, "weekly", "../weekly.csv", unit="site")
    assert (found.address, found.measures, found.log) == ("weekly.csv", ("cost", "calls"), False)
    assert {guess.role: guess.value for guess in found.source.recognised}["unit"] == "site"
    assert found.source.rows == len(SITES) * len(WEEKS)
    assert told(folder)["sources"] == {"weekly": {"file": "weekly.csv", "unit": "site"}}
    assert "# Recognised: time in week, count in n." in (folder / FILE).read_text("utf-8")


def test_what_names_a_unit_is_no_measure(folder):
    """Numbers that name a unit, or are always the same for it, are not taken for something that could be measured."""
    lines = [
        f"{year},{unit},{unit % 3}.5,{unit + year / 7:.3f},{year % unit}"
        for unit in range(40, 52)
        for year in range(2001, 2009)
    ]
    (folder / "counties.csv").write_text("\n".join(["year,county,area,income,births", *lines]) + "\n")
    found = source(folder, "counties", str(folder / "counties.csv"))
    assert found.measures == ("income", "births")
    assert {guess.role: guess.value for guess in found.source.recognised}["unit"] == "county"


def test_a_name_in_the_data_cannot_write_into_the_file(folder):
    """A column whose name has a line end in it is named in a comment, and stays in it."""
    (folder / "odd.csv").write_text(
        '"week\n[mail]","site",cost\n2026-03-02,a,1.5\n2026-03-02,b,2\n2026-03-09,a,3\n2026-03-09,b,4\n'
    )
    source(folder, "odd", str(folder / "odd.csv"))
    assert "# Recognised: time in week [mail], unit in site." in (folder / FILE).read_text("utf-8")
    assert set(told(folder)) == {"name", "owner", "currency", "ledger", "sources"}


def test_a_log_gets_a_name(folder):
    """Of a log the duration can be measured, and what else it tells of each case."""
    found = source(folder, "log", str(folder / "log.csv"))
    assert (found.log, found.measures, found.source.rows) == (True, ("duration", "cost"), 6)


def test_a_file_elsewhere_keeps_its_whole_path(folder, tmp_path_factory):
    """A file outside the workspace is named by its whole path."""
    other = tmp_path_factory.mktemp("elsewhere")
    table(other, rows(figures()))
    source(folder, "weekly", str(other / "weekly.csv"))
    assert told(folder)["sources"]["weekly"]["file"] == (other / "weekly.csv").as_posix()


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [("s", "nowhere.csv", "There is no file"), ("", "weekly.csv", "without a name"),
     ("s", "postgresql://u:pw@h/n", "has a password"), ("s", "postgresql://u:${NOT_SET_HERE}@h/n", "needs NOT_SET_HERE")],
)  # fmt: skip
def test_what_cannot_be_read_is_not_written(folder, name, address, said):
    """A source that is not there, has no name, or a password in its address, leaves the file as it was."""
    before = (folder / FILE).read_bytes()
    with pytest.raises((DataError, UsageError), match=said):
        source(folder, name, address)
    assert (folder / FILE).read_bytes() == before


def test_a_measure_gets_a_name(folder):
    """It gives a figure by unit and week; its column and direction are written, and it can be asked for by its name."""
    source(folder, "weekly", str(folder / "weekly.csv"))
    found = measure(
        folder, "cost per case", "weekly", measure="cost", more_is_better=False, count="none", measured_in="€"
    )
    assert (found.per, len(found.units), found.periods, found.first, found.last) == (
        "site",
        24,
        40,
        WEEKS[0],
        WEEKS[-1],
    )
    assert found.measure.name == "cost per case"
    assert found.measure.less_is_better
    assert found.level == pytest.approx(figures()[:, -13:].mean())
    name, level, seen = found.units[3]
    assert (name, seen) == (SITES[3], 40)
    assert level == pytest.approx(figures()[3, -13:].mean())
    assert told(folder)["measures"]["cost per case"] == {
        "source": "weekly", "measure": "cost", "count": "none", "measured_in": "€", "better": "less",
    }  # fmt: skip
    assert open_workspace(folder).measuring("cost per case")[1]["measure"] == "cost"


def test_a_measure_of_a_log_knows_its_direction(folder):
    """The duration of a case is better when it is less, unless said; its period is written where it was said."""
    source(folder, "log", str(folder / "log.csv"))
    found = measure(folder, "days", "log", period="day")
    assert found.measure.less_is_better
    assert told(folder)["measures"]["days"] == {
        "source": "log", "measure": "duration", "period": "day", "better": "less",
    }  # fmt: skip


def test_a_measure_without_a_direction_or_a_source_is_refused(folder):
    """Which way is better is never guessed; a source has to be there; nothing is written."""
    source(folder, "weekly", str(folder / "weekly.csv"))
    before = (folder / FILE).read_bytes()
    with pytest.raises(UsageError, match="--less-is-better or --more-is-better"):
        measure(folder, "calls", "weekly", measure="calls")
    with pytest.raises(UsageError, match='Did you mean "weekly"'):
        measure(folder, "calls", "weekley", measure="calls", more_is_better=False)
    assert (folder / FILE).read_bytes() == before
