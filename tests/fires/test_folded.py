"""Text as it is compared by who searches."""

from __future__ import annotations

import pytest

from smallfires.fires.folded import folded, stem, words


@pytest.mark.parametrize(
    ("text", "same"),
    [("Übergabe", "ubergabe"), ("STRASSE", "straße"), ("Énergie", "energie"), ("Søren", "soren"), ("Łódź", "lodz"),
     ("e\u0301tage", "étage"), ("ﬁre", "fire"), ("ΣΊΣΥΦΟΣ", "σισυφος")],
)  # fmt: skip
def test_accents_and_capitals_do_not_matter(text, same):
    """However it is written, it is the same text."""
    assert folded(text) == folded(same)


def test_words_come_once_in_order():
    """Signs between words do not count, and a word is looked for once."""
    assert words("Handover: the HANDOVER, at 7h!") == ("handover", "the", "at", "7h")
    assert words(" - ") == ()


@pytest.mark.parametrize(("word", "short"), [("handovers", "handover"), ("loss", "loss"), ("gas", "gas"), ("is", "is")])
def test_one_finds_many(word, short):
    """The s of a plural is left out where there is one."""
    assert stem(word) == short
