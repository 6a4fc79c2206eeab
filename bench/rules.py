"""Ten rules on ten million events: seconds and memory of the one query, on a log that is made here or given.

    python bench/rules.py                  makes a log of a million cases in the temporary folder, once
    python bench/rules.py --cases 100000   a smaller one
    python bench/rules.py LOG.parquet      one with the columns of smallfires.sim: case, activity, start, end, resource

What is timed is what ``read`` adds for its rules: from ``steps`` as it stands to the results with examples and periods.
The making of ``steps`` is not, since every reading has it anyway.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from smallfires.engines.embedded import Embedded
from smallfires.sim import large
from smallfires.worklog.rules import rule_results

RULES = (
    "Receive is followed by Close",
    "Ask is followed by Answer within 2 days",
    "Do only after Approve",
    "Inspect right after Do",
    "Order at most once",
    "Approve exactly once",
    "not both Order and Answer",
    "begins with Receive",
    "ends with Close",
    "Approve and Do by different people",
)

STEPS = """with raw as (select row_number() over () as row, "case", activity, resource,
  epoch_us("start") as s, epoch_us("end") as e from read_parquet('{log}')),
coded as (select n.code as c, x.code as a, p.code as r, s, e, row from raw join case_names n on n.name = raw."case"
  join activities x on x.name = raw.activity left join resources p on p.name = raw.resource)
select row_number() over (order by c, e, s, row) - 1 as i, c, a, r, s, e,
  lag(a) over (partition by c order by e, s, row) as pa from coded order by c, e, s, row"""

CODES = """select cast(row_number() over (order by name) - 1 as integer) as code, name
from (select distinct "{column}" as name from read_parquet('{log}') where "{column}" is not null) as names"""


def lay(engine: Embedded, log: Path) -> list[str]:
    """Make what rules look at: codes, ``steps`` and ``today``."""
    for table, column in (("case_names", "case"), ("activities", "activity"), ("resources", "resource")):
        engine.keep(table, CODES.format(column=column, log=log))
    engine.keep("steps", STEPS.format(log=log))
    month = "strftime(make_timestamp(min(s)), '%Y-%m')"
    engine.keep("today", f"select c, {month} as period from steps group by c")
    return [name for (name,) in engine.fetch("select name from activities order by code")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    log = options.log or Path(tempfile.gettempdir()) / f"smallfires-{options.cases}.parquet"
    if not log.exists():
        large(options.cases, log)
    with tempfile.TemporaryDirectory() as scratch:
        engine = Embedded(Path(scratch), threads=options.threads)
        engine.expect(10 * options.cases)
        activities = lay(engine, log)
        ((rows,),) = engine.fetch("select count(*) from steps")
        before = peak()
        began = time.perf_counter()
        results = rule_results(engine, RULES, activities)
        seconds = time.perf_counter() - began
        for result in results:
            counts = f"{result.kept:>10,} kept {result.broken:>10,} broken {result.untouched:>10,} untouched"
            print(f"{result.sentence:40} {counts}")
        print(f"{len(RULES)} rules on {rows:,} steps: {seconds:.2f} s")
        print(f"peak memory {peak():.2f} GB, {before:.2f} GB of it before the rules")


def peak() -> float:
    """The most memory this process has had, in GB (of 10^9 bytes; Linux counts kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


if __name__ == "__main__":
    main()
