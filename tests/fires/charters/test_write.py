"""Charters as text again."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fires.charters.written import OPTIMIZE, TRANSFORM, read

from smallfires.fires.charter import (
    Adoption,
    Bounds,
    Budget,
    Charter,
    Cost,
    Designed,
    Gates,
    Guardrail,
    Horizon,
    Hypothesis,
    Intent,
    Person,
    Risk,
    Scope,
    Subject,
    Success,
    Threshold,
)
from smallfires.fires.charters.alone import PICKS
from smallfires.fires.charters.explained import EXPLAINED
from smallfires.fires.charters.toml import WIDE
from smallfires.fires.charters.values import slug_of
from smallfires.fires.charters.write import write_charter

LETTERS = st.characters(exclude_categories=["Cs"])
START, END = date(2026, 1, 1), date(2026, 12, 31)


def text(**sizes: int) -> st.SearchStrategy[str]:
    """A text on one line, as it is read: its blanks are single."""
    return (
        st.text(LETTERS, **{"min_size": 1, "max_size": 15} | sizes)
        .map(lambda told: " ".join(told.split()))
        .filter(bool)
    )


NAMES = st.text(LETTERS, min_size=1, max_size=10).filter(lambda told: told.strip())
DAYS = st.dates(date(2026, 1, 2), END)
SHARES = st.floats(0, 1) | st.sampled_from([0.05, 0.1, 0.55, 0.07])
INSIDE = st.floats(0.001, 0.999)
AMOUNTS = st.sampled_from(["10%", "12.5 %", "2 days", "0.5", "1 day 4 hours", "2.5 points"])
LEVELS = AMOUNTS | st.sampled_from(["", "-3.5"])
SETTINGS = st.dictionaries(
    st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda name: name not in ("name", "seed")),
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(LETTERS, min_size=1, max_size=8).filter(str.strip),
    max_size=3,
)  # fmt: skip


def several(part: st.SearchStrategy, most: int = 3, least: int = 0, by=lambda each: each) -> st.SearchStrategy[tuple]:
    return st.lists(part, min_size=least, max_size=most, unique_by=by).map(tuple)


@st.composite
def charters(draw) -> Charter:
    transform = draw(st.booleans())
    units = draw(several(NAMES, 4, 2))
    half = draw(st.integers(1, len(units)))
    title = draw(text().filter(slug_of))
    measures = draw(st.lists(NAMES, min_size=4, max_size=4, unique=True))
    picked = draw(st.sampled_from(PICKS))
    people = draw(
        several(
            st.builds(Person, name=text(), share=SHARES, act=st.just("") | text(), leads=st.booleans()),
            by=lambda p: p.name,
        )
    )
    rails = [
        Guardrail(
            measure=each,
            less_is_better=draw(st.booleans()),
            margin=draw(AMOUNTS | st.just("0")),
            safety=draw(st.booleans()),
        )
        for each in measures[1 : draw(st.integers(1, 3))]
    ]
    budget = Budget(measure=measures[3], less_is_better=draw(st.booleans()), lose=draw(AMOUNTS), until=draw(DAYS))
    return Charter(
        title=title, slug=draw(st.sampled_from([slug_of(title), "another-name"])), owner=draw(text()),
        subject=draw(st.sampled_from(Subject)), of=draw(text()), intent=Intent.TRANSFORM if transform else Intent.OPTIMIZE,
        hypothesis=Hypothesis(because=draw(text()), change=draw(text()), will=draw(text()), seen=draw(text())),
        success=Success(
            measure=measures[0], less_is_better=draw(st.booleans()), worthwhile=draw(AMOUNTS), by=draw(DAYS), today=draw(LEVELS),
            optimised=draw(LEVELS),
        ),
        picked=picked,
        scope=Scope(
            units=units[:half], compared=units[half:], lot=draw(st.none() | st.integers(1, half)) if picked == "lot" else None,
            allow=draw(several(NAMES.filter(lambda name: name not in (slug_of(title), "another-name")))),
        ),
        design=Designed(name=draw(text()), settings=draw(SETTINGS), seed=draw(st.integers(0, 2**63 - 1))),
        horizon=Horizon(start=START, end=END), people=people,
        asked_of=draw(st.none() | st.integers(max(1, len(people)), 999)), guardrails=tuple(rails),
        budget=budget if transform and draw(st.booleans()) else None,
        adoption=Adoption(new_way=draw(text()), share=draw(st.floats(0.001, 1)), by=draw(DAYS)) if transform else None,
        risks=draw(several(st.builds(Risk, assumption=text(), test=text(), by=DAYS), least=int(transform))),
        cost=draw(st.builds(Cost, run=st.floats(0, 1e9), spread=st.floats(0, 1e9))),
        bounds=draw(st.builds(Bounds, fixed=several(text()), free=several(text()))),
        gates=draw(st.builds(Gates, spread=INSIDE, put_out=INSIDE, done=SHARES)),
        threshold=draw(st.builds(Threshold, answered=SHARES, match=SHARES, question=SHARES, few=st.integers(1, 99))),
        way=draw(NAMES),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(charters())
def test_what_is_written_is_read_as_it_was(charter):
    """Any charter that can be lit comes back from its text, to the last letter and digit."""
    assert read(write_charter(charter)) == charter


@pytest.mark.parametrize("told", [OPTIMIZE, TRANSFORM])
def test_a_person_can_go_on_writing_it(told):
    """Every field has its line on what it is, what is as usual is left out, and lines are no longer than a screen."""
    written = write_charter(read(told))
    assert read(written) == read(told)
    assert "# Who decides." in written
    assert "[gates]" not in written
    assert "[threshold]" not in written
    assert all(len(line) <= WIDE for line in written.splitlines())


def test_gates_of_the_other_intent_are_written_out():
    """What is not as usual for the intent is in the text."""
    charter = replace(read(TRANSFORM), gates=read(OPTIMIZE).gates)
    assert tomllib.loads(write_charter(charter))["gates"] == {"spread": 0.9, "put_out": 0.1, "done": 0.8}
    assert read(write_charter(charter)) == charter


def test_every_explanation_is_of_a_field_and_short():
    """One line each, with a full stop."""
    assert all(len(line) <= WIDE and "\n" not in line for line in EXPLAINED.values())
    written = write_charter(read(TRANSFORM))
    for field in ("success.worthwhile", "budget.until", "people.act", "risks.test", "horizon.end", "way"):
        assert EXPLAINED[field] in written
