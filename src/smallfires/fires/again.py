"""A reading that was done again: the same figures to the last digit, or what is another one, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smallfires.fires.plain import canonical

NOTHING = "nothing"
"""What stands for a figure that is not there."""
_MISSING = object()


@dataclass(frozen=True)
class Difference:
    """A figure that is another one.

    Attributes:
        where: its place in the lesson: ``reading.effect.absolute.value``.
        then, now: both, to the last digit.
    """

    where: str
    then: str
    now: str


@dataclass(frozen=True)
class Again:
    """A reading that was done again.

    Attributes:
        fire: its slug.
        number: of the reading.
        at: when it was read first, as ``Entry.at``.
        who: by whom.
        figures: how many values were compared: figures, names and sentences.
        differences: those that are others.
        changed: what has changed since and can be the cause: data, software, libraries; each a sentence.
        version: of the software now.
    """

    fire: str
    number: int
    at: str
    who: str
    figures: int
    differences: tuple[Difference, ...]
    changed: tuple[str, ...]
    version: str

    @property
    def same(self) -> bool:
        """Whether every figure is the same to the last digit."""
        return not self.differences


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[int, tuple[Difference, ...]]:
    """How many values there are, and which are others: numbers to the last digit, texts to the last letter.

    The version of the software is no figure.

    Args:
        then, now: two lessons as plain values.
    """
    every = list(_pairs("", then, now))
    return len(every), tuple(
        Difference(where, _say(one), _say(other)) for where, one, other in every if _other(one, other)
    )


def _pairs(where: str, then: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every value with its place, and what it was and is."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*then, *now]):
            if name != "version":
                yield from _pairs(f"{where}.{name}".lstrip("."), then.get(name, _MISSING), now.get(name, _MISSING))
    elif isinstance(then, list) and isinstance(now, list):
        for place in range(max(len(then), len(now))):
            yield from _pairs(f"{where}[{place}]", _at(then, place), _at(now, place))
    else:
        yield where, then, now


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else _MISSING


def _other(then: Any, now: Any) -> bool:
    """Whether two values are not the same; 1 and 1.0 are not, and neither are 0.0 and -0.0."""
    return _say(then) != _say(now)


def _say(value: Any) -> str:
    return NOTHING if value is _MISSING else canonical(value)
