from __future__ import annotations

import json
import os
import re
import select
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace

import httpx
import pytest
from tests.faces.cli.programs import PROGRAM
from tests.faces.cli.workspaces import said, workspace
from tests.fires.burning import NAMES, OPTIMIZE, asking
from tests.verbs.desks import OWNER

from smallfires.faces.cli import run
from smallfires.fires.charter import Person
from smallfires.fires.clarity import clarity
from smallfires.verbs.answer import invited
from smallfires.verbs.desk import desk

FEW = asking(4)
SLUG = FEW.slug
SOLO = replace(OPTIMIZE, people=())
LINK = re.compile(r"http://127\.0\.0\.1:8765/b/([\w-]{43})")
POSIX = pytest.mark.skipif(os.name != "posix", reason="a terminal of its own is made the POSIX way")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A workspace with a fire that asks four people, and the way into it."""
    monkeypatch.chdir(workspace(tmp_path, FEW))
    return tmp_path


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """The same with a fire of one's own."""
    monkeypatch.chdir(workspace(tmp_path, SOLO))
    return tmp_path


def right(folder, token: str | None = None) -> list[str]:
    """The flags of someone who understood."""
    from smallfires.verbs.answer import own

    with desk(folder) as opened:
        asked = (invited(opened, token) if token else own(opened, SLUG)).asked
    return [part for one in asked.questions for part in (f"--{one.name}", one.said(one.right))]


def measured(folder):
    with desk(folder) as opened:
        return clarity(opened.fire(SLUG))


def test_links_are_shown_once(here, capsys):
    """Sending shows the page and a link for each person; sending again shows none."""
    code, out, _ = said(capsys, "brief", SLUG)
    assert (code, "Do the same thing better." in out) == (0, True)
    assert len(set(LINK.findall(out))) == 4
    assert all(f"  {name}" in out for name in NAMES[:4])
    code, out, _ = said(capsys, "brief", SLUG)
    assert (code, LINK.findall(out), "has a link already" in out) == (0, [], True)


def test_a_link_is_renewed_and_everyone_is_asked_again(here, capsys):
    """One person's link is replaced, one taken back, and with a flag everyone gets a new one."""
    said(capsys, "brief", SLUG)
    _, out, _ = said(capsys, "brief", SLUG, "--renew", "Bo", "--revoke", "Dana", "--quiet")
    assert len(LINK.findall(out)) == 1
    _, out, _ = said(capsys, "brief", "send", SLUG, "--ask-again", "--quiet")
    assert len(LINK.findall(out)) == 4


def test_mails_are_files_that_only_their_writer_can_read(here, capsys):
    """Each mail has one person's link and nobody else's; the links are then not shown."""
    code, out, err = said(capsys, "brief", SLUG, "--mail", "letters", "--address", "https://fires.example/")
    assert (code, "/b/" in out) == (0, False)
    mails = {path.name: path.read_text("utf-8") for path in (here / "letters").iterdir()}
    assert sorted(mails) == [f"{SLUG}-1-{name.lower()}.txt" for name in NAMES[:4]]
    assert all(name in err for name in mails)
    links = [re.findall(r"^https://fires\.example/b/([\w-]{43})$", text, re.MULTILINE) for text in mails.values()]
    assert [len(found) for found in links] == [1] * 4
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (here / "letters").iterdir()} == {0o600}


def test_many_mails_are_counted(tmp_path, monkeypatch, capsys):
    """Of more than a dozen mails it is said how many they are and where, and each is written; so are those who wait."""
    everyone = tuple(Person(name=f"Person {number}", act="hand over at the bed") for number in range(13))
    monkeypatch.chdir(workspace(tmp_path, replace(FEW, people=everyone)))
    _, _, err = said(capsys, "brief", SLUG, "--mail", "letters")
    assert (len(list((tmp_path / "letters").iterdir())), err.count("Written: ")) == (13, 1)
    assert "Written: 13 mails, in letters" in err
    _, _, err = said(capsys, "light", SLUG)
    assert "13 of 13 have not answered yet: Person 0, " in err
    assert "Person 11 and 1 more." in err


def test_no_link_is_lost_where_mails_cannot_be_written(here, capsys):
    """A folder that cannot be is refused before any link is made."""
    (here / "letters").write_text("a file", "utf-8")
    code, _, err = said(capsys, "brief", SLUG, "--mail", "letters")
    assert (code, "--mail" in err) == (2, True)
    with desk(here) as opened:
        assert opened.fire(SLUG).round == 0


def test_the_page_goes_into_files(here, capsys):
    """The web page, the sheet and the JSON are written; JSON on the output stream stays JSON."""
    code, out, err = said(capsys, "brief", SLUG, "--html", "brief.html", "--pdf", "brief.pdf", "--json")
    assert (code, json.loads(out)["intent"], len(LINK.findall(err))) == (0, "optimize", 4)
    assert "Do the same thing better." in (here / "brief.html").read_text("utf-8")
    assert (here / "brief.pdf").read_bytes().startswith(b"%PDF")


def test_answers_by_a_link_are_counted(here, capsys):
    """Whoever answers by their link is thanked, and counted; the link may be pasted whole."""
    _, out, _ = said(capsys, "brief", SLUG)
    for name, token in zip(NAMES, LINK.findall(out), strict=False):
        link = token if name == "Bo" else f"http://127.0.0.1:8765/b/{token}"
        words = ["--words", f"words {name[0]}"]
        code, told, _ = said(capsys, "brief", "answer", "--link", link, *right(here, token), *words)
        assert (code, "You read it as it is meant." in told) == (0, True)
    code, out, _ = said(capsys, "brief", "clarity", SLUG)
    assert "It is clear: 4 of 4 understood what is asked." in out
    codes = {one.code for one in measured(here).words}
    assert len(codes) == 4
    marks = [part for code in codes for part in ("--set", f"{code}=match")]
    code, _, err = said(capsys, "brief", "mark", SLUG, *marks)
    assert (code, err) == (0, "All words are marked.\n")


def test_a_solo_fire_is_answered_by_number_or_text(alone, capsys):
    """Alone, one is sent to the questions; a wrong answer brings the sentence that answers it."""
    _, out, _ = said(capsys, "brief", SLUG)
    assert f"Answer with: smallfires brief answer {SLUG}" in out
    flags = right(alone)
    flags[flags.index("--intent") + 1] = "4"
    code, out, _ = said(capsys, "brief", "answer", SLUG, *flags)
    assert (code, "Do the same thing better. The process" in out) == (0, True)
    assert measured(alone).missing == ("The answers do not match the charter yet.",)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["answer"], "not said what is answered"),
        (["answer", SLUG, "--link", "x"], "not said what is answered"),
        (["answer", "--link", "nothing"], "leads to no brief"),
        (["answer", SLUG], "others are asked"),
        (["mark", SLUG], "no words to mark"),
        (["clarity", SLUG, "--round", "2"], "has not gone out"),
        (["no-such-fire"], "no fire"),
        ([SLUG, "--renew", "Nobody"], "is not asked in this fire"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_out(here, capsys, command, told):
    """Each refusal names what was wrong, and what to do, on the error stream, with exit code 2."""
    code, out, err = said(capsys, "brief", *command)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) >= 2


def test_where_nobody_can_be_asked_the_flags_are_named(alone, capsys):
    """Without a terminal, a missing answer is refused with its flag and what is offered; a wrong one likewise."""
    code, _, err = said(capsys, "brief", "answer", SLUG, "--intent", "1")
    assert (code, "--measure is not given" in err, "1: " in err) == (2, True, True)
    code, _, err = said(capsys, "brief", "answer", SLUG, *right(alone)[:-1], "everything")
    assert (code, "no answer to question 4" in err) == (2, True)
    assert measured(alone).everyone.answered == 0


def test_the_link_is_not_in_what_is_said_of_it(here, capsys):
    """A refusal by link does not repeat the link."""
    said(capsys, "brief", SLUG)
    _, _, err = said(capsys, "brief", "answer", "--link", "secret-token-of-somebody")
    assert "secret" not in err


def test_help_names_the_parts(capsys):
    """Help tells the parts of the command, and what sends it."""
    assert run(["brief", "--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name} " in out for name in ("send", "serve", "answer", "clarity", "mark"))


@POSIX
def test_the_questions_can_be_talked_through(alone):
    """In a terminal each question is asked in turn, and a number that is none is asked again."""
    flags = right(alone)
    with desk(alone) as opened:
        from smallfires.verbs.answer import own

        questions = own(opened, SLUG).asked.questions
    numbers = [str([option.key for option in one.options].index(one.right) + 1) for one in questions]
    typed = [numbers[0], "9", numbers[1], numbers[2], numbers[3], "I ask twice"]
    heard = talk(alone, ["brief", "answer", SLUG], typed)
    assert "9 is not in the range" in heard
    assert "You read it as it is meant." in heard
    assert [one.text for one in measured(alone).words] == ["I ask twice"]
    assert flags


@POSIX
def test_words_are_marked_one_by_one(alone, capsys):
    """In a terminal each of the words is shown and marked with a letter."""
    said(capsys, "brief", "answer", SLUG, *right(alone), "--words", "I ask twice")
    heard = talk(alone, ["brief", "mark", SLUG], ["x", "p"])
    assert "I ask twice" in heard
    assert [one.mark for one in measured(alone).words] == ["partly"]


def talk(folder, command: list[str], typed: list[str]) -> str:
    """Run the command in a terminal of its own, and type a line whenever it waits."""
    import pty

    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", "from smallfires.faces.cli import main; main()", *command],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    heard = b""
    while running.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.4)[0]:
            try:
                heard += os.read(ours, 65_536)
            except OSError:
                break
        elif typed and heard and not heard.endswith(b"\n"):
            os.write(ours, typed.pop(0).encode() + b"\n")
            heard += b"\n"
    os.close(ours)
    assert running.wait(30) == 0, heard.decode()
    return heard.decode()


@POSIX
def test_serving_opens_the_links_and_stops(here, capsys):
    """The server tells its address, opens a link, says nothing of it, and stops when it is told to."""
    _, out, _ = said(capsys, "brief", SLUG)
    token = LINK.findall(out)[0]
    command = [*PROGRAM, "brief", "serve", "--port", "0"]
    running = subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told = running.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", told)[0]
    answer = _patient(f"{address}/b/{token}")
    assert (answer.status_code, "Do the same thing better." in answer.text) == (200, True)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err.strip()) == (130, "", "Stopped.")


def _patient(address: str) -> httpx.Response:
    """Ask until the server is there."""
    for _ in range(100):
        try:
            return httpx.get(address, trust_env=False)
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {address}")


def test_who_acts_is_who_they_say(alone, capsys):
    """A solo fire is answered by its owner only."""
    code, _, err = said(capsys, "brief", "answer", SLUG, "--as", "Somebody", "--intent", "1")
    assert (code, OWNER in err) == (2, True)
