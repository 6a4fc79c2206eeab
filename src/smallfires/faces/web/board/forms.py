"""What can be done to a fire by a form, and what is wrong with what was typed into it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from smallfires.errors import UsageError
from smallfires.faces.typed import names
from smallfires.fires import acts
from smallfires.fires.charter import Intent
from smallfires.fires.fire import Fire, Stage
from smallfires.fires.verdict import Decision
from smallfires.verbs.comment import comment
from smallfires.verbs.decide import DECISIONS, decide
from smallfires.verbs.desk import Desk
from smallfires.verbs.put_out import put_out
from smallfires.verbs.tested import tested

OVER = (Stage.SPREAD, Stage.PUT_OUT)
LONGEST = 4_000
"""Letters of a text."""

Values = Mapping[str, str]
Problems = dict[str, str]

EXPLAINED = {
    Decision.SPREAD: ("Spread it", "Others get the new way, too. The fire is over."),
    Decision.KEEP: ("Keep it burning", "It goes on, and is read again."),
    Decision.PUT_OUT: ("Put it out", "Back to the old way. The fire is over; nothing of it is lost."),
}


@dataclass(frozen=True)
class Choice:
    """A decision that can be taken.

    Attributes:
        key: as the verb takes it.
        title: as a person would say it.
        means: what follows.
    """

    key: str
    title: str
    means: str


@dataclass(frozen=True)
class Form:
    """Something that can be done to a fire.

    Attributes:
        key: of the form on the page.
        field: whose text is its reason, or what was seen.
        wrong: what is wrong with what was typed, by field.
        act: does it, and gives the fire thereafter.
    """

    key: str
    field: str
    wrong: Callable[[Values, Fire], Problems]
    act: Callable[[Desk, str, Values], Fire]


def decisions(fire: Fire) -> list[Choice]:
    """What can be decided on a fire that burns."""
    return [Choice(str(one), *EXPLAINED[one]) for one in DECISIONS] if fire.burning else []


def test_key(place: int) -> str:
    """The key of the form that tests an assumption."""
    return f"test-{place}"


def _text(values: Values, name: str, empty: str) -> Problems:
    """What is wrong with a text that has to be there."""
    text = values.get(name, "").replace("\r\n", "\n")
    if not text.strip():
        return {name: empty}
    return (
        {name: f"These are {len(text):,} letters. Please say it in {LONGEST:,} at most."} if len(text) > LONGEST else {}
    )


def _comment_wrong(values: Values, fire: Fire) -> Problems:
    return _text(values, "text", "Say what you saw, in a sentence.")


def _comment(desk: Desk, slug: str, values: Values) -> Fire:
    return comment(desk, slug, values["text"])


def _test_wrong(values: Values, fire: Fire) -> Problems:
    unsaid = {} if values.get("holds") in ("yes", "no") else {"holds": "Choose what the test showed."}
    return unsaid | _text(values, "because", "Say in a sentence what was seen.")


def test(place: int) -> Form:
    """The form that tests an assumption, by its place in the charter."""

    def act(desk: Desk, slug: str, values: Values) -> Fire:
        return tested(desk, slug, place, values["because"], holds=values["holds"] == "yes")

    return Form(test_key(place), "because", _test_wrong, act)


def _decide_wrong(values: Values, fire: Fire) -> Problems:
    unsaid = {} if values.get("decision") in tuple(map(str, DECISIONS)) else {"decision": "Choose one of the three."}
    other = {} if values.get("relabel", "") in ("", *_others(fire)) else {"relabel": "Choose one of those offered."}
    return unsaid | other | _text(values, "reason", "Say in a sentence why.") | _units_wrong(values)


def _others(fire: Fire) -> tuple[str, ...]:
    """The intent that was not declared."""
    return tuple(str(one) for one in Intent if one is not fire.charter.intent)


def _units_wrong(values: Values) -> Problems:
    try:
        named = _units(values)
    except UsageError as error:
        return {"units": str(error)}
    if named and values.get("decision") != Decision.SPREAD:
        return {"units": "Name units only where it is spread, or leave this empty."}
    return {}


def _units(values: Values) -> tuple[str, ...]:
    """The units that were named, with commas between them."""
    text = " ".join(values.get("units", "").split())
    return names([text]) if text else ()


def _decide(desk: Desk, slug: str, values: Values) -> Fire:
    return decide(
        desk, slug, values["decision"], values["reason"], relabel=values.get("relabel", ""), units=_units(values)
    )


def _put_out_wrong(values: Values, fire: Fire) -> Problems:
    return _text(values, "reason", "Say in a sentence why.")


def _put_out(desk: Desk, slug: str, values: Values) -> Fire:
    return put_out(desk, slug, values["reason"])


COMMENT = Form("comment", "text", _comment_wrong, _comment)
DECIDE = Form("decide", "reason", _decide_wrong, _decide)
PUT_OUT = Form("put-out", "reason", _put_out_wrong, _put_out)


def said_already(fire: Fire, who: str, values: Values, seen: int) -> int:
    """The entry of the same comment by the same person, since the page was opened; 0 where there is none."""
    text = values.get("text", "").strip()
    same = (
        noted.number
        for noted in fire.diary
        if noted.number > seen and noted.who == who and noted.fact == acts.Commented(text)
    )
    return next(same, 0)


def keys(fire: Fire) -> tuple[str, ...]:
    """The forms that a fire's page has."""
    if fire.burning:
        return (COMMENT.key, DECIDE.key, *(test_key(place) for place in range(1, len(fire.charter.risks) + 1)))
    return (COMMENT.key,) if fire.stage in OVER else (COMMENT.key, PUT_OUT.key)
