"""The owner of a solo fire answers the five questions about their own brief."""

from __future__ import annotations

from collections.abc import Mapping

from smallfires.errors import NotYet
from smallfires.faces.deeds.deed import Asked, Deed, Problems, Values
from smallfires.faces.deeds.fields import Text
from smallfires.fires.access import Right
from smallfires.fires.acts import Answers
from smallfires.fires.brief import QUESTIONS
from smallfires.fires.clarity import Clarity
from smallfires.fires.fire import Fire
from smallfires.verbs.answer import LONGEST, answer_own, questions_of
from smallfires.verbs.understood import understood

CHOOSE = "Please choose one: if you do not know, that is an answer, too."
_ASKED: Mapping[str, str] = {
    "intent": "What is asked of you?",
    "measure": "Which one figure tells whether it worked?",
    "effect": "Which way has it to go, and how far?",
    "worse": "What may get worse, until when, and what stops it?",
}


def _do(asked: Asked) -> Clarity:
    told = asked.values
    keys = {name: told[name] for name in QUESTIONS}
    answer_own(asked.desk, asked.slug, Answers(**keys, words=told["words"]))
    return understood(asked.desk, asked.slug)


def _wrong(values: Values, fire: Fire) -> Problems:
    try:
        asked = questions_of(fire)
    except NotYet:  # the brief goes out first, with which the questions are known
        return {}
    offered = {question.name: [one.key for one in question.options] for question in asked.questions}
    return {
        name: f"Choose one of those offered: {', '.join(keys)}."
        for name, keys in offered.items()
        if name in values and values[name] not in keys
    }


def _on(fire: Fire) -> bool:
    return fire.charter.solo and not fire.over


ANSWER = Deed(
    key="answers",
    says="Answer the questions about the brief of your own fire.",
    right=Right.LIGHT,
    fields=(
        *(Text(name=name, label=_ASKED[name], hint="the key of an option", empty=CHOOSE) for name in QUESTIONS),
        Text(name="words", label="What will you do differently on Monday?", needed=False, longest=LONGEST),
    ),
    do=_do,
    about="words",
    on=_on,
    wrong=_wrong,
)
