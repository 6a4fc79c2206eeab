"""Where keys and values stand in a TOML text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallfires.fires.charters.places import normal, places, shown

TEXT = '''# a comment with [brackets] and name = "value"
title = "Triage # by phone" # "and" = after
"quoted key".'and literal' = 'C:\\path'
list = [ "one", # a comment, with ] and "
  """two
  lines ""\\" and "three\"""",  [1, 2.5], { a = 1, b.c = [true] } ]
when = 2026-06-30 10:00:00
[success]
by = 2026-06-30
deep . "er" . x = \'\'\'it's ''\'\'\'

[[risks]]
test = "a"
[risks.more]
x = 1
[[risks]]
test = "b"
[[risks.under]]
y = """
"""
[[risks.under]]
y = -1e3
[ "odd.name" ]
z = "\\"]"
'''


def within(value, path=()):
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from within(part, (*path, name))


def agrees(text: str) -> None:
    """Each value's place holds the text of that very value, and each value has a place."""
    found = places(text)
    for path, value in within(tomllib.loads(text)):
        if path:
            assert path in found, path
        if path and not isinstance(value, dict | list):
            start, stop = found[path].value
            assert tomllib.loads(f"x = {text[start:stop]}")["x"] == value
            start, stop = found[path].key
            if isinstance(path[-1], str):
                assert path[-1] in list(_names(tomllib.loads(f"{text[start:stop]} = 0")))


def _names(told):
    for name, value in told.items():
        yield name
        if isinstance(value, dict):
            yield from _names(value)


def test_every_value_is_found_where_it_stands():
    """Strings of all four kinds, lists over several lines, dotted and quoted keys, tables and lists of tables."""
    agrees(TEXT)


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.one_of(TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.dates(), st.floats(allow_nan=False))
VALUES = st.recursive(
    PLAIN, lambda part: st.lists(part, max_size=3) | st.dictionaries(TEXTS, part, max_size=3), max_leaves=6
)


def quoted(text: str) -> str:
    return (
        '"'
        + "".join(f"\\U{ord(letter):08x}" if ord(letter) < 32 or letter in '"\\\x7f' else letter for letter in text)
        + '"'
    )


def toml(value) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(name)} = {toml(part)}" for name, part in value.items()) + " }"
    if isinstance(value, list):
        return "[ # a list\n" + ",\n # next\n".join(toml(part) for part in value) + "\n]"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), max_size=3), st.dictionaries(TEXTS, VALUES, max_size=3))
def test_any_toml_is_walked_through(rows, table):
    """Whatever the values are, each is found where it stands."""
    lines = ["[table]", *(f"{quoted(name)} = {toml(value)} # why" for name, value in table.items())]
    for row in rows:
        lines += ["[[ 'ro ws' ]]", *(f"{quoted(name)}={toml(value)}" for name, value in row.items())]
    agrees(normal("\n".join(lines)))


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("a = 1\nb = 22", (10, 12), "2 | b = 22\n  |     ^^"),
        ("a =\t1", (4, 5), "1 | a = 1\n  |     ^"),
        ("名 = 1", (4, 5), "1 | 名 = 1\n  |      ^"),
        ("a = [1,\n2]", (4, 10), "1 | a = [1,\n  |     ^^^"),
        ("a = ", (4, 4), "1 | a = \n  |     ^"),
    ],
)
def test_carets_stand_under_the_words(text, span, expected):
    """Also after a tab, under wide letters, and where the words go on in the next line."""
    assert shown(text, span) == expected


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_no_trouble():
    """The text is counted without them."""
    text = normal("\ufeffa = 1\r\nb = 2\r\n")
    assert places(text)["b",].value == (10, 11)
