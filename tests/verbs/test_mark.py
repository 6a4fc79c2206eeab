from __future__ import annotations

import pytest
from tests.fires.burning import OPTIMIZE, answered, asking, briefed
from tests.verbs.desks import a_desk, noted

from smallfires.errors import UsageError
from smallfires.fires.acts import Drafted
from smallfires.fires.clarity import clarity
from smallfires.verbs.mark import mark

FEW = asking(4)


def spoken():
    desk = a_desk()
    given = [answered(FEW, one.name, words=f"{one.name} asks first") for one in FEW.people]
    noted(desk, FEW.slug, Drafted(FEW), briefed(FEW), *given)
    return desk


def test_the_last_mark_counts():
    """Words are marked by a code without a name; whoever thinks again marks again."""
    desk = spoken()
    (first, *others) = clarity(desk.fire(FEW.slug)).words
    mark(desk, FEW.slug, first.code, "no")
    found = mark(desk, FEW.slug, first.code, "partly")
    assert {one.text: one.mark for one in found.words} == {first.text: "partly"} | {one.text: "" for one in others}


@pytest.mark.parametrize(
    ("who", "code", "chosen", "problem"),
    [
        ("Bo", "", "match", "Ruth Adler, who decides"),
        ("Ruth Adler", "", "perhaps", "no mark"),
        ("Ruth Adler", "ffffff", "match", "no words"),
    ],
)
def test_only_the_owner_marks_what_is_there(who, code, chosen, problem):
    """Somebody else, another mark, and words that are not there are refused."""
    desk = a_desk(spoken().ledger, who=who)
    code = code or clarity(desk.fire(FEW.slug)).words[0].code
    with pytest.raises(UsageError, match=problem):
        mark(desk, FEW.slug, code, chosen)


def test_words_that_are_not_shown_yet_are_not_marked():
    """While few have answered, no words are there to be marked."""
    desk = a_desk()
    noted(desk, OPTIMIZE.slug, Drafted(OPTIMIZE), briefed(OPTIMIZE), answered(OPTIMIZE, "Bo", words="ask"))
    with pytest.raises(UsageError, match="None are shown yet"):
        mark(desk, OPTIMIZE.slug, "abcdef", "match")
