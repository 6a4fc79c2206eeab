"""A plan as TOML that is kept."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from tests.faces.plans import PLANS, hopeless, plan, switched
from tests.faces.sample import HOSTILE

from smallfires.faces.tomlable import WIDE, contents, to_toml
from smallfires.faces.words import page

every_plan = pytest.mark.parametrize("found", PLANS.values(), ids=PLANS)


@every_plan
def test_it_is_read_back_equal(found):
    """Whatever the names, the file is TOML, and every value comes back as it was."""
    assert tomllib.loads(to_toml(found)) == contents(found)


@every_plan
def test_a_person_can_read_it(found):
    """Lines of comment fit a page, every table says what it holds, and no line can command a terminal or turn around."""
    lines = to_toml(found).splitlines()
    whole = [line for line in lines if line.startswith("#") and max(map(len, line.split())) < 60]
    assert max(map(len, whole)) <= WIDE
    for at, line in enumerate(lines):
        if line.startswith("[") and not line.startswith("[["):
            assert lines[at - 1].startswith("# "), line
    assert all(letter.isprintable() or letter in "\u2068\u2069" for line in lines for letter in line)


def test_the_answer_stands_on_top():
    """The file begins with the answer in words, and its doubts."""
    shown = page(plan())
    said = " ".join(line.removeprefix("#").strip() for line in to_toml(plan()).partition("made_by")[0].splitlines())
    for text in (shown.headline, *shown.answer, shown.chance, *shown.doubts):
        assert text in " ".join(said.split())


def test_who_when_what_and_how():
    """The design, who works the new way in which periods, the seed, the measure and the command are kept."""
    kept = tomllib.loads(to_toml(switched()))
    assert kept["pilot"]["design"] == "switchback"
    assert kept["pilot"]["block"] == 1
    assert kept["lot"]["seed"] == 7
    assert kept["lot"]["turns"][0] == {"unit": "East", "lit": ["2026-W28", "2026-W30", "2026-W31", "2026-W33"]}
    assert kept["lot"]["others"] == list(switched().draw.others)
    assert kept["measure"] == {"name": "days", "unit": "", "less_is_better": True, "per": "site"}
    assert kept["reading"]["command"].startswith("smallfires learn weekly.csv --lit lit --since 2026-W27 --design")
    assert kept["data"]["fingerprint"] == "9f2c41d07be3a6"
    assert kept["wanted"]["power"] == 0.8


def test_names_are_kept_letter_by_letter():
    """Units are kept exactly as the data write them, so that the pilot can be read by them."""
    kept = tomllib.loads(to_toml(PLANS["plan: hostile"]))
    assert [turn["unit"] for turn in kept["lot"]["turns"]] == list(HOSTILE)
    lost = replace(plan(), per="si\udc80te")
    assert tomllib.loads(to_toml(lost))["measure"]["per"] == "si\ufffdte"


def test_what_is_not_there_is_left_out():
    """A plan without a pilot has no lot and no command, and says why on top."""
    kept = tomllib.loads(to_toml(hopeless()))
    assert not {"pilot", "lot", "reading"} & set(kept)
    assert "no effect can be told" in to_toml(hopeless())
    assert "block" not in tomllib.loads(to_toml(plan()))["pilot"]
