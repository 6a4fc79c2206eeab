from __future__ import annotations

import json
import math
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from tests.faces.sample import HOSTILE, READINGS, office

from smallfires.faces import drawing
from smallfires.faces.charts.base import FONT
from smallfires.faces.kinds import kind_of
from smallfires.faces.page import NARROW, WIDE, pictures
from smallfires.faces.palette import DARK, LIGHT, contrast
from smallfires.faces.words import page

every_reading = pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)


CHARTS = ("ladder", "waste", "map", "trend")


def chart(reading, key: str, width: int):
    """A chart of a reading, so wide."""
    return kind_of(reading).charts(reading)[key](width, FONT)


def rows(spec, *fields) -> list[tuple]:
    """The data of a chart that have these fields, each row once."""
    found = {}
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            if all(field in row for field in fields):
                found.setdefault(tuple(row[field] for field in fields), None)
    return list(found)


@every_reading
def test_the_ladder_and_its_table_say_the_same(reading):
    """The chart of the ladder and the table behind it show the same figures, from the same reading."""
    table = page(reading).section("ladder").table
    drawn = rows(chart(reading, "ladder", WIDE), "said", "span", "value")
    assert [(said, span) for said, span, _ in drawn] == [(row[1], row[2]) for row in table.rows]
    assert [value for *_, value in drawn] == [rung.value for rung in reading.ladder.rungs]


@every_reading
def test_the_waste_chart_and_its_table_say_the_same(reading):
    """The chart of waste and the table behind it show the same figures in the same order."""
    section = page(reading).section("waste")
    if section is None:
        assert not reading.wastes
        return
    drawn = [said for said, _ in rows(chart(reading, "waste", WIDE), "said", "label")]
    for said, row in zip(drawn, section.table.rows, strict=False):
        assert said.startswith(row[1])
        assert said.endswith("" if row[3] == "–" else row[3])


@every_reading
def test_the_trend_chart_and_its_table_say_the_same(reading):
    """Every period of the table is a point of the chart, and the same ones stand out."""
    section = page(reading).section("trend")
    if section is None:
        assert reading.trend is None
        return
    drawn = rows(chart(reading, "trend", WIDE), "place", "value", "stands_out")
    assert len(drawn) == len(section.table.rows) == len(reading.trend.values)
    assert [out for *_, out in drawn] == [row[-1] == "yes" for row in section.table.rows]
    ratios = [shown / value for (_, shown, _), value in zip(drawn, reading.trend.values, strict=True)]
    assert max(ratios) == pytest.approx(min(ratios))


@every_reading
def test_the_map_and_its_tables_say_the_same(reading):
    """Every box and every line of the map has its row in the tables behind it."""
    section = page(reading).section("map")
    if section is None or reading.map is None:
        return
    spec = chart(reading, "map", WIDE)
    activities, links = section.behind
    said = [text for (text,) in rows(spec, "said") if "×" in text]
    assert [text.split("×")[0] for text in said] == [row[1] for row in activities.rows][: len(said)]
    assert len(rows(spec, "link", "order")) / len(links.rows) >= 10
    assert len(rows(spec, "angle", "x", "y")) <= len(links.rows)


@every_reading
@pytest.mark.parametrize("key", CHARTS)
def test_every_chart_is_plain_json_and_can_be_drawn(reading, key):
    """Every chart is plain JSON without NaN, draws as valid SVG, and fits the width that it was made for."""
    if page(reading).section(key) is None or (key == "map" and reading.map is None):
        return
    spec = chart(reading, key, NARROW)
    json.dumps(spec, allow_nan=False)
    root = ElementTree.fromstring(drawing.svg(spec))
    assert float(root.get("width")) <= NARROW + 60
    assert "NaN" not in drawing.svg(spec)


def test_a_chart_takes_the_colours_of_the_page():
    """In a page a chart has no colour of its own, and no font: both themes can colour it."""
    themed = drawing.themed(drawing.svg(chart(office(), "ladder", WIDE)), "sf-wide")
    assert not re.search(r'="#[0-9a-f]{6}"', themed)
    assert "font-family" not in themed
    assert 'fill="var(--sf-ember)"' in themed
    ElementTree.fromstring(themed)


def test_names_in_charts_are_text():
    """A name that is markup is text in the drawing."""
    drawn = drawing.svg(chart(READINGS["hostile"], "map", WIDE))
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert HOSTILE[0] in "".join(ElementTree.fromstring(drawn).itertext())


def test_every_chart_has_words_for_those_who_cannot_see_it():
    """The words for each chart hold the figures that it shows."""
    found = pictures(page(office()), kind_of(office()).charts(office()))
    assert set(found) == set(CHARTS)
    assert "Today: 12.7 days; Best seen here: 11.5 days" in found["ladder"].alt
    assert "38 %" in found["waste"].alt
    assert "steady" in found["trend"].alt


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_told_apart(theme):
    """Text has a contrast of at least 4.5 on both grounds, bars of at least 3 on the paper."""
    for ground in ("paper", "card"):
        for text in ("ink", "muted", "ember"):
            assert contrast(theme[text], theme[ground]) >= 4.5
    for bar in ("bar", "glow"):
        assert contrast(theme[bar], theme["paper"]) >= 3
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert math.isclose(contrast("#777777", "#777777"), 1)


def test_png_is_a_png():
    """A chart can be had as PNG."""
    assert drawing.png(chart(office(), "ladder", NARROW)).startswith(b"\x89PNG")


@pytest.mark.parametrize("key", ["ladder", "trend", "map"])
def test_each_mark_tells_its_row_of_the_table(key):
    """What a mark of a chart on a page can tell is its row of the table behind it, figure for figure."""
    reading = office()
    section = page(reading).section(key)
    drawn = pictures(page(reading), kind_of(reading).charts(reading))[key]
    tables = section.behind or (section.table,)
    for picture in (drawn.narrow, drawn.wide):
        found = [unescape(text) for text in re.findall(r' data-says="([^"]*)"', picture)]
        assert found == [text for table in tables for text in table.told]
        assert "aria-label" not in picture
