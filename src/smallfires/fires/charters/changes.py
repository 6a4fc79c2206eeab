"""What an amendment changes in a charter, field by field, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from smallfires.fires.acts import Change
from smallfires.fires.charter import Charter
from smallfires.fires.quantity import say_number, say_share
from smallfires.fires.wording import listed, say_day

NOTHING = "nothing"
_SHARES = ("share", "answered", "match", "question", "done")
_NAMED = {"guardrails": "measure", "people": "name", "risks": "assumption"}


def changes(old: Charter, new: Charter) -> tuple[Change, ...]:
    """Every field that differs, before and after.

    A guardrail is known by its measure, a person by their name and a risk by its assumption, so that a row more or less
    does not make the others look changed: ``people.Jo.share``.
    """
    before, after = dict(_told("", old)), dict(_told("", new))
    every = dict.fromkeys([*before, *after])
    return tuple(
        Change(field, before.get(field, NOTHING), after.get(field, NOTHING))
        for field in every
        if before.get(field, NOTHING) != after.get(field, NOTHING)
    )


def confirms(found: Iterable[Change]) -> bool:
    """Whether the brief goes out again for confirmation: intent or success was changed."""
    return any(change.field.split(".")[0] in ("intent", "success") for change in found)


def _told(field: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every single value in words, by its field."""
    if is_dataclass(value):
        for each in fields(value):
            yield from _told(_field(field, each.name), getattr(value, each.name))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _told(f"{field.removesuffix('.settings')}.{name}", each)
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for each in value:
            yield from _told(f"{field}.{getattr(each, _NAMED[field])}", each)
    elif value not in (None, "", ()):
        yield field, _said(field, value)


def _field(within: str, name: str) -> str:
    name = "better" if name == "less_is_better" else name
    return f"{within}.{name}" if within else name


def _said(field: str, value: Any) -> str:
    name = field.rpartition(".")[2]
    if isinstance(value, bool):
        return ("less" if value else "more") if name == "better" else ("yes" if value else "no")
    if isinstance(value, date):
        return say_day(value)
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, float):
        return say_share(value) if name in _SHARES else say_number(value)
    return str(value)
