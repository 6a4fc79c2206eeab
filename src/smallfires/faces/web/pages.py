"""The pages that a personal link opens, and those that say that something cannot be done."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from smallfires.faces import page
from smallfires.faces.web.away import Again
from smallfires.faces.web.form import Filled
from smallfires.fires.acts import Answered
from smallfires.fires.brief import Brief
from smallfires.verbs.answer import LONGEST, Invitation


@dataclass(frozen=True)
class Otherwise:
    """A question that was answered otherwise than the charter does.

    Attributes:
        question: what was asked.
        chosen: what was answered.
        sentence: of the brief, which answers it.
    """

    question: str
    chosen: str
    sentence: str


@functools.cache
def style() -> Markup:
    """The one style sheet of all pages."""
    own = files("smallfires.faces").joinpath("static", "web.css").read_text("utf-8")
    return Markup(f"{page.style()}\n{own}")


def brief(asked: Invitation) -> str:
    """The brief, and the way to the questions."""
    return _made("brief", asked.brief.title, **_record(asked.brief), open=asked.open)


def questions(asked: Invitation, filled: Filled | None = None, note: str = "") -> str:
    """The questions.

    Args:
        asked: whose.
        filled: what was chosen already.
        note: what has to be said first.
    """
    return _made(
        "questions",
        asked.brief.title,
        asked=asked.asked,
        seal=asked.brief.seal,
        filled=filled or Filled(),
        note=note,
        longest=LONGEST,
    )


def answered(asked: Invitation) -> str:
    """Thanks; and where the answers were other ones, the sentences of the brief that answer the questions."""
    first, last = asked.given[0], asked.given[-1]
    wrong = otherwise(asked, last)
    return _made(
        "answered",
        asked.brief.title,
        **_record(asked.brief),
        wrong=wrong,
        headline="Thank you. Please read this once more." if wrong else "Thank you.",
        again=asked.open and bool(wrong),
        later=last is not first,
    )


def otherwise(asked: Invitation, given: Answered) -> tuple[Otherwise, ...]:
    """What was answered otherwise, with the sentence that answers it."""
    return tuple(
        Otherwise(question.text, question.said(getattr(given.answers, question.name)), sentence)
        for question, sentence, right in zip(asked.asked.questions, asked.brief.answers, given.matched, strict=True)
        if not right
    )


def said(title: str, *sentences: str, again: Again | None = None) -> str:
    """A page that says one thing, and gives back a form that could not be taken."""
    return _made("said", title, sentences=sentences, again=again)


def _record(record: Brief) -> dict[str, object]:
    """The brief as the template of a record has it."""
    told = page.content(record)
    return {name: told[name] for name in ("page", "pictures", "most", "few")}


def _made(template: str, title: str, **content: object) -> str:
    return page.environment().get_template(f"web/{template}.html.j2").render(title=title, style=style(), **content)
