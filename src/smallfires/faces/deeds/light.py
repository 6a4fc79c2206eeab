"""The charter is checked a last time and frozen, its lot is drawn, and the fire burns."""

from __future__ import annotations

from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.fires.access import Right
from smallfires.fires.acts import Lit
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import early
from smallfires.verbs.light import light


def _do(asked: Asked) -> Lit:
    with asked.bench() as ground:
        found = light(asked.desk, asked.slug, ground).lit
    assert found is not None
    return found


def _on(fire: Fire) -> bool:
    return early(fire)


LIGHT = Deed(
    key="light",
    says="Light a fire: its charter is frozen, and its lot is drawn.",
    right=Right.LIGHT,
    fields=(),
    do=_do,
    on=_on,
    long=True,
)
