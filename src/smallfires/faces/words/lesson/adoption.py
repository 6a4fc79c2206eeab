"""Whether the new way is really in use."""

from __future__ import annotations

from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Column, Section, Table
from smallfires.fires.adoption import Adopted, InPeriod, NotKnown
from smallfires.fires.quantity import many, say_count, say_share

COLUMNS = (Column("period", "name"), Column("worked the new way"), Column("of cases"))
MOST = 3


def section(found: Adopted | NotKnown | None) -> Section | None:
    """The share by period; why it is not known, where it is not."""
    if found is None:
        return None
    if isinstance(found, NotKnown):
        return Section("adoption", "Is the new way in use?", (f"That is not known. {found.reason}",))
    return Section(
        "adoption",
        "Is the new way in use?",
        (_share(found), *_milestone(found)),
        Table("Cases that were worked the new way", COLUMNS, tuple(map(_row, found.periods)), bars=True),
        (*_examples(found), *found.notes),
    )


def _share(found: Adopted) -> str:
    if found.share is None:
        return f"No case could be worked the new way yet ({name(found.new_way, 80)})."
    before = f" Before, it was {say_share(found.before)}." if found.before else ""
    return (
        f"{say_share(found.share.value)} of {many(found.eligible, 'eligible case')} were worked the new way "
        f"({name(found.new_way, 80)}), between {say_share(found.share.low)} and {say_share(found.share.high)}.{before}"
    )


def _milestone(found: Adopted) -> tuple[str, ...]:
    mile = found.milestone
    if mile is None:
        return ()
    wanted = f"{say_share(mile.share)} were expected by {mile.by}"
    if not mile.due or mile.found is None:
        return (f"{wanted}; that is still to come.",)
    return (f"{wanted}: it was {say_share(mile.found.value)}, {'reached' if mile.reached else 'not reached'}.",)


def _row(period: InPeriod) -> tuple[str, ...]:
    share = "–" if period.share is None else say_share(period.share)
    return name(period.period), share, say_count(period.eligible)


def _examples(found: Adopted) -> tuple[str, ...]:
    shown = [quoted(case, 30) for case in found.examples[:MOST]]
    return (f"Not worked the new way, for example: {', '.join(shown)}.",) if shown else ()
