"""A reading of a pilot as charts: what would have been, the effect by period, and pilots that never were."""

from __future__ import annotations

from math import ceil, isfinite, sqrt
from typing import Any

from smallfires.faces.charts.base import DOT, FONT, HALO, TITLE, Spec, along, layer, spec, spots, text, told
from smallfires.faces.palette import BAR, EMBER, INK, MUTED
from smallfires.faces.words.names import name
from smallfires.faces.words.pilot import effect as said_effect
from smallfires.faces.words.pilot import path as said_path
from smallfires.faces.words.pilot.terms import Terms, bounded
from smallfires.fires.effect import Figure, Point
from smallfires.fires.quantity import DAY, HOUR, MINUTE, many
from smallfires.fires.reading import Reading

HEIGHT, TOP = 240, 44
"""Of a chart over periods, and what its legend takes of it."""
MOST_DOTS = 60
"""Periods up to which each has a dot."""
DOTTED = 120
"""Pretend pilots up to which each is a dot."""
_BAND: Spec = {"type": "area", "color": BAR, "opacity": 0.28, "interpolate": "linear"}
_BEAM: Spec = {"type": "rule", "color": BAR, "opacity": 0.28, "strokeWidth": 14}
"""The band of one period alone."""
_MEASURED: Spec = {"type": "line", "color": INK, "strokeWidth": 1.75}
_EXPECTED: Spec = {"type": "line", "color": MUTED, "strokeWidth": 1.75, "strokeDash": [5, 3]}


def path(reading: Reading, width: int, font: str = FONT) -> Spec:
    """Measured and what would have been, with its band where it was lit, and the start marked."""
    points, say = reading.effect.path, Terms(reading)
    size, unit = scaled(say, [part for point in points for part in (point.observed, point.expected)])
    low, high = _reach([part / size for point in points for part in (point.observed, point.expected, *_band(point))])
    rows = [
        {
            "place": at,
            "measured": point.observed / size,
            "expected": point.expected / size,
            "says": says,
            **_ends(point, size, low, high),
        }
        for at, (point, says) in enumerate(zip(points, told(said_path.section(say)), strict=False))
    ]
    x = _place(len(rows), along([point.period for point in points], width))
    y = _scale(low, high, unit, HEIGHT)
    band = [row for row in rows if "lower" in row]
    layers = [
        *_start(points, x),
        layer(
            band, {"x": x, "y": {**y, "field": "upper"}, "y2": {"field": "lower"}}, _BAND if len(band) > 1 else _BEAM
        ),
        layer(rows, {"x": x, "y": {**y, "field": "expected"}}, _EXPECTED),
        layer(rows, {"x": x, "y": {**y, "field": "measured"}}, _MEASURED),
        *_legend(bool(band)),
        spots(rows, {"x": x, "y": {**y, "field": "measured"}}),
    ]
    if len(rows) <= MOST_DOTS:
        layers.insert(-2, layer(rows, {"x": x, "y": {**y, "field": "measured"}}, DOT))
    return spec(width, HEIGHT, layers, font)


def scaled(say: Terms, amounts: list[float]) -> tuple[float, str]:
    """The unit of an axis: its size in the measure's own, and its name."""
    measure = say.reading.measure
    if measure.unit != "s":
        return 1.0, name(measure.unit, 24) if measure.unit else ""
    largest = max((abs(amount) for amount in amounts if isfinite(amount)), default=0.0)
    for size, called in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if largest >= 2 * size:
            return size, called
    return 1.0, "seconds"


def _band(point: Point) -> tuple[float, ...]:
    """The known ends of what would have been."""
    if point.effect is None:
        return ()
    return tuple(point.observed - end for end in (point.effect.high, point.effect.low) if isfinite(end))


def _ends(point: Point, size: float, low: float, high: float) -> dict[str, float]:
    """The band in a row; an end that is not known is that of the chart, and without any there is no band."""
    if point.effect is None or not bounded(point.effect):
        return {}
    lower, upper = ((point.observed - end) / size for end in (point.effect.high, point.effect.low))
    return {"lower": max(lower, low), "upper": min(upper, high)}


def _reach(values: list[float]) -> tuple[float, float]:
    """From the smallest to the largest figure, with a little air; never of no height."""
    known = [value for value in values if isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    air = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return low - air, high + air


def _place(count: int, axis: Spec) -> Spec:
    """Places along the bottom; one alone stands in the middle."""
    domain = [0, count - 1] if count > 1 else [-1, 1]
    return {"field": "place", "type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": axis}


def _scale(low: float, high: float, unit: str, height: int) -> Spec:
    """Heights below the legend."""
    axis = {"tickCount": 4, "title": unit, "offset": 6, **TITLE, "titleY": TOP - 10}
    scale = {"domain": [low, high], "zero": False, "nice": False, "range": [height, TOP]}
    return {"type": "quantitative", "scale": scale, "axis": axis}


def _start(points: tuple[Point, ...], x: Spec) -> list[Spec]:
    """An upright line between the last old and the first new period, where there are both."""
    at = next((at for at, point in enumerate(points) if point.lit), 0)
    if not at:
        return []
    rows = [{"place": at - 0.5, "said": "start"}]
    rule = {"type": "rule", "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3], "y": TOP - 2, "y2": HEIGHT}
    side = {"align": "right", "dx": 4} if at > 0.5 * len(points) else {"align": "left", "dx": -4}
    said = text(rows, {"x": x, "text": {"field": "said"}}, **side, y=TOP - 11, color=EMBER, fontWeight="bold")
    return [layer(rows, {"x": x}, rule), said]


def _legend(band: bool) -> list[Spec]:
    """What each line and ground is, in a row on top."""
    lines = [(0, "measured", _MEASURED), (98, "would have been", _EXPECTED)]
    layers = [part for at, said, line in lines for part in _key(at, said, {**line, "type": "rule"}, {"value": 12})]
    box = {"type": "rect", "color": BAR, "opacity": 0.28}
    return [*layers, *(_key(238, "its doubt", box, {"value": 6}, {"value": 18}) if band else [])]


def _key(at: int, said: str, mark: Spec, y: Spec, y2: Spec | None = None) -> list[Spec]:
    """A sample and its name."""
    place: Spec = {"x": {"value": at}, "x2": {"value": at + 20}, "y": y, **({"y2": y2} if y2 else {})}
    rows = [{"said": said}]
    letters = text(rows, {"text": {"field": "said"}}, x=at + 26, y=12, align="left", color=MUTED, fontSize=12)
    return [layer(rows, place, mark), letters]


def periods(reading: Reading, width: int, font: str = FONT) -> Spec:
    """The effect of each lit period with its interval, around a line at zero."""
    say = Terms(reading)
    found = [(point.period, point.effect) for point in reading.effect.path if point.effect is not None]
    ends = [part for _, effect in found for part in (effect.low, effect.value, effect.high)]
    size, unit = scaled(say, ends)
    low, high = _reach([0.0, *(part / size for part in ends)])
    rows = [
        {"place": at, "zero": 0.0, "says": says, **_effect(effect, size, low, high)}
        for at, ((_, effect), says) in enumerate(zip(found, told(said_path.periods(say)), strict=False))
    ]
    x = _place(len(rows), along([period for period, _ in found], width))
    x = {**x, "scale": {**x["scale"], "range": [8, width - 8]}}
    y = _scale(low, high, unit, 190)
    y = {**y, "scale": {**y["scale"], "range": [190, 6]}, "axis": {**y["axis"], "titleY": -14}}
    colour = {"condition": {"test": "datum.told", "value": EMBER}, "value": INK}
    rule = {"type": "rule", "strokeWidth": max(1.0, min(2.5, width / len(rows) / 6)), "opacity": 0.75}
    layers = [
        layer(rows, {"y": {**y, "field": "zero"}}, {"type": "rule", "color": MUTED, "strokeWidth": 1}),
        layer(rows, {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}, rule),
        layer(rows, {"x": x, "y": {**y, "field": "value"}, "color": colour}, {**DOT, "size": 34}),
        spots(rows, {"x": x, "y": {**y, "field": "value"}}),
    ]
    return spec(width, 190, layers, font)


def _effect(effect: Figure, size: float, low: float, high: float) -> dict[str, Any]:
    """A row of an effect; an end that is not known is that of the chart."""
    return {
        "value": effect.value / size,
        "low": max(effect.low / size, low),
        "high": min(effect.high / size, high),
        "told": not effect.low <= 0 <= effect.high,
    }


def placebos(reading: Reading, width: int, font: str = FONT) -> Spec:
    """Pretend pilots by their figure, dots while they are few and bars where they are many, and the true one marked."""
    say, true = Terms(reading), reading.effect.unit.value
    figures = reading.effect.diagnostics.placebos
    size, unit = scaled(say, [*figures, true])
    low, high = _reach([0.0, true / size, *(figure / size for figure in figures)])
    bins = max(15, width // 12) if len(figures) <= DOTTED else min(width // 9, max(20, 2 * ceil(sqrt(len(figures)))))
    counts = counted([figure / size for figure in figures], low, high, bins)
    height, tallest = 150, max(counts)
    axis = {"tickCount": 5, "title": unit, "titleColor": MUTED, "titleFontWeight": "normal", "titleFontSize": 12,
            "titleAnchor": "end", "labelFlush": True, "offset": 4}  # fmt: skip
    x = {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": axis,
    }
    step = (high - low) / bins
    rows = [
        {
            "at": low + i * step,
            "until": low + (i + 1) * step,
            "count": n,
            "says": _pile(say, n, low + i * step, step, size),
        }
        for i, n in enumerate(counts)
        if n
    ]
    marks = (
        _dots(rows, x, height, tallest, step, width / bins)
        if len(figures) <= DOTTED
        else _bars(rows, x, height, tallest)
    )
    zero = layer([{"at": 0.0}], {"x": x}, {"type": "rule", "color": MUTED, "strokeWidth": 1, "y": 26, "y2": height})
    return spec(width, height, [zero, *marks, *_true(true / size, say.say(true), low, high, x, height)], font)


def _pile(say: Terms, count: int, low: float, step: float, size: float) -> str:
    """How many pretend pilots have a figure in a part of the range."""
    return f"{many(count, 'pretend pilot')}\n{say.span(low * size, (low + step) * size)}"


def counted(figures: list[float], low: float, high: float, bins: int) -> list[int]:
    """How many figures fall into each of so many parts of a range."""
    counts = [0] * bins
    for figure in figures:
        counts[min(bins - 1, int((figure - low) / (high - low) * bins))] += 1
    return counts


def _dots(rows: list[dict[str, Any]], x: Spec, height: int, tallest: int, step: float, wide: float) -> list[Spec]:
    """A dot each, in piles."""
    up = min(wide, (height - 34) / tallest)
    dots = [{"at": row["at"] + step / 2, "up": height - (i + 0.5) * up} for row in rows for i in range(row["count"])]
    mark = {
        "type": "point",
        "filled": True,
        "color": BAR,
        "opacity": 1,
        "size": 0.6 * up * up,
        "y": {"expr": "datum.up"},
    }
    tops = [{**row, "at": row["at"] + step / 2, "up": height - (row["count"] - 0.5) * up} for row in rows]
    return [layer(dots, {"x": x}, mark), spots(tops, {"x": x}, y={"expr": "datum.up"})]


def _bars(rows: list[dict[str, Any]], x: Spec, height: int, tallest: int) -> list[Spec]:
    """A bar for each part of the range."""
    up = (height - 34) / tallest
    tall = [{**row, "up": height - row["count"] * up} for row in rows]
    mark = {"type": "rect", "color": BAR, "y": {"expr": "datum.up"}, "y2": height, "stroke": None, "xOffset": 0.5}
    tops = [{**row, "at": (row["at"] + row["until"]) / 2} for row in tall]
    return [layer(tall, {"x": x, "x2": {"field": "until"}}, mark), spots(tops, {"x": x}, y={"expr": "datum.up"})]


def _true(true: float, said: str, low: float, high: float, x: Spec, height: int) -> list[Spec]:
    """The figure of the pilot itself, as an upright line with its name on top."""
    right = (true - low) > 0.5 * (high - low)
    rows = [{"at": true, "said": f"the true one, {said}"}]
    side = {"align": "right", "dx": 4} if right else {"align": "left", "dx": -4}
    mark = {**side, "y": 10, "fontWeight": "bold"}
    letters = {"x": x, "text": {"field": "said"}}
    rule = {"type": "rule", "color": EMBER, "strokeWidth": 2, "y": 20, "y2": height}
    return [layer(rows, {"x": x}, rule), text(rows, letters, **mark, **HALO), text(rows, letters, **mark, color=EMBER)]


def effect(reading: Reading, width: int, font: str = FONT) -> Spec:
    """The figure and its interval on one line, with no effect and the worthwhile one marked."""
    say, found = Terms(reading), reading.effect.unit
    worth = reading.effect.worthwhile
    size, unit = scaled(say, [part for part in (found.low, found.value, found.high, worth or 0.0) if isfinite(part)])
    low, high = opened(
        found, _reach([0.0, *(part / size for part in (found.low, found.value, found.high, worth or 0.0))])
    )
    height, middle = 84, 54
    x = {"field": "at", "type": "quantitative", "scale": {"domain": [low, high], "nice": False, "zero": False},
         "axis": _amounts(unit)}  # fmt: skip
    row = {"at": found.value / size, "low": max(low, found.low / size), "high": min(high, found.high / size),
           "says": next(told(said_effect.section(say)))}  # fmt: skip
    colour = EMBER if reading.effect.told else INK
    marks = [
        *_mark(0.0, "no effect", MUTED, x, (18, height)),
        *(_mark(worth / size, "worthwhile", EMBER, x, (36, height)) if worth else []),
        layer(
            [row],
            {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
            {**_INTERVAL, "y": middle - 5, "y2": middle + 5},
        ),
        layer([row], {"x": x}, {**DOT, "size": 90, "color": colour, "y": middle}),
        spots([row], {"x": x}, y=middle),
    ]
    return spec(width, height, [*marks, *_arrows(found, x, (low, high), middle)], font)


def opened(found: Figure, ends: tuple[float, float]) -> tuple[float, float]:
    """The same range, with room to point at on the side where an end is not known."""
    low, high = ends
    room = 0.2 * (high - low) or 1.0
    return low if isfinite(found.low) else low - room, high if isfinite(found.high) else high + room


_INTERVAL: Spec = {"type": "rect", "color": BAR, "opacity": 0.55, "cornerRadius": 2}


def _amounts(unit: str) -> Spec:
    """An axis of amounts along the bottom, its unit at the end."""
    title = {"title": unit, "titleColor": MUTED, "titleFontWeight": "normal", "titleFontSize": 12, "titleAnchor": "end"}
    return {"tickCount": 5, **title, "labelFlush": True, "offset": 4}


def _mark(at: float, said: str, colour: str, x: Spec, span: tuple[int, int]) -> list[Spec]:
    """An upright line with its name on top, on the side where there is room."""
    low, high = x["scale"]["domain"]
    top, bottom = span
    rows = [{"at": at, "said": said}]
    side = {"align": "right", "dx": 4} if at - low > 0.5 * (high - low) else {"align": "left", "dx": -4}
    rule = {"type": "rule", "color": colour, "strokeWidth": 1.5, "y": top, "y2": bottom}
    letters = {"x": x, "text": {"field": "said"}}
    mark = {**side, "y": top - 9, "fontSize": 12}
    return [layer(rows, {"x": x}, rule), text(rows, letters, **mark, **HALO), text(rows, letters, **mark, color=colour)]


def _arrows(found: Figure, x: Spec, ends: tuple[float, float], middle: int) -> list[Spec]:
    """A head where an end is not known."""
    known = ((found.low, ends[0], 270), (found.high, ends[1], 90))
    rows = [{"at": edge, "angle": angle} for end, edge, angle in known if not isfinite(end)]
    mark = {"type": "point", "shape": "triangle", "filled": True, "size": 120, "color": BAR, "opacity": 1, "y": middle}
    angle = {"field": "angle", "type": "quantitative", "scale": None}
    return [layer(rows, {"x": x, "angle": angle}, mark)] if rows else []
