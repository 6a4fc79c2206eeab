"""What all charts share: the ground, rows of data, letters, lines, and the axis of periods."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

from smallfires.faces.palette import INK, MUTED, PAPER
from smallfires.faces.words.names import tidy
from smallfires.faces.words.page import Section

Spec = dict[str, Any]
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

HALO: Spec = {"stroke": PAPER, "strokeWidth": 5, "color": PAPER}
"""A ground for letters that a line may cross."""
TITLE: Spec = {
    "titleAlign": "left",
    "titleAngle": 0,
    "titleAnchor": "end",
    "titleX": -20,
    "titleY": -14,
    "titleColor": MUTED,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
"""An axis named on top of it, where a reader begins."""
DOT: Spec = {"type": "point", "filled": True, "color": INK, "size": 28, "opacity": 1}
"""A figure in a line."""


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


def values(rows: list[dict[str, Any]]) -> Spec:
    """Rows as data."""
    return {"values": rows}


def text(rows: list[dict[str, Any]], channels: Spec, **mark: Any) -> Spec:
    """A layer of letters."""
    return {"data": values(rows), "mark": {"type": "text", "baseline": "middle", **mark}, "encoding": channels}


def layer(rows: list[dict[str, Any]], channels: Spec, mark: Spec) -> Spec:
    """Any other layer."""
    return {"data": values(rows), "mark": mark, "encoding": channels}


def spots(rows: list[dict[str, Any]], channels: Spec, **mark: Any) -> Spec:
    """Where each row stands, with its words in ``says``: nothing to see, but a page may tell them beside the nearest one."""
    said = {"description": {"field": "says", "type": "nominal"}}
    return layer(
        rows, channels | said, {"type": "point", "color": PAPER, "size": 1, "opacity": 0, "aria": True, **mark}
    )


def told(section: Section | None) -> Iterator[str]:
    """The words of each row of a section's table; nothing, without end, where there is none."""
    return chain(section.table.told if section and section.table else (), repeat(""))


def along(periods: list[str] | tuple[str, ...], width: int) -> Spec:
    """An axis with a few labels of periods along the bottom, the first and the last among them."""
    count = len(periods)
    most = max(2, min(count, width // 110))
    places = sorted({round(i * (count - 1) / (most - 1)) for i in range(most)}) if count > 1 else [0]
    labels = [tidy(period)[:24] for period in periods]
    chosen = ", ".join(f"{place}: {json.dumps(labels[place])}" for place in places)
    return {
        "values": places,
        "title": None,
        "labelExpr": f"({{{chosen}}})[datum.value]",
        "labelFlush": True,
        "offset": 8,
    }
