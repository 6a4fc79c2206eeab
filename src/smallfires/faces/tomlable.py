"""A plan as TOML that a person reads and keeps: the answer as comments, then who, when, what is measured, how it is read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from smallfires.faces.kinds import kind_of
from smallfires.faces.words.names import tidy
from smallfires.faces.words.plan.after import command
from smallfires.fires.plan import Candidate, Draw, Plan

WIDE = 100
"""Letters in a line of comment."""
COMMENTS = {
    "data": "What was read. The same fingerprint means the same data; figures are in the unit of the measure.",
    "measure": "What is measured, and of whom.",
    "wanted": "What was asked for. An effect has the sign of its direction; the power is how often it shall be told.",
    "pilot": "The pilot. Its cost is counted in periods of work under the change, added up over the units.",
    "lot": "Who works the new way, and when; the others go on as before. The same seed draws the same lot.",
    "reading": "How it will be read when it is over.",
    "settings": "With which settings the plan was made.",
}
"""What stands above each table."""


def to_toml(plan: Plan) -> str:
    """The plan as TOML text; ``tomllib.loads`` gives ``contents`` back."""
    found = contents(plan)
    plain = {key: value for key, value in found.items() if not isinstance(value, dict)}
    lines = [*_preface(plan), "", *_pairs(plain)]
    for name, table in found.items():
        if isinstance(table, dict):
            lines += ["", *_comment(COMMENTS[name]), *_table(name, table)]
    return "\n".join(lines) + "\n"


def contents(plan: Plan) -> dict[str, Any]:
    """What is kept of a plan; what is not known or was not asked for is left out."""
    kept: dict[str, Any] = {"made_by": f"smallfires {plan.version}", "measure": _measure(plan), "data": _data(plan)}
    kept["wanted"] = _known(vars(plan.wanted))
    if plan.chosen is not None and plan.draw is not None:
        kept["pilot"] = _pilot(plan.chosen)
        kept["lot"] = _lot(plan.draw)
        kept["reading"] = {"command": command(plan, plan.chosen)}
    kept["settings"] = {key: value for key, value in plan.settings.items() if value not in ("", "()")}
    return kept


def _measure(plan: Plan) -> dict[str, Any]:
    return _known({**vars(plan.measure), "per": plan.per})


def _data(plan: Plan) -> dict[str, Any]:
    source, history = plan.source, plan.history
    told = {"name": source.name, "format": source.format, "rows": source.rows, "fingerprint": source.fingerprint}
    return {**told, **vars(history)}


def _pilot(chosen: Candidate) -> dict[str, Any]:
    found, power = chosen.detectable, chosen.power
    names = ("design", "size", "periods", "block", "steps", "cost", "evidence")
    return _known(
        {
            **{name: getattr(chosen, name) for name in names},
            "detects": found and found.effect,
            "detects_percent": found and found.percent,
            "detects_least": found and found.least,
            "detects_most": found and found.most,
            "tells_worthwhile": power and power.share,
            "false_alarms": chosen.alarms.share,
        }
    )


def _lot(draw: Draw) -> dict[str, Any]:
    turns = [{"unit": turn.unit, "lit": [draw.periods[place - 1] for place in turn.lit]} for turn in draw.turns]
    return {
        "seed": draw.seed,
        "by_lot": draw.by_lot,
        "periods": [*draw.periods],
        "others": [*draw.others],
        "turns": turns,
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is None, and with lists for tuples."""
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items() if value is not None
    }


def _preface(plan: Plan) -> Iterator[str]:
    """The answer in words, as comments."""
    page = kind_of(plan).page(plan)
    yield from _comment(f"{page.title}")
    for text in (page.headline, *page.answer, page.chance, *page.doubts):
        if text:
            yield "#"
            yield from _comment(text)


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(tidy(text), WIDE - 2, break_long_words=False, break_on_hyphens=False)]


def _table(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """A table with its lists of tables below."""
    yield f"[{name}]"
    yield from _pairs({key: value for key, value in table.items() if not _is_tables(value)})
    for key, value in table.items():
        for row in value if _is_tables(value) else ():
            yield ""
            yield f"[[{name}.{key}]]"
            yield from _pairs(row)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in values.items()]


def _value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(map(_letter, value)) + '"'
    if isinstance(value, list):
        return _list([_value(item) for item in value])
    return repr(float(value)) if isinstance(value, float) else str(value)


def _list(items: list[str]) -> str:
    """On one line where it fits, else on as many as it takes."""
    line = ", ".join(items)
    if len(line) <= WIDE - 20:
        return f"[{line}]"
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _letter(letter: str) -> str:
    r"""One letter of a text; what cannot be seen is written as ``\u202e``, and half a letter as the sign for one that is lost."""
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable():
        return letter
    number = ord(letter)
    if 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
