"""What a single field of a charter cannot be, however the charter came about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from smallfires.errors import Refusal, UsageError
from smallfires.fires.charter import Charter
from smallfires.fires.charters import values
from smallfires.fires.charters.known import Known
from smallfires.fires.charters.needed import NEEDED, general
from smallfires.fires.charters.rules import Rules

PICKS = ("lot", "volunteers", "worst", "best", "hand")
RESERVED = ("new",)
"""Where others would be looked for under the address of a fire."""
RULES = Rules()
_OPTIONAL = ("guardrails", "risks")  # whether these may be missing, their intent says


def told(charter: Charter) -> Iterator[tuple[str, Any]]:
    """Every single value of a charter with its field, such as ``risks.2.by``; parameters of its design are left out."""
    yield from _within("", charter)


def _within(field: str, value: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        for each in fields(value):
            yield from _within(f"{field}.{each.name}".lstrip("."), getattr(value, each.name))
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for row, each in enumerate(value, 1):
            yield from _within(f"{field}.{row}", each)
    else:
        yield field, value


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


@RULES.on()
def _filled(charter: Charter, known: Known) -> Iterator[Refusal]:
    for field, value in told(charter):
        if general(field) in NEEDED and field not in _OPTIONAL and (value == () or _blank(value)):
            yield Refusal(field, "It is not filled in.", NEEDED[general(field)], missing=True)


READERS: dict[str, Callable[[Any], Any]] = {
    "slug": values.slug, "success.worthwhile": values.amount, "success.today": values.figure,
    "success.optimised": values.figure, "guardrails.margin": values.margin, "budget.lose": values.amount,
    "adoption.share": values.share, "people.share": values.share, "cost.run": values.number, "cost.spread": values.number,
    "threshold.answered": values.share, "threshold.match": values.share, "threshold.question": values.share,
    "threshold.few": values.whole, "gates.spread": values.share, "gates.put_out": values.share, "gates.done": values.share,
    "design.seed": values.seed,
}  # fmt: skip
"""What reads a field of the text, and so tells whether a value can stand in it."""


@RULES.on()
def _readable(charter: Charter, known: Known) -> Iterator[Refusal]:
    for field, value in told(charter):
        read = READERS.get(general(field))
        if read is None or value in ("", None):
            continue
        try:
            read(value)
        except UsageError as problem:
            yield Refusal(field, problem.problem, problem.way_out)


@RULES.on("slug", "title")
def _slug(charter: Charter, known: Known) -> Iterator[Refusal]:
    if not charter.slug:
        yield Refusal("slug", "It is missing.", 'Write a short name, as in slug = "phone-triage"', missing=True)
    elif charter.slug in RESERVED:
        way_out = f'Write another name, as in slug = "{charter.slug}-{charter.subject}"'
        yield Refusal("slug", f'"{charter.slug}" has another meaning in addresses.', way_out)
    elif charter.slug in known.slugs:
        free = next(made for n in range(2, len(known.slugs) + 3) if (made := f"{charter.slug}-{n}") not in known.slugs)
        yield Refusal("slug", f'Another fire is called "{charter.slug}".', f'Write another name, as in slug = "{free}"')


@RULES.on("picked")
def _picked(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.picked and charter.picked not in PICKS:
        yield Refusal("picked", f'"{charter.picked}" is no way to pick units.', NEEDED["picked"])


@RULES.on("adoption.share")
def _share(charter: Charter, known: Known) -> Iterator[Refusal]:
    if charter.adoption is not None and charter.adoption.share == 0:
        yield Refusal("adoption.share", "A share of nothing is no adoption.", NEEDED["adoption.share"])


@RULES.on("gates")
def _gates(charter: Charter, known: Known) -> Iterator[Refusal]:
    for name in ("spread", "put_out"):
        value = getattr(charter.gates, name)
        if value in (0, 1):
            yield Refusal(
                f"gates.{name}", f"{value:g} is a probability that no reading reaches.", "Write 0.9, for example."
            )


@RULES.on("people")
def _mail(charter: Charter, known: Known) -> Iterator[Refusal]:
    for row, person in enumerate(charter.people, 1):
        before, at, after = person.mail.partition("@")
        if person.mail and not (before and at and after and " " not in person.mail):
            yield Refusal(f"people.{row}.mail", f'"{person.mail}" is no address.', "Write it as mara@example.org.")
