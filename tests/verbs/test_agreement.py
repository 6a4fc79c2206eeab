"""Figures that pm4py also defines are pm4py's, on ten logs.

The figures here were computed by pm4py 2.7.23 by ``python bench/agree_pm4py.py``, which compares all of them, by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import smallfires as sf


@dataclass(frozen=True)
class Known:
    """pm4py's figures of a log; of the lists the largest, largest first; durations in seconds."""

    file: str
    cases: int
    steps: int
    variants: int
    paths: list[int]
    mean: float
    median: float
    activities: list[int]
    edges: int
    often: list[int]
    begins: list[int]
    ends: list[int]


# fmt: off
KNOWN = [
    Known("receipt.csv.gz", 1434, 8577, 116, [713, 123, 116, 115, 75], 467263.915, 2868.584,
          [1434, 1416, 1368, 1307, 1300], 99, [1177, 1165, 1119, 1079, 791], [1434], [828, 400, 116]),
    Known("running-example.csv", 6, 42, 6, [1, 1, 1, 1, 1], 966890.0, 815940.0,
          [9, 9, 6, 6, 3], 16, [6, 4, 3, 3, 3], [6], [3, 3]),
    Known("interval_event_log.csv", 1266, 8109, 10, [486, 232, 151, 141, 137], 2105012.431, 1933267.5,
          [1266, 1266, 1125, 1125, 1125], 15, [1257, 1117, 861, 861, 637], [1265, 1], [861, 264, 141]),
    Known("PurchasingExample.csv.gz", 608, 9119, 70, [88, 77, 63, 48, 32], 1854068.191, 1030110.0,
          [1107, 608, 563, 544, 439], 28, [563, 563, 544, 413, 413], [608], [413, 131, 64]),
    Known("BPIC_2012_W.csv.gz", 8616, 59302, 2115, [1872, 316, 277, 271, 196], 769675.838, 606760.707,
          [17265, 17213, 11264, 7847, 5457], 17, [12845, 10885, 9088, 4420, 3191], [4392, 4161, 63], [2740, 2234, 1905]),
    Known("BPIC_2017_W.csv.gz", 30276, 240854, 6356, [3606, 1326, 1095, 777, 634], 1093912.04, 812437.0,
          [68708, 58562, 58134, 49983, 4481], 33, [36810, 31776, 28344, 27949, 21749],
          [25172, 3324, 1752], [14986, 9256, 5815]),
    Known("AcademicCredentials.csv.gz", 954, 4928, 92, [309, 212, 37, 37, 36], 1286291.219, 458428.5,
          [965, 943, 562, 479, 464], 97, [943, 540, 360, 324, 236], [895, 14, 14], [444, 225, 80]),
    Known("Production.csv.gz", 225, 4503, 217, [3, 3, 2, 2, 2], 1781565.067, 1201080.0,
          [1269, 774, 550, 522, 370], 170, [874, 515, 304, 198, 184], [138, 21, 19], [88, 73, 17]),
    Known("Loan_Application_batched.csv.gz", 7000, 70162, 1506, [397, 363, 339, 223, 208], 567284.201, 543397.982,
          [8791, 7000, 6104, 6104, 5762], 37, [6104, 3959, 3685, 3623, 3504], [7000], [3496, 2410, 1094]),
    Known("teleclaims.xes.gz", 3512, 24825, 12, [525, 469, 367, 262, 260], 11115.544, 9302.5,
          [3512, 3512, 2950, 2461, 1976], 20, [2461, 1792, 1720, 1525, 1525], [3512], [3512]),
]
# fmt: on


def largest(counts: list[int], many: int) -> list[int]:
    return sorted((count for count in counts if count), reverse=True)[:many]


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.file)
def test_figures_are_pm4pys(known: Known, shared_data: Path) -> None:
    """Cases, steps, variants, activities, edges, beginnings, ends and durations equal pm4py's, without a flag."""
    reading = sf.read(shared_data / "logs" / known.file)
    log, nodes, edges = reading.log, reading.map.nodes, reading.map.edges
    assert (log.cases, log.steps, log.variants, len(edges)) == (known.cases, known.steps, known.variants, known.edges)
    assert [way.cases for way in reading.ways[:5]] == known.paths
    assert log.cycle_mean == pytest.approx(known.mean, abs=1e-3)
    assert log.cycle_median == pytest.approx(known.median, abs=1e-3)
    assert largest([node.count for node in nodes], 5) == known.activities
    assert largest([edge.count for edge in edges], 5) == known.often
    assert largest([node.begins for node in nodes], 3) == known.begins
    assert largest([node.ends for node in nodes], 3) == known.ends
