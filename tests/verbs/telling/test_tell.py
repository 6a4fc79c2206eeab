"""Everyone who is named hears of everything once, whatever fails on the way."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, lit, noted, read
from tests.verbs.telling.servers import mail_server, web_server
from tests.verbs.telling.test_channels import SECRET
from tests.verbs.telling.test_webhook import Pauses

from smallfires.fires.acts import PutOut, Told
from smallfires.fires.charter import Person
from smallfires.stores import open_ledger
from smallfires.verbs.desk import Desk
from smallfires.verbs.telling.tell import PATIENCE, tell
from smallfires.verbs.workspace import Workspace


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setenv("BOARD_SECRET", SECRET)


def telling(desk: Desk, **settings) -> Desk:
    """The desk of a workspace with these tables in its file."""
    return replace(desk, workspace=replace(desk.workspace, settings=settings))


def outbox(folder, *to: str) -> dict:
    return {"folder": str(folder / "outbox"), "to": list(to)}


def hook(url: str, **more) -> dict:
    return {"url": url, "secret": "${BOARD_SECRET}", **more}


def letters(folder) -> list:
    paths = sorted((folder / "outbox").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def notes(desk: Desk, slug: str = HANDOVER) -> list[Told]:
    return [noted.fact for noted in desk.fire(slug).diary if isinstance(noted.fact, Told)]


def with_news(desk: Desk) -> Desk:
    """Two fires with a new verdict each, early in their time."""
    for charter in (OPTIMIZE, TRANSFORM):
        lit(desk, charter)
        noted(desk, charter.slug, read(1, "keep burning"))
    desk.now.on("2026-03-04")
    return desk


def test_everyone_named_gets_one_letter(tmp_path):
    """All news for one person are in one letter, and it is noted what was told to whom."""
    desk = telling(with_news(a_desk()), mail=outbox(tmp_path, "ada@example.org", "bo@example.org"))
    sent = tell(desk)
    assert [each.to for each in sent] == ["mail ada@example.org", "mail bo@example.org"]
    assert all(each.trouble is None and len(each.headlines) == 2 for each in sent)
    assert {letter["To"] for letter in letters(tmp_path)} == {"ada@example.org", "bo@example.org"}
    assert {letter["Subject"] for letter in letters(tmp_path)} == {"2 fires have news: 2 keep burning"}
    told = [Told("verdict of reading 1", f"mail {name}@example.org") for name in ("ada", "bo")]
    assert notes(desk) == notes(desk, TRIAGE) == told


def test_nothing_is_told_twice(tmp_path):
    """A second time nothing is sent and nothing is noted; what is new after that is told alone."""
    desk = telling(with_news(a_desk()), mail=outbox(tmp_path, "ada@example.org"))
    tell(desk)
    head = desk.ledger.head()
    assert tell(desk) == ()
    assert desk.ledger.head() == head
    noted(desk, HANDOVER, read(2, "spread"))
    (sent,) = tell(desk)
    assert sent.headlines == ("A shorter handover: spread. Until now it was: keep burning.",)
    assert len(letters(tmp_path)) == 2


def test_an_owner_hears_of_their_own_fires(tmp_path):
    """An owner whose address stands in the charter gets a letter of their fires only."""
    desk = a_desk()
    people = (*OPTIMIZE.people, Person(name="Ruth Adler", mail="ruth@example.org"))
    lit(desk, replace(OPTIMIZE, people=people))
    lit(desk, TRANSFORM)
    noted(desk, HANDOVER, read(1, "spread"))
    noted(desk, TRIAGE, read(1, "put out"))
    tell(telling(desk, mail=outbox(tmp_path)))
    (found,) = letters(tmp_path)
    assert (found["To"], found["Subject"]) == (
        "ruth@example.org",
        "A shorter handover: spread. Until now it was: too early.",
    )


def test_a_trial_sends_and_notes_nothing(tmp_path):
    """It says what would be sent."""
    with web_server() as board:
        desk = telling(
            with_news(a_desk()), mail=outbox(tmp_path, "ada@example.org"), webhooks={"board": hook(board.url)}
        )
        head = desk.ledger.head()
        sent = tell(desk, trial=True)
    assert [(each.to, len(each.headlines)) for each in sent] == [("mail ada@example.org", 2), ("webhook board", 2)]
    assert (desk.ledger.head(), letters(tmp_path), board.calls) == (head, [], [])


def test_what_could_not_be_sent_is_sent_the_next_time():
    """A refused person keeps nobody else from their letter, and gets their own when they are taken."""
    with mail_server() as post:
        post.refuse.add("ada@example.org")
        settings = {"host": "localhost", "port": post.port, "security": "none", "from": "fires@example.org"}
        desk = telling(with_news(a_desk()), mail={**settings, "to": ["ada@example.org", "bo@example.org"]})
        first = tell(desk)
        assert [(each.to, each.trouble is None) for each in first] == [
            ("mail ada@example.org", False),
            ("mail bo@example.org", True),
        ]
        assert "550 nobody of this name" in first[0].trouble.problem
        post.refuse.clear()
        assert [(each.to, each.trouble) for each in tell(desk)] == [("mail ada@example.org", None)]
    assert [letter["To"] for letter in post.letters] == ["bo@example.org", "ada@example.org"]


def test_a_mail_server_that_is_gone_is_not_asked_for_ever():
    """After a few letters that failed in a row, the others wait for the next time, and webhooks still go out."""
    with mail_server() as post:
        gone = post.port
    people = [f"p{number}@example.org" for number in range(PATIENCE + 2)]
    settings = {"host": "localhost", "port": gone, "security": "none", "from": "fires@example.org", "to": people}
    with web_server() as board:
        desk = telling(with_news(a_desk()), mail=settings, webhooks={"board": hook(board.url)})
        sent = tell(desk, pause=Pauses())
    wrong = [each.trouble.problem for each in sent if each.trouble]
    assert len(wrong) == PATIENCE + 2
    assert wrong[PATIENCE:] == ["The letters before it failed."] * 2
    assert (sent[-1].to, sent[-1].trouble, len(board.calls)) == ("webhook board", None, 2)


def test_programs_hear_of_what_they_want():
    """Each piece of news is a call of its own, noted when it was taken; other topics are left out."""
    with web_server() as board, web_server() as tests:
        desk = telling(
            with_news(a_desk()), webhooks={"board": hook(board.url), "tests": hook(tests.url, events=["test"])}
        )
        desk.now.on("2026-03-25")
        tell(desk)
        assert [each.to for each in notes(desk, TRIAGE)] == ["webhook board", "webhook board", "webhook tests"]
        assert tell(desk) == ()
    assert (len(board.calls), len(tests.calls)) == (3, 1)


def test_a_program_that_fails_gets_the_rest_the_next_time():
    """What was taken before is not sent again; from what failed on, everything is."""
    with web_server() as board:
        desk = telling(with_news(a_desk()), webhooks={"board": hook(board.url)})
        board.answers = [204, 400]
        first = tell(desk, pause=Pauses())
        assert [(len(each.headlines), each.trouble is None) for each in first] == [(1, True), (1, False)]
        again = tell(desk, pause=Pauses())
        assert [(each.headlines, each.trouble) for each in again] == [(first[1].headlines, None)]
    numbers = [call.headers["webhook-id"] for call in board.calls]
    assert numbers[1] == numbers[2] != numbers[0]


def test_settings_that_cannot_be_understood_stop_nobody_else(tmp_path):
    """What is wrong in one table is told, and the others do their part."""
    with web_server() as board:
        desk = telling(with_news(a_desk()), mail={"hots": "x"}, webhooks={"bad": {"url": 3}, "good": hook(board.url)})
        sent = tell(desk)
    assert [(each.to, each.trouble is None) for each in sent] == [
        ("mail", False), ("webhook bad", False), ("webhook good", True),
    ]  # fmt: skip
    assert len(board.calls) == 2


def test_a_wrong_address_in_a_charter_is_told(tmp_path):
    """An owner's address that is none is said, and stops nobody else."""
    desk = a_desk()
    lit(desk, replace(OPTIMIZE, people=(Person(name="Ruth Adler", mail="ruth@x\nBcc: t@example.org"),)))
    noted(desk, HANDOVER, read(1, "spread"))
    sent = tell(telling(desk, mail=outbox(tmp_path, "ada@example.org")))
    assert [each.trouble is None for each in sent] == [True, False]
    assert [letter["To"] for letter in letters(tmp_path)] == ["ada@example.org"]


def test_of_a_fire_that_is_out_nothing_is_told(tmp_path):
    """Whoever put it out knows."""
    desk = telling(with_news(a_desk()), mail=outbox(tmp_path, "ada@example.org"))
    noted(desk, HANDOVER, PutOut("It did not help."))
    (sent,) = tell(desk)
    assert [head.split(":")[0] for head in sent.headlines] == ["Triage by phone"]


def test_a_letter_that_was_sent_but_not_noted_goes_out_once(tmp_path):
    """A program that was stopped between sending and noting writes the same letter, which is there already."""
    desk = telling(with_news(a_desk()), mail=outbox(tmp_path, "ada@example.org"))
    tell(desk)
    before = open_ledger("memory:", desk.now)
    before.adopt(entry for entry in desk.ledger.entries() if entry.act != "told")
    again = Desk(
        Workspace(desk.workspace.folder, "Ward", "Ruth Adler", settings=desk.workspace.settings),
        before,
        "Ruth Adler",
        desk.now,
    )
    assert [each.trouble for each in tell(again)] == [None]
    assert len(letters(tmp_path)) == 1
    assert len(notes(again)) == 1
