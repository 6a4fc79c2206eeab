"""Why work waited in a log too large to look at every wait: the causes' shares, from a sample of resources.

Instead of whole resources, stretches of their time may be drawn (``stretches.py``); each counts as a resource here.

A wait can only be explained with all steps of its resource at hand, so whole resources are drawn: those with much of
the waiting for sure, the others at random, each as likely as its part of the waiting. Within them, some of the waits
that need many steps to be looked at one by one stand for all of those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from smallfires.worklog.calendars import Calendars
from smallfires.worklog.causes import Asked, Work

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LEVEL = 0.90
FEWEST = 20
"""Draws below which the interval would say nothing: taken even if they cost more rows than asked for."""


@dataclass(frozen=True)
class Sample:
    """The resources to fetch.

    Attributes:
        resources: distinct codes. Shape (chosen,).
        times: how often each was drawn; 0 for those taken for sure. Shape (chosen,).
        weight: by how much each one's waits count for the whole log. Shape (chosen,).
    """

    resources: Ints
    times: Ints
    weight: Floats

    @property
    def draws(self) -> int:
        """How many draws were made; 0 where every resource is there."""
        return int(self.times.sum())


@dataclass(frozen=True)
class Shares:
    """What part of the waiting each cause has, by transition; the last row is all transitions together.

    Attributes:
        share: usual order; batching, contention, prioritisation, unavailability, unexplained. Rows add up to 1. A
            transition of which the sample has no wait has the shares of all. Shape (transitions + 1, 5).
        low, high: 90 % interval of ``share``. Shape (transitions + 1, 5).
        opposite: unexplained share in the opposite order. Shape (transitions + 1,).
        opposite_high: upper end of its 90 % interval. Shape (transitions + 1,).
        steps: how many waits were looked at.
    """

    share: Floats
    low: Floats
    high: Floats
    opposite: Floats
    opposite_high: Floats
    steps: int


def draw(steps: Ints, wait: Ints, rows: int, rng: np.random.Generator) -> Sample:
    """Choose resources to fetch.

    Args:
        steps: how many steps each resource did, by code. Shape (resources,).
        wait: total wait of each one's steps. Shape (resources,).
        rows: about how many steps to fetch in all. More are fetched where few resources do most of the work.
        rng: source of chance.

    Source: Hansen and Hurwitz (1943), On the theory of sampling from finite populations.
    """
    part = wait / max(float(wait.sum()), 1.0)
    if steps[part > 0].sum() <= rows:
        every = np.flatnonzero(part > 0)
        return Sample(every, np.zeros(every.size, dtype=np.int64), np.ones(every.size))
    draws = _affordable(steps, part, rows)
    sure = part * draws >= 1
    left = float(part[~sure].sum())
    times = rng.multinomial(draws, part * ~sure / left) if left > 0 else np.zeros(part.size, dtype=np.int64)
    chosen = np.flatnonzero(sure | (times > 0))
    weight = np.where(sure[chosen], 1.0, left * times[chosen] / (draws * part[chosen]))
    return Sample(chosen, times[chosen].astype(np.int64), weight)


def _affordable(steps: Ints, part: Floats, rows: int) -> int:
    """The most draws whose steps are expected to stay within ``rows``."""
    draws = FEWEST
    while _expected(steps, part, draws * 2) <= rows:
        draws *= 2
    return draws


def _expected(steps: Ints, part: Floats, draws: int) -> float:
    sure = part * draws >= 1
    chance = part / max(float(part[~sure].sum()), 1e-300)
    met = np.where(sure, 1.0, 1.0 - (1.0 - np.minimum(chance, 1.0)) ** draws)
    return float((steps * met).sum())


def estimate(
    work: Work,
    calendars: Calendars | None,
    sample: Sample,
    *,
    transition: Ints,
    transitions: int,
    pairs: int,
    rng: np.random.Generator,
    own: NDArray[np.bool_] | None = None,
) -> Shares:
    """Estimate the causes' shares of each transition's wait.

    Args:
        work: all steps of the sample's resources.
        calendars: working hours, or None.
        sample: the resources drawn.
        transition: code of each step's transition, -1 for none. Shape (steps,).
        transitions: how many there are.
        pairs: about how many steps may be looked at one by one.
        rng: source of chance.
        own: which steps' waits count; the others are there to explain. All where None. Shape (steps,).

    Returns:
        Shares with intervals, which hold the truth in at least 90 % of samples. Resources taken for sure have no part
        in the doubt but by waits not looked into. For the others there is always room for one more draw that is all of
        one cause, as a rare cause may sit at few resources. A transition seen at fewer than two of those drawn has the
        interval from 0 to 1.

    Source: Saerndal, Swensson and Wretman (1992), Model assisted survey sampling, sections 2.9 and 5.6.
    """
    counted = (work.start > work.since) & (work.resource >= 0)
    waits = np.flatnonzero(counted if own is None else counted & own)
    columns, guessed = _looked_at(Asked(work, waits), calendars, pairs, rng)
    place = np.searchsorted(sample.resources, work.resource[waits])
    seen = _Seen(columns, columns[:, :5].sum(axis=1), guessed, place, sample)
    code = transition[waits]
    share, doubt, room = seen.ratios(np.where(code >= 0, code, transitions), transitions + 1)
    overall = seen.ratios(np.zeros(waits.size, dtype=np.int64), 1)
    share[-1], doubt[-1], room[-1] = (figure[0] for figure in overall)
    unseen = np.isnan(share[:, 0])
    share[unseen], doubt[unseen], room[unseen] = share[-1], np.inf, 1.0
    low, high = _interval(np.clip(share, 0.0, 1.0), doubt)
    low, high = np.minimum(low, np.maximum(share - room, 0.0)), np.maximum(high, np.minimum(share + room, 1.0))
    return Shares(share[:, :5], low[:, :5], high[:, :5], share[:, 5], high[:, 5], waits.size)


def _looked_at(
    asked: Asked, calendars: Calendars | None, pairs: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The causes of each wait, then what is unexplained in the opposite order; and the variance of a guessed split.

    All is exact but where contention and prioritisation have to be told apart in more pairs than allowed. Of those
    waits some are kept; all are given the split of the kept, and the kept make up for their difference from it.
    """
    needed = asked.pairs()
    chance = min(1.0, pairs / max(float(needed.sum()), 1.0))
    hard = needed > 0
    kept = hard & (rng.random(hard.size) < chance)
    found = asked.causes(calendars, split=kept | ~hard)
    opposite = asked.causes(calendars, "opposite").unexplained
    worked = (found.contention + found.prioritisation).astype(np.float64)
    guess = worked * (found.contention[kept].sum() / max(float(worked[kept].sum()), 1.0))
    missed = np.where(kept, found.contention - guess, 0.0)
    contention = np.where(hard & (chance < 1), guess + missed / chance, found.contention)
    parts = (found.batching, contention, worked - contention, found.unavailability, found.unexplained, opposite)
    return np.column_stack(parts).astype(np.float64), (1 - chance) / chance**2 * missed**2


def _interval(share: Floats, doubt: Floats) -> tuple[Floats, Floats]:
    """From a share and its half-width: symmetric in log odds, in which shares near 0 and 1 are less skewed."""
    inside = (share > 0) & (share < 1) & np.isfinite(doubt)
    middle = np.where(inside, share, 0.5)
    reach = np.where(inside, doubt, 0.0) / (middle * (1 - middle))
    low, high = expit(logit(middle) - reach), expit(logit(middle) + reach)
    sure = np.isfinite(doubt) & ((doubt == 0) | ~inside)
    low, high = np.where(sure, share, low), np.where(sure, share, high)
    return np.where(np.isinf(doubt), 0.0, low), np.where(np.isinf(doubt), 1.0, high)


@dataclass(frozen=True)
class _Seen:
    """The waits looked at.

    Attributes:
        columns: their causes. Shape (waits, 6).
        wait: their lengths. Shape (waits,).
        guessed: variance of each one's split of contention and prioritisation. Shape (waits,).
        place: whose they are, as a place in the sample. Shape (waits,).
        sample: how the resources were drawn.
    """

    columns: Floats
    wait: Floats
    guessed: Floats
    place: Ints
    sample: Sample

    def ratios(self, group: Ints, groups: int) -> tuple[Floats, Floats, Floats]:
        """Each column's share of the wait in each group, half the width of its interval, and what one more draw weighs.

        Shapes (groups, 6), (groups, 6) and (groups, 1).
        """
        weight = self.sample.weight[self.place]
        whole = np.bincount(group, weight * self.wait, groups)
        known = np.where(whole > 0, whole, np.nan)[:, None]
        share = np.column_stack([np.bincount(group, weight * column, groups) for column in self.columns.T]) / known
        variance, freedom = self._between(self.columns - share[group] * self.wait[:, None], group, groups)
        sure = self.sample.times[self.place] == 0
        variance[:, 1:3] += np.bincount(group, np.where(sure, self.guessed, 0.0), groups)[:, None]
        reach = stdtrit(np.maximum(freedom, 1.0), 0.5 + LEVEL / 2)
        drawn = np.bincount(group, np.where(sure, 0.0, weight * self.wait), groups)[:, None] / known
        doubt = np.where(freedom > 0, reach * np.sqrt(variance) / known, np.inf)
        return share, doubt, drawn / (self.sample.draws + 1)

    def _between(self, off: Floats, group: Ints, groups: int) -> tuple[Floats, Floats]:
        """Variance from which resources were drawn, and its degrees of freedom; both of shape (groups, 6)."""
        draws, shape = self.sample.draws, (groups, off.shape[1])
        if draws == 0:
            return np.zeros(shape), np.full(shape, np.inf)
        cells, cell = np.unique(group * self.sample.resources.size + self.place, return_inverse=True)
        which, who = cells // self.sample.resources.size, cells % self.sample.resources.size
        times = self.sample.times[who]
        once: Floats = np.where(times > 0, self.sample.weight[who] * draws / np.maximum(times, 1), 0.0)
        seen = np.bincount(which, times > 0, groups)
        moments = [
            _moments(once * np.bincount(cell, column, cells.size), times, which, groups, draws) for column in off.T
        ]
        variance = np.column_stack([second / (draws - 1) for second, _ in moments])
        freedom = np.column_stack([_freedom(second, fourth, draws) for second, fourth in moments])
        return variance, np.minimum(freedom, np.maximum(seen - 1, 0)[:, None])


def _moments(value: Floats, times: Ints, which: Ints, groups: int, draws: int) -> tuple[Floats, Floats]:
    """Second and fourth central moment over the draws in each group; draws that did not meet the group count as 0."""
    met = np.bincount(which, times, groups)
    mean = np.bincount(which, times * value, groups) / draws
    second, fourth = (
        (np.bincount(which, times * (value - mean[which]) ** power, groups) + (draws - met) * mean**power) / draws
        for power in (2, 4)
    )
    return second, fourth


def _freedom(second: Floats, fourth: Floats, draws: int) -> Floats:
    """How well a variance is known: as from so many draws of a bell curve. Few and uneven draws know it less well.

    Source: Satterthwaite (1946), An approximate distribution of estimates of variance components.
    """
    kurtosis = np.divide(fourth, second**2, out=np.full(second.size, 3.0), where=second > 0)
    freedom: Floats = 2 * draws / np.maximum(kurtosis - (draws - 3) / (draws - 1), 1e-9)
    return np.minimum(freedom, draws - 1)
