"""The rules in words: which are kept."""

from __future__ import annotations

from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.quantity import say_count, say_share
from smallfires.fires.wording import listed
from smallfires.fires.work import RuleResult, WorkReading


def section(reading: WorkReading) -> Section | None:
    """How each business rule is kept, with some cases that break it."""
    if not reading.rules:
        return None
    broken = [rule for rule in reading.rules if rule.broken]
    lead = f"{len(broken)} of {len(reading.rules)} rules are broken by some cases." if broken else "Every rule is kept."
    return Section(
        key="rules",
        title="Rules",
        sentences=(lead,),
        items=tuple(text for rule in reading.rules for text in _notes(rule)),
        table=Table("How the rules are kept", _COLUMNS, tuple(_row(rule) for rule in reading.rules)),
    )


_COLUMNS = (
    Column("rule", "text"),
    Column("kept by"),
    Column("cases that break it"),
    Column("did not apply", least=70),
)


def _row(rule: RuleResult) -> tuple[str, ...]:
    return name(rule.sentence, 120), kept(rule), say_count(rule.broken), say_count(rule.untouched)


def kept(rule: RuleResult) -> str:
    """Its share of the cases to which it applied."""
    asked = rule.kept + rule.broken
    return say_share(rule.kept / asked) if asked else "no case"


def _notes(rule: RuleResult) -> list[str]:
    """Which cases break it, and whether it is kept less than it was."""
    if not rule.broken:
        return []
    some = [name(case, 30) for case in rule.examples[:3]]
    found = f", such as {listed(some)}" if some else ""
    return [f"{name(rule.sentence, 120)}: broken by {say_count(rule.broken)}{found}.{_trend(rule)}"]


def _trend(rule: RuleResult) -> str:
    """The share kept in the first and in the last period, where they are far apart."""
    if len(rule.by_period) < 2:
        return ""
    (first, then, _), (last, now, _) = rule.by_period[0], rule.by_period[-1]
    if abs(now - then) < 0.05:
        return ""
    return f" Kept by {say_share(then)} in {name(first)}, by {say_share(now)} in {name(last)}."
