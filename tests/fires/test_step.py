from __future__ import annotations

from datetime import date

import pytest
from tests.fires.burning import OPTIMIZE, answered, briefed
from tests.verbs.desks import a_desk, noted, read

from smallfires.fires import acts
from smallfires.fires.acts import Decided, Drafted, Lit, Overridden, PutOut
from smallfires.fires.charter import Person
from smallfires.fires.step import Step, step

DRAFT = Drafted(OPTIMIZE)
SENT = briefed(OPTIMIZE)
ALL = [answered(OPTIMIZE, one.name) for one in OPTIMIZE.people]
WRONG = [answered(OPTIMIZE, one.name, {"intent": "both"}) for one in OPTIMIZE.people]
LIT = Lit(OPTIMIZE, OPTIMIZE.seal())
OVER = Overridden(OPTIMIZE.seal(), "So.", ())
ANOTHER = OPTIMIZE.__class__(**{**vars(OPTIMIZE), "intent": "transform"})
BEFORE, WITHIN, AFTER = OPTIMIZE.horizon.start.replace(year=2020), OPTIMIZE.horizon.start, date(2040, 1, 1)
LIVES = [
    ([DRAFT], WITHIN, Step.BRIEF),
    ([DRAFT, OVER], WITHIN, Step.LIGHT),
    ([DRAFT, SENT], WITHIN, Step.WAIT),
    ([DRAFT, SENT, *ALL[:-1]], WITHIN, Step.WAIT),
    ([DRAFT, SENT, *ALL[:-1], OVER], WITHIN, Step.LIGHT),
    ([DRAFT, SENT, *WRONG], WITHIN, Step.REWRITE),
    ([DRAFT, SENT, *ALL], WITHIN, Step.LIGHT),
    ([DRAFT, SENT, *ALL, Drafted(ANOTHER)], WITHIN, Step.ASK),
    ([DRAFT, SENT, *ALL, LIT], BEFORE, Step.BURN),
    ([DRAFT, SENT, *ALL, LIT], WITHIN, Step.READ),
    ([DRAFT, SENT, *ALL, LIT, acts.Amended(ANOTHER, ANOTHER.seal(), "So.", (), True)], WITHIN, Step.ASK),
    ([DRAFT, SENT, *ALL, LIT, read(1, "too early")], WITHIN, Step.READ),
    ([DRAFT, SENT, *ALL, LIT, read(1, "spread")], WITHIN, Step.DECIDE),
    ([DRAFT, SENT, *ALL, LIT, read(1, "too early")], AFTER, Step.DECIDE),
    ([DRAFT, SENT, *ALL, LIT, read(1, "spread"), Decided("keep burning", "So.", 1, "spread")], WITHIN, Step.READ),
    ([DRAFT, SENT, *ALL, LIT, PutOut("So.")], WITHIN, None),
]


@pytest.mark.parametrize(("facts", "today", "wanted"), LIVES)
def test_one_thing_comes_next(facts, today, wanted):
    """At each point of its life a fire has one thing that comes next, and none when it is over."""
    desk = a_desk()
    noted(desk, OPTIMIZE.slug, *facts)
    assert step(desk.fire(OPTIMIZE.slug), today) is wanted


def test_who_is_alone_answers():
    """Whoever is the only one asked is not told to wait, but to answer."""
    alone = OPTIMIZE.__class__(**{**vars(OPTIMIZE), "people": (Person(name=OPTIMIZE.owner),)})
    desk = a_desk()
    noted(desk, alone.slug, Drafted(alone), briefed(alone))
    assert step(desk.fire(alone.slug), WITHIN) is Step.ANSWER
