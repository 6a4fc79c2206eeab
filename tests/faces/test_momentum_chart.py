from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from smallfires.faces import drawing
from smallfires.faces.charts.momentum import MOST, quarters
from smallfires.faces.page import NARROW, WIDE
from smallfires.faces.words.fires.momentum import label, page
from smallfires.fires.momentum import Momentum, Pace, Quarter


def momentum(many: int) -> Momentum:
    """A workspace that is so many quarters old, and busier in each."""
    found = tuple(Quarter(2022 + at // 4, at % 4 + 1, at, 3 * at, at // 2) for at in range(many))
    pace = Pace(fires=2, days=81, shortest=58, longest=104)
    return Momentum("Ward", date(2026, 1, 1), 30, 20, 19, 9, 4, None, found, pace, 3, 0, "0.1.0")


@pytest.mark.parametrize("wide", [NARROW, WIDE])
@pytest.mark.parametrize("many", [1, 3, 40])
def test_the_chart_and_its_table_say_the_same(many, wide):
    """The last quarters stand in order, each bar with its count; a page tells of each what its row of the table says."""
    record = momentum(many)
    drawn = quarters(record, wide)
    shown = record.quarters[-(MOST if wide == WIDE else 6) :]
    seen = [row for layer in drawn["layer"] if layer["mark"]["type"] == "rect" for row in layer["data"]["values"]]
    counts = [row["count"] for row in seen if "count" in row]
    assert sorted(counts) == sorted(n for one in shown for n in (one.lit, one.read, one.decided) if n)
    (told,) = [layer["data"]["values"] for layer in drawn["layer"] if layer["mark"].get("opacity") == 0]
    rows = {row[0]: row for row in page(record).section("quarters").table.rows}
    for one, row in zip(shown, told, strict=True):
        assert row["says"] == "{}\nlit: {}\nread: {}\ndecided: {}".format(*rows[label(one)])
    written = list(ElementTree.fromstring(drawing.svg(drawn)).itertext())
    assert all(str(count) in written for count in counts)
