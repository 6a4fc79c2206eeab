"""What a pilot did, in charts and in pictures made of letters."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.faces.pilots import PILOTS, START, looked, reading, switched, with_effect
from tests.faces.sample import HOSTILE

from smallfires.faces import drawing, letters
from smallfires.faces.charts.base import FONT
from smallfires.faces.charts.pilot import DOTTED, counted
from smallfires.faces.kinds import kind_of
from smallfires.faces.letters import pilot as pictures
from smallfires.faces.page import NARROW, WIDE
from smallfires.faces.words import page

KEYS = ("effect", "path", "periods", "placebos")
every_pilot = pytest.mark.parametrize("reading", PILOTS.values(), ids=PILOTS)


def chart(found, key, width=WIDE):
    """A chart of a reading."""
    return kind_of(found).charts(found)[key](width, FONT)


def rows(spec, *fields) -> list[tuple]:
    """The data of a chart that have these fields, each row once."""
    found = {}
    for layer in spec["layer"]:
        for row in layer["data"]["values"]:
            if all(field in row for field in fields):
                found.setdefault(tuple(row[field] for field in fields), None)
    return list(found)


@every_pilot
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_chart_is_plain_json_and_can_be_drawn(reading, key, width):
    """Every chart is plain JSON without NaN or infinity, draws as valid SVG, and fits the width it was made for."""
    if page(reading).section(key) is None:
        return
    spec = chart(reading, key, width)
    json.dumps(spec, allow_nan=False)
    drawn = drawing.svg(spec)
    assert float(ElementTree.fromstring(drawn).get("width")) <= width + 60
    assert "NaN" not in drawn


@every_pilot
def test_the_path_and_its_table_say_the_same(reading):
    """Every period of the table is a point of the chart, measured and expected."""
    shown = page(reading).section("path")
    if shown is None:
        return
    drawn = sorted(rows(chart(reading, "path"), "place", "measured", "expected"))
    assert len(drawn) == len(shown.table.rows) == len(reading.effect.path)
    ratios = [measured / point.observed for (_, measured, _), point in zip(drawn, reading.effect.path, strict=True)]
    assert max(ratios) == pytest.approx(min(ratios))


def test_the_band_is_where_it_was_lit():
    """The doubt of what would have been is drawn from the start on, from the interval of each period."""
    found = reading()
    drawn = rows(chart(found, "path"), "place", "lower", "upper")
    assert [place for place, *_ in drawn] == list(range(START, 20))
    for (_, lower, upper), point in zip(drawn, found.effect.path[START:], strict=True):
        assert (lower, upper) == pytest.approx((point.expected - 6, point.expected + 6))


def test_the_start_is_marked_once():
    """A start is a line between the last old and the first new period; where all are lit there is none."""
    assert rows(chart(reading(), "path"), "place", "said") == [(START - 0.5, "start")]
    assert rows(chart(switched(), "path"), "place", "said") == []


def test_what_nobody_can_bound_has_no_band():
    """A period whose interval has no end has no band, and where none has one there is no chart of them."""
    assert rows(chart(switched(), "path"), "lower", "upper") == []
    assert page(switched()).section("periods") is None
    assert "Each point is a pair of blocks" in " ".join(page(switched()).section("path").sentences)


def test_ends_without_end_stay_inside_the_chart():
    """An end that is not known is drawn to the edge, and the figures keep their room."""
    known, endless = reading().effect.path[START:], replace(reading().effect.path[-1].effect, low=-math.inf)
    path = (*reading().effect.path[:-1], replace(known[-1], effect=endless))
    spec = chart(with_effect(path=path), "periods")
    low, high = spec["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert (low, high) == pytest.approx((-19, 0), abs=2)
    assert rows(spec, "value", "low", "high")[-1][1] == low
    half = chart(PILOTS["pilot: half known"], "effect")
    assert len(rows(half, "at", "angle")) == 1
    assert rows(chart(reading(), "effect"), "at", "angle") == []


def test_told_periods_are_marked():
    """A period whose interval leaves zero out is drawn as told."""
    drawn = rows(chart(reading(), "periods"), "place", "told")
    assert [told for _, told in drawn] == [
        not p.effect.low <= 0 <= p.effect.high for p in reading().effect.path[START:]
    ]


@pytest.mark.parametrize("count", [4, 29, DOTTED, DOTTED + 1, 999])
def test_every_pretend_pilot_is_drawn(count):
    """Pretend pilots are all drawn: a dot each while they are few, else in bars that add up to them."""
    spec = chart(looked(placebos=tuple((i * 37 % 101 - 50) / 9 for i in range(count))), "placebos")
    dots = sum(len(layer["data"]["values"]) for layer in spec["layer"] if "up" in layer["data"]["values"][0]
               and "count" not in layer["data"]["values"][0])  # fmt: skip
    bars = next(layer["data"]["values"] for layer in spec["layer"] if "count" in layer["data"]["values"][0])
    assert (dots or count) == sum(row["count"] for row in bars) == count
    assert bool(dots) == (count <= DOTTED)
    assert (-12.0, "the true one, −12 €") in rows(spec, "at", "said")


def test_parts_of_a_range_count_everything():
    """Every figure falls into one part, the largest into the last."""
    assert counted([0.0, 0.4, 0.5, 1.0], 0.0, 1.0, 2) == [2, 2]


def test_a_worthwhile_effect_is_marked():
    """No effect is marked always, the worthwhile one where it was said."""
    assert [said for _, said in rows(chart(with_effect(worthwhile=-4.0), "effect"), "at", "said")][:2] == [
        "no effect", "worthwhile",
    ]  # fmt: skip
    assert "worthwhile" not in [said for _, said in rows(chart(reading(), "effect"), "at", "said")]


def test_names_in_charts_are_text():
    """A name that is markup is text in the drawing."""
    drawn = drawing.svg(chart(PILOTS["pilot: hostile"], "path"))
    assert "<script" not in drawn
    assert HOSTILE[0][:20] in "".join(ElementTree.fromstring(drawn).itertext())


@every_pilot
@pytest.mark.parametrize("wide", [38, 58, 98])
def test_pictures_fit(reading, wide):
    """No line of a picture made of letters is wider than its room."""
    shown = page(reading)
    for key, picture in kind_of(reading).pictures(reading, "red").items():
        if shown.section(key) is not None:
            assert max(letters.width(line) for line in picture(wide).plain.splitlines()) <= wide


def test_the_path_in_letters_falls_where_the_path_falls():
    """After the start, what was measured stands below what would have been, as in the figures."""
    lines = pictures.path(reading(), 80, "red").plain.splitlines()[1:-1]
    last = max(len(line.rstrip()) for line in lines) - 1
    column = [line.ljust(last + 1)[last] for line in lines]
    assert column.index("┄") < column.index("●")


def test_the_true_one_is_marked_at_its_place():
    """The mark stands left of all pretend pilots where its figure is below all of theirs."""
    bars, mark, _ = pictures.placebos(reading(), 60, "red").plain.splitlines()
    assert mark.index("▲") < len(bars) - len(bars.lstrip())


def test_the_interval_in_letters_has_its_order():
    """Low end, figure, high end and zero stand in their order."""
    line = pictures.effect(reading(), 60, "red").plain.splitlines()[0]
    places = [line.index(mark) for mark in "├●┤│"]
    assert all(before < after for before, after in pairwise(places))
    endless = pictures.effect(PILOTS["pilot: half known"], 60, "red").plain.splitlines()[0]
    assert endless.startswith("─")


def test_a_single_lit_period_has_a_band_that_can_be_seen():
    """The band of one lit period alone is a beam, because an area of one point has no width."""
    marks = [layer["mark"] for layer in chart(PILOTS["pilot: one period"], "path")["layer"]]
    assert any(mark.get("strokeWidth") == 14 for mark in marks)
