"""The charter check: what in a charter makes people guess, and what to write instead. Rules, no model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from smallfires.errors import UsageError
from smallfires.fires.acts import Finding
from smallfires.fires.charter import Charter, Intent
from smallfires.fires.charters.english import ENGLISH
from smallfires.fires.charters.known import NOTHING, Known
from smallfires.fires.charters.words import Pattern, Words
from smallfires.fires.sized import Sized, sized

_BEFORE = 60
"""Letters before a word in which it can be negated."""
Field = tuple[str, str]
"""A field of the charter and its text."""


def findings(charter: Charter, known: Known = NOTHING, words: Words = ENGLISH) -> tuple[Finding, ...]:
    """What makes people guess, in the order in which the brief is read.

    Args:
        charter: that could be lit as it stands.
        known: what the workspace knows.
        words: of the charter's language.
    """
    return tuple(
        chain(_intents(charter, words), _measured(charter, known), _told(charter, known, words), _asked(charter))
    )


def _found(fields: Iterable[Field], pattern: Pattern, words: Words, named: str = "") -> Iterator[Field]:
    """Fields with the words that stand in them and are meant: not negated, and no part of a name."""
    for field, text in fields:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if not words.negated.search(before) and match[0].casefold() not in named.casefold():
                yield field, match[0]


def _expected(charter: Charter) -> Iterator[Field]:
    """Texts that say what is going to be done."""
    yield "title", charter.title
    yield "hypothesis.change", charter.hypothesis.change
    yield from _acts(charter)
    yield from ((f"bounds.free.{row}", text) for row, text in enumerate(charter.bounds.free, 1))


def _acts(charter: Charter) -> Iterator[Field]:
    """What each person is asked to do; what several are asked in the same words, once."""
    seen = set()
    for row, person in enumerate(charter.people, 1):
        if person.act not in seen:
            seen.add(person.act)
            yield f"people.{row}.act", person.act


def _intents(charter: Charter, words: Words) -> Iterator[Finding]:
    """Both intents in one charter, or the wording of the other one."""
    same = list(_found(_expected(charter), words.same, words, charter.of))
    will = ("hypothesis.will", charter.hypothesis.will)
    different = list(_found(chain(_expected(charter), [will]), words.different, words, charter.of))
    against = different if charter.intent is Intent.OPTIMIZE else same
    if same and different:
        field, quote = against[0]
        other = (same if against is different else different)[0][1]
        yield Finding(
            "both intents", field, quote,
            f'"{other}" asks for the same, done better; "{quote}" asks for something different.'
            if against is different
            else f'"{quote}" asks for the same, done better; "{other}" asks for something different.',
            f"The charter says {charter.intent}: {_SAY[charter.intent]}, and leave the other for a fire of its own.",
        )  # fmt: skip
        return
    for field, quote in against[:1]:
        yield Finding(
            "other intent", field, quote,
            f'The charter says {charter.intent}, and "{quote}" is what people say when they mean {_OTHER[charter.intent]}.',
            f"{_SAY[charter.intent].capitalize()}, or write intent = \"{_OTHER[charter.intent]}\".",
        )  # fmt: skip


_OTHER = {Intent.OPTIMIZE: Intent.TRANSFORM, Intent.TRANSFORM: Intent.OPTIMIZE}
_SAY = {
    Intent.OPTIMIZE: "say which part of today's way is done how, and that the rest stays",
    Intent.TRANSFORM: "say what is done instead of today's way",
}


def _measured(charter: Charter, known: Known) -> Iterator[Finding]:
    """What success is held against."""
    success, there = charter.success, known.figures
    old = bool(success.today) or (there is not None and success.measure in there)
    if not old and charter.intent is Intent.OPTIMIZE and there is not None:
        yield Finding(
            "no figure", "success.measure", success.measure,
            f'Today\'s way has no figure for "{success.measure}": nobody can tell whether it got better.',
            'Write what it is today, as in today = "24 minutes", or choose a measure that is taken already.',
        )  # fmt: skip
    elif not old:
        yield Finding(
            "no baseline", "success.today", "", f'It is not said where "{success.measure}" is today.',
            'Write it, as in today = "24 minutes", or add the source that has it.',
        )  # fmt: skip
    if charter.intent is Intent.TRANSFORM and old:
        yield from _old_measure(charter, there)


def _old_measure(charter: Charter, there: frozenset[str] | None) -> Iterator[Finding]:
    """A transformation that better running of the old way would bring as well."""
    success = charter.success
    new = there is not None and any(measure not in there for measure in charter.measures)
    if not success.optimised and not new:
        yield Finding(
            "old measure", "success.measure", success.measure,
            f'Success is only the old measure: "{success.measure}" can also be moved by running today\'s way better.',
            "Write in optimised what today's way gives when it is run as well as it can be, or choose a measure that only "
            "the new way can move.",
        )  # fmt: skip
    elif success.optimised and _within_reach(charter):
        yield Finding(
            "old measure", "success.worthwhile", success.worthwhile,
            f"Today's way gives {success.optimised} when it is run as well as it can be, and {success.worthwhile} from "
            f"{success.today} is no better than that.",
            "Write a worthwhile effect that goes beyond it, or write intent = \"optimize\".",
        )  # fmt: skip


def _within_reach(charter: Charter) -> bool:
    """Whether the worthwhile effect, from today's figure, is no better than today's way at its best."""
    success = charter.success
    today, best, gain = (_amount(text) for text in (success.today, success.optimised, success.worthwhile))
    if (
        today is None
        or best is None
        or gain is None
        or today.kind != best.kind
        or gain.kind not in (today.kind, "percent")
    ):
        return False
    step = gain.value * today.value if gain.kind == "percent" and today.kind != "percent" else gain.value
    return today.value - step >= best.value if success.less_is_better else today.value + step <= best.value


def _amount(text: str) -> Sized | None:
    try:
        return sized(text)
    except UsageError:
        return None


def _told(charter: Charter, known: Known, words: Words) -> Iterator[Finding]:
    """How success and acts are put into words."""
    yield from _numbers(charter, words)
    yield from _dates(charter, words)
    yield from _several(charter, known, words)
    doing = chain([("hypothesis.change", charter.hypothesis.change)], _acts(charter), _tests(charter))
    for field, quote in _found(doing, words.vague, words, charter.of):
        yield Finding(
            "vague verb", field, quote, f'"{quote}" names no act: everybody does something else for it.',
            "Write what somebody does, with what, and when: something that others can see them do.",
        )  # fmt: skip


def _tests(charter: Charter) -> Iterator[Field]:
    yield from ((f"risks.{row}.test", risk.test) for row, risk in enumerate(charter.risks, 1))


def _hoped(charter: Charter) -> Iterator[Field]:
    yield "hypothesis.will", charter.hypothesis.will
    yield "hypothesis.seen", charter.hypothesis.seen


def _numbers(charter: Charter, words: Words) -> Iterator[Finding]:
    if not any(letter.isdigit() for letter in charter.success.worthwhile):
        yield Finding(
            "no number", "success.worthwhile", charter.success.worthwhile, "It is not said how much is worthwhile.",
            'Write a number, as in worthwhile = "10%".',
        )  # fmt: skip
    for field, quote in _found(_hoped(charter), words.much, words):
        yield Finding(
            "no number", field, quote, f'"{quote}" is another number for everybody.',
            f"Write the number ({charter.success.worthwhile}), or leave the word out.",
        )  # fmt: skip


def _dates(charter: Charter, words: Words) -> Iterator[Finding]:
    for field, quote in _found(chain(_hoped(charter), _acts(charter), _tests(charter)), words.soon, words):
        yield Finding(
            "no date", field, quote, f'"{quote}" is another day for everybody.',
            f"Write a date, such as {charter.success.by}, or leave the words out.",
        )  # fmt: skip


def _several(charter: Charter, known: Known, words: Words) -> Iterator[Finding]:
    """Several successes in one: two outcomes joined by 'and'."""
    told = [
        ("hypothesis.seen", charter.hypothesis.seen, words.outcome),
        ("hypothesis.will", charter.hypothesis.will, words.moves),
    ]
    if charter.success.measure not in (known.measures or {}):
        told.insert(0, ("success.measure", charter.success.measure, words.outcome))
    for field, text, outcome in told:
        joined = _joined(text, words.joins, outcome)
        if joined:
            yield Finding(
                "several successes", field, joined, f'"{joined}" is more than one success, and they can part ways.',
                f'Keep the one that decides ("{charter.success.measure}"), and make the others [[guardrails]].'
                if field != "success.measure" else "Keep the one that decides, and make the others [[guardrails]].",
            )  # fmt: skip


def _joined(text: str, joins: Pattern, outcome: Pattern) -> str:
    """Two neighbouring parts that both name an outcome, with what joins them; empty where there are none."""
    ends = [*joins.finditer(text)]
    starts = [0, *(match.end() for match in ends)]
    stops = [*(match.start() for match in ends), len(text)]
    for at in range(len(ends)):
        left, right = text[starts[at] : stops[at]], text[starts[at + 1] : stops[at + 1]]
        if outcome.search(left) and outcome.search(right):
            return text[starts[at] : stops[at + 1]].strip()
    return ""


def _asked(charter: Charter) -> Iterator[Finding]:
    """Who is asked, and within which bounds."""
    if not charter.people:
        yield Finding(
            "nobody asked", "people", "", "Nobody is asked to do anything.",
            "Write who has to act, each under [[people]] with name and act; also yourself.",
        )  # fmt: skip
    for field, what, example in (
        ("fixed", "what is fixed", "Who takes part in a handover"),
        ("free", "what people are free to change", "The order of the points"),
    ):
        if not getattr(charter.bounds, field):
            yield Finding(
                "no bounds", f"bounds.{field}", "", f"It is not said {what}.",
                f'Write it under [bounds], as in {field} = ["{example}"].',
            )  # fmt: skip
