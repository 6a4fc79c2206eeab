"""The teach-back: four questions about the brief, and one in the person's own words.

It asks what people understood, never how clear they feel. The key of an option says what whoever chooses it believes, so that
the ledger can be read without the questions; the intent has keys of its own (``acts.Answers``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from smallfires.fires.acts import Answers
from smallfires.fires.brief import QUESTIONS, moves, said
from smallfires.fires.charter import Budget, Charter, Intent
from smallfires.fires.sized import sized
from smallfires.fires.wording import capital, say_day

NOBODY = "nobody"
"""The key of *I don't know, or nobody told me*, in every question."""

BOTH = "both"
OTHER = "other"
"""The key of a figure that is not named, where the workspace has none but the right one."""

NO_OTHERS = (
    "There is no other measure among which the right one could be hidden. "
    "A guardrail, or another measure in the workspace, would be one."
)
"""What the owner is told then."""

MOST_OTHERS = 3
"""Measures among which the right one is hidden."""

WORDS = "In your own words: what will you do differently on Monday?"
"""Question 5. It is not judged by rule: the owner reads it without the name."""


@dataclass(frozen=True)
class Option:
    """One possible answer: its key as the ledger keeps it, and its text."""

    key: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        name: the field of ``acts.Answers`` that it fills.
        text: what is asked.
        options: in the order in which everybody sees them; the last is *I don't know*.
        right: the key of the answer that the charter gives.
        note: what its owner has to know about it; empty for nothing.
    """

    name: str
    text: str
    options: tuple[Option, ...]
    right: str
    note: str = ""

    def said(self, key: str) -> str:
        """The text of an option, or the key itself where it is not offered any more."""
        return next((option.text for option in self.options if option.key == key), key)


@dataclass(frozen=True)
class TeachBack:
    """The test of two minutes.

    Attributes:
        seal: of the charter.
        questions: 1 to 4.
        words: question 5.
    """

    seal: str
    questions: tuple[Question, Question, Question, Question]
    words: str = WORDS


def teach_back(charter: Charter, others: Sequence[str]) -> TeachBack:
    """The questions about a charter, the same for all who are asked.

    Args:
        charter: what they are about.
        others: measures of the workspace, among which the charter's is hidden; guardrails and the budget's measure serve too,
            and are taken first.

    Raises:
        UsageError: an amount in the charter cannot be read.
    """
    seal = charter.seal()
    return TeachBack(
        seal, (_intent(charter, seal), _measure(charter, others, seal), _effect(charter, seal), _worse(charter, seal))
    )


def matched(answers: Answers, asked: TeachBack) -> tuple[bool, ...]:
    """Whether answers 1 to 4 are those that the charter gives."""
    return tuple(getattr(answers, question.name) == question.right for question in asked.questions)


def drawn(seal: str, salt: str, keys: Iterable[str]) -> list[str]:
    """Keys in an order that the charter's seal draws: the same for everybody, and nobody chose it."""
    return sorted(keys, key=lambda key: sha256(f"{seal}\n{salt}\n{key}".encode()).digest())


def _question(name: str, text: str, options: dict[str, str], right: str, seal: str, note: str = "") -> Question:
    """A question whose options are drawn, with *I don't know* at the end."""
    offered = tuple(Option(key, options[key]) for key in drawn(seal, name, options))
    return Question(name, text, (*offered, Option(NOBODY, "I don’t know, or nobody told me")), right, note)


def _intent(charter: Charter, seal: str) -> Question:
    options = {
        str(Intent.OPTIMIZE): "To do the same thing better",
        str(Intent.TRANSFORM): "To do a different thing",
        BOTH: "Both at once",
    }
    return _question(QUESTIONS[0], "What is asked of you?", options, str(charter.intent), seal)


def _measure(charter: Charter, others: Sequence[str], seal: str) -> Question:
    """The charter's measure among others that are really there: none is invented."""
    right = charter.success.measure
    taken = {said(right): right}
    for name in (*charter.measures[1:], *drawn(seal, "others", set(others))):
        if len(taken) <= MOST_OTHERS and name not in (NOBODY, OTHER):
            taken.setdefault(said(name), name)
    options = {name: capital(text) for text, name in taken.items()}
    note = ""
    if len(options) == 1:
        options[OTHER] = "Another figure, which is not named here"
        note = NO_OTHERS
    return _question(QUESTIONS[1], "Which one figure tells us whether it worked?", options, right, seal, note)


def _effect(charter: Charter, seal: str) -> Question:
    """Bands around the worthwhile effect, and the wrong direction."""
    wanted = charter.success
    size, better, wrong = sized(wanted.worthwhile), moves(wanted.less_is_better), moves(not wanted.less_is_better)
    impossible = size.kind == "percent" and wanted.less_is_better and 2 * size.value >= 1
    bands = [(better, 1.0), (better, 0.5), (better, 0.25 if impossible else 2.0), (wrong, 1.0)]
    texts = [f"It has to {goes} by at least {size.say(times)}" for goes, times in bands]
    return _question(
        QUESTIONS[2],
        "Which way does that figure have to go, and how far?",
        {text: text for text in texts},
        texts[0],
        seal,
    )


def _worse(charter: Charter, seal: str) -> Question:
    right, *wrong = _lossless(charter) if charter.budget is None else _with_budget(charter.budget)
    return _question(
        QUESTIONS[3],
        "What may get worse meanwhile, until when, and what stops it?",
        {text: text for text in (right, *wrong)},
        right,
        seal,
    )


def _lossless(charter: Charter) -> tuple[str, ...]:
    """Without a budget nothing may be lost but within the margins."""
    main, end = capital(said(charter.success.measure)), say_day(charter.horizon.end)
    if charter.guardrails:
        right = "Nothing beyond the agreed margins, at any time; more than that stops it"
    else:
        right = "Nothing is meant to, at any time; if something does, that is a reason to stop"
    return (
        right,
        f"{main}, by any amount, until {end}; nothing stops it before",
        "Everything else, at any time, as long as the one figure gets better; nothing else stops it",
        f"Whatever has to, until {end}; only a complaint stops it",
    )


def _with_budget(budget: Budget) -> tuple[str, ...]:
    """A loss that was agreed, against none, one without a limit, and one that is twice as large."""
    lost, size, until = capital(said(budget.measure)), sized(budget.lose), say_day(budget.until)
    return (
        f"{lost}, by up to {size.say()}, until {until}; losing more stops it",
        "Nothing, at any time; the first loss stops it",
        f"{lost}, by any amount, until {until}; nothing stops it before",
        f"{lost}, by up to {size.say(2)}, at any time; only a complaint stops it",
    )
