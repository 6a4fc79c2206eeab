"""What was filled in: read from a request, strictly, and kept as it is where something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from smallfires.fires.acts import Answers
from smallfires.fires.brief import QUESTIONS
from smallfires.fires.teachback import TeachBack
from smallfires.verbs.answer import LONGEST

MOST_BYTES = 64 * 1024
MOST_FIELDS = 20
TYPED = "What you typed is still here."
MISSING = "Please choose one: if you do not know, that is an answer, too."


class TooMuch(Exception):
    """More was sent than any form of ours holds."""


@dataclass(frozen=True)
class Filled:
    """A form as it was sent.

    Attributes:
        values: by the name of the field; of a field that was sent twice, the last.
        problems: what is missing, by the name of the field.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def answers(self) -> Answers:
        """As the verb takes them."""
        return Answers(**{name: self.values.get(name, "") for name in (*QUESTIONS, "words")})


async def sent(request: Request, most: int = MOST_FIELDS) -> dict[str, str]:
    """The fields of a form.

    Args:
        request: with which it was sent.
        most: fields that it may have.

    Raises:
        TooMuch: it is longer than any of ours.
    """
    return dict(await pairs(request, most_fields=most))


async def pairs(
    request: Request, most_bytes: int = MOST_BYTES, most_fields: int = MOST_FIELDS
) -> list[tuple[str, str]]:
    """The fields of a form, each as often as it was sent; kept with the request, for whoever has to give them back.

    Raises:
        TooMuch: it is longer than that.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most_bytes:
            raise TooMuch
    try:
        found = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most_fields)
    except ValueError:
        raise TooMuch from None
    request.state.sent = found
    return found


def filled(values: Mapping[str, str], asked: TeachBack) -> Filled:
    """What was sent, beside what is missing in it."""
    problems = {
        question.name: MISSING
        for question in asked.questions
        if values.get(question.name) not in {option.key for option in question.options}
    }
    letters = len(values.get("words", "").replace("\r\n", "\n"))
    if letters > LONGEST:
        problems["words"] = f"These are {letters:,} letters. Please say it in {LONGEST:,} at most."
    return Filled(values, problems)
