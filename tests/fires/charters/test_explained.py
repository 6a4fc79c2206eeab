"""What each field is, for whoever writes a charter."""

from __future__ import annotations

import re
from pathlib import Path

from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.needed import NEEDED

PAGE = Path(__file__).resolve().parents[3] / "docs" / "charter.md"
TABLES = {field for field in EXPLAINED if any(other.startswith(f"{field}.") for other in EXPLAINED)}


def test_every_field_is_documented():
    """The page on charters names every field that there is, and none that there is not."""
    named = set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert named == set(EXPLAINED) - TABLES


def test_every_field_that_is_needed_is_explained():
    """Who is told that a field is missing can read what it is."""
    assert set(NEEDED) <= set(EXPLAINED)


def test_every_rule_of_the_check_is_documented():
    """The page has a row for each rule, and for no other."""
    source = (PAGE.parents[1] / "src/smallfires/fires/charters/findings.py").read_text("utf-8")
    rules = set(re.findall(r'Finding\(\s*"([a-z ]+)"', source))
    section = PAGE.read_text("utf-8").partition("## The charter check")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z ]+) \|", section, re.MULTILINE)) - {"rule"} == rules
