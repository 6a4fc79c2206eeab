"""A reading as charts: Vega-Lite specifications, ready to be drawn. Colours come from the one palette.

Labels stand above their bars, not beside them, so that a chart reads the same on a phone and on a desk.
"""

from __future__ import annotations

from typing import Any

from smallfires.faces.letters import shorten
from smallfires.faces.palette import BAR, EMBER, GLOW, INK, MUTED, PAPER
from smallfires.faces.words.ladder import RUNGS
from smallfires.faces.words.names import name, tidy
from smallfires.faces.words.terms import Terms, terms
from smallfires.faces.words.trend import marks
from smallfires.faces.words.waste import label
from smallfires.fires.ladder import Rung
from smallfires.fires.quantity import DAY, HOUR, MINUTE, say_share
from smallfires.fires.work import Trend, Waste, WorkReading

Spec = dict[str, Any]
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
MOST_WASTES = 8
_ROW = 46


def spec(width: int, height: int, layers: list[Spec], font: str = FONT) -> Spec:
    """Layers on a plain ground of a given size."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 2,
        "autosize": {"type": "pad", "contains": "padding"},
        "background": None,
        "layer": layers,
        "config": {
            "aria": False,
            "font": font,
            "view": {"stroke": None},
            "text": {"fontSize": 13, "color": INK},
            "axis": {"labelFontSize": 12, "labelColor": MUTED, "grid": False, "domain": False, "ticks": False},
        },
    }


def _values(rows: list[dict[str, Any]]) -> Spec:
    return {"values": rows}


def _text(rows: list[dict[str, Any]], channels: Spec, **mark: Any) -> Spec:
    return {"data": _values(rows), "mark": {"type": "text", "baseline": "middle", **mark}, "encoding": channels}


def ladder(reading: WorkReading, width: int, font: str = FONT) -> Spec:
    """The rungs as bars with their intervals, and the target as a line through all."""
    say, rungs = terms(reading), reading.ladder.rungs
    target = reading.target.value if reading.target else None
    ends = [end for rung in rungs for end in (rung.high, rung.value, rung.low) if end == end]  # noqa: PLR0124
    ends += [] if target is None else [target]
    scale = {"domain": [min(0.0, *ends), max(0.0, *ends) or 1.0], "nice": False, "zero": False}
    rows = [_rung(rung, say, i, _room(width)) for i, rung in enumerate(rungs)]
    top = 26 if target is not None else 0
    line = [] if target is None else _target(target, say, scale, top + _ROW * len(rungs))
    return spec(width, top + _ROW * len(rungs), line + _bars(rows, scale, width, top), font)


def _rung(rung: Rung, say: Terms, place: int, room: int) -> dict[str, Any]:
    return {
        "place": place,
        "zero": 0.0,
        "label": RUNGS[rung.step] + (f": {name(rung.who, room - len(RUNGS[rung.step]))}" if rung.who else ""),
        "said": say.say(rung.value),
        "span": say.span(rung.low, rung.high),
        "value": rung.value,
        "low": rung.low,
        "high": rung.high,
    }


def _room(width: int) -> int:
    """How many letters of a label fit beside its figure."""
    return max(16, int((width - 130) / 7.2))


def _y(top: int, within: float) -> Spec:
    """The height of something inside its row."""
    return {"expr": f"{top} + {_ROW} * datum.place + {within}"}


_HALO: Spec = {"stroke": PAPER, "strokeWidth": 5, "color": PAPER}
"""A ground for letters that a line may cross."""


def _bars(rows: list[dict[str, Any]], scale: Spec, width: int, top: int) -> list[Spec]:
    """A label, its figure, a bar, and its interval, for each row."""
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": None}
    ends = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    bar = {"type": "rect", "y": _y(top, 23), "y2": _y(top, 33), "color": BAR, "cornerRadius": 2}
    whisker = {"type": "rule", "y": _y(top, 28), "color": INK, "strokeWidth": 2}
    name: Spec = {"x": 0, "y": _y(top, 10), "align": "left"}
    said: Spec = {"x": width, "y": _y(top, 10), "align": "right", "fontWeight": "bold"}
    dot = {"type": "point", "y": _y(top, 28), "filled": True, "size": 64, "color": INK, "opacity": 1}
    return [
        {"data": _values(rows), "mark": bar, "encoding": {"x": {**x, "field": "zero"}, "x2": {"field": "value"}}},
        _text(rows, {"text": {"field": "label"}}, **name, **_HALO),
        _text(rows, {"text": {"field": "said"}}, **said, **_HALO),
        _text(rows, {"text": {"field": "label"}}, **name),
        _text(rows, {"text": {"field": "said"}}, **said),
        {"data": _values(rows), "mark": whisker, "encoding": ends},
        {"data": _values(rows), "mark": dot, "encoding": {"x": x}},
    ]  # fmt: skip


def _target(level: float, say: Terms, scale: Spec, bottom: int) -> list[Spec]:
    """The target as an upright line with its name on top."""
    low, high = scale["domain"]
    right = (level - low) > 0.55 * (high - low)
    x = {"x": {"field": "value", "type": "quantitative", "scale": scale, "axis": None}}
    rows = [{"value": level, "said": f"target {say.say(level)}"}]
    rule = {"type": "rule", "y": 16, "y2": bottom, "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3]}
    side = {"align": "right", "dx": 6} if right else {"align": "left", "dx": -6}
    mark = {**side, "y": 6, "color": EMBER, "fontWeight": "bold"}
    return [{"data": _values(rows), "mark": rule, "encoding": x}, _text(rows, {**x, "text": {"field": "said"}}, **mark)]


def waste(reading: WorkReading, width: int, font: str = FONT, most: int = MOST_WASTES) -> Spec:
    """The largest wastes as bars of their share of the time."""
    say = terms(reading)
    found = sorted(reading.wastes, key=lambda waste: -waste.share)[:most]
    rows = [_waste(waste, say, i, _room(width)) for i, waste in enumerate(found)]
    scale = {"domain": [0, max([row["high"] for row in rows] + [1e-9])], "nice": False}
    whiskers = [row for row in rows if row["high"] > row["low"]]
    layers = _bars(rows, scale, width, 0)[:-2]
    layers[0]["mark"]["color"] = GLOW
    if whiskers:
        layers.append(_bars(whiskers, scale, width, 0)[-2])
    return spec(width, _ROW * len(rows) - 8, layers, font)


def _waste(waste: Waste, say: Terms, place: int, room: int) -> dict[str, Any]:
    gain = "" if waste.drops_to is None else f"  → {say.say(waste.drops_to)}"
    exact = waste.low is None or waste.high is None
    return {
        "place": place,
        "zero": 0.0,
        "label": shorten(tidy(label(waste)), room),
        "said": f"{say_share(waste.share)}{gain}",
        "value": waste.share,
        "low": waste.share if exact else waste.low,
        "high": waste.share if exact else waste.high,
    }


def trend(reading: WorkReading, width: int, font: str = FONT) -> Spec:
    """The measure by period, between its natural limits, with what stands out and the target."""
    series = reading.trend
    if series is None:
        raise ValueError("a reading without a trend has no chart of it")
    size, unit = _unit(series, terms(reading))
    rows = _points(series, size)
    x = {"field": "place", "type": "quantitative", "scale": {"domain": [0, max(1, len(rows) - 1)]},
         "axis": _periods(series, width)}  # fmt: skip
    axis = {"tickCount": 4, "title": unit, "offset": 6, **_TITLE}
    y = {"type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": axis}
    out = [row for row in rows if row["stands_out"]]
    layers = [
        _line(rows, {"x": x, "y": {**y, "field": "upper"}, "y2": {"field": "lower"}}, _AREA),
        _line(rows, {"x": x, "y": {**y, "field": "centre"}}, {"type": "line", "color": MUTED, "strokeWidth": 1}),
        _line(rows, {"x": x, "y": {**y, "field": "value"}}, {"type": "line", "color": INK, "strokeWidth": 1.5}),
        _line(rows, {"x": x, "y": {**y, "field": "value"}}, _DOT),
        _line(out, {"x": x, "y": {**y, "field": "value"}}, {**_DOT, "color": EMBER, "size": 110, "shape": "diamond"}),
    ]
    if reading.target is not None:
        layers += _level(reading, y, size)
    return spec(width, 220, layers, font)


def _points(series: Trend, size: float) -> list[dict[str, Any]]:
    marked = marks(series)
    return [
        {"place": i, "value": value / size, "lower": low / size, "upper": high / size, "centre": series.centre / size,
         "stands_out": i in marked}
        for i, (value, low, high) in enumerate(zip(series.values, series.lower, series.upper, strict=True))
    ]  # fmt: skip


_TITLE: Spec = {
    "titleAlign": "left",
    "titleAngle": 0,
    "titleAnchor": "end",
    "titleX": -20,
    "titleY": -14,
    "titleColor": MUTED,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
_AREA: Spec = {"type": "area", "color": BAR, "opacity": 0.22}
_DOT: Spec = {"type": "point", "filled": True, "color": INK, "size": 28, "opacity": 1}


def _line(rows: list[dict[str, Any]], channels: Spec, mark: Spec) -> Spec:
    return {"data": _values(rows), "mark": mark, "encoding": channels}


def _level(reading: WorkReading, y: Spec, size: float) -> list[Spec]:
    """The target as a level line with its name."""
    level = reading.target.value if reading.target else 0.0
    rows = [{"value": level / size, "said": f"target {terms(reading).say(level)}"}]
    channel = {"y": {**y, "field": "value"}}
    rule = {"type": "rule", "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3]}
    mark = {"x": 4, "align": "left", "dy": -8, "color": EMBER, "fontWeight": "bold"}
    named = _text(rows, {**channel, "text": {"field": "said"}}, **mark)
    return [{"data": _values(rows), "mark": rule, "encoding": channel}, named]


def _periods(series: Trend, width: int) -> Spec:
    """A few labels along the bottom, the first and the last among them."""
    count = len(series.periods)
    most = max(2, min(count, width // 110))
    places = sorted({round(i * (count - 1) / (most - 1)) for i in range(most)}) if count > 1 else [0]
    labels = [tidy(period)[:24] for period in series.periods]
    chosen = ", ".join(f"{place}: {_quoted(labels[place])}" for place in places)
    return {
        "values": places,
        "title": None,
        "labelExpr": f"({{{chosen}}})[datum.value]",
        "labelFlush": True,
        "offset": 8,
    }


def _quoted(text: str) -> str:
    """A text as a literal in a Vega expression."""
    import json

    return json.dumps(text)


def _unit(series: Trend, say: Terms) -> tuple[float, str]:
    """The unit of the axis: its size and its name."""
    if not say.is_time:
        return 1.0, name(say.ladder.unit, 24) if say.ladder.unit else ""
    for size, called in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if series.centre >= 2 * size:
            return size, called
    return 1.0, "seconds"
