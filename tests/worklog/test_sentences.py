"""Business rules as people write them."""

from __future__ import annotations

import pytest

from smallfires.errors import RuleError
from smallfires.worklog import declare as d
from smallfires.worklog.sentences import FORMS, parse

NAMES = [
    "Payment",
    "Payment order",
    "Approve",
    "Check before pay",
    "Tenant's reply",
    "Send and receive",
    "check-in",
    "Check in",
    "Received.",
    "X",
    "Y",
]
DAY = 86_400.0


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Payment is followed by Approve", d.Response(0, 2)),
        ("payment must always be followed by approve.", d.Response(0, 2)),
        ("Payment is followed by Approve within 2 days", d.Response(0, 2, 2 * DAY)),
        ("Payment followed by Approve within 36 h", d.Response(0, 2, 1.5 * DAY)),
        ("Payment is followed by Approve within 2d.", d.Response(0, 2, 2 * DAY)),
        ("Payment is directly followed by Approve", d.ChainResponse(0, 2)),
        ("Payment only after Approve", d.Precedence(0, 2)),
        ("PAYMENT not before APPROVE", d.Precedence(0, 2)),
        ("Approve before Payment", d.Precedence(0, 2)),
        ("Payment right after Approve", d.ChainPrecedence(0, 2)),
        ("Payment immediately after Approve", d.ChainPrecedence(0, 2)),
        ("Payment at least twice", d.Existence(0, 2)),
        ("Payment at most once", d.Absence(0, 1)),
        ("Payment no more than 3 times", d.Absence(0, 3)),
        ("Payment exactly once", d.Exactly(0, 1)),
        ("Payment is done exactly seven times", d.Exactly(0, 7)),
        ("never Payment", d.Absence(0, 0)),
        ("not both Payment and Approve", d.NotCoExistence(0, 2)),
        ("Never both Payment and Approve", d.NotCoExistence(0, 2)),
        ("begins with Approve", d.Init(2)),
        ("every case must start with Approve", d.Init(2)),
        ("ends with Approve", d.End(2)),
        ("Payment and Approve by different people", d.DifferentPeople(0, 2)),
        ("Payment and Approve must be done by two different persons", d.DifferentPeople(0, 2)),
        ("Payment and Approve by the same person", d.SamePerson(0, 2)),
        # names
        ("payment order only after approve", d.Precedence(1, 2)),
        ("the PaymentOrder only after an approve", d.Precedence(1, 2)),
        ('"Payment order" only after “Approve”', d.Precedence(1, 2)),
        ("Payment\tonly\nafter  Approve", d.Precedence(0, 2)),
        ("Check before pay before Payment", d.Precedence(0, 3)),
        ("Payment before Check before pay", d.Precedence(3, 0)),
        ("Payment only after Tenant's reply", d.Precedence(0, 4)),
        ("Payment only after 'Tenant's reply'", d.Precedence(0, 4)),
        ("Send and receive and Approve by the same user", d.SamePerson(5, 2)),
        ("never Check in", d.Absence(7, 0)),
        ("never check-in", d.Absence(6, 0)),
        ("never Received.", d.Absence(8, 0)),
    ],
)
def test_a_sentence_is_read(sentence, rule):
    """Every kind of sentence gives its rule, in any letters, and with names that hold the words of rules."""
    assert parse(sentence, NAMES) == rule


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.like)
def test_every_example_can_be_read(form):
    """What the error offers as a sentence is one: each example gives a rule of its own form."""
    rule = parse(form.like, NAMES)
    assert rule.x in (9, 10)
    assert parse(form.like.upper().replace("2 DAYS", "2 days"), NAMES) == rule


@pytest.mark.parametrize(
    ("sentence", "words", "problem", "way_out"),
    [
        ("Payment only after Aprove", "Aprove", '"Aprove" is no activity', 'Did you mean "Approve"?'),
        ("Paymet only after Approve", "Paymet", '"Paymet" is no activity', 'Did you mean "Payment"'),
        ("Payment is followed by Aprove within 2d", "Aprove", "is no activity", 'Did you mean "Approve"?'),
        ("Payment only after Lunch", "Lunch", '"Lunch" is no activity', 'The log has "Payment", "Payment order"'),
        ("never checkin", "checkin", '"checkin" can be "check-in" or "Check in"', "exactly so, in quotes"),
        ("Payment is followed by Approve within a while", "a while", "", "36h"),
        ("Payment is followed by Approve within 2", "2", "does not say how long", "36h"),
        ("Payment only after payment", "payment", "same activity twice", "two different"),
        ("  Payment after Approve", "Payment after Approve", "no rule that is known", "X only after Y"),
        ("never", "never", "no rule that is known", "X only after Y"),
        ('never "Payment only after Approve"', '"Payment only after Approve"', "is no activity", ""),
    ],
)
def test_what_cannot_be_read_is_underlined(sentence, words, problem, way_out):
    """The carets stand under exactly the words that were not understood, and the error says what to do."""
    with pytest.raises(RuleError) as caught:
        parse(sentence, NAMES)
    error = caught.value
    assert error.text[slice(*error.span)] == words
    _, text, carets, *_ = str(error).split("\n")
    assert text[len("  ") :] == sentence
    start = carets.index("^")
    assert text[start : start + carets.count("^")] == words
    assert problem in error.problem and way_out in error.way_out


def test_nothing_is_no_rule():
    """An empty sentence is refused with what could be written."""
    with pytest.raises(RuleError, match="no rule that is known here"):
        parse(" ", NAMES)


def test_two_meanings_are_refused():
    """A sentence that can be cut into names in two ways is refused; quotes settle it."""
    names = ["A", "A and B", "B and C", "C"]
    with pytest.raises(RuleError, match=r"2 ways: A / B and C; A and B / C"):
        parse("not both A and B and C", names)
    assert parse('not both "A and B" and C', names) == d.NotCoExistence(1, 3)
