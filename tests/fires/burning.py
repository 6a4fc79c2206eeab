"""Fires for tests: charters of both intents, and diaries that are folded as the ledger would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from smallfires.fires import acts
from smallfires.fires.acts import Answered, Answers, Briefed, Drafted, Invited
from smallfires.fires.charter import (
    Adoption,
    Bounds,
    Budget,
    Charter,
    Designed,
    Guardrail,
    Horizon,
    Hypothesis,
    Intent,
    Person,
    Risk,
    Scope,
    Subject,
    Success,
)
from smallfires.fires.entry import EMPTY, chained
from smallfires.fires.fire import Fire, fold
from smallfires.fires.teachback import matched, teach_back

OTHERS = ("tickets", "cost per case", "complaints")
NAMES = ("Amira", "Bo", "Chidi", "Dana", "Eli", "Fay", "Gus", "Hana", "Ines", "Jo", "Kai")

OPTIMIZE = Charter(
    title="A shorter handover",
    slug="shorter-handover",
    owner="Ruth Adler",
    subject=Subject.PROCESS,
    of="Handover at the end of a shift",
    intent=Intent.OPTIMIZE,
    hypothesis=Hypothesis(
        because="nurses say the same things twice",
        change="a fixed order of five points",
        will="shorten the handover",
        seen="minutes a handover",
    ),
    success=Success(
        measure="handover_minutes", less_is_better=True, worthwhile="10%", by=date(2026, 6, 26), today="24 minutes"
    ),
    picked="lot",
    scope=Scope(units=("Ward 3", "Ward 5"), compared=("Ward 4", "Ward 6")),
    design=Designed(name="parallel"),
    horizon=Horizon(start=date(2026, 3, 2), end=date(2026, 6, 26)),
    people=tuple(Person(name=name, share=0.05, act="give the handover in the new order") for name in NAMES),
    guardrails=(Guardrail(measure="missed medicines", less_is_better=True, margin="2%"),),
    bounds=Bounds(fixed=("Who takes part in a handover",), free=("The words", "The place")),
)

TRANSFORM = replace(
    OPTIMIZE,
    title="Triage by phone",
    slug="phone-triage",
    intent=Intent.TRANSFORM,
    of="Intake of repairs",
    success=Success(measure="days to repair", less_is_better=True, worthwhile="1.5 days", by=date(2026, 9, 1)),
    budget=Budget(measure="repairs a week", less_is_better=False, lose="8%", until=date(2026, 5, 1)),
    adoption=Adoption(new_way='activity is "Phone triage"', share=0.6, by=date(2026, 5, 1)),
    risks=(Risk(assumption="Tenants pick up the phone", test="count calls that are answered", by=date(2026, 3, 20)),),
    guardrails=(Guardrail(measure="gas leaks missed", less_is_better=True, margin="0", safety=True),),
)


def asking(count: int, charter: Charter = OPTIMIZE, **changes: object) -> Charter:
    """A charter that asks so many people."""
    people = tuple(Person(name=name) for name in NAMES[:count])
    return replace(charter, people=people, **changes)


def briefed(charter: Charter, number: int = 1, others: tuple[str, ...] = OTHERS) -> Briefed:
    """The brief went to everyone."""
    return Briefed(
        charter.seal(), number, tuple(Invited(one.name, f"{one.name}{number}") for one in charter.people), others
    )


def answered(
    charter: Charter, person: str, wrong: dict[str, str] | None = None, *, number: int = 1, words: str = ""
) -> Answered:
    """Someone's answers: right but where told otherwise."""
    asked = teach_back(charter, OTHERS)
    given = Answers(**{question.name: question.right for question in asked.questions} | (wrong or {}), words=words)
    return Answered(charter.seal(), number, person, given, matched(given, asked))


def fire(*facts: acts.Fact, slug: str = "shorter-handover") -> Fire:
    """What these facts add up to; whoever answers has noted it, else the owner."""
    at = datetime(2026, 2, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    drafts = [acts.draft(fact.person if isinstance(fact, Answered) else "Ruth Adler", slug, fact) for fact in facts]
    return fold(chained(EMPTY, at, drafts))[slug]


def understood(charter: Charter, wrong: dict[str, dict[str, str]], *, silent: tuple[str, ...] = ()) -> Fire:
    """A fire whose brief went out and was answered by all but the silent ones."""
    given = [answered(charter, one.name, wrong.get(one.name)) for one in charter.people if one.name not in silent]
    return fire(Drafted(charter), briefed(charter), *given)
