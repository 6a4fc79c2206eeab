"""Readings of pilots, in every branch a face has to show."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

from tests.faces.sample import HOSTILE

from smallfires.fires.effect import Beside, Diagnostics, Effect, Figure, LeftOut, Picked, Point, Pretended, Share
from smallfires.fires.reading import Measure, Reading
from smallfires.fires.work import Guess, Source

UNITS = ("North", "South", "East", "West", "Harbour", "Old Town", "Airport", "Station", "Market", "Mill")
WEEKS = tuple(f"2026-W{week:02}" for week in range(1, 21))
START = 14


def path(size: float = -12.0, reach: float = 6.0, level: float = 100.0) -> tuple[Point, ...]:
    """Twenty weeks, the last six of them lit."""
    found = []
    for at, week in enumerate(WEEKS):
        expected = level + 3 * ((at * 7) % 5 - 2)
        lit = at >= START
        apart = size + ((at * 5) % 3 - 1) if lit else ((at * 3) % 5 - 2) / 2
        effect = Figure(apart, apart - reach, apart + reach) if lit else None
        found.append(Point(week, expected + apart, expected, effect, lit))
    return tuple(found)


def effect() -> Effect:
    """North's cost fell from 100 to 88."""
    return Effect(
        design="parallel",
        method="synthetic difference-in-differences",
        source="Arkhangelsky et al. (2021), American Economic Review 111: 4088-4118",
        unit=Figure(-12.0, -15.0, -9.0),
        percent=Figure(-12.0, -14.6, -9.3),
        level=0.95,
        p=1 / 30,
        smallest_p=1 / 30,
        lacking=None,
        evidence="fair",
        worthwhile=None,
        probability=None,
        path=path(),
        lit=("North",),
        others=UNITS[1:],
        beside=(
            Beside("synthetic control", -11.0, 0.03, 2.0),
            Beside("difference-in-differences", -10.4, 0.04, 3.0),
        ),
        diagnostics=Diagnostics(
            fit_before=1.2,
            fit_usual=1.5,
            units=tuple(Share(unit, weight) for unit, weight in zip(UNITS[1:], (0.4, 0.3, 0.2, 0.1), strict=False)),
            periods=(Share("2026-W13", 0.7), Share("2026-W02", 0.3)),
            placebos=tuple(-4 + 8 * i / 28 for i in range(29)),
            exhaustive=True,
            without=(LeftOut("South", -11.6), LeftOut("East", -12.3)),
            studentised=1 / 30,
            pretended=Pretended(WEEKS[4:13], (0.5, -1.0, 2.0, 1.5, -0.4, 0.0, 0.7, -0.9, 1.1), 0, 0.05, 1.0),
            picked=Picked("hand", None, None, None),
        ),
        assumptions=("Who was picked does not depend on what was coming.", "The others were not changed by the pilot."),
        notes=(),
    )


def reading(found: Effect | None = None, **changes) -> Reading:
    """A reading of weekly costs of ten sites."""
    guesses = (Guess("unit", "site", "a text, 10 different", "--unit"), Guess("time", "week", "weeks", "--time"))
    made = Reading(
        source=Source("weekly.csv", "CSV", 200, guesses, ("2 rows were counted once.",), "9f2c41d07be3a6155a0c"),
        measure=Measure("cost", "€", True),
        per="site",
        since=WEEKS[START],
        effect=found or effect(),
        why_design="Some sites changed at once, others did not.",
        warnings=(),
        settings={"treated": "North", "level": "0.95"},
        version="0.1.0",
    )
    return replace(made, **changes)


def with_effect(**changes) -> Reading:
    """The same with another effect."""
    return reading(replace(effect(), **changes))


def looked(**changes) -> Reading:
    """The same with other diagnostics."""
    return with_effect(diagnostics=replace(effect().diagnostics, **changes))


def scaled(figure: Figure | None, by: float) -> Figure | None:
    """A figure in another unit."""
    return None if figure is None else Figure(figure.value * by, figure.low * by, figure.high * by)


def worse() -> Reading:
    """The cost rose."""
    return with_effect(unit=Figure(12.0, 9.0, 15.0), percent=Figure(12.0, 9.3, 14.6), path=path(12.0))


def not_told(**changes) -> Reading:
    """Nothing that chance could not do."""
    quiet = {"unit": Figure(-1.5, -4.5, 1.5), "percent": Figure(-1.5, -4.4, 1.6), "p": 0.33, "path": path(-1.5)}
    calm = replace(effect().diagnostics, studentised=0.3)
    beside = (Beside("synthetic control", -1.3, 0.33, 1.2),)
    return with_effect(**{**quiet, "beside": beside, "diagnostics": calm, **changes})


def lacking() -> Reading:
    """One of six can never be told."""
    why = "With 1 of 6 units lit, chance alone does anything 1 time in 6. Find 15 more units to compare with."
    endless = Figure(-12.0, -inf, inf)
    lit = tuple(replace(point, effect=endless) if point.effect else point for point in path())
    return with_effect(
        unit=endless, percent=Figure(-12.0, -100.0, inf), p=1 / 6, smallest_p=1 / 6, lacking=why, path=lit,
        diagnostics=replace(effect().diagnostics, studentised=1 / 6, placebos=(-1.0, 0.0, 0.5, 1.0, 2.0)),
    )  # fmt: skip


def weak() -> Reading:
    """One site, before and after."""
    alone = replace(effect().diagnostics, units=(), periods=(), without=(), studentised=None, picked=None)
    return with_effect(
        design="before-after", evidence="weak", others=(), beside=(), diagnostics=alone,
        method="forecast by the mean of the own past", notes=("Weak evidence: no lot was drawn.",),
    )  # fmt: skip


def cases() -> Reading:
    """A lot over cases: no units, no path."""
    bare = Diagnostics(0.0, 0.0, (), (), (), exhaustive=False)
    found = replace(
        effect(), design="randomised", evidence="strong", method="difference in means", unit=Figure(-25e3, -33e3, -16e3),
        percent=Figure(-1.4, -1.9, -0.9), p=1e-300, smallest_p=1e-300, path=(), lit=(), others=(), beside=(),
        diagnostics=bare, notes=("19,958 cases had the new way, 20,042 the old.",), worthwhile=-3600.0, probability=0.97,
    )  # fmt: skip
    return reading(found, per="case", since="", measure=Measure("duration", "s", True))


def too_early() -> Reading:
    """A lot over cases, looked at before there are enough."""
    found = replace(cases().effect, unit=Figure(-0.2, -inf, inf), percent=Figure(-0.8, -100.0, inf), p=1.0)
    return replace(cases(), effect=found, settings={"looks": "400"})


def switched() -> Reading:
    """On and off, in two people: a point a pair of blocks, of which one alone says nothing."""
    pairs = tuple(replace(p, lit=True, effect=Figure(p.observed - p.expected, -inf, inf)) for p in path())
    bare = replace(cases().effect.diagnostics, placebos=tuple((i * 37 % 101 - 50) / 10 for i in range(400)))
    return with_effect(
        design="switchback", evidence="strong", path=pairs, lit=("Ana", "Ben"), others=(), beside=(), diagnostics=bare,
        method="mean difference within pairs of blocks",
    )  # fmt: skip


def durations() -> Reading:
    """Seconds, said as durations."""
    found = effect()
    by = 36.0
    moved = tuple(
        replace(p, observed=p.observed * by, expected=p.expected * by, effect=scaled(p.effect, by)) for p in path()
    )
    beside = tuple(replace(one, value=one.value * by, error=one.error * by) for one in found.beside)
    found = replace(
        found, unit=Figure(-432.0, -540.0, -324.0), path=moved, beside=beside, worthwhile=-300.0, probability=0.98
    )
    return reading(found, measure=Measure("handover time", "s", True))


def below_zero() -> Reading:
    """A margin below zero, of which nothing is a percentage."""
    found = replace(effect(), unit=Figure(8.1, 6.0, 10.2), percent=None, path=path(8.1, 2.0, -100.0), lit=UNITS[:2])
    return reading(found, measure=Measure("margin", "€", False))


def one_period() -> Reading:
    """Two weeks before, one after."""
    return with_effect(path=path()[12:15], lit=UNITS[:2], others=UNITS[2:])


def crowd() -> Reading:
    """Ten of 200 sites over 520 weeks."""
    weeks = [replace(path()[at % 20], period=f"week {at:03}", lit=at >= 400) for at in range(520)]
    long_path = tuple(replace(p, effect=Figure(-12, -15, -9) if p.lit else None) for p in weeks)
    units = tuple(Share(f"Site {i:03} of the northern provinces", 0.005) for i in range(200))
    found = replace(effect().diagnostics, units=units, placebos=tuple((i * 37 % 997) / 99 - 5 for i in range(999)))
    return with_effect(
        path=long_path, lit=tuple(f"Site {i}" for i in range(10)), others=tuple(u.label for u in units),
        diagnostics=replace(found, exhaustive=False),
    )  # fmt: skip


def hostile() -> Reading:
    """Names that try to be markup, controls, or too long."""
    found = effect()
    points = tuple(replace(point, period=HOSTILE[at % 7]) for at, point in enumerate(found.path))
    seen = replace(
        found.diagnostics,
        units=tuple(Share(name, 1 / 7) for name in HOSTILE),
        periods=tuple(Share(name, 1 / 7) for name in HOSTILE),
        without=tuple(LeftOut(name, 1.0 + i) for i, name in enumerate(HOSTILE)),
    )
    found = replace(
        found, path=points, lit=(HOSTILE[0],), others=HOSTILE, diagnostics=seen, notes=HOSTILE, assumptions=HOSTILE,
        beside=(Beside(HOSTILE[2], 3.0, 0.2, nan),), method=HOSTILE[5], source=HOSTILE[1],
    )  # fmt: skip
    source = replace(reading().source, name="<b>evil</b>\x1b]0;title\x07.csv", notes=HOSTILE)
    return reading(
        found, source=source, measure=Measure(HOSTILE[6], HOSTILE[3], True), per=HOSTILE[4], since=HOSTILE[1],
        warnings=HOSTILE,
    )  # fmt: skip


def alone() -> Reading:
    """One series only: nobody's but the measure's own."""
    return replace(weak(), per="", effect=replace(weak().effect, lit=("cost",)))


PILOTS = {
    "pilot: better": with_effect(worthwhile=-4.0, probability=0.98),
    "pilot: worse": worse(),
    "pilot: not told": not_told(worthwhile=-4.0, probability=0.06),
    "pilot: lacking": lacking(),
    "pilot: half known": with_effect(unit=Figure(-12.0, -inf, -9.0), percent=Figure(-12.0, -100.0, -9.3)),
    "pilot: weak": weak(),
    "pilot: alone": alone(),
    "pilot: cases": cases(),
    "pilot: too early": too_early(),
    "pilot: switched": switched(),
    "pilot: durations": durations(),
    "pilot: below zero": below_zero(),
    "pilot: one period": one_period(),
    "pilot: crowd": crowd(),
    "pilot: nothing moves": with_effect(
        unit=Figure(0.0, 0.0, 0.0), percent=Figure(0.0, 0.0, 0.0), p=1.0, path=path(0.0, 0.0),
        diagnostics=replace(effect().diagnostics, placebos=(0.0, 0.0, 0.0, 0.0)),
    ),
    "pilot: hostile": hostile(),
}  # fmt: skip
