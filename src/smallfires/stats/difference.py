"""The difference between two arms that a lot has drawn, with its standard error: from sums, never from cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from smallfires.errors import TooLittleData, UsageError
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import many
from smallfires.stats.sums import Moments

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

ADJUST = ("none", "cuped", "lin")
"""Ways to use what was known before: not at all, one slope for both arms, a slope for each."""
MANY = 1500
"""Clusters above which the degrees of freedom are as good as their number."""
ALL_OWN = 1e-9
"""A cluster that has less than this of its own leverage left determines a coefficient alone."""


@dataclass(frozen=True)
class Difference:
    """New way less old way.

    Attributes:
        value: in the measure's unit.
        error: its standard error.
        freedom: degrees of freedom of the error.
        old: what the new way's cases would have had the old way, on average: their mean less the value.
        adjusted: how what was known before was used, of ``ADJUST``.
        left_out: cases of strata that have one arm only.
        base: the old way's mean over all cases, adjusted likewise.
        base_variance: its variance.
        base_with_value: its covariance with the value.
    """

    value: float
    error: float
    freedom: float
    old: float
    adjusted: str
    left_out: int
    base: float
    base_variance: float
    base_with_value: float

    def in_percent(self, reach: float) -> Figure | None:
        """The value in percent of the base, with all ratios that are within reach; None where the base is not clearly above zero.

        Zero is within reach of the ratio exactly when it is within reach of the value.

        Args:
            reach: standard errors that count as near, such as a quantile of Student's t.

        Source: Fieller (1954), Journal of the Royal Statistical Society B 16: 175-185.
        """
        square = reach**2 if isfinite(reach) else inf
        if not (self.base > 0 and self.base**2 > square * self.base_variance):
            return None
        within = self.base**2 - square * self.base_variance
        middle = self.value * self.base - square * self.base_with_value
        under = middle**2 - within * (self.value**2 - square * self.error**2)
        half = sqrt(max(0.0, under))
        return Figure(100 * self.value / self.base, 100 * (middle - half) / within, 100 * (middle + half) / within)


def by_case(sums: Moments, adjust: str = "lin") -> Difference:
    """The difference where the lot was drawn case by case, within strata where there are any.

    Strata count by their cases. The error is that of cases to come, so that it counts the chance in who came, too.

    Args:
        sums: one cell an arm and stratum.
        adjust: one of ``ADJUST``.

    Raises:
        TooLittleData: an arm has no case, or too few to see their spread.

    Source: Lin (2013), Annals of Applied Statistics 7: 295-318; Deng, Xu, Kohavi and Walker (2013), WSDM (CUPED); Negi
        and Wooldridge (2021), Econometric Reviews 40: 504-534 (the part of the means before in the error); Welch (1947),
        Biometrika 34: 28-35 (degrees of freedom).
    """
    _check(adjust)
    n, y, yy, x, xy, xx = _table(sums)
    both = (n > 0).all(axis=0)
    left_out = int(n[:, ~both].sum())
    n, y, yy, x, xy, xx = (part[:, both] for part in (n, y, yy, x, xy, xx))
    if not both.any():
        raise TooLittleData("There is no group of cases in which some had the new way and some the old.", _TWO_EACH)
    mean_y, mean_x = y / n, x / n
    own_yy, own_xy, own_xx = yy - y * mean_y, xy - x * mean_y, xx - x * mean_x
    slope, adjust = _slopes(own_xy, own_xx, n, adjust)
    whole_x = x.sum(axis=0) / n.sum(axis=0)
    level = mean_y - slope * (mean_x - whole_x)
    weight = n.sum(axis=0) / n.sum()
    value = float(weight @ (level[1] - level[0]))
    rest = np.maximum(own_yy - 2 * slope * own_xy + slope**2 * own_xx, 0.0)
    off = level - (level @ weight)[:, None]
    parts, freedom = _parts(rest, n, weight, adjust != "none", off)
    spread_x = max(0.0, float(weight @ ((xx.sum(axis=0) / n.sum(axis=0)) - whole_x**2)) / n.sum())
    parts = parts + spread_x * np.outer(slope, slope)
    mean_new = float((y[1] / n[1]) @ weight) + sums.centre_y
    variance, base = parts[0, 0] + parts[1, 1] - 2 * parts[0, 1], float(level[0] @ weight) + sums.centre_y
    shared = float(parts[0, 1] - parts[0, 0])
    return Difference(
        value, sqrt(max(variance, 0.0)), freedom, mean_new - value, adjust, left_out, base, float(parts[0, 0]), shared
    )


_TWO_EACH = "It takes two cases each way at the least, and some hundred to tell much."


def _check(adjust: str) -> None:
    if adjust not in ADJUST:
        raise UsageError(f'"{adjust}" is no way to adjust for the time before.', f"Use one of {', '.join(ADJUST)}.")


def _table(sums: Moments) -> list[Floats]:
    """n, Σy, Σy², Σx, Σxy and Σx², each (arms, strata)."""
    strata, at = np.unique(sums.stratum, return_inverse=True)
    tables = []
    for values in (sums.n, sums.y, sums.yy, sums.x, sums.xy, sums.xx):
        table = np.zeros((2, strata.size))
        np.add.at(table, (sums.arm, at), values)
        tables.append(table)
    return tables


def _slopes(own_xy: Floats, own_xx: Floats, n: Floats, adjust: str) -> tuple[Floats, str]:
    """(arms, 1) how the measure goes with what was known before, and how that was found."""
    xx, xy = own_xx.sum(axis=1), own_xy.sum(axis=1)
    free = (n - 1).sum(axis=1)
    if adjust == "lin" and ((xx <= 0).any() or (free < 3).any()):
        adjust = "cuped"
    if adjust == "cuped" and (xx.sum() <= 0 or free.sum() < 4):
        adjust = "none"
    if adjust == "none":
        return np.zeros((2, 1)), adjust
    if adjust == "cuped":
        return np.full((2, 1), xy.sum() / xx.sum()), adjust
    return (xy / xx)[:, None], adjust


def _parts(rest: Floats, n: Floats, weight: Floats, adjusted: bool, off: Floats) -> tuple[Floats, float]:
    """The (arms, arms) variance of both means, and the degrees of freedom of their difference.

    Args:
        rest: (arms, strata) Σ of squares about the mean, adjusted.
        n: (arms, strata) cases.
        weight: (strata,) of each stratum.
        adjusted: whether a slope was fitted.
        off: (arms, strata) how far each stratum's mean is from that of the arm.
    """
    free = n - 1
    if (free.sum(axis=1) - adjusted <= 0).any():
        if weight.size < 2 or free.sum() > 0:
            raise TooLittleData(
                f"Worked the new way: {many(int(n[1].sum()), 'case')}; the old way: {many(int(n[0].sum()), 'case')}.",
                _TWO_EACH,
            )
        pairs = weight.size
        return (weight**2 * off) @ off.T * pairs / (pairs - 1), pairs - 1.0
    lost = free.sum(axis=1, keepdims=True)
    lost = lost / (lost - adjusted)
    if (free == 0).any():
        pooled = rest.sum(axis=1) / free.sum(axis=1)
        parts = ((weight**2 / n).sum(axis=1) * pooled * lost[:, 0])[:, None]
        free = free.sum(axis=1, keepdims=True)
    else:
        parts = weight**2 * rest / free / n * lost
    doubt = float((parts**2 / np.maximum(free - adjusted * (free > 1), 1)).sum())
    return np.diag(parts.sum(axis=1)), float(parts.sum()) ** 2 / doubt if doubt > 0 else inf


def by_cluster(sums: Moments, adjust: str = "cuped") -> Difference:
    """The difference where the lot was drawn for clusters of cases: teams, customers, weeks.

    Cases of a cluster resemble each other, so the error comes from the clusters; with few of them it is corrected for
    its bias, and the degrees of freedom are those that the clusters really have.

    Args:
        sums: one cell an arm, stratum and cluster.
        adjust: one of ``ADJUST``; less is used where there are too few clusters for it.

    Raises:
        UsageError: a cluster has cases both ways.
        TooLittleData: fewer than two clusters in an arm.

    Source: Bell and McCaffrey (2002), Survey Methodology 28: 169-181; Pustejovsky and Tipton (2018), Journal of Business
        and Economic Statistics 36: 672-683 (CR2, and Satterthwaite's degrees of freedom).
    """
    _check(adjust)
    clusters, at = np.unique(sums.cluster, return_inverse=True)
    lit = _arms(sums, at, clusters.size)
    strata, stratum = np.unique(sums.stratum, return_inverse=True)
    adjust = _affordable(sums, adjust, clusters.size, strata.size)
    cross, with_y = _cross(sums, stratum, strata.size, adjust)
    squares = np.zeros((clusters.size, *cross.shape[1:]))
    products = np.zeros((clusters.size, cross.shape[1]))
    np.add.at(squares, at, cross)
    np.add.at(products, at, with_y)
    shares = np.zeros(squares.shape[1])
    shares[: strata.size] = np.bincount(stratum, sums.n, strata.size) / sums.n.sum()
    (value, base), variance, freedom = _robust(squares, products, strata.size, shares)
    mean_new = float(sums.y[sums.arm == 1].sum() / sums.n[sums.arm == 1].sum()) + sums.centre_y
    return Difference(
        value, sqrt(variance[0, 0]), min(freedom, lit.size - 1.0), mean_new - value, adjust, 0,
        base + sums.centre_y, float(variance[1, 1]), float(variance[0, 1]),
    )  # fmt: skip


def _arms(sums: Moments, at: Codes, clusters: int) -> Codes:
    """(clusters,) the arm of each."""
    arm = np.zeros((clusters, 2))
    np.add.at(arm, (at, sums.arm), sums.n)
    mixed = np.flatnonzero((arm > 0).all(axis=1))
    if mixed.size:
        name = sums.cluster[at == mixed[0]][0]
        raise UsageError(
            f"Cluster {name} has cases both ways, so the lot was not drawn by cluster.",
            "Leave the clusters out, or give what the lot was drawn for.",
        )
    each = (arm > 0).sum(axis=0)
    if (each < 2).any():
        raise TooLittleData(
            f"{many(int(each[1]), 'cluster')} had the new way and {int(each[0]):,} the old: one does not show "
            "how clusters differ.",
            "It takes two each way at the least, and six or more to tell much.",
        )
    return np.asarray(arm.argmax(axis=1), dtype=np.int64)


def _affordable(sums: Moments, adjust: str, clusters: int, strata: int) -> str:
    """No more slopes than the clusters can bear: four are left over for the error; none where nothing varies beside the arm."""
    own = _own(sums)
    if not own.any():
        return "none"
    left = clusters - strata - 1
    if adjust == "lin" and (left - 2 < 8 or not own.all()):
        adjust = "cuped"
    return "none" if adjust == "cuped" and left - 1 < 3 else adjust


def _own(sums: Moments) -> NDArray[np.bool_]:
    """(arms,) whether what was known before varies within strata of the arm, by more than rounding."""
    groups, at = np.unique(np.stack([sums.arm, sums.stratum]), axis=1, return_inverse=True)
    n, x, xx = (np.bincount(at.ravel(), part) for part in (sums.n, sums.x, sums.xx))
    rest = np.bincount(groups[0], xx - x**2 / n, 2)
    return np.asarray(rest > ALL_OWN * sums.xx.sum())


def _cross(sums: Moments, stratum: Codes, strata: int, adjust: str) -> tuple[Floats, Floats]:
    """Each cell's part of X'X (cells, k, k) and X'y (cells, k): strata first, then the arm, then slopes."""
    fixed = np.zeros((sums.n.size, strata + 1))
    fixed[np.arange(sums.n.size), stratum] = 1
    fixed[:, strata] = sums.arm
    slopes: list[Floats] = {
        "none": [],
        "cuped": [np.ones(sums.n.size)],
        "lin": [np.ones(sums.n.size), sums.arm.astype(np.float64)],
    }[adjust]
    moving = np.stack(slopes, axis=1) if slopes else np.zeros((sums.n.size, 0))
    corner = np.einsum("ci,cj,c->cij", fixed, moving, sums.x)
    top = np.concatenate([np.einsum("ci,cj,c->cij", fixed, fixed, sums.n), corner], axis=2)
    low = np.concatenate([corner.swapaxes(1, 2), np.einsum("ci,cj,c->cij", moving, moving, sums.xx)], axis=2)
    with_y = np.concatenate([fixed * sums.y[:, None], moving * sums.xy[:, None]], axis=1)
    return np.concatenate([top, low], axis=1), with_y


def _robust(squares: Floats, products: Floats, place: int, shares: Floats) -> tuple[Floats, Floats, float]:
    """A coefficient of the regression and a mean of others, their CR2 variances, and the coefficient's degrees of freedom.

    All of it is done with (k, k) matrices: with M = (X'X)⁻¹ = LL', a cluster's leverage is L'X'ₒXₒL, and what CR2 does to
    its residuals is a function of that.

    Args:
        squares: (clusters, k, k) each cluster's part of X'X.
        products: (clusters, k) each cluster's part of X'y.
        place: of the coefficient.
        shares: (k,) of each coefficient in the mean.
    """
    whole = np.linalg.inv(squares.sum(axis=0))
    root = np.linalg.cholesky(whole)
    rest = products - squares @ (whole @ products.sum(axis=0))
    leverage, ways = np.linalg.eigh(root.T @ squares @ root)
    own = 1 - leverage
    lift = np.where(own > ALL_OWN, 1 / np.sqrt(np.maximum(own, ALL_OWN)), 0.0)
    asked = np.stack([np.eye(shares.size)[place], shares], axis=1)
    # (clusters, k, asked): how each cluster's X'e enters what is asked
    enters = np.einsum("ki,cij,cj,clj,la->cka", root, ways, lift, ways, root.T @ asked, optimize=True)
    score = (enters * rest[:, :, None]).sum(axis=1)
    found: Floats = asked.T @ (whole @ products.sum(axis=0))
    return found, score.T @ score, _freedom(squares, enters[:, :, 0], whole)


def _freedom(squares: Floats, enters: Floats, whole: Floats) -> float:
    """Satterthwaite's, were all cases alike and independent."""
    clusters = squares.shape[0]
    if clusters > MANY:
        return float(clusters - whole.shape[0])
    toward = np.einsum("ckl,cl->ck", squares, enters)
    matrix = -toward @ whole @ toward.T
    matrix[np.arange(clusters), np.arange(clusters)] += (enters * toward).sum(axis=1)
    return float(np.trace(matrix) ** 2 / np.square(matrix).sum())
