"""Where a change came from: the same ways done better, or different ways."""

from __future__ import annotations

from collections.abc import Iterator

from smallfires.faces.words.amounts import Amounts
from smallfires.faces.words.names import name
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.effect import Figure
from smallfires.fires.quantity import many, say_count, say_level, say_share
from smallfires.fires.shift import Answer, NoShift, Part, Shift, WayRow

ANSWERS = {
    Answer.SAME: "The same ways, done differently well: that is optimizing.",
    Answer.DIFFERENT: "Different ways: that is transforming.",
    Answer.BOTH: "Both: the same ways done differently well, and different ways.",
    Answer.CANNOT_TELL: "Cannot tell.",
}
PARTS = (Column("what", "text"), Column("change"), Column("interval", "text", least=64))
WAYS = (
    Column("way", "name"),
    Column("before"),
    Column("after"),
    Column("mean before", least=90),
    Column("mean after", least=90),
    Column("same way"),
    Column("other share"),
)


def section(found: Shift | NoShift | None) -> Section | None:
    """The change and its parts; why there is none to show, where there is none."""
    if found is None:
        return None
    if isinstance(found, NoShift):
        return Section("shift", "The same, or something different?", (f"That cannot be told. {found.reason}",))
    return Section(
        "shift",
        "The same, or something different?",
        (ANSWERS[found.answer], found.reason, _cases(found)),
        Table("The change and its parts", PARTS, tuple(_rows(found))),
        (*_neighbours(found), *found.notes),
    )


def _cases(found: Shift) -> str:
    said = f"{many(found.before.cases, 'case')} before, {say_count(found.after.cases)} since; another way is: {found.definition}."
    beyond = " What changed anyway, in those compared with, is taken out." if found.compared else ""
    return f"{said}{beyond} Intervals at {say_level(found.level)}, by {found.clusters}."


def _rows(found: Shift) -> Iterator[tuple[str, ...]]:
    say = _amounts(found)
    yield _row("The whole change", found.change, say)
    yield _row("Same ways, better or worse", found.same, say)
    if found.rework is not None and found.rest is not None:
        yield _row("– of which steps done again", found.rework, say)
        yield _row("– of which the rest", found.rest, say)
    yield _row("Old ways in other shares", found.mix, say)
    yield _row("Ways that are new or gone", found.unseen, say)
    if found.interaction is not None:
        yield _row("(shares and means together)", found.interaction, say)
    if found.transformed is not None:
        share = found.transformed
        yield "Transformed share", say_share(share.value), f"{say_share(share.low)} to {say_share(share.high)}"


def _row(title: str, part: Part, say: Amounts) -> tuple[str, ...]:
    return title, say.say(part.figure.value), _span(part.figure, say)


def _span(figure: Figure, say: Amounts) -> str:
    return say.span(figure.low, figure.high)


def _amounts(found: Shift) -> Amounts:
    return Amounts(found.measure.unit, found.measure.unit == "s")


def _neighbours(found: Shift) -> Iterator[str]:
    """The same under other definitions of a way."""
    say = _amounts(found)
    for other in found.neighbours:
        agrees = "It agrees." if other.agrees else "It does not agree."
        yield (
            f"Taken as {other.definition} ({many(other.ways, 'way')}): same ways {say.say(other.same.value)}, different ways "
            f"{say.say(other.different.value)}. {agrees}"
        )


def ways(found: Shift | NoShift | None) -> Section | None:
    """The ways that brought most."""
    if not isinstance(found, Shift) or not found.rows:
        return None
    say = _amounts(found)
    rows = tuple(_way(row, say) for row in found.rows)
    return Section("ways", "Which ways brought it", table=Table("Ways, those that brought most first", WAYS, rows))


def _way(row: WayRow, say: Amounts) -> tuple[str, ...]:
    means = ("–" if mean is None else say.say(mean) for mean in (row.mean0, row.mean1))
    return (
        name(row.label, 80),
        say_share(row.share0),
        say_share(row.share1),
        *means,
        say.say(row.same),
        say.say(row.different),
    )
