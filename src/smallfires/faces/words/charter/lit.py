"""A fire that was lit, in words: who burns when, and what was frozen."""

from __future__ import annotations

from itertools import groupby

from smallfires.faces.words.amounts import Amounts
from smallfires.faces.words.names import name, quoted
from smallfires.faces.words.page import Column, Page, Section, Table, Verdict, made
from smallfires.fires.acts import Lit
from smallfires.fires.plan import Draw
from smallfires.fires.quantity import many
from smallfires.fires.wording import listed, say_day

MOST = 12
"""Units that are named in a sentence."""
PAST = {
    "switchback": "Compared with the periods in which the old way is worked.",
    "before-after": "Compared with what their own past would have gone on to.",
}
"""With what units are compared where there are no others."""


def page(record: Lit) -> Page:
    """Who burns when, what it will be held against, what was frozen."""
    return made(
        f"{record.charter.title}: lit",
        verdict(record),
        "Lit: the charter is frozen, and the pilot runs.",
        tuple(_doubts(record)),
        [_who(record), _against(record), _frozen(record)],
        f"Charter {record.seal[:12]}…, frozen in the ledger.",
    )


def verdict(record: Lit) -> Verdict:
    """From when to when, and who."""
    horizon = record.charter.horizon
    return Verdict(f"It burns from {say_day(horizon.start)} to {say_day(horizon.end)}.", (_burns(record),), "")


def _burns(record: Lit) -> str:
    """Who burns, and compared with whom."""
    arm = record.charter.design.settings.get("arm")
    if arm:
        return f"A lot puts each case on one of two ways: the column {quoted(str(arm), 40)} says which."
    return f"{_drawn(record)} {_named(record.charter.scope.units)}. {_compared(record)}"


def _drawn(record: Lit) -> str:
    if record.draw is None:
        return "The new way is worked by"
    seed = f"(seed {record.draw.seed})"
    return f"The lot {seed} fell on" if record.draw.others else f"A lot {seed} drew the periods of"


def _named(units: tuple[str, ...]) -> str:
    shown = [name(unit) for unit in units[:MOST]]
    return listed([*shown, f"{len(units) - MOST} more"] if len(units) > MOST else shown)


def _compared(record: Lit) -> str:
    compared, design = record.charter.scope.compared, record.charter.design.name
    if compared:
        return f"Compared with {_named(compared)}."
    return PAST.get(design, "Compared with all others there are.")


def _doubts(record: Lit) -> list[str]:
    if not record.late:
        return []
    return [
        f"It was lit {many(record.late, 'day')} after its start: results could be seen when the charter was frozen. Every "
        "reading will say so."
    ]


def _who(record: Lit) -> Section | None:
    draw = record.draw
    if draw is None or all(len(turn.lit) == len(draw.periods) for turn in draw.turns):
        return None
    rows = tuple((name(turn.unit), _when(turn.lit, draw)) for turn in draw.turns)
    return Section(
        "who",
        "Who works the new way when",
        table=Table("Units and their periods", (Column("Unit", "name"), Column("Works the new way in", "text")), rows),
    )


def _when(places: tuple[int, ...], draw: Draw) -> str:
    """Periods that follow each other as from and to: ``2026-W10, 2026-W12 to 2026-W15``."""
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])]
    ends = (dict.fromkeys((run[0], run[-1])) for run in runs)
    return ", ".join(" to ".join(name(draw.periods[place - 1]) for place in pair) for pair in ends)


def _against(record: Lit) -> Section | None:
    """What the old way gives, and what it would give at its best."""
    if record.today is None:
        return None
    measure, say = record.charter.success.measure, Amounts("", is_time=record.is_time).say
    said = [f"Today, {name(measure)} is at {say(record.today)}."]
    if record.optimised is not None:
        said.append(
            f"Run as well as it can be, the old way would give {say(record.optimised)} ({record.optimised_from})."
        )
        said.append("A transformation has to beat that, and not today's figure only.")
    return Section("against", "What it is held against", tuple(said))


def _frozen(record: Lit) -> Section:
    slug = record.charter.slug
    return Section(
        "frozen",
        "What happens now",
        items=(
            "The charter is frozen. Whatever is changed from now on is an amendment, with its reason, for everybody to see.",
            "Read it at any time. Looking often costs nothing: its interval allows for every look.",
        ),
        commands=(f"Read it with: smallfires learn {slug}", "Or let it be read every night: smallfires nightly"),
    )
