from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from tests.faces.web.board.sources.bringing import WEEKLY
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE
from tests.verbs.desks import a_desk, drafted
from tests.verbs.wards import a_workspace, burnt, grown, lesson
from tests.verbs.wards import drafted as written

MEASURED = """name = "Ward"
owner = "Ruth Adler"
[sources.weekly]
file = "weekly.csv"
[measures."=cost"]
source = "weekly"
measure = "cost"
better = "less"
"""


def rows(answer):
    """What a spreadsheet reads of an answer."""
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_all_fires_are_a_table():
    """Fires come as CSV and as a workbook, a row each; a title that would be a formula is text."""
    desk = a_desk()
    drafted(desk, replace(OPTIMIZE, title="=1+1", owner="@evil"))
    with serving(desk, board=True) as client:
        answer = client.get("/fires.csv")
        assert answer.headers["content-disposition"].startswith('attachment; filename="Fires.csv"')
        head, row = rows(answer)
        told = dict(zip(head, row, strict=True))
        assert (told["called"], told["owner"], told["stage"]) == ("'=1+1", "'@evil", "drafted")
        page = openpyxl.load_workbook(io.BytesIO(client.get("/fires.xlsx").content)).active
        assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
        assert client.get("/fires.pdf").status_code == 404


def test_a_reading_comes_with_its_tables(tmp_path):
    """All tables of a reading come as one file."""
    desk = a_workspace(tmp_path)
    written(desk)
    burnt(desk)
    grown(desk, 40)
    assert lesson(desk) is not None
    with serving(desk, board=True) as client:
        address = "/fires/a-shorter-handover/readings/1/tables"
        assert len(rows(client.get(f"{address}.csv"))) > 10
        assert len(openpyxl.load_workbook(io.BytesIO(client.get(f"{address}.xlsx").content)).sheetnames) > 1
        assert f'href="{address}.csv"' in client.get("/fires/a-shorter-handover/readings/1").text
        assert client.get("/fires/a-shorter-handover/readings/9/tables.csv").status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_measure_comes_with_all_its_figures(tmp_path, ending):
    """A measure comes by unit and period, its figures as figures."""
    (tmp_path / "smallfires.toml").write_text(MEASURED)
    (tmp_path / "weekly.csv").write_text(WEEKLY.replace("Site A", "=Site A"))
    with serving(a_desk(folder=tmp_path), board=True) as client:
        answer = client.get(f"/sources/panel.{ending}", params={"measure": "=cost"})
        if ending == "csv":
            assert rows(answer)[:2] == [
                ["site", "period", "figure", "cases"],
                ["'=Site A", "2025-01-01", "11.0", "1.0"],
            ]
        else:
            page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
            assert [cell.value for cell in page[2]] == ["=Site A", "2025-01-01", 11, 1]
            assert page["A2"].data_type == "s"
        assert client.get(f"/sources/panel.{ending}", params={"measure": "none"}).status_code == 404
