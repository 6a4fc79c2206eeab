"""Asking ``read`` as a user would. For tests only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from smallfires.fires.work import WorkReading
from smallfires.verbs.bench import bench
from smallfires.verbs.question import Question
from smallfires.verbs.read import read

HEAD = "case,activity,start,end,resource,cost"


def asked(source: object, **settings: Any) -> WorkReading:
    """The reading of a source."""
    with bench(threads=1) as ground:
        return read(source, Question(**settings), ground)


def written(folder: Path, lines: list[str], name: str = "log.csv", encoding: str = "utf-8") -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def lines(cases: int = 60, steps: int = 4, seed: int = 1) -> list[str]:
    """A sound log as lines of a CSV file, its header first."""
    rng = np.random.default_rng(seed)
    out = [HEAD]
    for case in range(cases):
        at = np.datetime64("2024-01-01T00:00:00") + np.timedelta64(6 * case, "h")
        for step in range(steps):
            start = at + np.timedelta64(int(rng.integers(0, 14_400)), "s")
            at = start + np.timedelta64(int(rng.integers(60, 3_600)), "s")
            who, cost = ("Ann", "Bo", "Cy")[rng.integers(3)], rng.integers(1, 99)
            out.append(f"c{case},Step {step},{spaced(start)},{spaced(at)},{who},{cost}")
    return out


def spaced(moment: np.datetime64) -> str:
    """A moment as spreadsheets write it."""
    return str(moment).replace("T", " ")


def changed(rows: list[str], row: int, column: str, value: str) -> list[str]:
    """The same lines with one cell changed; rows count from 1, as a spreadsheet's."""
    cells = rows[row - 1].split(",")
    cells[HEAD.split(",").index(column)] = value
    return [*rows[: row - 1], ",".join(cells), *rows[row:]]


def each(rows: list[str], column: str, values: list[str]) -> list[str]:
    """The same lines with a column's cells replaced, the values taken in turn."""
    place = HEAD.split(",").index(column)
    cells = [row.split(",") for row in rows[1:]]
    return [rows[0], *(",".join([*c[:place], values[i % len(values)], *c[place + 1 :]]) for i, c in enumerate(cells))]
