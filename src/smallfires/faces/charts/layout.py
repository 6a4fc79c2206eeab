"""Where the activities of a process stand: a layered layout, from the first step at the top to the last at the bottom.

Layers by the longest way down, order within a layer by the middle of the neighbours (Sugiyama, Tagawa and Toda 1981).
Steps back are drawn along the right-hand side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from smallfires.fires.work import ProcessMap, Way

Link = tuple[str, str]
Point = tuple[float, float]
_SWEEPS = 8
_SAMPLES = 14


@dataclass(frozen=True)
class Sizes:
    """The measures of a drawing, in its own units: a node, and the gaps beside and below it."""

    width: float
    node: float
    height: float = 42.0
    below: float = 40.0
    beside: float = 18.0
    margin: float = 44.0


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        nodes: the middle of each activity.
        curves: the points of each link, from its source to its target.
        back: the links that lead upwards, or to themselves.
        node: how wide an activity came to be, so that the fullest row fits.
        height: of the whole.
    """

    nodes: Mapping[str, Point]
    curves: Mapping[Link, tuple[Point, ...]]
    back: frozenset[Link]
    node: float
    height: float


@dataclass(frozen=True)
class Chosen:
    """The part of a process map that is drawn: activities in the order of the work, and links with their counts."""

    activities: tuple[str, ...]
    links: Mapping[Link, int]


def choose(process: ProcessMap, ways: Sequence[Way], most: int = 12) -> Chosen:
    """The main activities and links: the most frequent activities, and the links without which they would hang loose.

    Args:
        process: the whole map.
        ways: the ways, for the order of the work.
        most: how many activities at most.
    """
    frequent = sorted(process.nodes, key=lambda node: (-node.count, node.activity))[:most]
    kept = {node.activity for node in frequent}
    links = {(e.source, e.target): e.count for e in process.edges if e.source in kept and e.target in kept}
    return Chosen(_in_order(kept, links, ways), _main(links, kept))


def _in_order(kept: set[str], links: Mapping[Link, int], ways: Sequence[Way]) -> tuple[str, ...]:
    """The activities by their mean place on the ways, each way counting by its cases."""
    places: dict[str, list[tuple[float, int]]] = {}
    for way in ways[:200]:
        for i, activity in enumerate(dict.fromkeys(way.path)):
            places.setdefault(activity, []).append((i, way.cases))
    return tuple(sorted(kept, key=lambda activity: (_mean_place(places.get(activity)), activity)))


def _mean_place(seen: list[tuple[float, int]] | None) -> float:
    weight = sum(cases for _, cases in seen) if seen else 0
    return sum(place * cases for place, cases in seen) / weight if seen and weight else float("inf")


def _main(links: Mapping[Link, int], kept: set[str]) -> dict[Link, int]:
    """The strongest link into and out of each activity, and all links of at least a twentieth of the strongest."""
    floor = 0.05 * max(links.values(), default=0)
    main = {link for link, count in links.items() if count >= floor}
    for activity in kept:
        for end in (0, 1):
            own = [link for link in links if link[end] == activity and link[0] != link[1]]
            if own:
                main.add(max(own, key=lambda link: (links[link], link)))
    ranked = sorted(main, key=lambda link: (-links[link], link))[: 2 * len(kept) + 2]
    return {link: links[link] for link in ranked}


def arrange(chosen: Chosen, sizes: Sizes) -> Layout:
    """Put every activity and link in its place."""
    rank = {activity: i for i, activity in enumerate(chosen.activities)}
    back = frozenset(link for link in chosen.links if rank[link[0]] >= rank[link[1]])
    forward = [link for link in chosen.links if link not in back]
    layer = _layers(chosen.activities, forward)
    chains = {link: _chain(link, layer) for link in forward}
    rows = _rows(chosen.activities, layer, chains)
    _order(rows, chains)
    sizes = _fitted(rows, sizes)
    spots = _spots(rows, sizes)
    curves = {link: _down(chain, spots, sizes) for link, chain in chains.items()}
    curves |= {
        link: _around(link, spots, sizes, lane) for lane, link in enumerate(sorted(back, key=lambda b: rank[b[1]]))
    }
    nodes = {activity: spots[activity] for activity in chosen.activities}
    return Layout(nodes, curves, back, sizes.node, len(rows) * (sizes.height + sizes.below) - sizes.below)


Stop = str | tuple[Link, int]
"""An activity, or the place where a long link crosses a layer."""


def _layers(activities: Sequence[str], forward: Sequence[Link]) -> dict[str, int]:
    """The longest way down to each activity; one that nothing leads to stands below the one before it in the work."""
    layer: dict[str, int] = {}
    before = -1
    for activity in activities:
        layer[activity] = max((layer[source] for source, target in forward if target == activity), default=before) + 1
        before = layer[activity]
    return layer


def _chain(link: Link, layer: Mapping[str, int]) -> list[Stop]:
    """The stops of a link: its ends, and a crossing in each layer between."""
    crossings: list[Stop] = [(link, depth) for depth in range(layer[link[0]] + 1, layer[link[1]])]
    return [link[0], *crossings, link[1]]


def _rows(activities: Sequence[str], layer: Mapping[str, int], chains: Mapping[Link, list[Stop]]) -> list[list[Stop]]:
    rows: list[list[Stop]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for activity in activities:
        rows[layer[activity]].append(activity)
    for chain in chains.values():
        for stop in chain[1:-1]:
            if isinstance(stop, tuple):
                rows[stop[1]].append(stop)
    return rows


def _order(rows: list[list[Stop]], chains: Mapping[Link, list[Stop]]) -> None:
    """Sweep down and up, each time sorting a row by the middle of its neighbours."""
    above: dict[Stop, list[Stop]] = {}
    below: dict[Stop, list[Stop]] = {}
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            below.setdefault(upper, []).append(lower)
            above.setdefault(lower, []).append(upper)
    for sweep in range(_SWEEPS):
        neighbours = below if sweep % 2 else above
        for row in reversed(rows) if sweep % 2 else rows:
            place = {
                stop: i / max(1, len(each) - 1) if len(each) > 1 else 0.5
                for each in rows
                for i, stop in enumerate(each)
            }
            row.sort(key=lambda stop: _middle(stop, neighbours, place))


def _middle(stop: Stop, neighbours: Mapping[Stop, list[Stop]], place: Mapping[Stop, float]) -> float:
    near = [place[other] for other in neighbours.get(stop, [])]
    return sum(near) / len(near) if near else place[stop]


def _fitted(rows: list[list[Stop]], sizes: Sizes) -> Sizes:
    """The same measures, with activities and gaps as narrow as the fullest row needs."""
    room = sizes.width - sizes.margin
    full = max(_wide(row, sizes) for row in rows)
    if full <= room:
        return sizes
    return replace(sizes, node=sizes.node * room / full, beside=sizes.beside * room / full)


def _wide(row: list[Stop], sizes: Sizes) -> float:
    activities = sum(isinstance(stop, str) for stop in row)
    return activities * sizes.node + (len(row) - activities) * sizes.beside + (len(row) - 1) * sizes.beside


def _spots(rows: list[list[Stop]], sizes: Sizes) -> dict[Stop, Point]:
    """The middle of each stop: each row centred, activities as wide as they are, crossings narrow."""
    spots: dict[Stop, Point] = {}
    middle = (sizes.width - sizes.margin) / 2
    for depth, row in enumerate(rows):
        widths = [sizes.node if isinstance(stop, str) else sizes.beside for stop in row]
        x = middle - (sum(widths) + sizes.beside * (len(row) - 1)) / 2
        for stop, wide in zip(row, widths, strict=True):
            spots[stop] = (x + wide / 2, depth * (sizes.height + sizes.below) + sizes.height / 2)
            x += wide + sizes.beside
    return spots


def _down(chain: list[Stop], spots: Mapping[Stop, Point], sizes: Sizes) -> tuple[Point, ...]:
    """A smooth line from the foot of the source to the head of the target, upright at its ends and crossings."""
    half = sizes.height / 2
    stops: list[Point] = []
    for i, stop in enumerate(chain):
        x, y = spots[stop]
        stops += [(x, y - half)] if i else []
        stops += [(x, y + half)] if i < len(chain) - 1 else []
    points: list[Point] = [stops[0]]
    for (x0, y0), (x1, y1) in pairwise(stops):
        lean = (y1 - y0) / 2
        points += _bezier((x0, y0), (x0, y0 + lean), (x1, y1 - lean), (x1, y1))
    return tuple(points)


def _around(link: Link, spots: Mapping[Stop, Point], sizes: Sizes, lane: int) -> tuple[Point, ...]:
    """A line back, out at the right of the source and in at the right of the target."""
    (x0, y0), (x1, y1) = spots[link[0]], spots[link[1]]
    half = sizes.node / 2
    if link[0] == link[1]:
        y0, y1 = y0 + sizes.height / 4, y1 - sizes.height / 4
    reach = max(x0, x1) + half + 16 + 7 * (lane % 5)
    start, end = (x0 + half, y0), (x1 + half, y1)
    return (start, *_bezier(start, (reach, y0), (reach, y1), end))


def _bezier(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    """Points along a cubic Bézier curve, without its first."""
    return [_on_curve(a, b, c, d, i / _SAMPLES) for i in range(1, _SAMPLES + 1)]


def _on_curve(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    s = 1 - t
    parts = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
    x, y = (sum(w * point[axis] for w, point in zip(parts, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y
