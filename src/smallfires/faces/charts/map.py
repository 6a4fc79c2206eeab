"""The process map of the main ways, as a Vega-Lite specification over its own layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smallfires.faces.charts.base import FONT, Spec, spec, spots
from smallfires.faces.charts.layout import Chosen, Layout, Link, Sizes, arrange, choose
from smallfires.faces.letters import shorten
from smallfires.faces.palette import BAR, EMBER, INK, MUTED, PAPER
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Table
from smallfires.faces.words.work.ways import behind, work
from smallfires.fires.quantity import say_count, say_duration
from smallfires.fires.work import Edge, Node, WorkReading

LABELLED = 6


def process_map(reading: WorkReading, width: int, font: str = FONT, most: int = 12) -> Spec:
    """The main activities as boxes, who follows whom as lines, as thick as they are frequent."""
    if reading.map is None:
        raise ValueError("a reading without steps has no process map")
    chosen = choose(reading.map, reading.ways, most)
    layout = arrange(chosen, Sizes(width=width, node=150 if width < 500 else 190))
    sizes = Sizes(width=width, node=layout.node)
    nodes = {node.activity: node for node in reading.map.nodes}
    edges = {(edge.source, edge.target): edge for edge in reading.map.edges}
    frame = _Frame(width, layout.height)
    layers = [
        _lines(layout, chosen.links, frame),
        _arrows(layout, frame),
        *_boxes([_node(nodes[activity], spot, sizes) for activity, spot in layout.nodes.items()], frame),
        *_labels(layout, chosen.links, edges, frame),
        _spots(chosen, layout, behind(chosen, reading.map), frame),
    ]
    return spec(width, round(layout.height), layers, font)


class _Frame:
    """Scales that leave the layout's own units as they are, downwards."""

    def __init__(self, width: float, height: float) -> None:
        self.x: Spec = {
            "type": "quantitative",
            "scale": {"domain": [0, width], "nice": False, "zero": False},
            "axis": None,
        }
        self.y: Spec = {"type": "quantitative", "axis": None,
                        "scale": {"domain": [0, height], "nice": False, "zero": False, "reverse": True}}  # fmt: skip

    def at(self, x: str, y: str) -> Spec:
        """The two channels of a point."""
        return {"x": {**self.x, "field": x}, "y": {**self.y, "field": y}}


def _spots(chosen: Chosen, layout: Layout, tables: tuple[Table, ...], frame: _Frame) -> Spec:
    """The middle of each box and of each line, in the order of the work."""
    boxes, lines = (table.told for table in tables)
    spot = {link: layout.curves[link][len(layout.curves[link]) // 2] for link in chosen.links}
    places = [*(layout.nodes[activity] for activity in chosen.activities), *spot.values()]
    rows = [{"x": x, "y": y, "says": says} for (x, y), says in zip(places, (*boxes, *lines), strict=True)]
    return spots(rows, frame.at("x", "y"))


def _lines(layout: Layout, links: Mapping[Link, int], frame: _Frame) -> Spec:
    most = max(links.values(), default=1)
    rows: list[dict[str, Any]] = [
        {"link": i, "order": j, "x": x, "y": y, "thick": 1 + 4 * (links[link] / most) ** 0.5}
        for i, (link, points) in enumerate(layout.curves.items())
        for j, (x, y) in enumerate(points)
    ]
    thick = {"field": "thick", "type": "quantitative", "scale": None}
    detail = {"detail": {"field": "link"}, "order": {"field": "order"}, "strokeWidth": thick}
    mark = {"type": "line", "color": BAR, "opacity": 0.7, "strokeCap": "butt"}
    return {"data": {"values": rows}, "mark": mark, "encoding": {**frame.at("x", "y"), **detail}}


def _arrows(layout: Layout, frame: _Frame) -> Spec:
    """A head where each link arrives: from above, or from the right where it leads back."""
    rows = []
    for link, points in layout.curves.items():
        (x, y), back = points[-1], link in layout.back
        rows.append({"x": x + 5 if back else x, "y": y if back else y - 5, "angle": 270 if back else 180})
    angle = {"field": "angle", "type": "quantitative", "scale": None}
    mark = {"type": "point", "shape": "triangle", "filled": True, "size": 90, "color": MUTED, "opacity": 1}
    return {"data": {"values": rows}, "mark": mark, "encoding": {**frame.at("x", "y"), "angle": angle}}


def _node(node: Node, spot: tuple[float, float], sizes: Sizes) -> dict[str, Any]:
    (x, y), half, rise = spot, sizes.node / 2, sizes.height / 2
    touch = f" · {work(node)}" if work(node) else ""
    return {
        "x": x,
        "y": y,
        **{"x0": x - half, "x1": x + half, "y0": y - rise, "y1": y + rise},
        "name": shorten(name(node.activity), int((sizes.node - 12) / 7)),
        "said": f"{say_count(node.count)}×{touch}",
    }


def _boxes(rows: list[dict[str, Any]], frame: _Frame) -> list[Spec]:
    """A box with a name and its figures for each activity."""
    data = {"data": {"values": rows}}
    corners = {**frame.at("x0", "y0"), "x2": {"field": "x1"}, "y2": {"field": "y1"}}
    box = {"type": "rect", "color": PAPER, "stroke": BAR, "strokeWidth": 1, "cornerRadius": 7}
    line = {"type": "text", "baseline": "middle"}
    at = frame.at("x", "y")
    return [
        {**data, "mark": box, "encoding": corners},
        {
            **data,
            "mark": {**line, "dy": -8, "fontWeight": "bold", "color": INK},
            "encoding": {**at, "text": {"field": "name"}},
        },
        {
            **data,
            "mark": {**line, "dy": 9, "fontSize": 12, "color": MUTED},
            "encoding": {**at, "text": {"field": "said"}},
        },
    ]


def _labels(layout: Layout, links: Mapping[Link, int], edges: Mapping[Link, Edge], frame: _Frame) -> list[Spec]:
    """How long it takes between two steps, for the links in which most time goes by."""
    slow = sorted(links, key=lambda link: -edges[link].count * edges[link].mean)[:LABELLED]
    rows = []
    for link in slow:
        x, y = layout.curves[link][len(layout.curves[link]) // 2]
        rows.append({"x": x, "y": y, "said": say_duration(edges[link].mean)})
    base = {"type": "text", "baseline": "middle", "fontSize": 12, "fontWeight": "bold"}
    encoding = {**frame.at("x", "y"), "text": {"field": "said"}}
    halo = {**base, "stroke": PAPER, "strokeWidth": 5, "color": PAPER, "strokeJoin": "round"}
    return [{"data": {"values": rows}, "mark": mark, "encoding": encoding} for mark in (halo, {**base, "color": EMBER})]
