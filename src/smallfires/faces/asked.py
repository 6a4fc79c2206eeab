"""The verbs as Python users call them: settings by name, lists and times as they are written, records that show themselves."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from smallfires.errors import UsageError
from smallfires.faces import typed
from smallfires.faces.notebook import Reading, shown
from smallfires.verbs.bench import Progress, bench, silent
from smallfires.verbs.question import Question
from smallfires.verbs.read import read as ask


def read(
    source: object,
    target: str | float | None = None,
    *,
    progress: Progress = silent,
    threads: int | None = None,
    **settings: Any,
) -> Reading:
    """Optimize or transform? Reads a log of work, or a table of measures.

    Args:
        source: a file's path, a database's address, or a data frame.
        target: what a case should take (``"5d"``, ``"2 weeks"``), or a number in the measure's own unit.
        progress: told the stage and the share of it that is done.
        threads: how many cores to use; all where None.
        settings: what is known about the data, and how to count: every attribute of ``Question`` by its name, such as
            ``case="Order"``, ``unit="site"``, ``hard=["Send offer -> Receive reply"]``,
            ``rules=["Pay only after Approve"]``, ``touch={"Approve": ("5 min", "10 min", "30 min")}``.

    Raises:
        UsageError: a setting that there is not, or that cannot be understood.
        DataError: the data cannot be read, or are too few; says where, and what to do.
        Unclear: the data have more than one sensible meaning; names the setting that tells.

    Example:
        >>> reading = read("orders.csv", target="5d", unit="site")  # doctest: +SKIP
        >>> reading.answer.call  # doctest: +SKIP
        <Call.TRANSFORM: 'transform'>
    """
    question = _asked(target, settings)
    with bench(progress, threads) as ground:
        return shown(ask(source, question, ground), Reading)


def _asked(target: str | float | None, settings: Mapping[str, Any]) -> Question:
    """The question, with lists and texts brought to its types."""
    known = {field.name: field for field in fields(Question)}
    for name in settings:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
            raise UsageError(f"There is no setting {name!r}.", hint)
    brought = {name: _brought(name, value) for name, value in settings.items()}
    return replace(Question(target=target), **brought)


_LISTS = ("ends", "without_value", "hard", "rules")


def _brought(name: str, value: Any) -> Any:
    if name in _LISTS:
        return (value,) if isinstance(value, str) else tuple(value)
    return typed.touch_of(value) if name == "touch" else value


def _signature() -> inspect.Signature:
    """What help and completion show: the settings by name, each with its default."""
    shown = [p for p in inspect.signature(read).parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    named = [p for p in inspect.signature(Question).parameters.values() if p.name != "target"]
    settings = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in named]
    return inspect.Signature([*shown, *settings], return_annotation="Reading")


read.__signature__ = _signature()  # type: ignore[attr-defined]
