"""Where the time goes that better running could save: one row a waste, each with its upper bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.work import CAUSES, Waste
from smallfires.worklog.flow import Flows
from smallfires.worklog.log import MICROSECONDS, Engine, figures, nullable
from smallfires.worklog.measures import Cases
from smallfires.worklog.waiting import Waits

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Typical = Callable[[Floats], float]
"""The typical figure of today's cases: (cases,) seconds to seconds, weighted as the ladder is."""

_HANDOFFS = """select s.c, sum(s.w * k.excess) as excess
from steps s join today on today.c = s.c join kept k on k.ea = s.ea and k.a = s.a
where s.er <> s.r group by s.c order by s.c"""

FEWEST_KEPT = 5
"""A transition needs this many passages without a change of hands to say what a change costs."""


@dataclass(frozen=True)
class Saving:
    """What could go: (cases,) seconds a case, and how it is told."""

    name: str
    kind: str
    seconds: Floats
    detail: str
    low: float | None = None
    high: float | None = None


def table(cases: Cases, savings: Iterator[Saving], typical: Typical) -> tuple[Waste, ...]:
    """The wastes of today's cases, largest share of all cycle time first.

    What the typical case would drop to is worked out anew case by case, and never by subtracting averages; a case
    cannot lose more than all the time in which nobody worked on it, or than it has.
    """
    whole = float(cases.cycle.sum()) or 1.0
    rows = []
    for saving in savings:
        seconds = np.clip(saving.seconds, 0.0, cases.cycle)
        if seconds.any():
            total = float(seconds.sum())
            low, high = (None if end is None else min(end / whole, 1.0) for end in (saving.low, saving.high))
            drops_to = typical(cases.cycle - seconds)
            touched = int((seconds > 0).sum())
            rows.append(
                Waste(saving.name, saving.kind, total, total / whole, low, high, drops_to, touched, saving.detail)
            )
    return tuple(sorted(rows, key=lambda waste: -waste.share))


def masked(typical: Typical, known: NDArray[np.bool_]) -> Typical:
    """The typical figure over the cases that have one."""
    return lambda values: typical(values[known])


def waiting(cases: Cases, waits: Waits | None) -> Iterator[Saving]:
    """Waiting by cause; as a whole where the log names no resources. Hard waits are no waste."""
    share = idle_share(cases)
    if waits is None:
        yield Saving("waiting", "waiting", (cases.wait - cases.hard) * share, "The log names no resources, so not why.")
        return
    usual = _ratio(float(share @ cases.wait), float(cases.wait.sum()), 1.0)
    for place, cause in enumerate(CAUSES):
        seconds = waits.by_case[:, place] * share
        kept = _ratio(float(seconds.sum()), float(waits.by_case[:, place].sum()), usual)
        low, high = (max(float(end[place] - waits.spared[place]), 0.0) * kept for end in (waits.low, waits.high))
        yield Saving(f"waiting: {cause}", "waiting", seconds, _WHY[cause], low, high)


def _ratio(part: float, whole: float, otherwise: float) -> float:
    return part / whole if whole > 0 else otherwise


_WHY = {
    "batching": "Work is collected and done in lots.",
    "contention": "Whoever does it was busy with what came first.",
    "prioritisation": "Whoever does it was busy with what came later, and went before.",
    "unavailability": "Whoever does it was off work.",
    "unexplained": "Whoever does it was there and free: work lay unseen, or waited for somebody outside.",
}


def idle_share(cases: Cases) -> Floats:
    """(cases,) which part of the summed waits passed while nobody worked on the case: waits may lie side by side."""
    idle = np.maximum(cases.cycle - np.nan_to_num(cases.touch), 0.0)
    return np.minimum(1.0, idle / np.maximum(cases.wait, 1e-9))


def rework(cases: Cases) -> Saving:
    """Every pass after the first: its work, and the waits before it."""
    worked = np.nan_to_num(cases.touch - cases.first_touch)
    share = float((cases.repeats > 0).mean())
    return Saving(
        "rework", "rework", worked + cases.rework_wait * idle_share(cases), f"{share:.0%} of cases do a step again."
    )


def ping_pong(cases: Cases) -> Saving:
    """From one person to another and back again: the waits on the way."""
    share = float((cases.ping_pong_wait > 0).mean())
    return Saving(
        "ping-pong",
        "ping-pong",
        cases.ping_pong_wait * idle_share(cases),
        f"{share:.0%} of cases go back to whoever just had them.",
    )


def handoffs(engine: Engine, flows: Flows, cases: Cases, hard: tuple[tuple[int, int], ...]) -> Saving:
    """What waits that follow a change of hands have over those that do not, for the same transition.

    On average, not wait by wait: single waits differ by chance, and the longer ones alone would always show an excess.
    Hard transitions stay out: who waits for them changes nothing.
    """
    known = (flows.kept >= FEWEST_KEPT) & (flows.handed_wait > 0) & ~flows.among(hard)
    usual, handed_mean = flows.kept_wait[known] / flows.kept[known], flows.handed_wait[known] / flows.handed[known]
    excess = np.clip(1.0 - usual / handed_mean, 0.0, 1.0)
    engine.upload("kept", {"ea": flows.source[known], "a": flows.target[known], "excess": excess})
    found = engine.columns(_HANDOFFS)
    engine.forget("kept")
    seconds = np.zeros(len(cases))
    seconds[np.searchsorted(cases.code, nullable(found["c"]))] = figures(found["excess"]) / MICROSECONDS
    seconds *= idle_share(cases)
    handed, passages = int(flows.handed.sum()), int(flows.count.sum())
    return Saving("handoffs", "handoffs", seconds, f"{handed / max(passages, 1):.0%} of all passages change hands.")


def abandoned(cases: Cases, worthless: NDArray[np.bool_]) -> Saving:
    """Work on cases that ended without value."""
    seconds = np.where(worthless, np.nan_to_num(cases.touch), 0.0)
    return Saving("abandoned effort", "abandoned", seconds, f"{worthless.mean():.0%} of cases end without value.")
