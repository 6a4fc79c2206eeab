"""Who carries how much change, and how fast it goes."""

from __future__ import annotations

from dataclasses import replace

from smallfires.faces.deeds.fields import Text
from smallfires.faces.web.api.call import Answer, Asking, Call, Gives
from smallfires.fires.load import People, Person, called
from smallfires.fires.momentum import Momentum
from smallfires.verbs.momentum import momentum
from smallfires.verbs.people import people, person

GROUP = "People"


def _all(asking: Asking) -> Answer:
    found = people(asking.desk)
    return Answer(replace(found, people=called(found.people, asking.query["q"])))


def _one(asking: Asking) -> Answer:
    return Answer(person(asking.desk, asking.path["name"]))


def _momentum(asking: Asking) -> Answer:
    return Answer(momentum(asking.desk))


CALLS = (
    Call(
        path="/people",
        key="listPeople",
        group=GROUP,
        says="Everybody who carries change now, those who carry most first; from the fires that whoever asks may see.",
        query=(Text(name="q", label="Only people with these letters in their name.", longest=200, needed=False),),
        do=_all,
        gives=(Gives("The people.", People),),
    ),
    Call(
        path="/people/{name}",
        key="getPerson",
        group=GROUP,
        says="What one person carries, week by week, and what is due from them.",
        do=_one,
        gives=(Gives("The person.", Person),),
    ),
    Call(
        path="/momentum",
        key="getMomentum",
        group=GROUP,
        says="How many fires were lit, read and decided, how soon they teach, and how many worked.",
        do=_momentum,
        gives=(Gives("The momentum.", Momentum),),
    ),
)
