"""Somebody takes it on themselves that a fire is lit before it is clear to those asked."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.deeds.fields import Text
from smallfires.fires.access import Right
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import early
from smallfires.verbs.override import override


def _do(asked: Asked) -> Fire:
    return override(asked.desk, asked.slug, asked.values["reason"])


def _on(fire: Fire) -> bool:
    return early(fire)


OVERRIDE = Deed(
    key="overrides",
    says="Take it on yourself that a fire is lit below the clarity that it declares.",
    right=Right.APPROVE,
    fields=(
        Text(
            name="reason",
            label="Why can it be lit before it is clear to all? Every reading repeats it.",
            empty="Say in a sentence why.",
        ),
    ),
    do=_do,
    about="reason",
    on=_on,
)
