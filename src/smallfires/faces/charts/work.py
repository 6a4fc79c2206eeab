"""A reading of the work as charts: the ladder, the wastes, and the measure over time."""

from __future__ import annotations

from typing import Any

from smallfires.faces.charts.base import DOT, FONT, HALO, TITLE, Spec, along, layer, spec, spots, text, told, values
from smallfires.faces.letters import shorten
from smallfires.faces.palette import BAR, EMBER, GLOW, INK, MUTED
from smallfires.faces.words.names import name, tidy
from smallfires.faces.words.work import ladder as said_ladder
from smallfires.faces.words.work import trend as said_trend
from smallfires.faces.words.work import waste as said_waste
from smallfires.faces.words.work.ladder import RUNGS
from smallfires.faces.words.work.terms import Terms, terms
from smallfires.faces.words.work.trend import marks
from smallfires.faces.words.work.waste import label
from smallfires.fires.ladder import Rung
from smallfires.fires.quantity import DAY, HOUR, MINUTE, say_share
from smallfires.fires.work import Trend, Waste, WorkReading

MOST_WASTES = 8
_ROW = 46


def ladder(reading: WorkReading, width: int, font: str = FONT) -> Spec:
    """The rungs as bars with their intervals, and the target as a line through all."""
    say, rungs = terms(reading), reading.ladder.rungs
    target = reading.target.value if reading.target else None
    ends = [end for rung in rungs for end in (rung.high, rung.value, rung.low) if end == end]  # noqa: PLR0124
    ends += [] if target is None else [target]
    scale = {"domain": [min(0.0, *ends), max(0.0, *ends) or 1.0], "nice": False, "zero": False}
    words = told(said_ladder.section(reading))
    rows = [_rung(rung, say, i, _room(width)) | {"says": next(words)} for i, rung in enumerate(rungs)]
    top = 26 if target is not None else 0
    line = [] if target is None else _target(target, say, scale, top + _ROW * len(rungs))
    marks = [*line, *_bars(rows, scale, width, top), _spots(rows, scale, top)]
    return spec(width, top + _ROW * len(rungs), marks, font)


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
        {"data": values(rows), "mark": bar, "encoding": {"x": {**x, "field": "zero"}, "x2": {"field": "value"}}},
        text(rows, {"text": {"field": "label"}}, **name, **HALO),
        text(rows, {"text": {"field": "said"}}, **said, **HALO),
        text(rows, {"text": {"field": "label"}}, **name),
        text(rows, {"text": {"field": "said"}}, **said),
        {"data": values(rows), "mark": whisker, "encoding": ends},
        {"data": values(rows), "mark": dot, "encoding": {"x": x}},
    ]  # fmt: skip


def _spots(rows: list[dict[str, Any]], scale: Spec, top: int) -> Spec:
    """The end of each bar."""
    x = {"field": "value", "type": "quantitative", "scale": scale, "axis": None}
    return spots(rows, {"x": x}, y=_y(top, 28))


def _target(level: float, say: Terms, scale: Spec, bottom: int) -> list[Spec]:
    """The target as an upright line with its name on top."""
    low, high = scale["domain"]
    right = (level - low) > 0.55 * (high - low)
    x = {"x": {"field": "value", "type": "quantitative", "scale": scale, "axis": None}}
    rows = [{"value": level, "said": f"target {say.say(level)}"}]
    rule = {"type": "rule", "y": 16, "y2": bottom, "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3]}
    side = {"align": "right", "dx": 6} if right else {"align": "left", "dx": -6}
    mark = {**side, "y": 6, "color": EMBER, "fontWeight": "bold"}
    return [{"data": values(rows), "mark": rule, "encoding": x}, text(rows, {**x, "text": {"field": "said"}}, **mark)]


def waste(reading: WorkReading, width: int, font: str = FONT, most: int = MOST_WASTES) -> Spec:
    """The largest wastes as bars of their share of the time."""
    say = terms(reading)
    found = sorted(reading.wastes, key=lambda waste: -waste.share)[:most]
    words = told(said_waste.section(reading))
    rows = [_waste(waste, say, i, _room(width)) | {"says": next(words)} for i, waste in enumerate(found)]
    scale = {"domain": [0, max([row["high"] for row in rows] + [1e-9])], "nice": False}
    whiskers = [row for row in rows if row["high"] > row["low"]]
    layers = _bars(rows, scale, width, 0)[:-2]
    layers[0]["mark"]["color"] = GLOW
    if whiskers:
        layers.append(_bars(whiskers, scale, width, 0)[-2])
    layers.append(_spots(rows, scale, 0))
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
    rows = [
        row | {"says": says}
        for row, says in zip(_points(series, size), told(said_trend.section(reading)), strict=False)
    ]
    x = {"field": "place", "type": "quantitative", "scale": {"domain": [0, max(1, len(rows) - 1)]},
         "axis": along(series.periods, width)}  # fmt: skip
    axis = {"tickCount": 4, "title": unit, "offset": 6, **TITLE}
    y = {"type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": axis}
    out = [row for row in rows if row["stands_out"]]
    layers = [
        layer(rows, {"x": x, "y": {**y, "field": "upper"}, "y2": {"field": "lower"}}, _AREA),
        layer(rows, {"x": x, "y": {**y, "field": "centre"}}, {"type": "line", "color": MUTED, "strokeWidth": 1}),
        layer(rows, {"x": x, "y": {**y, "field": "value"}}, {"type": "line", "color": INK, "strokeWidth": 1.5}),
        layer(rows, {"x": x, "y": {**y, "field": "value"}}, DOT),
        layer(out, {"x": x, "y": {**y, "field": "value"}}, {**DOT, "color": EMBER, "size": 110, "shape": "diamond"}),
        spots(rows, {"x": x, "y": {**y, "field": "value"}}),
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


_AREA: Spec = {"type": "area", "color": BAR, "opacity": 0.22}


def _level(reading: WorkReading, y: Spec, size: float) -> list[Spec]:
    """The target as a level line with its name."""
    level = reading.target.value if reading.target else 0.0
    rows = [{"value": level / size, "said": f"target {terms(reading).say(level)}"}]
    channel = {"y": {**y, "field": "value"}}
    rule = {"type": "rule", "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3]}
    mark = {"x": 4, "align": "left", "dy": -8, "color": EMBER, "fontWeight": "bold"}
    named = text(rows, {**channel, "text": {"field": "said"}}, **mark)
    return [{"data": values(rows), "mark": rule, "encoding": channel}, named]


def _unit(series: Trend, say: Terms) -> tuple[float, str]:
    """The unit of the axis: its size and its name."""
    if not say.is_time:
        return 1.0, name(say.ladder.unit, 24) if say.ladder.unit else ""
    for size, called in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if series.centre >= 2 * size:
            return size, called
    return 1.0, "seconds"
