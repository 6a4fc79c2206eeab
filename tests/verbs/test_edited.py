"""The workspace's file with one more table in it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallfires.errors import UsageError
from smallfires.verbs.edited import edit, with_table
from smallfires.verbs.workspace import FILE

TEXT = """\
# mine
name   =  'Ward'   # padded

[sources.weekly]   # the first
file = "weekly.csv"
# about the second

[sources."by hand"]
file = "hand.csv"
ends = [
  "Paid",  # and
  "Lost",
]

# measures follow
[measures.minutes]
source = "weekly"
better = "less"

[mail]
host = "x"
"""


def test_all_else_stays_letter_for_letter():
    """The new table stands behind the last one of its group; every line that was there is there, in its order."""
    made = with_table(
        TEXT, "sources", "new one", {"file": 'a "b".csv', "day_first": False, "ends": ("A", "B")}, "Seen."
    )
    block = '\n[sources."new one"]\n# Seen.\nfile = "a \\"b\\".csv"\nday_first = false\nends = ["A", "B"]\n'
    assert made == TEXT.replace("]\n\n# measures", f"]\n{block}\n# measures")


def test_the_first_of_its_group_stands_at_the_end():
    """Where the group is new it comes last; an empty file has nothing before it."""
    made = with_table('name = "x"', "measures", "m", {"better": "less"})
    assert made == 'name = "x"\n\n[measures.m]\nbetter = "less"\n'
    assert with_table("", "measures", "m", {"better": "less"}) == '[measures.m]\nbetter = "less"\n'


def test_line_ends_and_marks_stay():
    """A file from Windows keeps its line ends and its mark."""
    made = with_table("\ufeffname = 'x'\r\n", "sources", "s", {"file": "s.csv"})
    assert made == "\ufeffname = 'x'\r\n\r\n[sources.s]\r\nfile = \"s.csv\"\r\n"


@pytest.mark.parametrize(("name", "said"), [("weekly", 'There is a source "weekly" already.'), (" ", "without a name")])
def test_a_name_is_there_once(name, said):
    """A name that is taken, or none, is refused."""
    with pytest.raises(UsageError, match=said):
        with_table(TEXT, "sources", name, {"file": "x.csv"})


def test_what_cannot_be_edited_safely_is_left_alone():
    """Where the group is written on one line, the table to write is shown instead."""
    with pytest.raises(UsageError, match=r"by hand: \[sources.b\] file"):
        with_table('sources = { a = { file = "a.csv" } }\n', "sources", "b", {"file": "b.csv"})


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_every_name_and_value_survives(name, value):
    """Whatever letters there are, what is read back is what was put in."""
    name, value = (text.encode("utf-8", "ignore").decode("utf-8") or "x" for text in (name, value))
    if name.strip():
        made = tomllib.loads(with_table("[measures.zz_old]\nbetter = 'less'\n", "sources", name, {"file": value}))
        assert made == {"measures": {"zz_old": {"better": "less"}}, "sources": {name: {"file": value}}}


def test_the_file_is_replaced_whole(tmp_path):
    """The file has its new text and its old rights, and nothing is left beside it."""
    path = tmp_path / FILE
    path.write_bytes(TEXT.encode("utf-8"))
    path.chmod(0o640)
    edit(tmp_path, "sources", "s", {"file": "s.csv"})
    assert path.read_bytes().decode("utf-8") == with_table(TEXT, "sources", "s", {"file": "s.csv"})
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]
