"""The shift in numbers: a change of a mean, split exactly into same ways done better, other shares, and ways new or gone.

Rare ways back off. Of the cases of a way that has n, the share λ = max(0, 1 − FEW/n) counts as the way itself, and the rest
as what is above it: its set of activities, and that likewise as the rest of all ways. So a way's mean is shrunk, to λ own +
(1 − λ) parent's, where the parent's mean is taken over just what its ways give up. Cases are split and never lost: Σ share ·
mean stays the mean of the group, and the parts add up to the change to the last digit. λ is the same before and after, so
that shrinking alone can't make a way look faster.

Source: Kitagawa (1955), Journal of the American Statistical Association 50: 1168-1194 (means and shares); Oaxaca (1973),
    International Economic Review 14: 693-709 (the interaction, here half to each); Efron and Morris (1973), Journal of the
    American Statistical Association 68: 117-130 (the positive part of the factor).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from smallfires.fires.effect import Figure
from smallfires.stats.clusters import DRAWS, Clusters

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

BEFORE, AFTER, COMPARED_BEFORE, COMPARED_AFTER = range(4)
FEW = 5.0
"""Cases that a way gives up: of ten cases in two equal groups, none is in the one by chance once in a thousand."""
MOST = 1000
"""Ways that are looked at on their own: the most frequent."""
AT_ONCE = 2_000_000
"""Products that are held in memory together."""


@dataclass(frozen=True)
class Sums:
    """Cases added up: a row a group, cluster and way; arrays (rows,) but for ``above``.

    Attributes:
        group: ``BEFORE`` or ``AFTER`` of the lit units, ``COMPARED_BEFORE`` or ``COMPARED_AFTER`` of those compared with.
        cluster: place in ``Clusters``.
        way: code of the way, from 0.
        n: cases.
        y: sum of the measure.
        rework: sum of the part of the measure that is rework; zeros where it cannot be split.
        above: (ways,) code of the wider way that each belongs to, from 0; all 0 where there is nothing between a way and the
            rest.
    """

    group: Codes
    cluster: Codes
    way: Codes
    n: Floats
    y: Floats
    rework: Floats
    above: Codes

    @property
    def ways(self) -> int:
        """How many ways there are."""
        return int(self.above.size)

    @cached_property
    def counts(self) -> Floats:
        """(4, ways) cases."""
        table = np.zeros((4, self.ways))
        np.add.at(table, (self.group, self.way), self.n)
        return table

    @property
    def compared(self) -> bool:
        """Whether there are cases to compare with."""
        return bool((self.group >= COMPARED_BEFORE).any())


@dataclass(frozen=True)
class Parts:
    """The parts of a change, each in the measure's unit, and each one figure a draw: (draws,)."""

    change: Floats
    same: Floats
    rework: Floats
    mix: Floats
    unseen: Floats
    interaction: Floats

    @property
    def rest(self) -> Floats:
        """What of the same ways is not rework."""
        return self.same - self.rework

    @property
    def different(self) -> Floats:
        """Other shares, and new or gone."""
        return self.mix + self.unseen

    @property
    def transformed(self) -> Floats:
        """The size of what is different against all, from 0 to 1; NaN where nothing changed."""
        other = np.abs(self.mix) + np.abs(self.unseen)
        whole = other + np.abs(self.same)
        return _over(other, whole, np.nan)

    def less(self, other: Parts) -> Parts:
        """What is left when another group's change is taken off."""
        return self._each(lambda name: getattr(self, name) - getattr(other, name))

    def followed_by(self, other: Parts) -> Parts:
        """The draws of both."""
        return self._each(lambda name: np.concatenate([getattr(self, name), getattr(other, name)]))

    def _each(self, made: Callable[[str], Floats]) -> Parts:
        return Parts(**{each.name: made(each.name) for each in fields(self)})


@dataclass(frozen=True)
class ByWay:
    """The lit units' ways one by one; arrays (ways,).

    Attributes:
        cases: in both groups.
        share: (2, ways) before and after.
        mean: (2, ways) shrunk; NaN where the way was not seen.
        same, different: what each brought, in the measure's unit; they add up to the parts.
    """

    cases: Floats
    share: Floats
    mean: Floats
    same: Floats
    different: Floats


@dataclass(frozen=True)
class Split:
    """A change, split.

    Attributes:
        pilot: of the lit units: one draw, which is the data.
        compared: of those they are compared with; None where there are none.
        net: their difference; the pilot's own where there are none.
        drawn: ``net`` in every draw of clusters.
        clusters: what was drawn.
        by_way: the lit units' ways.
    """

    pilot: Parts
    compared: Parts | None
    net: Parts
    drawn: Parts
    clusters: Clusters
    by_way: ByWay

    @property
    def odds(self) -> float:
        """The probability that what is different is larger in size than what came of the same ways."""
        return float(np.mean(np.abs(self.drawn.different) > np.abs(self.drawn.same)))

    def figure(self, part: str, level: float) -> Figure:
        """A part with its interval."""
        return self.clusters.figure(float(getattr(self.net, part)[0]), getattr(self.drawn, part), level)


def split(
    sums: Sums,
    clusters: Clusters,
    rng: np.random.Generator,
    draws: int = DRAWS,
    *,
    few: float = FEW,
    most: int = MOST,
) -> Split:
    """Split a change into its parts.

    Args:
        sums: the cases, of both groups at least.
        clusters: what is drawn as a whole.
        rng: the only source of chance.
        draws: how many.
        few: cases that every way gives up to those above it; with 0, none backs off.
        most: ways that are looked at on their own.
    """
    pairs = [_pair(sums, first, len(clusters), few, most) for first in (BEFORE, COMPARED_BEFORE)[: 1 + sums.compared]]
    once = np.ones((1, len(clusters)))
    own = [pair.parts(once) for pair in pairs]
    times = clusters.times(rng, draws)
    drawn: Parts | None = None
    width = max(1, AT_ONCE // max(1, *(pair.cells for pair in pairs)))
    for start in range(0, draws, width):
        part = _net([pair.parts(times[start : start + width]) for pair in pairs])
        drawn = part if drawn is None else drawn.followed_by(part)
    assert drawn is not None
    return Split(own[0], own[1] if sums.compared else None, _net(own), drawn, clusters, pairs[0].by_way())


def _net(parts: list[Parts]) -> Parts:
    return parts[0].less(parts[1]) if len(parts) > 1 else parts[0]


def kept(before: Floats, after: Floats, few: float = FEW) -> Floats:
    """λ: the share of a way's cases that counts as the way itself.

    Cases are counted as if both groups were as small as the smaller one: in a large group every way is seen.

    Args:
        before, after: (ways,) cases in each group.
        few: cases that every way gives up.
    """
    one, other = before.sum(), after.sum()
    seen = (before + after) * (2 * min(one, other) / max(one + other, 1e-300))
    return np.asarray(np.maximum(0.0, 1 - np.divide(few, seen, out=np.full(seen.size, np.inf), where=seen > 0)))


@dataclass(frozen=True)
class _Pair:
    """Two groups, their ways split into cells: ways, then what is above them, then the rest.

    Attributes:
        raw: (2, ways) cases.
        cell: (3, ways) the cells that a way's cases go to: its own, the one above, the rest; −1 for none.
        share: (3, ways) which share of them goes there.
        sums: (2, 3, clusters, cells) cases, measure and rework, before and after.
    """

    raw: Floats
    cell: Codes
    share: Floats
    sums: Floats

    @property
    def cells(self) -> int:
        """How many."""
        return int(self.sums.shape[-1])

    def parts(self, times: Floats) -> Parts:
        """(draws,) of each part, with the clusters counted so many times: (draws, clusters)."""
        (n0, y0, r0), (n1, y1, r1) = ([times @ kind for kind in group] for group in self.sums)
        p0, p1 = _share(n0), _share(n1)
        m0, m1, typical = _over(y0, n0), _over(y1, n1), _mean(n0, y0)
        both = (n0 > 0) & (n1 > 0)
        middle, more, faster = (p0 + p1) / 2, p1 - p0, m1 - m0
        unseen = p1 * (m1 - typical) - p0 * (m0 - typical)
        return Parts(
            change=(_mean(n1, y1) - typical)[:, 0],
            same=_total(both, middle * faster),
            rework=_total(both, middle * (_over(r1, n1) - _over(r0, n0))),
            mix=_total(both, more * ((m0 + m1) / 2 - typical)),
            unseen=_total(~both, unseen),
            interaction=_total(both, more * faster),
        )

    def by_way(self) -> ByWay:
        """Each way with its shrunk means; what it brings through the cells that it shares goes by its cases there."""
        n, y = self.sums.sum(axis=2)[:, 0], self.sums.sum(axis=2)[:, 1]
        typical, means = float(y[0].sum() / n[0].sum()), _over(y, n)
        share = self.raw / self.raw.sum(axis=1, keepdims=True)
        mean, same, different = np.zeros_like(share), np.zeros(share.shape[1]), np.zeros(share.shape[1])
        for cell, part in zip(self.cell, self.share, strict=True):
            known = np.flatnonzero((cell >= 0) & (part > 0))
            at, weight, (p0, p1) = cell[known], part[known], share[:, known]
            m0, m1 = means[:, at]
            both = (n[:, at] > 0).all(axis=0)
            mean[:, known] += weight * means[:, at]
            same[known] += weight * np.where(both, (p0 + p1) / 2 * (m1 - m0), 0.0)
            other = np.where(
                both, (p1 - p0) * ((m0 + m1) / 2 - typical), p1 * (m1 - typical) - p0 * (m0 - typical)
            )  # fmt: skip
            different[known] += weight * other
        return ByWay(self.raw.sum(axis=0), share, np.where(self.raw > 0, mean, np.nan), same, different)


def _pair(sums: Sums, first: int, clusters: int, few: float, most: int) -> _Pair:
    """The groups ``first`` and the one after it."""
    raw = sums.counts[first : first + 2]
    own = kept(raw[0], raw[1], few)
    own[np.argsort(-raw.sum(axis=0), kind="stable")[most:]] = 0.0
    wider = int(sums.above.max()) + 1
    given = np.stack([np.bincount(sums.above, (1 - own) * group, wider) for group in raw])
    above = kept(given[0], given[1], few) if wider > 1 else np.zeros(1)
    share = np.stack([own, (1 - own) * above[sums.above], (1 - own) * (1 - above[sums.above])])
    cell, cells = _numbered(own, above, sums.above)
    table = np.zeros((2, 3, clusters, cells))
    for side in range(2):
        rows = np.flatnonzero(sums.group == first + side)
        for to, part in zip(cell[:, sums.way[rows]], share[:, sums.way[rows]], strict=True):
            for kind, values in enumerate((sums.n, sums.y, sums.rework)):
                np.add.at(table[side, kind], (sums.cluster[rows], np.maximum(to, 0)), values[rows] * part)
    return _Pair(raw, cell, share, table)


def _numbered(own: Floats, above: Floats, up: Codes) -> tuple[Codes, int]:
    """(3, ways) cells: those of ways that count as themselves, then of what is above them, then the rest; and how many."""
    ways = np.where(own > 0, np.cumsum(own > 0) - 1, -1)
    start = int((own > 0).sum())
    wider = np.where(above > 0, start + np.cumsum(above > 0) - 1, -1)
    rest = start + int((above > 0).sum())
    return np.stack([ways, wider[up], np.full(own.size, rest)]), rest + 1


def _share(n: Floats) -> Floats:
    return _over(n, n.sum(axis=-1, keepdims=True), np.nan)


def _mean(n: Floats, y: Floats) -> Floats:
    return _over(y.sum(axis=-1, keepdims=True), n.sum(axis=-1, keepdims=True), np.nan)


def _over(above: Floats, below: Floats, nothing: float = 0.0) -> Floats:
    shape = np.broadcast_shapes(above.shape, below.shape)
    known = np.broadcast_to(below > 0, shape)
    return np.asarray(np.divide(above, below, out=np.full(shape, nothing), where=known))


def _total(where: NDArray[np.bool_], values: Floats) -> Floats:
    return np.asarray(np.where(where, values, 0.0).sum(axis=-1))
