from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.faces.sample import READINGS, office

from smallfires.faces.charts.layout import Chosen, Sizes, arrange, choose
from smallfires.fires.work import Edge, Node, ProcessMap, Way

SIZES = Sizes(width=680, node=120)
letters = st.sampled_from("ABCDEFGHIJ")
graphs = st.dictionaries(st.tuples(letters, letters), st.integers(1, 1000), min_size=1, max_size=25)


def made(links) -> Chosen:
    return Chosen(tuple(sorted({end for link in links for end in link})), links)


@settings(deadline=None)
@given(graphs)
def test_no_two_activities_overlap(links):
    """Whatever the links, no two boxes overlap, and every link has a curve."""
    layout = arrange(made(links), SIZES)
    assert set(layout.curves) == set(links)
    for (x0, y0), (x1, y1) in combinations(layout.nodes.values(), 2):
        assert abs(y0 - y1) >= SIZES.height or abs(x0 - x1) >= layout.node


@settings(deadline=None)
@given(graphs)
def test_work_flows_down(links):
    """A link forward leads down, from foot to head; only links back lead up."""
    layout = arrange(made(links), SIZES)
    for link, points in layout.curves.items():
        if link not in layout.back:
            assert layout.nodes[link[0]][1] < layout.nodes[link[1]][1]
            assert points[0][1] == pytest.approx(layout.nodes[link[0]][1] + SIZES.height / 2)
            assert points[-1] == pytest.approx((layout.nodes[link[1]][0], layout.nodes[link[1]][1] - SIZES.height / 2))
        else:
            assert layout.nodes[link[0]][1] >= layout.nodes[link[1]][1] or link[0] >= link[1]


@settings(deadline=None)
@given(graphs)
def test_everything_is_on_the_sheet(links):
    """All boxes lie inside the drawing."""
    layout = arrange(made(links), SIZES)
    for x, y in layout.nodes.values():
        assert layout.node / 2 - 1e-9 <= x <= SIZES.width - layout.node / 2 + 1e-9
        assert SIZES.height / 2 <= y <= layout.height - SIZES.height / 2 + 1e-9


def test_the_main_way_is_a_straight_line():
    """A process without branches stands in one column."""
    layout = arrange(made({("A", "B"): 5, ("B", "C"): 5, ("C", "D"): 5}), SIZES)
    assert len({x for x, _ in layout.nodes.values()}) == 1


def test_the_order_is_that_of_the_work():
    """Activities stand in the order of the ways, whatever their frequency."""
    nodes = tuple(Node(name, count, count, None, 0, 0) for name, count in (("c", 9), ("a", 3), ("b", 5)))
    edges = (Edge("a", "b", 3, 1.0), Edge("b", "c", 5, 1.0))
    chosen = choose(ProcessMap(nodes, edges), (Way(("a", "b", "c"), 3, 1.0, 1.0, 1.0),))
    assert chosen.activities == ("a", "b", "c")


def test_only_the_main_part_of_a_large_process_is_drawn():
    """Of 400 activities the most frequent are drawn, and none hangs loose that has a link among them."""
    chosen = choose(READINGS["many"].map, READINGS["many"].ways)
    assert len(chosen.activities) == 12
    assert len(chosen.links) <= 26
    assert set(chosen.activities) == {end for link in chosen.links for end in link}


def test_a_step_back_is_drawn_as_one():
    """A link from a later to an earlier step, or to itself, leads back."""
    chosen = choose(office().map, office().ways)
    layout = arrange(chosen, SIZES)
    assert ("Validate", "Send offer") in layout.back
    assert ("Send offer", "Receive reply") not in layout.back
