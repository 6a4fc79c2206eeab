"""A reading of the ledger comes out the same to the last digit, or it is said what has changed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.verbs.desks import noted
from tests.verbs.nights import HANDOVER, PRICE, TOML, a_ward, another_week, in_database, weeks

from smallfires.errors import DataError, UsageError
from smallfires.fires.acts import Amended, Change, Drafted, Lit, Read
from smallfires.fires.again import Again, differences
from smallfires.fires.charter import Scope
from smallfires.verbs.again import again
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.learn_fire import learn_fire


def read(desk: Desk, slug: str = HANDOVER.slug) -> None:
    with bench(threads=1) as ground:
        learn_fire(desk, slug, ground)


def done_again(desk: Desk, number: int, slug: str = HANDOVER.slug) -> Again:
    with bench(threads=1) as ground:
        return again(desk, slug, number, ground)


def told(desk: Desk) -> Read:
    """The last reading as the ledger has it."""
    return desk.fire(HANDOVER.slug).last_read


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A fire that was read once."""
    found = a_ward(tmp_path, HANDOVER)
    read(found)
    return found


def test_it_is_the_same_when_everything_has_gone_on(desk):
    """More weeks, an amended charter, another name of the measure, other readings, a later day: the first one is the same."""
    folder = desk.workspace.folder
    another_week(desk, 36)
    read(desk)
    longer = replace(HANDOVER, guardrails=(), owner="Bo", horizon=replace(HANDOVER.horizon, end=HANDOVER.success.by))
    noted(
        desk, HANDOVER.slug, Amended(longer, longer.seal(), "Ruth left.", (Change("owner", "Ruth Adler", "Bo"),), False)
    )
    noted(desk, PRICE.slug, *[noted_one.fact for noted_one in a_ward(folder, PRICE).fire(PRICE.slug).diary])
    desk = replace(desk, workspace=replace(desk.workspace, measures={}, sources={}), who="Bo")
    (folder / "weekly.csv").unlink()
    for number in (1, 2):
        found = done_again(desk, number)
        assert (found.same, found.differences, found.changed) == (True, (), ())
        assert found.figures > 500


def test_what_others_did_meanwhile_does_not_matter(tmp_path):
    """Units compared with are lit in another fire before a reading is noted: it had not seen that, and does not see it again."""
    desk = a_ward(tmp_path, HANDOVER)
    other = replace(PRICE, scope=Scope(units=("Site C", "Site D")))

    def beside(stage: str, share: float | None) -> None:
        if stage.startswith("Working out"):
            noted(desk, PRICE.slug, Drafted(other), Lit(other, other.seal()))

    with bench(beside, threads=1) as ground:
        learn_fire(desk, HANDOVER.slug, ground)
    assert desk.fire(PRICE.slug).last < desk.fire(HANDOVER.slug).last
    assert done_again(desk, 1).differences == ()
    read(desk)
    assert "took part in" in json.dumps(desk.fire(HANDOVER.slug).last_read.lesson)


def test_nothing_is_noted(desk):
    """Reading again leaves the ledger as it was."""
    head = desk.ledger.head()
    done_again(desk, 1)
    assert desk.ledger.head() == head


def test_every_figure_is_compared(desk):
    """A single digit that is another one is found, with its place and both figures."""
    lesson = json.loads(json.dumps(dict(told(desk).lesson)))
    value = lesson["reading"]["effect"]["percent"]["value"]
    lesson["reading"]["effect"]["percent"]["value"] = value + 1e-12
    noted(desk, HANDOVER.slug, replace(told(desk), number=7, lesson=lesson))
    found = done_again(desk, 7)
    places = {each.where: (each.then, each.now) for each in found.differences}
    assert places.pop("reading.effect.percent.value") == (repr(value + 1e-12), repr(value))
    assert places == {}
    assert (found.same, found.changed) == (False, ())


def test_another_version_is_told(desk):
    """Software and libraries that are others now stand beside the figures, though these are the same."""
    first = told(desk)
    older = {**first.asked, "tools": {**first.asked["tools"], "numpy": "1.0"}}
    noted(desk, HANDOVER.slug, replace(first, number=2, version="0.0.1", asked=older))
    found = done_again(desk, 2)
    assert found.changed[0].startswith("Smallfires was 0.0.1, and is ")
    assert found.changed[1].startswith("numpy was 1.0, and is ")
    assert found.same


def test_without_a_copy_the_file_itself_is_read(tmp_path):
    """Where no copy was kept and the file is as it was, the figures are the same."""
    desk = a_ward(tmp_path, HANDOVER, top='keep = "0 MB"\n')
    read(desk)
    assert not (tmp_path / "data").exists()
    assert done_again(desk, 1).same


def test_other_data_are_told(tmp_path):
    """Where no copy was kept and the file has gone on, it says that the data are others, and which figures."""
    desk = a_ward(tmp_path, HANDOVER, top='keep = "0 MB"\n')
    read(desk)
    weeks(tmp_path, 36)
    found = done_again(desk, 1)
    assert not found.same
    (why,) = found.changed
    assert 'The data of "cost" in the source "weekly" are others now' in why
    assert "No copy of weekly.csv was kept" in why
    assert "drawn[0].digest" in {each.where for each in found.differences}


def test_a_table_in_a_database_is_the_same_while_it_stays(tmp_path):
    """Of a database there is no copy: the figures are the same while the table is, and else it says that it is another."""
    toml = TOML.replace('file = "weekly.csv"', in_database(tmp_path, 33))
    desk = a_ward(tmp_path, HANDOVER, toml=toml)
    read(desk)
    assert done_again(desk, 1).same
    in_database(tmp_path, 36)
    found = done_again(desk, 1)
    assert not found.same
    assert found.changed[0].endswith("The data stand in a database, and no copy of them was kept.")


def test_a_copy_that_was_deleted_is_told(desk):
    """With its copy deleted and the file gone on, the reading says so; with the file gone, it cannot be done again."""
    another_week(desk, 36)
    (copy,) = (desk.workspace.folder / "data").rglob("weekly.csv")
    copy.unlink()
    assert done_again(desk, 1).changed[0].endswith("Its copy was deleted.")
    (desk.workspace.folder / "weekly.csv").unlink()
    with pytest.raises(DataError, match="the file is gone, and there is no copy"):
        done_again(desk, 1)


def test_a_copy_that_was_changed_is_refused(desk):
    """A copy that is not what was read is never read as if it were."""
    (copy,) = (desk.workspace.folder / "data").rglob("weekly.csv")
    copy.chmod(0o600)
    copy.write_text(copy.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(DataError, match="no longer what was read"):
        done_again(desk, 1)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_reading_that_there_is_not(desk, number):
    """Only readings of this fire can be done again."""
    with pytest.raises(UsageError, match=f"has no reading {number}. It has 1 reading"):
        done_again(desk, number)


def test_a_fire_that_was_never_read(tmp_path):
    """It says how to read it."""
    with pytest.raises(UsageError, match="no reading 1") as caught:
        done_again(a_ward(tmp_path, HANDOVER), 1)
    assert "smallfires learn shorter-handover" in caught.value.typed


def test_what_is_another_value():
    """Numbers differ by their last digit, their sign and their kind, lists by their length, and what is missing is told."""
    then = {"a": 0.1, "b": [1, 2], "c": 0.0, "d": 1, "e": "x", "version": "1", "f": {"g": None}}
    now = {"a": 0.1, "b": [1], "c": -0.0, "d": 1.0, "version": "2", "f": {"g": None}, "h": True}
    count, found = differences(then, now)
    assert count == 8
    assert [(each.where, each.then, each.now) for each in found] == [
        ("b[1]", "2", "nothing"), ("c", "0.0", "-0.0"), ("d", "1", "1.0"), ("e", '"x"', "nothing"), ("h", "nothing", "true"),
    ]  # fmt: skip
