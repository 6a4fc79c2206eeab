"""Runs in pm4py's environment: pm4py doing the parts of a reading that it has, timed, as JSON on the output stream.

    python pm4py_read.py FILE.parquet

Each part is a public function of pm4py, called as its documentation says. There is none for the ladder, for causes of
waiting, for shrinkage, or for anything resampled: those parts of our reading have no time here. Durations of cases are
taken between ends, since that function fails on a log with starts. Both sides find concurrent activities and batches,
each by its own definition: pm4py counts overlaps and merges intervals, we count orders and follow the queue.
"""

from __future__ import annotations

import json
import sys
import time

import pandas as pd
import pm4py
from pm4py.statistics.concurrent_activities.pandas import get as concurrent

CASE, ACTIVITY, END, START, WHO = "case", "activity", "end", "start", "resource"


def main() -> None:
    taken: dict[str, float] = {}
    log = None

    def timed(part: str, act) -> object:
        begun = time.perf_counter()
        found = act()
        taken[part] = time.perf_counter() - begun
        return found

    columns = [CASE, ACTIVITY, START, END, WHO]
    log = timed("read the file", lambda: pd.read_parquet(sys.argv[1], columns=columns))
    log = timed("format and sort", lambda: pm4py.format_dataframe(log, CASE, ACTIVITY, END, START))
    log = log.rename(columns={WHO: "org:resource"})
    timed("variants", lambda: pm4py.get_variants(log))
    timed("process map", lambda: pm4py.discover_dfg(log))
    timed("times between steps", lambda: pm4py.discover_performance_dfg(log))
    ends_only = {key: value for key, value in log.attrs.items() if "start" not in key}
    attributes, log.attrs = log.attrs, ends_only
    timed("durations of cases", lambda: pm4py.get_all_case_durations(log))
    log.attrs = attributes
    timed(
        "work and waiting by case",
        lambda: pm4py.insert_case_service_waiting_time(log, start_timestamp_key="start_timestamp"),
    )
    timed("work by activity", lambda: pm4py.get_service_time(log, start_timestamp_key="start_timestamp"))
    timed("beginnings and ends", lambda: (pm4py.get_start_activities(log), pm4py.get_end_activities(log)))
    started = {"pm4py:param:start_timestamp_key": "start_timestamp"}
    timed("concurrent activities", lambda: concurrent.apply(log, parameters=started))
    timed("batches", lambda: pm4py.discover_batches(log))
    timed("rework", lambda: pm4py.get_rework_cases_per_activity(log))
    timed("handoffs", lambda: pm4py.discover_handover_of_work_network(log))
    print(json.dumps({"seconds": sum(taken.values()), "parts": taken}))


if __name__ == "__main__":
    main()
