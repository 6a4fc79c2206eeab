"""What is no TOML."""

from __future__ import annotations

import pytest
from tests.fires.charters.written import refused


@pytest.mark.parametrize(
    ("text", "problem", "way_out", "shown"),
    [
        ("title = 'a'\nby = 3 June 2026\n", "cannot be read", 'by = "3 June 2026"', "2 | by = 3 June 2026\n  |        ^"),
        ("title: 'a'\n", "cannot be read", "name = ", "1 | title: 'a'\n  |      ^"),
        ("title: Triage\n", "cannot be read", 'title = "Triage"', "1 | title: Triage\n  |      ^"),
        ("share = 60%\n", "cannot be read", 'share = "60%"', "1 | share = 60%\n  |           ^"),
        ('title = "a\n', "quotes are not closed", "Close", '1 | title = "a\n  |           ^'),
        ("title = 'C:", "quotes are not closed", "Close", "1 | title = 'C:\n  |            ^"),
        ("title = 'C:\n", "quotes are not closed", "Close", "1 | title = 'C:\n  |            ^"),
        ("asked of = 3\n", "cannot be read", "without blanks", "1 | asked of = 3\n  |       ^"),
        ("a = 1\na = 2\n", "twice", "Keep one", "2 | a = 2\n  |      ^"),
        ("[risks]\n[risks]\n", "twice", "[[risks]]", "2 | [risks]\n  |       ^"),
        ("a = [1,\n", "", "", "1 | a = [1,\n  |        ^"),
        ("by = 2026-02-30\n", "no such date", "2026-06-30", "1 | by = 2026-02-30\n  |      ^"),
        (f"a = {'9' * 5000}\n", "too many digits", "1200", ""),
        (f"a = {'[' * 9000}{']' * 9000}\n", "too deep", "plain lists", ""),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_shown_at_its_place(text, problem, way_out, shown):
    """With what to write instead, and never as a traceback."""
    found = refused(text)
    assert [each.field for each in found] == ["text"]
    assert problem in found[0].problem
    assert way_out in found[0].way_out
    assert found[0].shown == shown
