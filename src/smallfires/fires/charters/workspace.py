"""What of a charter does not go with the rest of the workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from smallfires.errors import Refusal
from smallfires.fires.charter import Charter
from smallfires.fires.charters.known import Burning, Known
from smallfires.fires.charters.rules import Rules
from smallfires.fires.charters.values import meant

RULES = Rules()
_JOINED = re.compile(r"\s*(?:\band\b|&|\+|,|;|/)\s*")


@RULES.on("success.measure", "guardrails", "budget")
def _measures(charter: Charter, known: Known) -> Iterator[Refusal]:
    if known.measures is None:
        return
    for field, measure, less in _used(charter):
        if not measure:
            continue
        if measure not in known.measures:
            yield _unknown(field, measure, known.measures)
        elif known.measures[measure] != less:
            better = "less" if known.measures[measure] else "more"
            yield Refusal(
                f"{field}.better",
                f'The workspace says that {better} of "{measure}" is better, and the charter says the other way.',
                f'Write better = "{better}", or mend it in the workspace.',
            )


def _used(charter: Charter) -> Iterator[tuple[str, str, bool]]:
    """Every measure: its table, its name, whether less is better."""
    yield "success", charter.success.measure, charter.success.less_is_better
    for row, rail in enumerate(charter.guardrails, 1):
        yield f"guardrails.{row}", rail.measure, rail.less_is_better
    if charter.budget is not None:
        yield "budget", charter.budget.measure, charter.budget.less_is_better


def _unknown(field: str, measure: str, measures: Mapping[str, bool]) -> Refusal:
    several = [part for part in _JOINED.split(measure) if part in measures]
    if len(several) > 1:
        rest = "make the others [[guardrails]]" if field == "success" else "write each in a table of its own"
        return Refusal(
            f"{field}.measure",
            f'"{measure}" is {len(several)} measures.',
            f'Keep one, as in measure = "{several[0]}"; {rest}.',
        )
    there = f"There are {', '.join(measures)}." if measures else "It has none yet: define this one first."
    return Refusal(
        f"{field}.measure",
        f'The workspace has no measure "{measure}".',
        meant(measure, measures) or there,
        command="Define it with: smallfires add measure",
    )


@RULES.on("scope", "horizon")
def _burning(charter: Charter, known: Known) -> Iterator[Refusal]:
    for other in known.burning:
        if other.slug == charter.slug or not _meet(charter, other):
            continue
        if other.slug in charter.scope.allow or charter.slug in other.allow:
            continue
        for field in ("units", "compared"):
            units = [unit for unit in getattr(charter.scope, field) if unit in other.units]
            if units:
                yield _overlap(field, units, other)


def _meet(charter: Charter, other: Burning) -> bool:
    return charter.horizon.start <= other.end and other.start <= charter.horizon.end


def _overlap(field: str, units: list[str], other: Burning) -> Refusal:
    who = ", ".join(f'"{unit}"' for unit in units[:5]) + (" and more" if len(units) > 5 else "")
    burn = "burns" if len(units) == 1 else "burn"
    if not other.slug:
        return Refusal(
            f"scope.{field}",
            f"{who} {burn} in a fire that you may not see, at some time of this one.",
            "Ask an admin when they are free, or take them out.",
        )
    spoilt = "what either did could not be told" if field == "units" else "it would be compared with that fire"
    return Refusal(
        f"scope.{field}",
        f'{who} {burn} in the fire "{other.slug}" from {other.start} to {other.end}: {spoilt}.',
        f'Take {"it" if len(units) == 1 else "them"} out, choose other dates, or allow it by name: allow = ["{other.slug}"]',
    )


@RULES.on("scope.allow")
def _allowed(charter: Charter, known: Known) -> Iterator[Refusal]:
    for slug in charter.scope.allow:
        if slug == charter.slug:
            yield Refusal("scope.allow", f'"{slug}" is this fire itself.', "Write the names of other fires.")


@RULES.on("design")
def _design(charter: Charter, known: Known) -> Iterator[Refusal]:
    name = charter.design.name
    if known.designs is None or not name:
        return
    if name not in known.designs:
        hint = meant(name, known.designs) or f"The designs are {', '.join(known.designs)}."
        yield Refusal("design.name", f'"{name}" is no design.', hint)
        return
    for each in charter.design.settings:
        if each not in known.designs[name]:
            hint = meant(each, known.designs[name]) or f"It has {', '.join(sorted(known.designs[name])) or 'none'}."
            yield Refusal(f"design.{each}", f'The design {name} has no setting "{each}".', hint)


@RULES.on("design", "scope")
def _misfit(charter: Charter, known: Known) -> Iterator[Refusal]:
    if known.misfit:
        yield Refusal("design.name", known.misfit, known.way_out, command=known.command)
