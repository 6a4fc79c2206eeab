from __future__ import annotations

from datetime import date

from smallfires.fires.wording import clause, listed, say_day, sentence, some


def test_lists_are_read_aloud():
    """One, two and three parts, as people say them."""
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_of_many_only_the_first_are_named():
    """A long list ends with how many more there are; a short one is whole."""
    assert some(["a", "b", "c"], 2) == "a, b and 1 more"
    assert some(["a", "b", "c"], 3) == "a, b and c"
    assert some([], 3) == ""


def test_own_words_fit_into_a_sentence():
    """People's own words lose their line ends and full stops, and get them back at the end of a sentence."""
    assert clause(" the form\n is  long. ") == "the form is long"
    assert sentence("the form is long.") == "The form is long."
    assert sentence("why?") == "Why?"


def test_days_are_said_in_words():
    """A day is never two numbers that could be turned around."""
    assert say_day(date(2026, 3, 4)) == "4 March 2026"
