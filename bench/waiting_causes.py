"""Waiting by cause: time and memory of the exact split, and of the estimate from a sample.

    python bench/waiting_causes.py [--steps 1000000] [--resources 500]

The log is made here, seeded: resources with queues, batches and later comers taken first.
"""

from __future__ import annotations

import argparse
import resource as machine
import time

import numpy as np

from smallfires.worklog.calendars import Calendars
from smallfires.worklog.causes import Work, causes, pairs_needed
from smallfires.worklog.sampling import draw, estimate

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


def log(steps: int, resources: int, rng: np.random.Generator) -> Work:
    """Busy resources: each about half the time at work, waits of about a day with a long tail."""
    part = rng.gamma(0.7, 1.0, resources)
    who = rng.choice(resources, steps, p=part / part.sum())
    span = 60 * MINUTE * max(1, steps // resources)
    start = (rng.random(steps) * span).astype(np.int64)
    end = start + rng.gamma(2.0, 10 * MINUTE, steps).astype(np.int64)
    wait = (rng.lognormal(0.0, 1.5, steps) * DAY / 2).astype(np.int64)
    wait[rng.random(steps) < 0.2] = 0
    return Work(who, rng.integers(0, 20, steps), np.maximum(start - wait, 0), start, end)


def timed(what: str, call, *args, **options):
    """Call, and print how long it took and the peak of memory so far."""
    since = time.perf_counter()
    found = call(*args, **options)
    peak = machine.getrusage(machine.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:48s} {time.perf_counter() - since:7.2f} s   peak {peak:6.0f} MB", flush=True)
    return found


def main() -> None:
    """Run it all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--steps", type=int, default=1_000_000)
    arguments.add_argument("--resources", type=int, default=500)
    chosen = arguments.parse_args()
    rng = np.random.default_rng(1)
    work = timed("make the log", log, chosen.steps, chosen.resources, rng)
    calendars = timed("mine calendars", Calendars.mine, work.resource, work.start, work.end)
    needed = timed("count the pairs", pairs_needed, work)
    print(f"pairs to look at: {needed.sum():,} for {(needed > 0).sum():,} of {needed.size:,} waits")
    found = timed("exact, usual order", causes, work, calendars)
    timed("exact, opposite order", causes, work, calendars, "opposite")
    steps = np.bincount(work.resource, minlength=chosen.resources)
    wait = np.bincount(work.resource, (work.start - work.since).astype(float), chosen.resources)
    sample = draw(steps, wait, rows=chosen.steps // 4, rng=rng)
    keep = np.isin(work.resource, sample.resources)
    columns = (work.resource, work.activity, work.enabled, work.start, work.end)
    part, transition = Work(*(column[keep] for column in columns)), work.activity[keep]
    shares = timed(
        f"estimate from {keep.sum():,} steps, {sample.draws} draws",
        estimate, part, calendars, sample, transition=transition, transitions=20, pairs=20_000_000, rng=rng,
    )  # fmt: skip
    total = (work.start - work.since).sum()
    for place, name in enumerate(("batching", "contention", "prioritisation", "unavailability", "unexplained")):
        low, high = shares.low[-1, place], shares.high[-1, place]
        print(f"{name:16s} true {getattr(found, name).sum() / total:7.4f}   estimate {low:7.4f} to {high:7.4f}")


if __name__ == "__main__":
    main()
