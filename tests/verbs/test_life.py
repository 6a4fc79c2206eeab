"""The worked workspace: three fires, from their charters to their decisions, by the verbs that everybody has."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from smallfires.errors import UsageError
from smallfires.fires.fire import Stage
from smallfires.fires.lesson import Lesson
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.sim.teams import teams
from smallfires.verbs.again import again
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import desk
from smallfires.verbs.life import live

SLUGS = ("shorter-script", "mail-twice-a-day", "one-visit")


@pytest.fixture
def fires(lived):
    with desk(lived, now=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)) as opened:
        yield opened.fires()


def test_each_fire_came_to_what_is_true_of_it(fires):
    """What works is spread, what does nothing is put out, and what is declared to get worse first is let burn."""
    said = {slug: [noted.fact.decision for noted in fires[slug].reads] for slug in SLUGS}
    assert said["shorter-script"][-1] == "spread"
    assert said["mail-twice-a-day"][-1] == "put out"
    assert "put out" not in said["one-visit"]
    assert fires["shorter-script"].stage is Stage.SPREAD
    assert fires["mail-twice-a-day"].stage is Stage.PUT_OUT


def test_the_truth_is_inside_the_interval(fires):
    """Of the teams, whose script saves what is known."""
    effect = from_plain(Lesson, fires["shorter-script"].last_read.lesson).reading.effect.unit
    assert effect.low < teams(7).effect < effect.high


def test_every_reading_comes_back_from_the_ledger_whole(fires):
    """With its log, its shift, its rules and adoption: the same text."""
    for fire in fires.values():
        for noted in fire.reads:
            plain = noted.fact.lesson
            assert canonical(to_plain(from_plain(Lesson, plain))) == canonical(plain)


def test_every_reading_is_the_same_again(lived):
    """To the last digit, from the copies of the files as they were; the log has grown since."""
    with desk(lived) as opened, bench(threads=1) as ground:
        for slug, number in (("shorter-script", 1), ("mail-twice-a-day", 2), ("one-visit", 2)):
            found = again(opened, slug, number, ground)
            assert (found.same, found.changed) == (True, ()), (slug, found.differences[:3])


def test_who_misread_was_asked_again(fires):
    """First answers are kept, and the fire was lit when all had understood."""
    fire = fires["one-visit"]
    assert fire.round == 2
    assert fire.lit.late == 0
    assert len(fire.charter.scope.units) < 8


def test_a_workspace_is_never_written_over(lived, tmp_path):
    """What is there stays there."""
    shutil.copy(lived / "smallfires.toml", tmp_path / "smallfires.toml")
    with bench(threads=1) as ground, pytest.raises(UsageError, match="There is a workspace"):
        live(tmp_path, ground)
    assert [path.name for path in tmp_path.iterdir()] == ["smallfires.toml"]
