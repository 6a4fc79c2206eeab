"""Drawing clusters anew, weeks or units: cases of one cluster resemble each other, so it is drawn as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri, stdtrit

from smallfires.fires.effect import Figure

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

BUNDLES = 512
"""More clusters than that are dealt into so many bundles, which are drawn whole."""
DRAWS = 1000


@dataclass(frozen=True)
class Clusters:
    """What is drawn as a whole.

    Attributes:
        stratum: (clusters,) code of the clusters among which each is drawn: weeks before and after, units lit and not.
        kind: what a cluster is, such as ``week``.
    """

    stratum: Codes
    kind: str

    def __len__(self) -> int:
        return int(self.stratum.size)

    @property
    def freedom(self) -> int:
        """Degrees of freedom: one less than the clusters of the smallest stratum. With none, nothing can be bounded."""
        return int(np.unique(self.stratum, return_counts=True)[1].min(initial=len(self))) - 1

    def times(self, rng: np.random.Generator, draws: int = DRAWS) -> Floats:
        """(draws, clusters) how much each counts: of k in a stratum k − 1 are drawn, and each counts k/(k − 1) times.

        So the spread of the draws is right with few clusters, too.

        Source: Rao and Wu (1988), Journal of the American Statistical Association 83: 231-241.
        """
        drawn = np.ones((draws, len(self)))
        for code in np.unique(self.stratum):
            own = np.flatnonzero(self.stratum == code)
            if (k := own.size) > 1:
                drawn[:, own] = rng.multinomial(k - 1, np.full(k, 1 / k), draws) * (k / (k - 1))
        return drawn

    def figure(self, value: float, drawn: Floats, level: float) -> Figure:
        """A figure with the interval of its draws, stretched as Student's t is against the normal distribution.

        Args:
            value: the figure itself.
            drawn: (draws,) the same in every draw; NaN where a draw has no case for it.
            level: of the interval.
        """
        known = drawn[~np.isnan(drawn)]
        if self.freedom < 1 or not known.size:
            return Figure(value, -np.inf, np.inf)
        tail = (1 - level) / 2
        ends = np.quantile(known, [tail, 1 - tail])
        stretch = float(stdtrit(self.freedom, tail) / ndtri(tail))
        low, high = value + (ends - value) * stretch
        return Figure(value, min(float(low), value), max(float(high), value))


def share(kept: Floats, asked: Floats, level: float) -> Figure | None:
    """A share of cases that come in clusters, with its interval, which stays between 0 and 1.

    Jeffreys' interval for as many independent cases as the clustered ones are worth. One cluster bounds nothing.

    Args:
        kept: (clusters,) cases that count.
        asked: (clusters,) of how many.
        level: of the interval.

    Returns:
        The share, None where there is no case.

    Source: Korn and Graubard (1998), Survey Methodology 24: 193-201 (cases that clustered ones are worth); Brown, Cai and
        DasGupta (2001), Statistical Science 16: 101-133 (Jeffreys).
    """
    n, clusters = float(asked.sum()), int((asked > 0).sum())
    if not n:
        return None
    found = float(kept.sum()) / n
    if clusters < 2:
        return Figure(found, 0.0, 1.0)
    tail = (1 - level) / 2
    variance = clusters / (clusters - 1) * float(np.square(kept - found * asked).sum()) / n**2
    worth = n
    if variance > 0:
        stretch = float(stdtrit(n - 1, tail) / stdtrit(clusters - 1, tail)) if n > 1 else 1.0
        worth = min(n, found * (1 - found) / variance * stretch**2)
    yes, no = found * worth + 0.5, (1 - found) * worth + 0.5
    low = 0.0 if found == 0 else float(betaincinv(yes, no, tail))
    high = 1.0 if found == 1 else float(betaincinv(yes, no, 1 - tail))
    return Figure(found, min(low, found), max(high, found))


def within_one(share: Figure) -> Figure:
    """A share whose interval leaves 0 to 1 nowhere."""
    return Figure(share.value, max(share.low, 0.0), min(share.high, 1.0))


def bundled(clusters: Clusters, rng: np.random.Generator, most: int = BUNDLES) -> tuple[Clusters, Codes]:
    """Deal clusters at random into at most ``most`` bundles a stratum.

    Returns:
        The bundles, and (clusters,) the bundle of each cluster.
    """
    of = np.zeros(len(clusters), dtype=np.int64)
    strata = [np.zeros(0, dtype=np.int64)]
    start = 0
    for code in np.unique(clusters.stratum):
        own = np.flatnonzero(clusters.stratum == code)
        count = min(own.size, most)
        of[own] = start + rng.permutation(own.size) % count
        strata.append(np.full(count, code))
        start += count
    return Clusters(np.concatenate(strata), clusters.kind), of
