"""A plan as charts: who works the new way when, how power grows with the effect, and what other pilots could tell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from smallfires.faces.charts.base import DOT, FONT, HALO, TITLE, Spec, layer, spec, spots, text, told
from smallfires.faces.letters import shorten
from smallfires.faces.letters import width as columns
from smallfires.faces.palette import BAR, EMBER, GLOW, INK, LIGHT, MUTED
from smallfires.faces.words.names import name
from smallfires.faces.words.plan import options as said_options
from smallfires.faces.words.plan import power as said_power
from smallfires.faces.words.plan import who as said_who
from smallfires.faces.words.plan.terms import Terms, often, stretches
from smallfires.faces.words.plan.who import label
from smallfires.fires.plan import Candidate, Draw, Plan

MOST_UNITS, FEW_UNITS = 16, 12
"""Lit units that are drawn; and units in all up to which the others are drawn, too."""
_ROW, _CELL = 26, 18
_LETTER = 7.2
"""How wide a letter is, about."""
_BAND: Spec = {"type": "area", "color": BAR, "opacity": 0.28, "interpolate": "linear"}
_CURVE: Spec = {"type": "line", "color": INK, "strokeWidth": 2}
_WANTED: Spec = {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": [2, 3]}
_WORTH: Spec = {"type": "rule", "color": EMBER, "strokeWidth": 2, "strokeDash": [5, 3]}


def calendar(plan: Plan, width: int, font: str = FONT) -> Spec:
    """A row a unit, a cell a period: filled where the unit works the new way."""
    say, draw = Terms(plan), plan.draw
    if draw is None:
        raise ValueError("a plan without a pilot has no calendar")
    units = [(label(say, turn), set(turn.lit)) for turn in draw.turns[:MOST_UNITS]]
    if len(draw.turns) + len(draw.others) <= FEW_UNITS:
        units += [(name(other), set()) for other in draw.others]
    left = _left([called for called, _ in units], width)
    each = (width - left) / len(draw.periods)
    gap = 2 if each > 8 else 0.5 if each > 3 else 0
    cells = [
        {"a": left + at * each, "b": left + (at + 1) * each - gap, "up": row * _ROW, "lit": at + 1 in lit}
        for row, (_, lit) in enumerate(units)
        for at in range(len(draw.periods))
    ]
    names = [
        {"up": row * _ROW + _CELL / 2, "said": shorten(called, int((left - 8) / _LETTER)), "lit": bool(lit)}
        for row, (called, lit) in enumerate(units)
    ]
    under = _dates(say, draw, left, each)
    down = 18 if len(under) <= 2 else int(_UPRIGHT * max(len(row["said"]) for row in under)) + 4
    top = len(units) * _ROW
    middle = (left + width) / 2
    spot = [
        {"up": row * _ROW + _CELL / 2, "says": says}
        for row, says in enumerate(islice(told(said_who.section(say)), len(units)))
    ]
    layers = [
        _cells([cell for cell in cells if cell["lit"]], GLOW),
        _cells([cell for cell in cells if not cell["lit"]], LIGHT["line"]),
        *(_names([row for row in names if row["lit"] is lit], INK if lit else MUTED) for lit in (True, False)),
        *(_date(row, top, turned=len(under) > 2) for row in under),
        spots([row for row in spot if row["says"]], {}, x=middle, y={"expr": "datum.up"}),
    ]
    return spec(width, top + down, [each for each in layers if each["data"]["values"]], font)


def _dates(say: Terms, draw: Draw, left: float, each: float) -> list[dict[str, Any]]:
    """The first and the last period; all of them where units differ, and there is room."""
    count = len(draw.periods)
    if len({turn.lit for turn in draw.turns}) > 1 or len(stretches(draw.turns[0].lit)) > 1:
        step = next((step for step in (1, 2, 4) if each * step >= _NARROWEST), count)
        if count / step > 2:
            return [{"said": say.date(at + 1), "at": left + (at + 0.5) * each} for at in range(0, count, step)]
    ends = [{"said": say.date(1), "at": left, "side": "left"}]
    last = {"said": say.date(count), "at": left + count * each, "side": "right"}
    return [*ends, last] if count > 1 else ends


_NARROWEST, _UPRIGHT = 13, 7.6
"""Between two dates that stand upright; and how long a letter of one is."""


def _left(names: list[str], width: int) -> float:
    """Where the cells begin: beside the longest name, at a third of the way at most."""
    return min(max(map(columns, names)) * _LETTER + 14, 0.36 * width)


def _cells(rows: list[dict[str, Any]], colour: str) -> Spec:
    place = {side: {"expr": f"datum.{at}"} for side, at in (("x", "a"), ("x2", "b"), ("y", "up"))}
    return layer(
        rows, {}, {"type": "rect", **place, "y2": {"expr": f"datum.up + {_CELL}"}, "color": colour, "cornerRadius": 2}
    )


def _names(rows: list[dict[str, Any]], colour: str) -> Spec:
    return text(rows, {"text": {"field": "said"}}, x=0, y={"expr": "datum.up"}, align="left", color=colour)


def _date(row: dict[str, Any], top: int, *, turned: bool) -> Spec:
    """A label under its cell; upright where there are many."""
    how = {"angle": -90, "align": "right", "y": top} if turned else {"align": row["side"], "y": top + 10}
    return text([row], {"text": {"field": "said"}}, x=row["at"], **how, color=MUTED, fontSize=12)


def power(plan: Plan, width: int, font: str = FONT) -> Spec:
    """How often an effect is told, by its size, with its interval; what is wanted and what is worthwhile are marked."""
    say, size = Terms(plan), _size_of(plan)
    rows: list[dict[str, Any]] = [
        {"at": size(point.effect), "power": point.power, "low": point.low, "high": point.high, "says": says}
        for point, says in zip(say.curve, said_power.table(say, say.curve).told, strict=True)
    ]
    detected = size(plan.chosen.detectable.effect) if plan.chosen and plan.chosen.detectable else 0.0
    most = max(detected, *(row["at"] for row in rows)) or 1.0
    x = {"field": "at", **_flat(f"a {say.move} of {_so_much(say)}", [0.0, most])}
    y = _upright("is told from chance", 1.0, _PERCENT)
    wanted = [{"power": plan.wanted.power, "said": f"wanted: {often(plan.wanted.power)}"}]
    level = {"y": {**y, "field": "power"}}
    layers = [
        layer(rows, {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}, _BAND),
        layer(wanted, level, _WANTED),
        layer(rows, {"x": x, **level}, _CURVE),
        *_worthwhile_upright(say, x, most),
        *_detected(say, x, y, most, width),
        text(wanted, {**level, "text": {"field": "said"}}, **_NAME_OF_WANTED, **HALO),
        text(wanted, {**level, "text": {"field": "said"}}, **_NAME_OF_WANTED, color=MUTED),
        spots(rows, {"x": x, **level}),
    ]
    return spec(width, _HEIGHT, layers, font)


_NAME_OF_WANTED: Spec = {"x": 2, "dy": -9, "align": "left"}
_HEIGHT, _TOP = 240, 50
"""Of a chart, and what its titles take of it."""
_PERCENT = {"labelExpr": "format(100 * datum.value, '.0f') + ' %'"}


def _flat(title: str, domain: list[float]) -> Spec:
    """A scale along the bottom."""
    axis = {"tickCount": 6, "title": title, "titleColor": MUTED, "titleFontWeight": "normal", "titleFontSize": 12,
            "titleAnchor": "end", "offset": 4}  # fmt: skip
    return {"type": "quantitative", "scale": {"domain": domain, "nice": False}, "axis": axis}


def _upright(title: str, top: float, more: Spec | None = None, title_at: int = 12) -> Spec:
    """A scale from zero to the top."""
    axis = {"tickCount": 5, "title": title, "offset": 6, **TITLE, "titleY": title_at, **(more or {})}
    return {
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False, "range": [_HEIGHT, _TOP]},
        "axis": axis,
    }


def _so_much(say: Terms) -> str:
    """What the figures of an axis are: ``so many %``."""
    unit = "%" if say.in_percent else name(say.plan.measure.unit, 24) if say.plan.measure.unit else ""
    return f"so many {unit}" if unit else "so much"


def _size_of(plan: Plan) -> Callable[[float], float]:
    """From an effect to its place on an axis: its size, in percent where it has one."""
    say = Terms(plan)
    return (lambda effect: abs(say.share(effect))) if say.in_percent else abs


def _worthwhile_upright(say: Terms, x: Spec, most: float) -> list[Spec]:
    """What is worthwhile, as an upright line with its name on top."""
    worth = say.plan.wanted.worthwhile
    if worth is None:
        return []
    at = _size_of(say.plan)(worth)
    rows = [{"at": min(at, most), "said": f"worthwhile: {say.size(worth)}"}]
    side = {"align": "right", "dx": 4} if at > 0.5 * most else {"align": "left", "dx": -4}
    named = text(rows, {"x": x, "text": {"field": "said"}}, **side, y=28, color=EMBER, fontWeight="bold")
    return [layer(rows, {"x": x}, {**_WORTH, "y": 38, "y2": _HEIGHT}), named]


def _detected(say: Terms, x: Spec, y: Spec, most: float, width: int) -> list[Spec]:
    """What is told as often as is wanted, as a dot with its figure."""
    chosen = say.plan.chosen
    found = chosen.detectable if chosen and say.trusted(chosen) else None
    if found is None:
        return []
    at = _size_of(say.plan)(found.effect)
    rows = [{"at": at, "power": say.plan.wanted.power, "said": say.size(found.effect)}]
    channels = {"x": x, "y": {**y, "field": "power"}}
    beyond = 9 + _line_ahead(say, at, most, width)
    side = {"align": "right", "dx": -9, "dy": 13} if at > 0.8 * most else {"align": "left", "dx": beyond, "dy": 13}
    letters = {**channels, "text": {"field": "said"}}
    return [
        layer(rows, channels, {**DOT, "size": 80, "color": INK}),
        text(rows, letters, **side, fontWeight="bold", **HALO),
        text(rows, letters, **side, fontWeight="bold"),
    ]


def _line_ahead(say: Terms, at: float, most: float, width: int) -> float:
    """How far the line of what is worthwhile stands ahead, where it would cross the name of what is detected; else 0."""
    worth = say.plan.wanted.worthwhile
    ahead = -1.0 if worth is None else (_size_of(say.plan)(worth) - at) / most * width
    return ahead if 0 <= ahead < _NAME_LONG else 0.0


_NAME_LONG = 56
BEYOND = 3.0
"""So many times the middle one, and what a pilot detects is drawn at the edge."""


def options(plan: Plan, width: int, font: str = FONT) -> Spec:
    """What each pilot detects against what it asks of people; the chosen one is marked, and what is worthwhile a level line."""
    say, size, worth = Terms(plan), _size_of(plan), plan.wanted.worthwhile
    found = [(one, size(one.detectable.effect)) for one in plan.candidates if one.detectable]
    top = _top([at for _, at in found], None if worth is None else size(worth))
    words = said_options.table(say, [one for one, _ in found]).told
    rows = [
        {"cost": one.cost, "at": min(at, top), "kind": _kind(plan, one), "far": at > top, "says": says}
        for (one, at), says in zip(found, words, strict=True)
    ]
    most = 1.05 * max(one.cost for one, _ in found) or 1.0
    x = {"field": "cost", **_flat(f"asks of people: {said_options.cost(say)}", [0.0, most])}
    y = {"field": "at", **_upright(f"detects a {say.move} of {_so_much(say)}", top, title_at=34)}
    channels = {"x": x, "y": y, "color": _COLOUR, "shape": _SHAPE}
    dot = {"type": "point", "filled": True, "opacity": 0.85}
    layers = [
        *_worthwhile_level(say, y, top),
        layer([row for row in rows if row["kind"] != "chosen"], channels, {**dot, "size": 46}),
        layer([row for row in rows if row["kind"] == "chosen"], channels, {**dot, "size": 130, "opacity": 1}),
        *_legend(plan, say, width),
        spots(rows, {"x": x, "y": y}),
    ]
    return spec(width, _HEIGHT, [each for each in layers if each["data"]["values"]], font)


_SHAPE = {"field": "far", "type": "nominal", "legend": None,
          "scale": {"domain": [False, True], "range": ["circle", "triangle-up"]}}  # fmt: skip
_COLOUR = {"field": "kind", "type": "nominal", "legend": None,
           "scale": {"domain": ["chosen", "tells", "other"], "range": [EMBER, INK, BAR]}}  # fmt: skip


def _top(sizes: list[float], worth: float | None) -> float:
    """The height of the chart: what is far beyond the others stands at its edge."""
    middle = sorted(sizes)[len(sizes) // 2]
    return 1.08 * max(min(max(sizes), BEYOND * middle), worth or 0.0) or 1.0


def _kind(plan: Plan, one: Candidate) -> str:
    if one == plan.chosen:
        return "chosen"
    return "other" if one.reaches is False else "tells"


def _worthwhile_level(say: Terms, y: Spec, top: float) -> list[Spec]:
    """What is worthwhile, as a level line with its name."""
    worth = say.plan.wanted.worthwhile
    if worth is None:
        return []
    rows = [{"at": min(_size_of(say.plan)(worth), top), "said": f"worthwhile: {say.size(worth)}"}]
    mark = {"x": {"expr": "width"}, "align": "right", "dy": -9, "color": EMBER, "fontWeight": "bold"}
    return [
        layer(rows, {"y": y}, _WORTH),
        text(rows, {"y": y, "text": {"field": "said"}}, **mark),
    ]


def _legend(plan: Plan, say: Terms, width: int) -> list[Spec]:
    """What the dots are: beside each other where there is room, else below each other."""
    kinds = {_kind(plan, one) for one in plan.candidates if one.detectable}
    tells = "other pilots" if plan.wanted.worthwhile is None else "tells it, too"
    called = {"chosen": f"this plan: {say.short(plan.chosen)}" if plan.chosen else "", "tells": tells,
              "other": "does not tell it often enough"}  # fmt: skip
    shown = [
        (text_, colour)
        for (kind, text_), colour in zip(called.items(), (EMBER, INK, BAR), strict=True)
        if kind in kinds
    ]
    wide = [28 + 6.4 * len(text_) for text_, _ in shown]
    beside = sum(wide) <= width
    layers = []
    for at, (text_, colour) in enumerate(shown):
        place = sum(wide[:at]) if beside else 0.0
        up = 4 if beside else 4 - _LINE * (len(shown) - 1 - at)
        dot = {"type": "point", "filled": True, "opacity": 1, "size": 70, "color": colour, "x": place + 5, "y": up}
        layers.append(layer([{"a": 0}], {}, dot))
        layers.append(
            text([{"a": 0}], {"text": {"value": text_}}, x=place + 15, y=up, align="left", color=MUTED, fontSize=12)
        )
    return layers


_LINE = 18
