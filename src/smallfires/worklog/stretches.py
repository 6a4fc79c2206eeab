"""Stretches: a resource over a part of the log's time. What is drawn, where whole resources would be too much to fetch.

A wait is explained by what its resource did while it lasted. So with the waits that end in a stretch come all steps of
the resource since the earliest moment at which any of these waits began.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.worklog.calendars import HOUR, Calendars
from smallfires.worklog.causes import Work
from smallfires.worklog.log import Columns, Engine, nullable
from smallfires.worklog.sampling import Sample, draw

Ints = NDArray[np.int64]

PARTS = 40
"""A stretch holds about this part of the rows that may be fetched."""

_SPAN = """select min(s) as since, max(s) as until, count(*) as n, count(distinct r) as resources
from steps where r is not null"""

_STRETCHES = """select r, (s - {since}) // {length} as part, count(*) as n, sum(w) as w,
  min(least(coalesce(en, s), s)) as reach
from steps where r is not null group by r, (s - {since}) // {length} order by r, part"""

_FETCH = """select k.code, s.a, s.en, s.ea, s.s, s.e, case when s.s >= k.since then 1 else 0 end as own
from steps s join stretches k on k.r = s.r where s.s < k.until and s.e >= k.reach"""

_HOURS = """select distinct s.r, (s.{moment} // {hour}) % 168 as hour
from steps s join (select distinct r from stretches) as k on k.r = s.r"""


@dataclass(frozen=True)
class Stretches:
    """The steps of some stretches.

    Attributes:
        work: the steps, with stretches for resources.
        own: (steps,) whether a step's wait ends in its stretch; the others are there to explain.
        sample: how the stretches were drawn.
        found: the columns fetched, with ``ea`` and ``a``.
        resource: (stretches,) the resource of each stretch, by its code.
    """

    work: Work
    own: NDArray[np.bool_]
    sample: Sample
    found: Columns
    resource: Ints

    def calendars(self, engine: Engine, given: Calendars | None) -> Calendars:
        """Working hours by stretch: its resource's, as given, or as seen in the whole log."""
        if given is not None:
            return given.of(self.resource)
        hours = [engine.columns(_HOURS.format(moment=moment, hour=HOUR)) for moment in ("s", "e")]
        resource = np.concatenate([nullable(each["r"]) for each in hours])
        moment = np.concatenate([nullable(each["hour"]) for each in hours]) * HOUR
        return Calendars.mine(resource, moment, moment).of(self.resource)


def fetch(engine: Engine, rows: int, rng: np.random.Generator) -> Stretches:
    """Draw stretches, and fetch what explains the waits that end in them.

    Args:
        engine: where ``steps`` stands.
        rows: about how many steps to fetch.
        rng: source of chance.
    """
    span = {name: int(nullable(column)[0]) for name, column in engine.columns(_SPAN).items()}
    parts = max(1, round(span["n"] / span["resources"] / (rows / PARTS)))
    length = (span["until"] - span["since"]) // parts + 1
    all_of = engine.columns(_STRETCHES.format(since=span["since"], length=length))
    sample = draw(nullable(all_of["n"]), nullable(all_of["w"]), rows=rows, rng=rng)
    chosen = sample.resources
    since = span["since"] + nullable(all_of["part"])[chosen] * length
    resource = np.zeros(int(chosen.max()) + 1, dtype=np.int64)
    resource[chosen] = nullable(all_of["r"])[chosen]
    engine.upload(
        "stretches",
        {
            "code": chosen,
            "r": resource[chosen],
            "since": since,
            "until": since + length,
            "reach": nullable(all_of["reach"])[chosen],
        },
    )
    found = engine.columns(_FETCH)
    work = Work(*(nullable(found[name]) for name in ("code", "a", "en", "s", "e")))
    return Stretches(work, nullable(found["own"]) == 1, sample, found, resource)
