"""A charter as a field of a deed: the TOML that a person wrote, or the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from smallfires.errors import CharterError, Refusal, UsageError
from smallfires.faces.deeds.fields import Field, Wrong
from smallfires.fires.charters.tables import text_of

LONGEST_CHARTER = 200_000
"""Letters."""


@dataclass(frozen=True, kw_only=True)
class Declared(Field):
    """A whole charter. The verb gets TOML text, whichever way it came, so that one reader judges all of them."""

    shape = "charter"

    def checked(self, value: Any) -> str:
        """As ``Field.checked``."""
        text = value if isinstance(value, str) else _written(value)
        if len(text) > LONGEST_CHARTER:
            raise Wrong(f"These are {len(text):,} letters. A charter has {LONGEST_CHARTER:,} at most.")
        return text

    def schema(self) -> dict[str, Any]:
        """As ``Field.schema``."""
        return {"oneOf": [{"type": "string", "maxLength": LONGEST_CHARTER, "minLength": 1}, {"type": "object"}]}


def _written(value: Any) -> str:
    if not isinstance(value, dict):
        raise Wrong("It has to be TOML text, or an object with the same fields.")
    try:
        return text_of(value)
    except UsageError as error:
        raise Wrong(f"{error.problem} {error.way_out}".strip()) from None


CHARTER = Declared(
    name="charter",
    label="The charter",
    hint="TOML text, or an object with the same fields",
    empty="Write the charter.",
)


def refused(error: CharterError) -> dict[str, str]:
    """Why a charter cannot be lit as it stands: by the path of its field, such as ``risks.2.by``, what is wrong."""
    return by_field(error.refusals)


def by_field(refusals: Iterable[Refusal]) -> dict[str, str]:
    """Reasons by the path of their field."""
    found: dict[str, str] = {}
    for one in refusals:
        said = f"{one.problem} {one.way_out}".strip()
        found[one.field] = f"{found[one.field]} {said}" if one.field in found else said
    return found
