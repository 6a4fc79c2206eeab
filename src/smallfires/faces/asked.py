"""The verbs as Python users call them: settings by name, lists and times as they are written, records that show themselves."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from smallfires.errors import UsageError
from smallfires.faces import typed
from smallfires.faces.notebook import Learned, Planned, Reading, shown
from smallfires.verbs.bench import Progress, bench, silent
from smallfires.verbs.inquiry import Inquiry, When
from smallfires.verbs.question import Question
from smallfires.verbs.read import read as read_of
from smallfires.verbs.wish import Numbers, Wish


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
    given = brought(settings, Question, ("ends", "without_value", "hard", "rules"))
    if "touch" in given:
        given["touch"] = typed.touch_of(given["touch"])
    with bench(progress, threads) as ground:
        return shown(read_of(source, Question(target=target, **given), ground), Reading)


def learn(
    source: object,
    treated: str | Iterable[str] = (),
    since: When | None = None,
    *,
    progress: Progress = silent,
    threads: int | None = None,
    **settings: Any,
) -> Learned:
    """What did the pilot do? Learns from a measure by unit and time, a log of work, or cases drawn by lot.

    Args:
        source: a file's path, a database's address, or a data frame.
        treated: the unit or units that worked the new way.
        since: when they began to: a date, ``"2026-03-02"``, ``"2026-W10"``, or the period as the table writes it.
        progress: told the stage and the share of it that is done.
        threads: how many cores to use; all where None.
        settings: what is known about the data and the pilot: every attribute of ``Inquiry`` by its name, such as
            ``measure="cost"``, ``unit="site"``, ``worthwhile="5%"``, ``picked="worst"``.

    Raises:
        UsageError: a setting that there is not, or that cannot be understood.
        DataError: the data cannot be read, or are too few for any answer; says what it takes.
        Unclear: the data have more than one sensible meaning; names the setting that tells.

    Example:
        >>> learned = learn("weekly.csv", "North", "2026-03-02", measure="cost")  # doctest: +SKIP
        >>> learned.effect.told  # doctest: +SKIP
        True
    """
    from smallfires.verbs.learn import learn as learn_of

    given = brought(settings, Inquiry, ("ends", "covariates", "leave_out"))
    inquiry = Inquiry(treated=listed(treated), since=since, **given)
    with bench(progress, threads) as ground:
        return shown(learn_of(source, inquiry, ground), Learned)


def design(
    source: object,
    treated: str | Iterable[str] = (),
    periods: Numbers = None,
    *,
    progress: Progress = silent,
    threads: int | None = None,
    **settings: Any,
) -> Planned:
    """What could a pilot tell? Finds the smallest one that can teach, before it starts, and draws its lot.

    Args:
        source: a file's path, a database's address, or a data frame: the past, by unit and time, or a log of work.
        treated: the unit or units that would be lit, where they are known; else a lot is drawn.
        periods: for how many periods: ``8``, ``"4-12"``, ``[4, 8, 12]``; what the history can bear where None.
        progress: told the stage and the share of it that is done.
        threads: how many cores to use; all where None.
        settings: what is known about the data and wanted of the pilot: every attribute of ``Wish`` by its name, such as
            ``measure="cost"``, ``worthwhile="5%"``, ``sizes="2-6"``, ``power=0.9``.

    Raises:
        UsageError: a setting that there is not, or that cannot be understood.
        DataError: the data cannot be read.
        Unclear: the data have more than one sensible meaning; names the setting that tells.

    Example:
        >>> plan = design("weekly.csv", periods=8, measure="cost", worthwhile="5%")  # doctest: +SKIP
        >>> plan.chosen.size, plan.detectable.percent  # doctest: +SKIP
        (2, -4.1)
    """
    from smallfires.verbs.design import design as design_of

    given = brought(settings, Wish, ("ends", "covariates", "leave_out", "exclude", "designs"))
    wish = Wish(treated=listed(treated), periods=periods, **given)
    with bench(progress, threads) as ground:
        return shown(design_of(source, wish, ground), Planned)


def brought(settings: Mapping[str, Any], asked: type, lists: tuple[str, ...]) -> dict[str, Any]:
    """Settings brought to the types of what is asked.

    Raises:
        UsageError: one that there is not; names the one that may have been meant.
    """
    known = inspect.signature(asked).parameters
    for name in settings:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."
            raise UsageError(f"There is no setting {name!r}.", hint)
    return {name: listed(value) if name in lists else value for name, value in settings.items()}


def listed(value: object) -> tuple[str, ...]:
    """Texts, of which one may stand alone."""
    return tuple(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else (str(value),)


def _with_settings(verb: Callable[..., Any], asked: type) -> None:
    """Show the settings by name, each with its default, where help and completion look."""
    signature = inspect.signature(verb)
    shown = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
    named = [p for p in inspect.signature(asked).parameters.values() if p.name not in signature.parameters]
    settings = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in named]
    verb.__signature__ = signature.replace(parameters=[*shown, *settings])  # type: ignore[attr-defined]


_with_settings(read, Question)
_with_settings(learn, Inquiry)
_with_settings(design, Wish)
