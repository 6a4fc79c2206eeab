"""Which cases are done? Open cases are counted, and never averaged in as if they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import UsageError
from smallfires.worklog.log import MICROSECONDS, Engine
from smallfires.worklog.measures import Cases

Ints = NDArray[np.int64]

IDLE_QUANTILE = 0.99
COVERED = 0.95

_GAP = """select percentile_disc({quantile}) within group (order by greatest(coalesce(s, e) - pe, 0)) as gap
from steps where pe is not null"""


@dataclass(frozen=True)
class Done:
    """Which cases are complete.

    Attributes:
        ends: codes of the activities that end a case, most frequent first.
        declared: whether they were told.
        complete: (cases,) bool.
        idle_after: seconds without a step after which a case counts as idle.
    """

    ends: tuple[int, ...]
    declared: bool
    complete: NDArray[np.bool_]
    idle_after: float


def find(engine: Engine, cases: Cases, activities: NDArray[np.object_], declared: tuple[str, ...]) -> Done:
    """Decide which cases are complete: those whose last activity is an end.

    Ends that nobody declared are the smallest set of last activities that covers 95 % of the cases that have been idle
    for longer than the 99th percentile of gaps.

    Raises:
        UsageError: a declared end is no activity of the log.
    """
    gap = np.ma.filled(engine.columns(_GAP.format(quantile=IDLE_QUANTILE))["gap"].astype(np.float64), np.nan)[0]
    idle_after = 0.0 if np.isnan(gap) else float(gap)
    if declared:
        ends = tuple(code_of(name, activities, "--ends") for name in declared)
    else:
        ends = _covering(cases.ending[cases.last.max() - cases.last > idle_after])
    ends = ends or _covering(cases.ending)
    return Done(ends, bool(declared), np.isin(cases.ending, ends), idle_after / MICROSECONDS)


def _covering(endings: Ints) -> tuple[int, ...]:
    codes, counts = np.unique(endings, return_counts=True)
    order = np.lexsort((codes, -counts))
    needed = int(np.searchsorted(np.cumsum(counts[order]), COVERED * endings.size)) + 1 if endings.size else 0
    return tuple(codes[order][:needed].tolist())


def code_of(name: str, activities: NDArray[np.object_], flag: str) -> int:
    """The code of an activity that a person named; case and outer blanks do not matter.

    Raises:
        UsageError: no activity has that name.
    """
    plain = [" ".join(str(known).split()).casefold() for known in activities]
    wanted = " ".join(name.split()).casefold()
    if wanted in plain:
        return plain.index(wanted)
    known = ", ".join(f'"{each}"' for each in activities[:12]) + (" ..." if len(activities) > 12 else "")
    problem = f'{flag} names "{name.strip()}", which is no activity of this log.'
    raise UsageError(problem, f"Its activities are {known}.")


def transition_of(text: str, activities: NDArray[np.object_], flag: str) -> tuple[int, int]:
    """The codes of a transition that a person wrote as ``A -> B``.

    Raises:
        UsageError: it has no arrow, or names no activity.
    """
    source, arrow, target = text.partition("->")
    if not arrow:
        raise UsageError(
            f'{flag} "{text}" names no transition.', f'Write it as {flag} "from this step -> to that step".'
        )
    return code_of(source, activities, flag), code_of(target, activities, flag)
