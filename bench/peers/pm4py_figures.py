"""Runs in pm4py's environment: the figures that both define alike, of one log, as JSON on the output stream.

    python pm4py_figures.py FILE CASE ACTIVITY END [START]

Three things are settled beforehand, since pm4py leaves them open. Names that differ in blanks only are one name. Rows
whose ends are equal stand in the order of their starts, then of the file: pm4py takes the file's order. Starts are kept
out of its sight for paths and edges, which it would else order by start in one place and by end in the other.
"""

from __future__ import annotations

import json
import sys

import pandas as pd
import pm4py
from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph
from pm4py.objects.log.util.interval_lifecycle import to_interval
from pm4py.util.pandas_utils import insert_case_service_waiting_time

CASE, ACTIVITY, END = "case:concept:name", "concept:name", "time:timestamp"


def opened(path: str, case: str, activity: str, end: str, start: str | None) -> pd.DataFrame:
    if ".xes" in path:
        paired = to_interval(pm4py.convert_to_event_log(pm4py.read_xes(path)))
        log = pm4py.convert_to_dataframe(paired)
    else:
        log = pd.read_csv(path)
    for column in filter(None, (end, start)):
        log[column] = pd.to_datetime(log[column], utc=True, format="ISO8601")
    log = log.sort_values([end, *([start] if start else [])], kind="stable")
    kept = log[[case, activity, end]].rename(columns={case: CASE, activity: ACTIVITY, end: END})
    kept[ACTIVITY] = kept[ACTIVITY].str.split().str.join(" ")
    kept["begun"] = log[start] if start else log[end]
    return pm4py.format_dataframe(kept.reset_index(drop=True))


def figures(log: pd.DataFrame) -> dict:
    variants = pm4py.get_variants(log.copy())
    edges, _, _ = pm4py.discover_dfg(log[[CASE, ACTIVITY, END]].copy())
    times = get_dfg_graph(
        log.copy(),
        measure="performance",
        perf_aggregation_key="all",
        start_timestamp_key="begun",
        sort_caseid_required=False,
    )
    lasting = insert_case_service_waiting_time(log.copy(), start_timestamp_column="begun")
    lasting = lasting.groupby(CASE)["@@sojourn_time"].first()
    apart = log.groupby(CASE)["begun"].shift(-1) >= log[END]
    follows = log[ACTIVITY] + " -> " + log.groupby(CASE)[ACTIVITY].shift(-1)
    overlapping = set(follows[~apart & follows.notna()])
    return {
        "cases": int(log[CASE].nunique()),
        "steps": len(log),
        "variants": len(variants),
        "paths": sorted(variants.values(), reverse=True)[:10],
        "cycle mean": float(lasting.mean()),
        "cycle median": float(lasting.median()),
        "activities": {name: int(n) for name, n in log[ACTIVITY].value_counts().items()},
        "begins": {name: int(n) for name, n in pm4py.get_start_activities(log).items()},
        "ends": {name: int(n) for name, n in pm4py.get_end_activities(log).items()},
        "edges": {" -> ".join(pair): int(n) for pair, n in edges.items()},
        "edge means": {
            " -> ".join(pair): float(found["mean"])
            for pair, found in times.items()
            if " -> ".join(pair) not in overlapping
        },
    }


if __name__ == "__main__":
    path, case, activity, end, *rest = sys.argv[1:]
    found = figures(opened(path, case, activity, end, rest[0] if rest else None))
    json.dump(found, sys.stdout)
