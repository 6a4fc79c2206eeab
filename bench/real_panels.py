"""The published panels that benchmarks and tests run against, out of a folder of their files (see SMALLFIRES_DATA)."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from smallfires.stats.panel import Panel

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def folder() -> Path:
    """Where the files are: ``panels`` in the folder that SMALLFIRES_DATA names, or beside the project."""
    return Path(os.environ.get("SMALLFIRES_DATA", BESIDE)) / "panels"


def _rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def prop99(files: Path) -> Panel:
    """Packs of cigarettes per head in 39 states and 31 years; California from 1989."""
    rows = _rows(files / "california_prop99.csv", ";")
    return Panel.from_rows(
        [row["State"] for row in rows],
        [int(row["Year"]) for row in rows],
        [float(row["PacksPerCapita"]) for row in rows],
        lit=[row["treated"] == "1" for row in rows],
    )


def basque(files: Path) -> Panel:
    """Income per head in 17 Spanish regions and 43 years, without the country itself; the Basque Country from 1970."""
    rows = [row for row in _rows(files / "basque.csv", ",") if not row["regionname"].startswith("Spain")]
    return Panel.from_rows(
        [row["regionname"] for row in rows],
        [int(float(row["year"])) for row in rows],
        [float(row["gdpcap"]) for row in rows],
        treated=["Basque Country (Pais Vasco)"],
        since=1970,
    )


def cps(files: Path, measure: str, law: str = "min_wage") -> tuple[Panel, np.ndarray]:
    """A measure of the labour market in 50 states and 40 years, nothing lit; and which states have the law in the end."""
    rows = _rows(files / "CPS.csv", ";")
    last = max(row["year"] for row in rows)
    panel = Panel.from_rows(
        [row["state"] for row in rows], [int(row["year"]) for row in rows], [float(row[measure]) for row in rows]
    )
    has = {row["state"] for row in rows if row["year"] == last and row[law] == "TRUE"}
    return panel, np.array([unit in has for unit in panel.units])


def quiet(files: Path) -> dict[str, Panel]:
    """Five real panels in which nothing was lit: the lit unit of the published studies is left out."""
    cigarettes, income = prop99(files), basque(files)
    return {
        "cigarettes": cigarettes.only(~cigarettes.ever_lit),
        "income": income.only(~income.ever_lit),
        **{measure: cps(files, measure)[0] for measure in ("log_wage", "hours", "urate")},
    }
