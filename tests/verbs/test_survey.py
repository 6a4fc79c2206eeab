"""The survey of all fires is what the ledger says, whoever writes, whatever happens to what is kept beside it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, Clock, a_desk, lit, noted, read

from smallfires.errors import StillReading
from smallfires.faces.web.board.desk import standing
from smallfires.fires.acts import Commented
from smallfires.fires.outline import outline
from smallfires.stores import open_ledger
from smallfires.verbs import survey
from smallfires.verbs.desk import Desk
from smallfires.verbs.search import search

WRITER = """
import sys
from pathlib import Path
from tests.verbs.desks import Clock, a_desk, noted
from smallfires.faces.web.board.desk import standing
from smallfires.fires.acts import Commented
from smallfires.stores import open_ledger
desk = a_desk(open_ledger(Path(sys.argv[1]), Clock()))
board = standing(desk)
for number in range(20):
    noted(desk, "shorter-handover", Commented(f"remark {sys.argv[2]} number {number}"))
    board.outlines()
"""


@pytest.fixture
def place(tmp_path) -> Path:
    """A ledger with a fire that was read."""
    desk = open_desk(tmp_path / "ledger.db")
    lit(desk)
    noted(desk, HANDOVER, read(1, "keep burning", "The minutes fell."), Commented("The phones are loud."))
    desk.ledger.close()
    return tmp_path / "ledger.db"


class Busy:
    """A ledger to which somebody writes just after it was looked whether there is anything new.

    Args:
        ledger: as it is.
        meanwhile: writes.
    """

    def __init__(self, ledger, meanwhile) -> None:
        self.ledger, self.meanwhile = ledger, meanwhile

    def head(self):
        return self.ledger.head()

    def entries(self, fire=None, after=0, until=None):
        found = list(self.ledger.entries(fire, after, until))
        if not found and self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return iter(found)


def open_desk(place: Path) -> Desk:
    return a_desk(open_ledger(place, Clock()))


def same(board: Desk, desk: Desk) -> None:
    """What is kept is what the ledger says, in outline and in words."""
    assert board.outlines() == {slug: outline(fire) for slug, fire in desk.fires().items()}
    assert list(board.outlines()) == list(desk.fires())
    for words in ("minutes", "phones loud", "nurses"):
        assert search(board, words) == search(desk, words)


def kept(place: Path) -> Path:
    return place.with_name(f"{place.name}-board")


def test_a_program_that_starts_reads_no_entry_again(place):
    """What was worked out stands beside the ledger: the next one reads the last entry only, to see that it is the same."""
    standing(open_desk(place)).outlines()
    desk = open_desk(place)
    asked = []
    entries = desk.ledger.entries
    desk.ledger.entries = lambda fire=None, after=0: asked.append((fire, after)) or entries(fire, after)
    board = standing(desk)
    assert list(board.outlines()) == [HANDOVER]
    last = desk.ledger.head().number
    assert asked == [(None, last - 1), (None, last)]
    same(board, open_desk(place))


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"nothing that a database would know" * 400),
        lambda file: changed(file, "update made set hash = 'another'"),
        lambda file: changed(file, "update made set number = 99"),
        lambda file: changed(file, "update made set key = 'another version'"),
        lambda file: changed(file, "update outlines set content = '{}'"),
        lambda file: changed(file, "update outlines set content = 'no JSON'"),
    ],
)
def test_what_is_kept_may_be_harmed(place, harm):
    """A file beside the ledger that is gone, broken, of another ledger or of another version changes nothing."""
    standing(open_desk(place)).outlines()
    for beside in ("-wal", "-shm"):
        kept(place).with_name(kept(place).name + beside).unlink(missing_ok=True)
    harm(kept(place))
    same(standing(open_desk(place)), open_desk(place))


def changed(file: Path, statement: str) -> None:
    link = sqlite3.connect(file)
    link.execute(statement)
    link.commit()
    link.close()


def test_another_ledger_in_its_place_is_read_anew(place, tmp_path):
    """Where a backup was brought back, nothing of what was noted since is shown, also in a program that runs on."""
    desk = open_desk(place)
    board = standing(desk)
    lit(desk, TRANSFORM)
    assert TRIAGE in board.outlines()
    other = open_desk(tmp_path / "other.db")
    lit(other, replace(OPTIMIZE, slug="other"))
    for name in ("entries", "head", "append"):
        setattr(desk.ledger, name, getattr(other.ledger, name))
    assert list(board.outlines()) == ["other"]
    assert search(board, "phones").hits == ()
    assert list(standing(other).outlines()) == ["other"]


def test_programs_that_write_at_once_see_the_same(place):
    """Two programs that note and look in turn, and one that only looks, come to the same; every text is found once."""
    board = standing(open_desk(place))
    board.outlines()
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(place), name]) for name in ("one", "two")]
    while any(writer.poll() is None for writer in writers):
        board.outlines()
    assert [writer.wait() for writer in writers] == [0, 0]
    same(board, open_desk(place))
    found = search(standing(open_desk(place)), "remark", most=100)
    assert len(found.hits) == len({hit.number for hit in found.hits}) == 40


def test_a_long_ledger_is_read_beside_and_says_how_far(monkeypatch, place):
    """Nobody hangs: who asks is told how far it is, and gets what they asked for as soon as it is read."""
    monkeypatch.setattr(survey, "SHORT", 2)
    monkeypatch.setattr(survey, "PATIENCE", 0.0)
    board = standing(open_desk(place))
    board.survey._reading.acquire()  # another thread is at it
    try:
        with pytest.raises(StillReading, match=r"The ledger is being read: 0 of \d+ entries so far"):
            board.outlines()
    finally:
        board.survey._reading.release()
    board.survey.begin().join()
    assert list(board.outlines()) == [HANDOVER]


def test_a_fault_of_the_ledger_is_said_to_who_asks(monkeypatch, place):
    """Where a long ledger cannot be read, nobody is kept waiting for it."""
    monkeypatch.setattr(survey, "SHORT", 2)
    desk = open_desk(place)
    board = standing(desk)

    def broken(fire=None, after=0):
        raise OSError("gone")

    desk.ledger.entries = broken
    with pytest.raises(OSError, match="gone"):
        board.outlines()


def test_nothing_hidden_is_seen(place):
    """Who may not see a fire finds it nowhere: not in lists, not by its name, not by its words; rules know of it."""
    desk = open_desk(place)
    lit(desk, TRANSFORM)
    board = replace(standing(desk), hidden=frozenset({HANDOVER}))
    assert list(board.outlines()) == [TRIAGE]
    assert [one.slug for one in board.glances()] == [TRIAGE]
    assert board.find(HANDOVER) is None
    assert {hit.fire for hit in search(board, "handover phones").hits} <= {TRIAGE}
    assert set(board.every()) == {HANDOVER, TRIAGE}


def test_what_is_written_meanwhile_throws_nothing_away(place):
    """Where somebody writes between two looks at the ledger, what is known already stays known, and what is new is taken in."""
    desk = open_desk(place)
    lit(desk, TRANSFORM)
    busy = Busy(desk.ledger, None)
    board = standing(replace(desk, ledger=busy))
    board.outlines()
    kept = board.find(TRIAGE)
    busy.meanwhile = lambda: noted(desk, HANDOVER, Commented("Meanwhile."))
    board.survey._read()
    assert board.find(TRIAGE) is kept
    same(board, desk)
    desk.ledger.close()
