"""Nested values as TOML that people read."""

from __future__ import annotations

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from smallfires.fires.charters.toml import BESIDE, WIDE, quoted, toml


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_stand_in_quotes(text):
    """Quotes, backslashes, line ends and letters that cannot be seen come back as they were."""
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


def test_quotes_are_left_as_people_write_them():
    """A text with double quotes in it stands in single ones, without a backslash."""
    assert quoted('activity is "Phone triage"') == "'activity is \"Phone triage\"'"
    assert quoted("it's") == '"it\'s"'


TOLD = {
    "title": "A",
    "list": ["x" * 40, "y" * 40, "z" * 40],
    "day": date(2026, 6, 26),
    "rows": [{"a": 1}, {"a": 2.5, "odd name": True}],
    "table": {"long": "w" * 60},
}
NOTES = {"title": "Its title.", "rows": "Rows.", "rows.a": "A figure.", "table": "A table.", "table.long": "Long."}


def test_values_come_back():
    """Texts, numbers, dates, lists, tables, and lists of tables."""
    assert tomllib.loads(toml(TOLD, NOTES)) == TOLD


def test_comments_stand_beside_short_lines_and_above_long_ones():
    """Once for a list of tables; and no line is longer than a screen."""
    lines = toml(TOLD, NOTES).splitlines()
    assert lines[0] == 'title = "A"'.ljust(BESIDE) + "# Its title."
    assert lines.index("# A table.") + 1 == lines.index("[table]")
    assert lines.index("# Long.") + 1 == next(at for at, line in enumerate(lines) if line.startswith("long"))
    assert sum("# A figure." in line for line in lines) == 1
    assert max(map(len, lines)) <= WIDE
