"""What a pilot could tell, in charts and in letters."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from math import inf
from xml.etree import ElementTree

import pytest
from tests.faces.plans import (
    PLANS,
    beyond_all,
    durations,
    never_moves,
    none_tells,
    plan,
    stepwise,
    switched,
    too_small,
    weak,
    wolf,
)
from tests.faces.sample import HOSTILE
from tests.faces.test_pilot_charts import chart, rows

from smallfires.faces import drawing
from smallfires.faces.kinds import kind_of
from smallfires.faces.letters import plan as pictures
from smallfires.faces.letters import width
from smallfires.faces.page import NARROW, WIDE
from smallfires.faces.palette import EMBER, GLOW
from smallfires.faces.terminal import EMBER as STYLE
from smallfires.faces.words import page

every_plan = pytest.mark.parametrize("found", PLANS.values(), ids=PLANS)


@every_plan
@pytest.mark.parametrize("key", ["who", "power", "options"])
@pytest.mark.parametrize("wide", [NARROW, WIDE])
def test_every_chart_is_plain_json_and_can_be_drawn(found, key, wide):
    """Every chart is plain JSON without NaN or infinity, draws as valid SVG, and fits the width it was made for."""
    if page(found).section(key) is None or key not in kind_of(found).charts(found):
        return
    spec = chart(found, key, wide)
    json.dumps(spec, allow_nan=False)
    drawn = drawing.svg(spec)
    assert float(ElementTree.fromstring(drawn).get("width")) <= wide + 60
    assert "NaN" not in drawn


def seen(spec, field: str) -> list[dict]:
    """The rows with this field that can be seen: those that a page only tells have marks without colour."""
    drawn = [layer for layer in spec["layer"] if layer["mark"].get("opacity") != 0]
    return [row for layer in drawn for row in layer["data"]["values"] if field in row]


def lit_cells(found, wide: int = WIDE) -> list[list[int]]:
    """The places of the filled cells, row by row, from the top."""
    cells = sorted({(row["up"], row["a"], row["lit"]) for layer in chart(found, "who", wide)["layer"]
                    for row in layer["data"]["values"] if "b" in row})  # fmt: skip
    tops = sorted({up for up, *_ in cells})
    return [[at + 1 for at, (_, _, lit) in enumerate(cell for cell in cells if cell[0] == top) if lit] for top in tops]


@pytest.mark.parametrize("found", [switched(), stepwise(), weak()], ids=["switched", "stepwise", "weak"])
def test_the_calendar_is_the_lot(found):
    """A cell is filled exactly where its unit works the new way in its period; the others are rows without any."""
    drawn = lit_cells(found)
    assert drawn[: len(found.draw.turns)] == [list(turn.lit) for turn in found.draw.turns]
    assert not any(drawn[len(found.draw.turns) :])
    assert len(drawn) == 12


def test_dates_stand_under_the_cells():
    """Every period has its label where units differ, in the middle of its cell; else the first and the last have."""
    said = [row for layer in chart(switched(), "who")["layer"] for row in layer["data"]["values"] if "at" in row]
    assert [row["said"] for row in said] == list(switched().draw.periods)
    cells = [
        row
        for layer in chart(switched(), "who")["layer"]
        for row in layer["data"]["values"]
        if row.get("up") == 0 and "b" in row
    ]
    for date, cell in zip(said, sorted(cells, key=lambda row: row["a"]), strict=True):
        assert cell["a"] < date["at"] < cell["b"] + 2
    said = [row["said"] for layer in chart(plan(), "who")["layer"] for row in layer["data"]["values"] if "side" in row]
    assert said == ["2026-W27", "2026-W34"]


def test_a_crowd_is_cut_and_its_labels_thinned():
    """At most sixteen units are drawn, and labels never stand closer than they can be read."""
    found = PLANS["plan: crowd"]
    assert len(lit_cells(found)) == 16
    at = sorted(
        row["at"] for layer in chart(found, "who", NARROW)["layer"] for row in layer["data"]["values"] if "at" in row
    )
    assert all(after - before >= 13 for before, after in pairwise(at))


@every_plan
def test_the_curve_and_its_table_say_the_same(found):
    """Every point of the chart is one of the record, in percent where the words are."""
    if page(found).section("power") is None:
        return
    drawn = sorted(rows(chart(found, "power"), "at", "power", "low", "high"))
    percent = found.history.level > 0
    told = [(abs(point.effect) * (100 / found.history.level if percent else 1), point.power) for point in found.curve]
    assert [at for at, *_ in drawn] == pytest.approx([at for at, _ in sorted(told)])
    assert [power for _, power, *_ in drawn] == [power for _, power in sorted(told)]


def test_what_is_wanted_is_marked():
    """The wanted power is a level line, the worthwhile effect an upright one, and what is detected a dot where they say."""
    spec = chart(plan(), "power")
    assert [said for (said,) in rows(spec, "said")] == ["wanted: 8 times in 10", "worthwhile: 10 %", "9 %"]
    (dot,) = [row for layer in spec["layer"] for row in layer["data"]["values"] if row.get("said") == "9 %"][:1]
    assert (dot["at"], dot["power"]) == (pytest.approx(100 * 0.92 / 10.2), 0.8)


def test_a_pilot_that_cries_wolf_detects_nothing():
    """Where no pilot can be trusted, nothing is marked as detected."""
    assert [said for (said,) in rows(chart(wolf(), "power"), "said")] == ["wanted: 8 times in 10", "worthwhile: 10 %"]


def test_names_in_the_curve_do_not_stand_on_lines():
    """The name of what is detected goes beyond the line of what is worthwhile, where that stands close ahead."""
    near = chart(plan(), "power")
    far = chart(replace(plan(), wanted=replace(plan().wanted, worthwhile=None)), "power")
    moved = [layer["mark"]["dx"] for spec in (near, far) for layer in spec["layer"] if layer["mark"].get("dy") == 13]
    assert moved[0] > moved[-1] == 9


@every_plan
def test_the_options_and_their_table_say_the_same(found):
    """Every pilot that detects something is a dot at its cost; what is far beyond the others stands at the edge."""
    if "options" not in kind_of(found).charts(found):
        return
    spec = chart(found, "options")
    drawn = seen(spec, "cost")
    told = [one for one in found.candidates if one.detectable]
    assert sorted(row["cost"] for row in drawn) == sorted(one.cost for one in told)
    assert sum(row["kind"] == "chosen" for row in drawn) == (found.chosen is not None)
    tops = {row["at"] for row in drawn if row["far"]}
    assert all(row["at"] <= max(tops) for row in drawn) if tops else True


def test_dots_say_whether_they_tell_it():
    """The chosen pilot, those that tell what is worthwhile and those that do not have colours, and the legend names these."""
    spec = chart(plan(), "options")
    drawn = [row["kind"] for row in seen(spec, "cost")]
    assert sorted(drawn) == ["chosen", "other", "tells", "tells"]
    written = [
        layer["encoding"]["text"]["value"] for layer in spec["layer"] if "value" in layer["encoding"].get("text", {})
    ]
    assert written == ["this plan: 2 sites, 8 weeks", "tells it, too", "does not tell it often enough"]
    places = [
        layer["mark"]["y"] for layer in chart(plan(), "options", NARROW)["layer"] if layer["mark"].get("fontSize") == 12
    ]
    assert len(set(places)) == 3
    none = chart(too_small(), "options")
    assert "tells" not in {row.get("kind") for layer in none["layer"] for row in layer["data"]["values"]}


def test_what_cannot_be_drawn_is_left_out():
    """Where no pilot tells anything there is no chart of the options, but their table."""
    assert "options" not in kind_of(none_tells()).charts(none_tells())
    assert page(none_tells()).section("options").table.rows
    with pytest.raises(ValueError, match="no calendar"):
        chart(none_tells(), "who")


def test_extremes_can_be_drawn():
    """A curve of no width, and points beyond all bounds, are drawn."""
    flat = replace(never_moves(), curve=tuple(replace(point, effect=0.0) for point in plan().curve))
    assert drawing.svg(chart(flat, "power"))
    assert pictures.power(flat, 60, STYLE).plain
    endless = replace(plan(), curve=(*plan().curve, replace(plan().curve[-1], effect=-inf)))
    assert drawing.svg(chart(endless, "power")) == drawing.svg(chart(plan(), "power"))
    assert drawing.svg(chart(beyond_all(), "power"))
    assert "22 h" not in "".join(ElementTree.fromstring(drawing.svg(chart(durations(), "power"))).itertext())


def test_names_in_charts_are_text():
    """A name that is markup is text in the drawing."""
    drawn = drawing.svg(chart(PLANS["plan: hostile"], "who"))
    assert "<script" not in drawn
    assert HOSTILE[0][:8] in "".join(ElementTree.fromstring(drawn).itertext())


def test_fire_is_where_the_new_way_is():
    """Lit cells and the chosen pilot have the colours of fire, and nothing else in their charts but what is worthwhile."""
    cells = [layer["mark"]["color"] for layer in chart(plan(), "who")["layer"] if layer["mark"]["type"] == "rect"]
    assert cells[0] == GLOW != cells[1]
    (colours,) = {tuple(layer["encoding"]["color"]["scale"]["range"]) for layer in chart(plan(), "options")["layer"]
                  if "color" in layer["encoding"]}  # fmt: skip
    assert colours[0] == EMBER


def shown(found, wide: int) -> list[str]:
    """The calendar in the terminal, line by line."""
    from rich.console import Console

    console = Console(width=wide, no_color=True)
    with console.capture() as caught:
        console.print(pictures.calendar(found, wide, STYLE))
    return caught.get().splitlines()


def test_the_calendar_in_letters():
    """A line a unit: a block for each period in which it works the new way, and their labels."""
    lines = shown(switched(), 100)
    assert lines[0].split()[:3] == ["East", "·█·██·█·", "2026-W28,"]
    assert lines[1].split()[:3] == ["North", "█·█·█·█·", "2026-W27,"]
    crowd = shown(PLANS["plan: crowd"], 60)
    assert "█" not in "".join(crowd)
    assert crowd[-1].startswith("… and 24 more")


@pytest.mark.parametrize("wide", [40, 58, 98])
def test_the_curve_in_letters(wide):
    """Dots that rise from left to right, the wanted power level, the worthwhile effect upright at its place."""
    lines = pictures.power(plan(), wide, STYLE).plain.splitlines()
    assert max(map(width, lines)) <= wide
    start = next(at for at, line in enumerate(lines) if line.startswith("100 %"))
    legend, lines = " ".join(lines[:start]), lines[start:]
    rise = {at: row for row, line in enumerate(lines[:9]) for at, letter in enumerate(line) if letter == "●"}
    heights = [rise[at] for at in sorted(rise)]
    assert heights == sorted(heights, reverse=True)
    assert lines[2].count("┄") > 5
    upright = {line.index("│") for line in lines[:9] if "│" in line}
    assert len(upright) == 1
    assert "worthwhile, 10 %" in legend
