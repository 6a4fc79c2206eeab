"""The ways in words: how cases are worked."""

from __future__ import annotations

from smallfires.faces.charts.layout import Chosen, choose
from smallfires.faces.words.names import name, path
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.quantity import many, say_count, say_duration, say_share
from smallfires.fires.work import Edge, Node, ProcessMap, Way, WorkReading


def section(reading: WorkReading) -> Section | None:
    """The main ways, and how long each takes."""
    if not reading.ways or reading.log is None:
        return None
    rows = sorted(reading.ways, key=lambda way: -way.cases)
    return Section(
        key="map",
        title="The ways the work is done",
        sentences=(
            f"{many(reading.log.cases, 'case')} took {many(reading.log.variants, 'different path')}; "
            f"the most usual one was taken by {say_share(rows[0].share)}.",
        ),
        table=Table("The main ways", _COLUMNS, tuple(_row(way) for way in rows)),
        behind=behind(choose(reading.map, reading.ways), reading.map) if reading.map else (),
    )


_COLUMNS = (
    Column("way", "text"),
    Column("share"),
    Column("half take longer than"),
    Column("average", least=70),
    Column("cases", least=90),
)


def _row(way: Way) -> tuple[str, ...]:
    return (
        path(way.path, longest=28),
        say_share(way.share),
        say_duration(way.median),
        say_duration(way.mean),
        say_count(way.cases),
    )


def behind(chosen: Chosen, process: ProcessMap) -> tuple[Table, Table]:
    """The figures in the drawing of the map: its activities, and who follows whom."""
    nodes = {node.activity: node for node in process.nodes}
    edges = {(edge.source, edge.target): edge for edge in process.edges}
    return (
        Table("The main activities", _NODES, tuple(_node(nodes[activity]) for activity in chosen.activities)),
        Table("What follows what", _EDGES, tuple(_edge(edges[link]) for link in chosen.links)),
    )


_NODES = (Column("activity", "name"), Column("times"), Column("cases"), Column("work each time"))
_EDGES = (Column("after", "name"), Column("comes", "name"), Column("times"), Column("time between"))


def _node(node: Node) -> tuple[str, ...]:
    return name(node.activity), say_count(node.count), say_count(node.cases), work(node) or "–"


def work(node: Node) -> str:
    """The mean working time of an activity, or nothing where it is not known or takes none."""
    return say_duration(node.touch_mean) if node.touch_mean else ""


def _edge(edge: Edge) -> tuple[str, ...]:
    return name(edge.source), name(edge.target), say_count(edge.count), say_duration(edge.mean)
