"""What is said of a source, field by field; what is not said is recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from smallfires.faces.cli.flags import LOG_COLUMNS
from smallfires.faces.deeds.fields import Choice, Field, Flag, Names, Option, Text, Wrong
from smallfires.faces.web.study.study import LEARN
from smallfires.verbs.look import OF_A_LOG, OF_A_TABLE

NAME = 100
"""Letters of a name."""
COLUMN = 1_000
"""Letters of a column's name."""
MOST_FIELDS = 40

MEANINGS: Mapping[str, str] = {
    **LOG_COLUMNS,
    "unit": "the team, site or person",
    "time": "the period",
    "count": "the cases behind each figure",
}
SAID = LEARN.labels
"""What each setting is called, as the flags have it."""
NEEDED = frozenset(["case", "activity", "end", "time"])
"""What a source cannot do without; of all else it can be said that there is no such column."""

ZONE = Text(
    needed=False,
    name="timezone",
    label=SAID["timezone"],
    hint="such as Europe/Amsterdam",
    longest=64,
)
DAY_FIRST = Choice(
    needed=False,
    name="day_first",
    label="Dates such as 03/04",
    options=(Option("yes", "The day stands first: the third of April"), Option("no", "The month stands first")),
)
DELIMITER = Choice(
    needed=False,
    name="delimiter",
    label=SAID["delimiter"],
    options=tuple(Option(key, f"A {key}") for key in ("comma", "semicolon", "tab", "bar")),
)
ENCODING = Choice(
    needed=False,
    name="encoding",
    label=SAID["encoding"],
    options=(
        Option("utf-8", "UTF-8"),
        Option("cp1252", "Windows-1252, western Europe"),
        Option("cp1250", "Windows-1250, central Europe"),
        Option("cp1251", "Windows-1251, Cyrillic"),
        Option("latin-1", "Latin-1"),
        Option("utf-16", "UTF-16"),
        Option("shift_jis", "Shift JIS, Japanese"),
        Option("gb18030", "GB 18030, Chinese"),
    ),
)
DECIMAL = Choice(
    needed=False,
    name="decimal",
    label=SAID["decimal"],
    options=(Option(".", "A point: 3.14"), Option(",", "A comma: 3,14")),
)
SHEET = Text(needed=False, name="sheet", label=SAID["sheet"], longest=NAME)
OBJECTS = Text(needed=False, name="object_type", label=SAID["object-type"], longest=NAME)
ASIDE = Flag(needed=False, name="set_aside", label="Leave out rows that cannot be read, instead of stopping at them")
MORE: tuple[Field, ...] = (DAY_FIRST, ZONE, DELIMITER, DECIMAL, ENCODING, SHEET, OBJECTS)
TABLE = Text(needed=False, name="table", label=SAID["table"], longest=NAME)
COLUMNS: tuple[Field, ...] = tuple(
    Text(needed=False, name=name, label=MEANINGS[name], longest=COLUMN)
    for name in dict.fromkeys((*OF_A_LOG, *OF_A_TABLE))
)
SETTINGS: tuple[Field, ...] = (*COLUMNS, *MORE, ASIDE, TABLE)


@dataclass(frozen=True)
class Said:
    """What was said of a source.

    Attributes:
        settings: by the names of ``About``; what was not said is not in it.
        problems: what is wrong with what was typed, by field.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def said(values: Mapping[str, str], fields: Sequence[Field] = SETTINGS) -> Said:
    """What was typed into a form."""
    found: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for each in fields:
        try:
            value = each.take(each.typed([values[each.name]] if each.name in values else []))
        except Wrong as error:
            problems[each.name] = str(error)
        else:
            if value not in ("", None, False, ()):
                found[each.name] = value
    if "day_first" in found:
        found["day_first"] = found["day_first"] == "yes"
    return Said(found, problems)


LENGTHS = ("day", "week", "month", "quarter", "year")
BETTER = Choice(
    name="better",
    label="Which way is better?",
    empty="Choose which way is better.",
    options=(Option("less", "Less is better."), Option("more", "More is better.")),
)
PERIOD = Choice(
    needed=False,
    name="period",
    label="A figure for each",
    options=tuple(Option(length, length) for length in LENGTHS),
)
FIGURE = Text(needed=False, name="measure", label=SAID["measure"], longest=COLUMN)
COUNTED = Text(needed=False, name="measured_in", label=SAID["measured-in"], hint="such as € or points", longest=NAME)
UNIT = Text(needed=False, name="unit", label="Unit", hint=MEANINGS["unit"], longest=COLUMN)
LEAVE_OUT = Names(needed=False, name="leave_out", label=SAID["leave-out"], hint="with commas between them")
MEASURE: tuple[Field, ...] = (FIGURE, PERIOD, COUNTED, UNIT, LEAVE_OUT)


def name_of(values: Mapping[str, str]) -> str:
    """The name that was typed, on one line."""
    return " ".join(values.get("name", "").split())


def wrong_name(values: Mapping[str, str]) -> Mapping[str, str]:
    """What is wrong with that, by field."""
    if 0 < len(name_of(values)) <= NAME:
        return {}
    return {"name": f"Give it a name of at most {NAME} letters, by which it is found again."}
