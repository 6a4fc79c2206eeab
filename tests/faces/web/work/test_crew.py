from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faces.web.work.pieces import Fails, Held, Tells
from tests.verbs.desks import a_desk

from smallfires.errors import NotYet
from smallfires.faces.web.door import Visitor
from smallfires.faces.web.work import place, shelf
from smallfires.faces.web.work.crew import EACH, Crew, crew, outside
from smallfires.faces.web.work.shelf import FOLDER, Shelf
from smallfires.faces.web.work.status import State, errand
from smallfires.fires.access import RIGHTS, Role
from smallfires.verbs.desk import clock

RUTH, BO = (Visitor(name, RIGHTS[Role.LIGHTER], name.lower()) for name in ("Ruth", "Bo"))
ADMIN = Visitor("Dana", RIGHTS[Role.ADMIN], "dana")
LONG = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("ward")
    (found / "smallfires.toml").write_text('name = "Ward"\nowner = "Ruth"\n', "utf-8")
    return found


@pytest.fixture
def hands(folder):
    made = a_crew(folder)
    yield made
    made.close()
    for one in Shelf(folder / FOLDER, clock).places():
        one.remove()
    for one in folder.glob("go*"):
        one.unlink()


def a_crew(folder) -> Crew:
    return Crew(Shelf(folder / FOLDER, clock), outside(folder))


def until(seen: Callable[[], object]) -> object:
    """What is waited for, as soon as it is there."""
    end = time.monotonic() + LONG
    while not (found := seen()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)
    return found


def begin(hands: Crew, piece: object, visitor: Visitor = RUTH) -> str:
    return hands.begin(errand(visitor, "A thing", back="/read", typed={"target": "5d"}), piece)


def running(hands: Crew, work: str, stage: str = "Reading orders.csv") -> bool:
    found = hands.status(work)
    return found.state is State.RUNNING and found.stage == stage


def pid(folder, name: str = "go") -> int:
    return int(until(lambda: (folder / f"{name}.pid").exists() and (folder / f"{name}.pid").read_text("utf-8")))


def test_work_is_done_in_a_process_of_its_own_by_whoever_asked(hands):
    """It acts in the name of whoever asked, in another process than the server's, which gives way to it."""
    end = hands.wait(begin(hands, Tells()), LONG).end
    assert (end.state, end.to, dict(end.links)["who"]) == (State.DONE, "/work", "Ruth")
    assert int(dict(end.links)["process"]) != os.getpid()
    assert int(dict(end.links)["nice"]) > os.nice(0)


def test_how_far_it_has_come_is_told(hands, folder):
    """While it runs its stage and share can be asked; then its end, which a look somewhere else finds as well."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    assert hands.status(work).share == 0.25
    assert a_crew(folder).of(RUTH, work).stage == "Reading orders.csv"
    (folder / "go").touch()
    found = hands.wait(work, LONG)
    assert (found.state, found.leads) == (State.DONE, "/search?q=done")
    assert a_crew(folder).of(RUTH, work) == found


WAYS = {
    "data": 'a.csv, row 3, column "end": There is no column.',
    "typed": "Something has to be settled first.",
    "memory": "There is not enough memory for it.",
    "disk": "The disk is full.",
    "killed": "It was ended from outside before it was done (signal 9): mostly the machine is short of memory then.",
    "left": "It was ended from outside before it was done (code 3): mostly the machine is short of memory then.",
    "fault": "Something is wrong on our side (ValueError); your data are as they were.",
}


def test_whatever_ends_it_is_said_in_a_sentence(hands):
    """However it ends, the end is a plain sentence with a way out, what was typed is kept, and nothing runs for ever."""
    for how, said in WAYS.items():
        found = hands.wait(begin(hands, Fails(how)), LONG)
        assert (found.state, found.end.trouble.sentences[0]) == (State.FAILED, said)
        assert how == "typed" or len(found.end.trouble.sentences) == 2
        assert (found.leads, found.errand.typed) == (f"/read?work={found.work}", {"target": "5d"})
    assert "ValueError: fault" in hands.shelf.place(found.work).folder.joinpath("fault.txt").read_text("utf-8")


def test_what_was_wrong_is_known_by_field(hands):
    """Problems come back by the name of their field."""
    assert hands.wait(begin(hands, Fails("typed")), LONG).end.trouble.problems == {"target": "5 is no time."}


def test_two_run_and_the_third_waits_in_line(hands, folder):
    """No more than two run at once, whoever starts them; the others say their place, and who has less comes first."""
    first, second, third, fourth = (begin(hands, Held(f"go{one}")) for one in range(4))
    other = begin(hands, Held("go4"), BO)
    until(lambda: running(hands, first) and running(hands, second))
    seen = a_crew(folder)
    assert [seen.status(one).place for one in (first, second, third, fourth, other)] == [0, 0, 2, 3, 1]
    (folder / "go0").touch()
    until(lambda: running(hands, other))
    assert hands.status(third).state is State.WAITING
    for one in range(1, 5):
        (folder / f"go{one}").touch()
    assert hands.wait(fourth, LONG).state is State.DONE
    seen.close()


def test_it_is_stopped_whether_it_runs_or_waits(hands, folder):
    """Who stops it ends it at once, also by another server; its process is gone, and its place in line is free."""
    work, other, waiting = begin(hands, Held()), begin(hands, Held("go1")), begin(hands, Held("go2"))
    until(lambda: running(hands, work) and running(hands, other))
    hands.stop(waiting)
    assert hands.status(waiting).state is State.STOPPED
    process = pid(folder)
    seen = a_crew(folder)
    seen.stop(work)
    assert seen.wait(work, LONG).state is State.STOPPED
    until(lambda: gone(process))
    hands.stop(other)
    assert hands.wait(other, LONG).state is State.STOPPED
    seen.close()


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_its_scratch_goes_with_it_however_it_ends(hands, folder):
    """What was in between is gone after a process was killed."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    scratch = hands.shelf.place(work).scratch
    assert scratch.is_dir()
    os.kill(pid(folder), signal.SIGKILL)
    assert hands.wait(work, LONG).state is State.FAILED
    assert not scratch.exists()
    done = begin(hands, Tells())
    assert hands.wait(done, LONG).state is State.DONE
    until(lambda: not hands.shelf.place(done).scratch.exists())


def test_the_next_server_goes_on(hands, folder):
    """When a server stops, what it was doing says so, and what waits is done by the next one."""
    work, other, waiting = begin(hands, Held()), begin(hands, Held("go1")), begin(hands, Held("go2"))
    until(lambda: running(hands, work) and running(hands, other))
    hands.close()
    (folder / "go2").touch()
    later = a_crew(folder)
    assert later.wait(waiting, LONG).state is State.DONE
    found = later.status(work)
    assert (found.state, found.leads) == (State.FAILED, f"/read?work={work}")
    assert found.end.trouble.problem.startswith("It was ended from outside")
    later.close()


SERVER = """import sys; from pathlib import Path
from tests.faces.web.work.pieces import Held
from tests.faces.web.work.test_crew import a_crew, begin
print(begin(a_crew(Path(sys.argv[1])), Held()), flush=True); sys.stdin.read()"""


def test_work_outlives_a_server_that_is_killed(hands, folder):
    """After kill -9 of the server its work goes on, and the next server sees its end."""
    command, root = [sys.executable, "-c", SERVER, str(folder)], Path(__file__).parents[4]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root, text=True) as server:
        work = server.stdout.readline().strip()
        until(lambda: running(hands, work))
        server.kill()
    assert hands.status(work).state is State.RUNNING
    (folder / "go").touch()
    assert hands.wait(work, LONG).state is State.DONE


def test_what_nobody_does_any_more_is_not_running(hands, folder, monkeypatch):
    """Where server and process died at the same time, the next look says that it is over."""
    hands.close()
    left = hands.shelf.put(errand(RUTH, "A thing"), Held())
    assert left.begin()
    assert a_crew(folder).status(left.name).state is State.RUNNING
    monkeypatch.setattr(place, "PATIENCE", -1.0)
    found = a_crew(folder).status(left.name)
    assert (found.state, found.end.trouble) == (State.FAILED, shelf.DIED)


def test_a_disk_that_takes_nothing_keeps_nothing_running(hands, folder, monkeypatch):
    """Where not even the end can be noted it is told all the same."""
    work = begin(hands, Held())
    until(lambda: running(hands, work))
    monkeypatch.setattr(place, "_put", full)
    os.kill(pid(folder), signal.SIGKILL)
    assert hands.wait(work, LONG).state is State.FAILED


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_there_is_an_end_to_what_one_person_asks(hands):
    """Who has asked for much is told to wait; others are not."""
    hands.close()
    for _ in range(EACH):
        hands.shelf.put(errand(RUTH, "A thing"), Held())
    with pytest.raises(NotYet, match="You have asked for 10 things that are not done yet"):
        begin(hands, Held())
    assert begin(hands, Held(), BO)


def test_only_whoever_asked_sees_it(hands):
    """Somebody else sees nothing of it; an admin does."""
    work = begin(hands, Tells())
    assert hands.of(RUTH, work).work == work == hands.of(ADMIN, work).work
    assert hands.of(BO, work) is None
    assert [one.work for one in hands.mine(RUTH)] == [work]
    assert hands.mine(BO) == hands.mine(ADMIN) == []


def test_old_work_is_swept_away(hands, monkeypatch):
    """What ended long ago is gone when something new is asked for; what did not end stays."""
    old = begin(hands, Tells())
    hands.wait(old, LONG)
    monkeypatch.setattr(shelf, "DAYS", -1)
    hands.wait(begin(hands, Tells()), LONG)
    assert hands.status(old) is None


@pytest.mark.parametrize("name", ["", "..", "nothing", "0" * 14 + "-" + "0" * 16, "../work"])
def test_what_is_no_name_is_none(hands, name):
    """A name that nobody gave leads nowhere."""
    assert hands.status(name) is None


def test_a_ledger_in_memory_has_its_work_beside_it():
    """Where the ledger is in this process only the work is done here, by the same interface; it can be stopped, too."""
    desk = a_desk()
    hands = crew(desk)
    end = hands.wait(begin(hands, Tells()), LONG).end
    assert (end.state, dict(end.links)["who"], dict(end.links)["process"]) == (State.DONE, "Ruth", str(os.getpid()))
    hands.close()
    assert not hands.shelf.folder.exists()
