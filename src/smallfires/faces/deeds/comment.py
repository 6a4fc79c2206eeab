"""A line in the diary."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Text
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.comment import comment


def _do(asked: Asked) -> Fire:
    return comment(asked.desk, asked.slug, asked.values["text"])


COMMENT = Deed(
    key="comments",
    says="Write a line into the diary of a fire.",
    right=Right.READ,
    fields=(Text(name="text", label="Write a line into the diary", empty="Say what you saw, in a sentence."),),
    do=_do,
    about="text",
)
