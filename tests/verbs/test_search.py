"""Everything ever declared, learned, decided and commented is found by its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.verbs.comment import comment
from smallfires.verbs.decide import decide
from smallfires.verbs.search import AROUND, search


@pytest.fixture
def desk():
    """Two fires: one that burns, with a reading, a decision and a comment; one transformation."""
    found = a_desk()
    lit(found)
    noted(found, HANDOVER, read(1, "keep burning", "The minutes of Ward 3 and Ward 5 fell by 6 %."))
    decide(found, HANDOVER, "keep burning", "The flu is over in March.")
    comment(found, HANDOVER, "Schwester Übergabe fand es prima.")
    lit(found, replace(TRANSFORM, hypothesis=replace(TRANSFORM.hypothesis, because="a visit costs a day")))
    return found


@pytest.mark.parametrize(
    ("asked", "fire", "what"),
    [
        ("say the same things twice", HANDOVER, "hypothesis"),
        ("shorter handover", HANDOVER, "title"),
        ("minutes fell", HANDOVER, "reading 1"),
        ("flu", HANDOVER, "decision"),
        ("ubergabe", HANDOVER, "comment"),
        ("ÜBERGABE", HANDOVER, "comment"),
        ("tenants pick up", TRIAGE, "assumption"),
        ("gas leak", TRIAGE, "guardrail"),
        ("verdict keep burning", HANDOVER, "verdict of reading 1"),
    ],
)
def test_whatever_was_said_is_found(desk, asked, fire, what):
    """Charters, hypotheses, readings, verdicts, decisions and comments, by their own words; the best hit is the right one."""
    found = search(desk, asked)
    best = found.hits[0]
    assert (best.fire, best.what) == (fire, what)


def test_a_hit_says_where_it_stands(desk):
    """Which fire, which text, which entry, who and when."""
    (hit,) = search(desk, "flu").hits
    assert (hit.title, hit.who, hit.at[:10]) == ("A shorter handover", "Ruth Adler", "2026-02-01")
    assert hit.snippet == "keep burning: The flu is over in March."
    (entry,) = [entry for entry in desk.ledger.entries() if entry.number == hit.number]
    assert entry.act == "decided"


def test_texts_with_all_the_words_come_first(desk):
    """A text with both words stands before those with one, and a word by itself before one inside another."""
    comment(desk, TRIAGE, "Nothing of the ward here.")
    comment(desk, TRIAGE, "The ward has the flu.")
    found = search(desk, "ward flu")
    assert [hit.words for hit in found.hits] == sorted((hit.words for hit in found.hits), reverse=True)
    assert found.hits[0].snippet == "The ward has the flu."
    comment(desk, TRIAGE, "All of it went awkwardly onward.")
    assert search(desk, "ward").hits[-1].snippet == "All of it went awkwardly onward."


def test_the_same_text_is_found_once(desk):
    """A charter that was drafted again, lit and amended is one text, as it was first written."""
    again = replace(OPTIMIZE, title="A much shorter handover")
    noted(desk, HANDOVER, acts.Amended(again, again.seal(), "It is short already.", (), False))
    found = search(desk, "nurses")
    assert [(hit.what, hit.number) for hit in found.hits] == [("hypothesis", 1)]
    assert found.hits[0].title == "A much shorter handover"


def test_answers_are_never_found():
    """What somebody answered, or who got which link, is not searched."""
    desk = a_desk()
    drafted(desk)
    noted(desk, HANDOVER, briefed(OPTIMIZE), answered(OPTIMIZE, "Bo", words="I will whisper zebra."))
    assert search(desk, "zebra").hits == ()
    assert search(desk, "Bo1").hits == ()
    assert search(desk, "zebra").entries == 3


def test_more_are_counted(desk):
    """Only so many hits are given, and the others are counted."""
    for day in range(30):
        comment(desk, HANDOVER, f"Day {day}: quiet.")
    found = search(desk, "quiet", most=7)
    assert (len(found.hits), found.more) == (7, 23)
    assert found.hits[0].number == found.entries


def test_a_long_text_is_cut_around_the_word(desk):
    """The word stands in the snippet, which is cut between words."""
    comment(desk, HANDOVER, f"{'word ' * 100}Zöbra {'behind ' * 100}")
    (hit,) = search(desk, "zobra").hits
    assert "Zöbra" in hit.snippet
    assert hit.snippet.startswith("… word ")
    assert hit.snippet.endswith("behind …")
    assert len(hit.snippet) <= 2 * AROUND + 4


@pytest.mark.parametrize("asked", ["", "  ", "?!"])
def test_no_word_is_refused(desk, asked):
    """Without a word there is nothing to look for."""
    with pytest.raises(UsageError, match="There is no word"):
        search(desk, asked)
