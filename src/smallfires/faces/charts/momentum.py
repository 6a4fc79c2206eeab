"""Momentum as a chart: how many fires were lit, read and decided, quarter by quarter."""

from __future__ import annotations

from itertools import islice
from typing import Any

from smallfires.faces.charts.base import FONT, Spec, layer, spec, spots, text, told
from smallfires.faces.palette import BAR, EMBER, INK, MUTED
from smallfires.faces.words.fires import momentum as said
from smallfires.faces.words.fires.momentum import label
from smallfires.fires.momentum import Momentum, Quarter

MOST = 12
"""Quarters that are drawn; the table has all."""
_HEIGHT, _TOP = 190, 34
_SERIES = (("lit", EMBER), ("read", BAR), ("decided", INK))


def quarters(record: Momentum, width: int, font: str = FONT) -> Spec:
    """Three bars a quarter, each with its count above it, the last quarters."""
    shown = record.quarters[-(MOST if width > 500 else 6) :]
    words = islice(told(said.quarters(record)), len(shown))
    most = max((max(one.lit, one.read, one.decided) for one in shown), default=0) or 1
    each = width / len(shown)
    bars = [row for place, one in enumerate(shown) for row in _bars(one, place * each, each, most)]
    names = [{"at": (place + 0.5) * each - 0.06 * each, "said": label(one)[2:]} for place, one in enumerate(shown)]
    keys = [{"at": 2 + 88 * place, "said": series} for place, (series, _) in enumerate(_SERIES)]
    layers = [
        *(_drawn([row for row in bars if row["series"] == series], colour) for series, colour in _SERIES),
        text(
            bars,
            {"text": {"field": "count"}},
            x={"expr": "(datum.a + datum.b) / 2"},
            y={"expr": "datum.up - 9"},
            fontSize=12,
        ),
        text(names, {"text": {"field": "said"}}, x=_x("at"), y=_HEIGHT + 14, fontSize=12, color=MUTED),
        *(_key(row, colour) for row, (_, colour) in zip(keys, _SERIES, strict=True)),
        text(keys, {"text": {"field": "said"}}, x={"expr": "datum.at + 18"}, y=8, align="left"),
        spots(
            [row | {"says": says} for row, says in zip(names, reversed([*words]), strict=True)],
            {},
            x=_x("at"),
            y=(_TOP + _HEIGHT) // 2,
        ),
    ]
    return spec(width, _HEIGHT + 22, layers, font)


def _x(field: str) -> Spec:
    return {"expr": f"datum.{field}"}


def _bars(quarter: Quarter, left: float, each: float, most: int) -> list[dict[str, Any]]:
    """The three bars of a quarter, side by side."""
    wide = 0.88 * each / len(_SERIES)
    rows = []
    for place, (series, _) in enumerate(_SERIES):
        count = getattr(quarter, series)
        at = left + place * wide
        if not count:
            continue
        up = _HEIGHT - (_HEIGHT - _TOP - 14) * count / most
        rows.append({"series": series, "count": count, "a": at, "b": at + 0.86 * wide, "up": up})
    return rows


def _drawn(rows: list[dict[str, Any]], colour: str) -> Spec:
    place = {"x": _x("a"), "x2": _x("b"), "y": _x("up"), "y2": _HEIGHT}
    return layer(rows, {}, {"type": "rect", **place, "color": colour, "cornerRadius": 1})


def _key(row: dict[str, Any], colour: str) -> Spec:
    return layer([row], {}, {"type": "rect", "x": _x("at"), "x2": {"expr": "datum.at + 12"}, "y": 2, "y2": 14,
                             "color": colour, "cornerRadius": 2})  # fmt: skip
