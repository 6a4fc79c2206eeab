"""A source or a measure that has a name now, in words."""

from __future__ import annotations

import shlex
from dataclasses import replace
from math import isfinite

from smallfires.faces.words import source as sources
from smallfires.faces.words.amounts import Amounts
from smallfires.faces.words.measured import called, units, word
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.quantity import many, say_share
from smallfires.verbs.add import AddedMeasure, AddedSource
from smallfires.verbs.bench import VERSION
from smallfires.verbs.workspace import FILE

SOURCE = "A source is named once, in smallfires.toml, with what is known of its columns."
MEASURE = "A measure is a number by unit and period, with a better direction; it is defined once, for all."
MOST = 4
"""Measures that are suggested."""
SHOWN = 20
"""Units that are shown."""


def source_page(added: AddedSource) -> Page:
    """What was recognised, and what could be measured."""
    what = "a log of work" if added.log else "a table of measures"
    rows = f"{added.source.format}, {many(added.source.rows, 'row')}"
    return made(
        title=f"Source: {name(added.name)}",
        said=Verdict(
            f"{name(added.name)} is {what}: {rows}.", (f"It stands in {FILE} now, as {name(added.address, 90)}.",), ""
        ),
        gloss=SOURCE,
        doubts=(),
        sections=[_recognised(added), _measures(added)],
        footer=f"Smallfires {VERSION}.",
    )


def _recognised(added: AddedSource) -> Section | None:
    found = sources.recognised(added.source)
    return replace(found, sentences=()) if found else None


def _measures(added: AddedSource) -> Section:
    """The next command for what could be measured."""
    if not added.measures:
        return Section("next", "What to do next", ("No column of figures was found in it.",))
    shown = added.measures[:MOST]
    commands = tuple(_command(added.name, measure, added.log) for measure in shown)
    sentence = (
        "Define what is measured in it:" if added.log else "Define what is measured in it, and which way is better:"
    )
    more = (f"and {len(added.measures) - MOST} more columns of figures",) if len(added.measures) > MOST else ()
    return Section("next", "What to do next", (sentence,), items=(*commands, *more))


def _command(source: str, measure: str, log: bool) -> str:
    flag = "" if log else " --less-is-better"
    plain = shlex.quote(measure)
    column = "" if log and measure == "duration" else f" --measure {plain}"
    return f"smallfires add measure {plain} --source {shlex.quote(source)}{column}{flag}"


def measure_page(added: AddedMeasure) -> Page:
    """How many units and periods, the usual level, and the units one by one."""
    say = Amounts(added.measure.unit, is_time=added.measure.unit == "s")
    better = "less" if added.measure.less_is_better else "more"
    whose = f" of {units(len(added.units), added.per)}" if added.per else ""
    return made(
        title=f"Measure: {name(added.name)}, from {name(added.source)}",
        said=Verdict(
            f"{called(added.name)}{whose}: usually {say.say(added.level)}; {better} is better.",
            (
                f"{many(added.periods, 'period')}, from {added.first} to {added.last}.{_gaps(added)}",
                f"It stands in {FILE} now.",
            ),
            "",
        ),
        gloss=MEASURE,
        doubts=added.notes,
        sections=[_units(added, say)],
        footer=f"Smallfires {VERSION}.",
    )


def _gaps(added: AddedMeasure) -> str:
    return f" {say_share(added.unseen)} of the cells have no figure." if added.unseen else ""


def _units(added: AddedMeasure, say: Amounts) -> Section | None:
    """Each unit's usual level, lowest first."""
    if not added.per:
        return None
    ordered = sorted(added.units, key=lambda each: (not isfinite(each[1]), each[1]))
    rows = tuple((name(unit), say.say(level), f"{seen:,}") for unit, level, seen in ordered[:SHOWN])
    columns = (Column(word(added.per), "name"), Column("usual level"), Column("periods with a figure"))
    told = [f"From {name(ordered[0][0])} with the lowest level to {name(ordered[-1][0])} with the highest."]
    told += [f"The lowest {SHOWN} of {len(ordered):,} are shown."] if len(ordered) > SHOWN else []
    caption = "Usual levels, over the last third of the periods"
    return Section(
        "levels", f"By {word(added.per)}", tuple(told) if len(ordered) > 1 else (), Table(caption, columns, rows)
    )
