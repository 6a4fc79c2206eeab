"""English words, with their endings."""

from __future__ import annotations

import re

import pytest

from smallfires.fires.charters.english import ENGLISH, forms


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("improve", "improve improves improved improving"),
        ("optimise", "optimise optimize optimises optimizes optimised optimized optimising optimizing"),
        ("simplify", "simplify simplifies simplified simplifying"),
        ("transform", "transform transforms transformed transforming"),
        ("re-invent", "reinvent re-invents re-invented reinventing"),
        ("drag", "drag drags dragged dragging"),
    ],
)
def test_verbs_are_known_in_every_form(verb, words):
    """In British and American spelling, with a hyphen or without."""
    pattern = re.compile(forms(verb))
    assert [word for word in words.split() if not pattern.fullmatch(word)] == []


@pytest.mark.parametrize("word", ["improvised", "transformer", "reinventory", "impro", "simplifiers"])
def test_other_words_are_not_taken_for_them(word):
    """A word that only begins alike is another word."""
    verbs = ("improve", "transform", "re-invent", "simplify")
    assert not any(re.compile(forms(verb)).fullmatch(word) for verb in verbs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we transform it", "transform"), ("pre-transform", None), ("a  game\nchanging idea", "game\nchanging"),
        ("DISRUPTIVE", "DISRUPTIVE"),
    ],
)  # fmt: skip
def test_words_are_whole_words(text, found):
    """Over line ends, in capitals, and never a part of a longer word."""
    match = ENGLISH.different.search(text)
    assert (match and match[0]) == found


def test_a_long_text_is_read_at_once():
    """No text makes the patterns go round in circles: each letter is looked at a few times."""
    text = "drive the more better real " * 4000 + "x"
    assert ENGLISH.vague.search(text) is None
    assert ENGLISH.negated.search("not " + "a " * 20_000) is None
