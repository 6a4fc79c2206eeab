"""Every night what is new is read and told, once, whatever happens beside it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fires.burning import asking, briefed
from tests.verbs.desks import noted
from tests.verbs.learned import WEEKS
from tests.verbs.nights import FIRST, HANDOVER, PRICE, TOML, a_ward, another_week, in_database
from tests.verbs.telling.test_tell import letters, notes

from smallfires.fires.acts import Commented, PutOut
from smallfires.fires.charter import Risk
from smallfires.stores import open_ledger
from smallfires.stores.verify import verify
from smallfires.verbs.bench import bench
from smallfires.verbs.decide import decide
from smallfires.verbs.desk import Desk
from smallfires.verbs.learn_fire import learn_fire
from smallfires.verbs.nightly import LOCK, nightly

MAIL = '\n[mail]\nfolder = "outbox"\nto = ["ada@example.org"]\n'
WORKING = "Working out what the pilot did"


def night(desk: Desk, **settings):
    return nightly(desk, threads=1, **settings)


def readings(desk: Desk, slug: str = HANDOVER.slug) -> list[str]:
    return [noted.fact.decision for noted in desk.fire(slug).reads]


def test_what_is_new_is_read_and_told(tmp_path):
    """A week more in one table: its fire is read, the changed verdict is told, the other fire is left alone."""
    desk = a_ward(tmp_path, more=MAIL)
    first = night(desk)
    assert [(each.fire, each.reading, each.before, each.trouble) for each in first.fires] == [
        (HANDOVER.slug, 1, "", None), (PRICE.slug, 1, "", None),
    ]  # fmt: skip
    another_week(desk, 36)
    second = night(desk)
    assert [(each.reading, each.changed) for each in second.fires] == [(2, True), (0, False)]
    assert readings(desk) == [first.fires[0].decision, second.fires[0].decision]
    assert second.fires[0].before == first.fires[0].decision != second.fires[0].decision
    assert [each.trouble for each in second.sent] == [None]
    assert letters(tmp_path)[-1]["Subject"].startswith(f"A shorter handover: {second.fires[0].decision}.")
    assert readings(desk, PRICE.slug) == [first.fires[1].decision]


def test_twice_in_a_night_is_once(tmp_path):
    """Where nothing is new nothing is read, written or sent; the summary still knows each verdict."""
    desk = a_ward(tmp_path, more=MAIL)
    first, head, sent = night(desk), desk.ledger.head(), letters(tmp_path)
    stages = []
    again = night(desk, progress=lambda stage, _: stages.append(stage))
    assert [(each.reading, each.decision, each.trouble) for each in again.fires] == [
        (0, each.decision, None) for each in first.fires
    ]
    assert (again.sent, desk.ledger.head(), len(letters(tmp_path))) == ((), head, len(sent))
    assert stages == ["Looking at A shorter handover", "Looking at Fewer prices"]


def test_a_file_that_was_only_touched_is_not_new(tmp_path):
    """The content decides: another date on the same content is nothing new, the same date and size on another is."""
    desk = a_ward(tmp_path, HANDOVER)
    night(desk)
    path = tmp_path / "weekly.csv"
    os.utime(path, (1, 1))
    assert night(desk).fires[0].reading == 0
    before = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text[:-2] + ("1" if text[-2] != "1" else "2") + "\n", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert night(desk).fires[0].reading == 2


def test_a_table_in_a_database_is_read_but_noted_only_when_it_is_new(tmp_path):
    """What a database holds is known only when it is read: the same figures are nothing new, another week is."""
    toml = TOML.replace('file = "weekly.csv"', in_database(tmp_path, 33))
    desk = a_ward(tmp_path, HANDOVER, toml=toml)
    assert [night(desk).fires[0].reading for _ in range(2)] == [1, 0]
    in_database(tmp_path, 36)
    desk.now.on(WEEKS[36])
    found = night(desk).fires[0]
    assert (found.reading, found.changed, found.trouble) == (2, True, None)
    assert "no copy" in desk.fire(HANDOVER.slug).last_read.lesson["drawn"][0]["why_no_copy"]


@pytest.mark.parametrize("broken", ["gone", "empty", "no table", "a word"])
def test_one_broken_source_does_not_stop_the_others(tmp_path, broken):
    """What cannot be read is told with its fire; the other fire is read, and the next night takes up what was left."""
    desk = a_ward(tmp_path, PRICE, HANDOVER)
    path = tmp_path / "other.csv"
    good = path.read_text("utf-8")
    bad = {"empty": "", "no table": "x\n1\n", "a word": good.replace(good.split(",")[-1].strip(), "lots", 1)}
    path.unlink() if broken == "gone" else path.write_text(bad[broken], "utf-8")
    found = night(desk)
    assert (found.fires[0].reading, found.fires[1].reading) == (0, 1)
    assert "other.csv" in found.fires[0].trouble.problem
    assert found.fires[0].trouble.fault == ""
    assert found.fires[1].trouble is None
    path.write_text(good, "utf-8")
    assert [each.reading for each in night(desk).fires] == [1, 0]


def test_a_measure_that_is_gone_is_told(tmp_path):
    """A fire whose measure the workspace no longer has is told; the other is read."""
    desk = a_ward(tmp_path)
    measures = {name: one for name, one in desk.workspace.measures.items() if name != "cost"}
    found = night(replace(desk, workspace=replace(desk.workspace, measures=measures)))
    assert 'no measure "cost"' in found.fires[0].trouble.problem
    assert found.fires[1].reading == 1


def test_a_fault_of_ours_does_not_stop_the_others(tmp_path):
    """Whatever goes wrong in one fire, the other is read; the details are kept for the report."""
    seen = []

    def stumble(stage: str, share: float | None) -> None:
        seen.append(stage)
        if stage == WORKING and seen.count(WORKING) == 1:
            raise ZeroDivisionError("by us")

    found = night(a_ward(tmp_path), progress=stumble)
    assert "fault of its own" in found.fires[0].trouble.problem
    assert "ZeroDivisionError: by us" in found.fires[0].trouble.fault
    assert found.fires[1].reading == 1


def test_who_is_overtaken_looks_again(tmp_path):
    """Somebody comments on the fire while it is read: it is read anew, and both are in the ledger."""
    desk = a_ward(tmp_path, HANDOVER)
    seen = []

    def interfere(stage: str, share: float | None) -> None:
        seen.append(stage)
        if stage == WORKING and seen.count(WORKING) == 1:
            noted(desk, HANDOVER.slug, Commented("A new colleague started."))

    found = night(desk, progress=interfere)
    assert (found.fires[0].reading, found.fires[0].trouble) == (1, None)
    assert [noted.fact.__class__.__name__ for noted in desk.fire(HANDOVER.slug).diary][-2:] == ["Commented", "Read"]


def test_two_runs_on_two_machines_note_one_reading(tmp_path):
    """Another run reads the same data meanwhile: its reading stands, and this run has nothing new."""
    desk = a_ward(tmp_path, HANDOVER)
    seen = []

    def beside(stage: str, share: float | None) -> None:
        seen.append(stage)
        if stage == WORKING and seen.count(WORKING) == 1:
            with bench(threads=1) as ground:
                learn_fire(desk, HANDOVER.slug, ground, only_new=True)

    found = night(desk, progress=beside)
    assert (found.fires[0].reading, found.fires[0].trouble) == (0, None)
    assert len(readings(desk)) == 1


def test_a_fire_that_is_put_out_meanwhile_is_left_alone(tmp_path):
    """It is put out while it is read: nothing is noted, and nothing is wrong."""
    desk = a_ward(tmp_path, HANDOVER)

    def put_out(stage: str, share: float | None) -> None:
        if stage == WORKING:
            noted(desk, HANDOVER.slug, PutOut("It hurts."))

    found = night(desk, progress=put_out)
    assert (found.fires[0].reading, found.fires[0].trouble) == (0, None)
    assert readings(desk) == []


def test_who_is_always_overtaken_leaves_it_to_the_next_night(tmp_path):
    """A fire that changes whenever it is read is told as such, and not read for ever."""
    desk = a_ward(tmp_path, HANDOVER)
    seen = []

    def interfere(stage: str, share: float | None) -> None:
        if stage == WORKING:
            seen.append(stage)
            noted(desk, HANDOVER.slug, Commented("And another thing."))

    found = night(desk, progress=interfere)
    assert "has changed since" in found.fires[0].trouble.problem
    assert len(seen) == 3


def test_a_second_run_beside_does_nothing(tmp_path):
    """While one run holds the workspace, another says so and goes; when it is gone, it works."""
    desk = a_ward(tmp_path, HANDOVER)
    holder = sqlite3.connect(tmp_path / LOCK, isolation_level=None)
    holder.execute("begin exclusive")
    found = night(desk)
    assert (found.beside, found.fires, readings(desk)) == (True, (), [])
    holder.close()
    found = night(desk)
    assert (found.beside, len(readings(desk))) == (False, 1)


def test_a_trial_writes_and_sends_nothing(tmp_path):
    """It says what would be read and told; afterwards ledger and folder are as before."""
    desk = a_ward(tmp_path, more=MAIL, until=36)
    head, files = desk.ledger.head(), sorted(path.name for path in tmp_path.iterdir())
    found = night(desk, trial=True)
    assert [each.reading for each in found.fires] == [1, 1]
    assert [each.to for each in found.sent] == ["mail ada@example.org"]
    assert desk.ledger.head() == head
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    real = night(desk)
    assert [(each.fire, each.decision) for each in real.fires] == [(each.fire, each.decision) for each in found.fires]
    assert [each.headlines for each in real.sent] == [each.headlines for each in found.sent]


def test_what_is_overdue_is_told_once(tmp_path):
    """A test whose day is over and the end of the horizon are told, each once, with data or without."""
    risk = Risk(assumption="Nurses have the time", test="ask them", by=FIRST)
    desk = a_ward(tmp_path, replace(HANDOVER, risks=(risk,)), more=MAIL)
    night(desk)
    assert [each.event for each in notes(desk) if "test" in each.event] == [f"test of assumption 1 by {FIRST}"]
    night(desk)
    desk.now.on("2026-03-30")
    night(desk)
    told = [each.event for each in notes(desk)]
    assert told[-1] == "end of the horizon on 2026-03-29"
    assert len(told) == len(set(told))


def test_people_are_to_be_asked_again_halfway(tmp_path):
    """The summary reminds of the teach-back in the second half of a fire."""
    charter = asking(4, HANDOVER)
    desk = a_ward(tmp_path, charter)
    noted(desk, charter.slug, briefed(charter))
    assert night(desk).fires[0].ask_again == ""
    desk.now.on("2026-01-15")
    assert "ask the teach-back again" in night(desk).fires[0].ask_again
    noted(desk, charter.slug, briefed(charter, 2))
    assert night(desk).fires[0].ask_again == ""


def test_only_burning_fires_are_looked_at(tmp_path):
    """What is out is left alone."""
    desk = a_ward(tmp_path)
    decide(desk, PRICE.slug, "put out", "It did not help.")
    assert [each.fire for each in night(desk).fires] == [HANDOVER.slug]


PROGRAM = """
import sys
from pathlib import Path
from tests.verbs.desks import Clock
from smallfires.verbs.desk import desk
from smallfires.verbs.nightly import nightly
now = Clock()
now.on("2025-09-22")
with desk(Path(sys.argv[1]), "", now) as found:
    print("ready", flush=True)
    nightly(found, lambda stage, share: print(stage, flush=True), threads=1)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_run_that_is_killed_is_made_whole_by_the_next(tmp_path):
    """Killed at ever later moments, then run to its end: one reading a fire, each thing told once, the ledger whole."""
    charters = [replace(HANDOVER, slug=f"fire-{number}", title=f"Fire {number}") for number in range(4)]
    ledger = open_ledger(tmp_path / "ledger.db")
    a_ward(tmp_path, *charters, more=MAIL, ledger=ledger, until=36)
    ledger.close()
    lines = [2, 3, 5, 8, 11, 14, 10_000]
    for left in lines:
        stopped(tmp_path, left)
    ledger = open_ledger(tmp_path / "ledger.db")
    verify(ledger)
    acts = [(entry.fire, str(entry.act)) for entry in ledger.entries()]
    ledger.close()
    for charter in charters:
        assert acts.count((charter.slug, "read")) == 1
        assert acts.count((charter.slug, "told")) == 1
    assert len(letters(tmp_path)) == 1


def stopped(folder: Path, lines: int) -> None:
    """A run that is killed after so many lines of its progress, or comes to its end before."""
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder)], stdout=subprocess.PIPE, cwd=root)
    for _ in range(lines):
        if not run.stdout.readline():
            break
    run.send_signal(signal.SIGKILL)
    run.communicate()
