"""The placebo simulation of Arkhangelsky et al. (2021), tables 2 and 4: is the error as small, and does the interval hold?

    python -m bench.cps                 1000 panels
    python -m bench.cps --panels 200    fewer

Log wages of 50 states in 40 years are taken apart into a part of rank four and noise. Each panel has that part, new noise
(an AR(2) process of the same variance), and at most ten lit states, drawn by a logit of the minimum-wage law on the states'
four factors; the last ten years are lit. There is no effect, so that an estimate is an error.
A promise that is broken ends the command with 1.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from bench.real_panels import cps, folder
from scipy.linalg import toeplitz

from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel
from smallfires.stats.pilots import Pilots
from smallfires.stats.recipes import DID, SC, SDID
from smallfires.stats.synthetic import fit

RANK, MOST_LIT, LIT_YEARS = 4, 10, 10
PUBLISHED = {SDID: 0.0277, SC: 0.0374, DID: 0.0487}
"""Root mean square errors of the paper's table 2, first row."""
WITHIN, COVERAGE = 0.05, (0.93, 0.97)


@dataclass(frozen=True)
class World:
    """What panels are drawn from: the mean (units, periods), the noise's factor, and the odds of being lit."""

    mean: np.ndarray
    noise: np.ndarray
    chance: np.ndarray

    def draw(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """(units, periods) a measure, and (units,) who is lit."""
        lit = rng.random(self.chance.size) < self.chance
        if lit.sum() > MOST_LIT or not lit.any():
            pool = np.flatnonzero(lit) if lit.any() else np.arange(lit.size)
            lit = np.isin(np.arange(lit.size), rng.choice(pool, MOST_LIT, replace=False))
        return self.mean + rng.normal(size=self.mean.shape) @ self.noise.T, lit


def world(files: Path) -> World:
    """Take log wages apart. Source: Arkhangelsky et al. (2021), section III.A."""
    panel, law = cps(files, "log_wage")
    y = (panel.y - panel.y.mean()) / panel.y.std()
    left, values, right = np.linalg.svd(y, full_matrices=False)
    mean = (left[:, :RANK] * values[:RANK]) @ right[:RANK]
    rest = y - mean
    alike = toeplitz(correlations(rest))
    size = np.linalg.norm(rest.T @ rest / len(y)) / np.linalg.norm(alike)
    return World(mean, np.linalg.cholesky(size * alike), logit(left[:, :RANK] * np.sqrt(len(y)), law))


def correlations(rest: np.ndarray) -> np.ndarray:
    """(periods,) of an AR(2) process fitted to all units, its coefficients rounded to two digits as in the paper."""
    lags = np.stack([rest[:, 1:-1].ravel(), rest[:, :-2].ravel()])
    first, second = np.round(np.linalg.solve(lags @ lags.T, lags @ rest[:, 2:].ravel()), 2)
    found = [1.0, first / (1 - second)]
    while len(found) < rest.shape[1]:
        found.append(first * found[-1] + second * found[-2])
    return np.array(found)


def logit(factors: np.ndarray, law: np.ndarray) -> np.ndarray:
    """(units,) fitted probabilities of a logistic regression, by Newton's steps."""
    x = np.column_stack([np.ones(len(factors)), factors])
    slope = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ slope))
        slope += np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x, x.T @ (law - chance))
    return 1 / (1 + np.exp(-x @ slope))


def errors(drawn: World, panels: int, seed: int) -> dict[str, np.ndarray]:
    """(panels,) the estimate of each recipe, by name."""
    rng = np.random.default_rng(seed)
    found: dict[str, list[float]] = {recipe.name: [] for recipe in PUBLISHED}
    for _ in range(panels):
        y, lit = drawn.draw(rng)
        for recipe in PUBLISHED:
            found[recipe.name].append(float(fit(Pilots.of(y, y.shape[1] - LIT_YEARS, lit[None]), recipe).value[0]))
    return {name: np.array(values) for name, values in found.items()}


def covered(drawn: World, panels: int, seed: int, assignments: int) -> float:
    """The share of panels whose 95 % interval holds zero."""
    rng = np.random.default_rng(seed)
    design = Parallel(checks=False, beside=False, permutations=assignments, seed=seed)
    held = []
    for _ in range(panels):
        y, lit = drawn.draw(rng)
        cells = np.outer(lit, np.arange(y.shape[1]) >= y.shape[1] - LIT_YEARS)
        labels = tuple(f"{at:03}" for at in range(len(y)))
        effect = design.estimate(Panel(y, np.ones(y.shape), cells, labels, labels[: y.shape[1]]))
        held.append(not effect.told)
    return float(np.mean(held))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=folder(), help="of the published panels")
    parser.add_argument("--panels", type=int, default=1000)
    parser.add_argument("--assignments", type=int, default=400, help="pretend pilots for each interval (400)")
    told = parser.parse_args()
    drawn, missed = world(told.folder), False
    every = errors(drawn, told.panels, 1)
    for recipe, published in PUBLISHED.items():
        rmse = float(np.sqrt(np.square(every[recipe.name]).mean()))
        kept = abs(rmse / published - 1) <= WITHIN
        missed |= not kept
        print(f"{recipe.title:40} RMSE {rmse:.4f}, published {published:.4f}{'' if kept else '   MISSED'}")
    share = covered(drawn, told.panels, 2, told.assignments)
    kept = COVERAGE[0] <= share <= COVERAGE[1]
    print(f"{'95 % interval holds the truth':40} {share:.3f}, promised {COVERAGE}{'' if kept else '   MISSED'}")
    return 1 if missed or not kept else 0


if __name__ == "__main__":
    sys.exit(main())
