"""Who carries how much change: time by week, fires at once, and what is due."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM, briefed
from tests.verbs.desks import OWNER, a_desk, drafted, lit, noted

from smallfires.errors import NotThere
from smallfires.fires.acts import PutOut
from smallfires.fires.charter import Person
from smallfires.verbs.people import people, person


def asking(slug: str, share: float, **changes: object):
    """A charter that asks Amira for so much of her time, until 26 June."""
    return replace(OPTIMIZE, slug=slug, people=(Person(name="Amira", share=share),), **changes)


def test_time_is_added_up_by_week():
    """Each week has the shares of the fires that burn in it; after their end they ask for nothing."""
    desk = a_desk()
    short = replace(OPTIMIZE.horizon, end=OPTIMIZE.horizon.end.replace(month=4, day=24))
    lit(desk, asking("long", 0.05))
    lit(desk, asking("short", 0.1, horizon=short))
    desk.now.on("2026-04-22")
    load = person(desk, "Amira").load
    assert [round(week.share, 9) for week in load.weeks] == [0.15, *[0.05] * 9, 0.0, 0.0]
    assert (load.weeks[0].monday.isoformat(), load.peak, load.over) == ("2026-04-20", pytest.approx(0.15), False)


@pytest.mark.parametrize(
    ("shares", "over"),
    [((0.2,), False), ((0.1, 0.1), False), ((0.1, 0.11), True), ((0.0,) * 3, False), ((0.0,) * 4, True)],
)
def test_too_much_is_more_than_a_fifth_or_three_at_once(shares, over):
    """Exactly a fifth of the time is not too much, nor are three fires; more of either is."""
    desk = a_desk()
    for number, share in enumerate(shares):
        lit(desk, asking(f"fire-{number}", share))
    desk.now.on("2026-04-22")
    assert person(desk, "Amira").load.over is over


def test_a_fire_past_its_time_asks_this_week():
    """Where nobody has decided, the fire still asks for time now, and not in the weeks to come."""
    desk = a_desk()
    lit(desk, asking("late", 0.1))
    desk.now.on("2026-08-05")
    assert [week.share for week in person(desk, "Amira").load.weeks[:2]] == [0.1, 0.0]


def test_what_is_due_is_said_to_whom_it_is_due():
    """The owner has to act on their fires; whoever has the brief has to answer it, until the fire is lit."""
    desk = a_desk()
    lit(desk, TRANSFORM)
    drafted(desk, asking("new", 0.1))
    noted(desk, "new", briefed(asking("new", 0.1)))
    desk.now.on("2026-03-25")
    (test, light) = sorted(person(desk, OWNER).load.owed, key=lambda due: due.what, reverse=True)
    assert (test.what, test.on.isoformat(), test.late) == ("test assumption 1", "2026-03-20", True)
    assert light.what == "light it"
    assert [due.what for due in person(desk, "Amira").load.owed] == ["answer what the brief asks"]
    lit(desk, asking("new", 0.1))
    assert person(desk, "Amira").load.owed == ()


def test_those_who_carry_most_come_first():
    """Too much first, then more time, then more fires; who carries nothing any more is not there."""
    desk = a_desk()
    lit(desk, replace(asking("a", 0.3), people=(Person(name="Much", share=0.3), Person(name="Little", share=0.01))))
    lit(desk, replace(asking("b", 0.1), people=(Person(name="Gone", share=0.3),)))
    noted(desk, "b", PutOut("no"))
    desk.now.on("2026-04-22")
    assert [one.name for one in people(desk).people] == ["Much", "Little", OWNER]
    with pytest.raises(NotThere, match='Did you mean "Much"'):
        person(desk, "Mucch")
