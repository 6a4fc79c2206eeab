"""Simulated fires at their gates, read every period by the real code: panel, design, evidence, verdict.

    python -m bench.gates                     a few of each: minutes
    python -m bench.gates --fires 400         figures worth keeping
    python -m bench.gates --only transform    one intent

Histories are real panels (see SMALLFIRES_DATA) brought to one scale, and simulated ones. The scale: the usual level is 100, and
an effect over the whole horizon has an expected error of 3, so that 10 % are a little over three errors.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from bench.real_panels import folder, quiet

from smallfires.fires.adoption import Adopted
from smallfires.fires.charter import (
    OPTIMIZE,
    TRANSFORM,
    Adoption,
    Budget,
    Charter,
    Designed,
    Guardrail,
    Horizon,
    Hypothesis,
    Intent,
    Scope,
    Subject,
    Success,
)
from smallfires.fires.effect import Figure
from smallfires.fires.gates import judge
from smallfires.fires.gates.evidence import Clock, Evidence
from smallfires.fires.reading import Measure
from smallfires.fires.verdict import Decision, Verdict
from smallfires.stats import gating
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.panel import Panel

WEEKS, DIP, LIT = 12, 6, 4
ERROR = 3.0
START = date(2026, 3, 2)
ORDERS = Measure("orders", "", less_is_better=False)
COMPLAINTS = Measure("complaints", "", less_is_better=True)
OPTIMISED = 3.0

DIPS = np.array([-6.0, -5.0, -2.0, 1.0, 4.0, 7.0, 9.0, 10.0, 10.0, 10.0, 10.0, 10.0])
PATHS = {
    "dips, ends 10 % better": DIPS,
    "dips, no better than before": np.array([-6.0, -5.0, -2.0, -1.0] + [0.0] * 8),
    "no better, no dip": np.zeros(WEEKS),
    "stays 5 % worse": np.full(WEEKS, -5.0),
    "falls 25 %, beyond its budget": np.array([-25.0] * 6 + [-5.0] * 6),
}
GOOD = "dips, ends 10 % better"
STEADY = {"nothing": 0.0, "10 % better, 5 % worthwhile": 10.0, "10 % better, guardrail broken": 10.0}
BROKEN = "10 % better, guardrail broken"


def charter(intent: Intent) -> Charter:
    """Of a simulated fire."""
    end = START + timedelta(weeks=WEEKS, days=-1)
    transforms = intent is Intent.TRANSFORM
    until = START + timedelta(weeks=DIP, days=-1)
    return Charter(
        title="Simulated", slug="simulated", owner="Nobody", subject=Subject.PROCESS, of="orders", intent=intent,
        hypothesis=Hypothesis(because="we saw it", change="a change", will="help", seen="orders"),
        success=Success(measure="orders", less_is_better=False, worthwhile="10%" if transforms else "5%", by=end),
        picked="lot", scope=Scope(units=("some",)), design=Designed(name="parallel"), horizon=Horizon(start=START, end=end),
        guardrails=() if transforms else (Guardrail(measure="complaints", less_is_better=True, margin="5%"),),
        budget=Budget(measure="orders", less_is_better=False, lose="8%", until=until) if transforms else None,
        adoption=Adoption(new_way="", share=0.6, by=end), gates=TRANSFORM if transforms else OPTIMIZE,
    )  # fmt: skip


USED = Adopted(
    new_way="", share=Figure(0.9, 0.85, 0.95), level=0.95, eligible=100, did=90, untouched=0, before=0.0, periods=(),
    clusters="week", milestone=None, examples=(), notes=(),
)  # fmt: skip


@dataclass(frozen=True)
class History:
    """A panel in which nothing was changed, at the scale of the simulation."""

    name: str
    panel: Panel

    def cut(self, rng: np.random.Generator) -> Panel:
        """Units drawn by lot, lit in the last weeks of a stretch of it."""
        units, periods = self.panel.y.shape
        last = int(rng.integers(max(2 * WEEKS, periods - 10), periods + 1))
        lit = np.zeros((units, last), dtype=bool)
        lit[rng.choice(units, LIT, replace=False), last - WEEKS :] = True
        return replace(self.panel.only(slice(None), slice(0, last)), lit=lit)


def scaled(name: str, panel: Panel, rng: np.random.Generator) -> History:
    """The same panel with a level of 100 and the wanted error."""
    plain = replace(panel, lit=np.zeros(panel.y.shape, dtype=bool))
    found = [_value(History(name, plain).cut(rng)) for _ in range(40)]
    y = 100 + (panel.y - panel.y.mean()) * ERROR / float(np.sqrt(np.mean(np.square(found))))
    return History(name, replace(plain, y=y))


def _value(panel: Panel) -> float:
    return Parallel(permutations=2, checks=False, beside=False).estimate(panel).unit.value


def simulated(rng: np.random.Generator, units: int = 24, periods: int = 40) -> Panel:
    """Units at levels of their own, a common season, and errors that go on."""
    noise = rng.standard_normal((units, periods))
    for at in range(1, periods):
        noise[:, at] += 0.4 * noise[:, at - 1]
    common = np.sin(np.arange(periods) / 6) + 0.3 * rng.standard_normal(periods).cumsum()
    y = 10 * rng.standard_normal((units, 1)) + rng.uniform(0.5, 1.5, (units, 1)) * common + noise
    labels = tuple(f"u{at:02d}" for at in range(units)), tuple(f"p{at:02d}" for at in range(periods))
    return Panel(y, np.ones(y.shape), np.zeros(y.shape, dtype=bool), *labels)


def histories(rng: np.random.Generator) -> list[History]:
    """Real ones, where there are any, and a simulated one."""
    real = quiet(folder()) if folder().is_dir() else {}
    return [scaled(name, panel, rng) for name, panel in {**real, "simulated": simulated(rng)}.items()]


@dataclass(frozen=True)
class Burning:
    """A simulated fire."""

    charter: Charter
    main: Panel
    rail: Panel | None
    design: Parallel

    @classmethod
    def of(cls, intent: Intent, panel: Panel, path: np.ndarray, rail: Panel | None, permutations: int) -> Burning:
        """Lit, with the path of the effect added."""
        y = panel.y.copy()
        start = panel.start or 0
        y[panel.ever_lit, start:] += path
        design = Parallel(
            worthwhile=10.0 if intent is Intent.TRANSFORM else 5.0, less_is_better=False, looks=WEEKS, picked="lot",
            beside=False, checks=False, permutations=permutations,
        )  # fmt: skip
        return cls(charter(intent), replace(panel, y=y), rail, design)

    def until(self, week: int, panel: Panel) -> Panel:
        """What was known then."""
        return panel.only(slice(None), slice(0, (panel.start or 0) + week))

    def verdict(self, week: int) -> Verdict:
        """At the end of a week."""
        panel = self.until(week, self.main)
        transforms = self.charter.intent is Intent.TRANSFORM
        effect = None if transforms else self.design.estimate(panel)
        facts = self.transformed(week, panel) if transforms else self.optimized(week, panel, effect)
        today = START + timedelta(weeks=week, days=-1)
        clock = Clock(today=today, periods=week, planned=WEEKS)
        return judge(self.charter, Evidence(clock=clock, measure=ORDERS, effect=effect, adopted=USED, **facts))

    def optimized(self, week, panel, effect) -> dict:
        """Facts of an optimization."""
        likely = gating.likely(panel, self.design, effect, ORDERS, OPTIMIZE)
        design = replace(self.design, less_is_better=True, worthwhile=None)
        rail = design.estimate(self.until(week, self.rail))
        return {"likely": likely, "guardrails": (gating.guarded(rail, self.charter.guardrails[0], COMPLAINTS),)}

    def transformed(self, week, panel) -> dict:
        """Facts of a transformation."""
        dip = replace(self.design, looks=DIP).estimate(self.until(min(week, DIP), self.main))
        loss = gating.loss(dip, self.charter.budget, ORDERS, DIP)
        if week <= DIP:
            return {"loss": loss}
        start = self.main.start or 0
        after = panel.only(slice(None), np.r_[0:start, start + DIP : start + week])
        needed, left = (OPTIMISED, True), WEEKS - DIP
        end = gating.end_state(after, self.design, ORDERS, TRANSFORM, left, needed)
        design = replace(self.design, looks=left)
        line = gating.slope(after, design, design.estimate(after), ORDERS, TRANSFORM, left, needed)
        return {"loss": loss, "end_state": end, "slope": line}


@dataclass
class Tally:
    """What became of the fires of one kind."""

    weeks: list[int] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)
    naive: int = 0

    def share(self, decision: Decision, by: int = WEEKS) -> float:
        """Of the fires for which this was decided by a week."""
        hits = sum(one is decision and week <= by for one, week in zip(self.decisions, self.weeks, strict=True))
        return hits / len(self.decisions)


def burn(fire: Burning, tally: Tally) -> None:
    """Until it is decided or its horizon ends. What only makes an effect believable is left out: it decides nothing here."""
    for week in range(1, WEEKS + 1):
        found = fire.verdict(week)
        if found.decision in (Decision.SPREAD, Decision.PUT_OUT):
            break
    tally.naive += _value(fire.until(4, fire.main)) < 0
    tally.weeks.append(week)
    tally.decisions.append(found.decision)
    if found.decision is Decision.PUT_OUT:
        tally.why[found.conditions[0].name] += 1


def run(
    intent: Intent, fires: int, seed: int, permutations: int = 200, report: Callable[[str], None] = print
) -> dict[str, Tally]:
    """So many fires of each kind, read every week."""
    rng = np.random.default_rng(seed)
    every = histories(rng)
    paths = PATHS if intent is Intent.TRANSFORM else {name: np.full(WEEKS, size) for name, size in STEADY.items()}
    tallies = {name: Tally() for name in paths}
    for name, path in paths.items():
        for number in range(fires):
            history = every[number % len(every)]
            panel = history.cut(rng)
            rail = None if intent is Intent.TRANSFORM else rail_of(panel, rng, 14.0 if name == BROKEN else 0.0)
            burn(Burning.of(intent, panel, path, rail, permutations), tallies[name])
        report(_line(name, tallies[name]))
    return tallies


def rail_of(panel: Panel, rng: np.random.Generator, worse: float) -> Panel:
    """Another measure of the same units: the same history turned round, its units in another order, half as noisy."""
    order = rng.permutation(len(panel.units))
    y = 100 + (panel.y[order][:, : panel.y.shape[1]] - 100) / 2
    y[panel.ever_lit, (panel.start or 0) :] += worse
    return replace(panel, y=y)


def _line(name: str, tally: Tally) -> str:
    spread, out = tally.share(Decision.SPREAD), tally.share(Decision.PUT_OUT)
    when = [week for week, one in zip(tally.weeks, tally.decisions, strict=True) if one is Decision.PUT_OUT]
    middle = f"at week {np.median(when):.0f}" if when else "-"
    early = tally.share(Decision.PUT_OUT, by=4)
    naive = tally.naive / len(tally.decisions)
    return (
        f"{name:34s} spread {spread:5.1%}  put out {out:5.1%} ({middle:10s})  by week 4 {early:5.1%}  "
        f"naive at week 4 {naive:5.1%}  {dict(tally.why)}"
    )


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fires", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--permutations", type=int, default=200)
    parser.add_argument("--only", choices=[intent.value for intent in Intent])
    asked = parser.parse_args()
    for intent in Intent:
        if asked.only in (None, intent.value):
            print(f"{intent.value}, {asked.fires} fires of each kind, read every week")
            run(intent, asked.fires, asked.seed, asked.permutations)


if __name__ == "__main__":
    main()
