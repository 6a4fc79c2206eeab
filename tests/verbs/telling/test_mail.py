"""A letter reaches a mail server, or a folder, and what goes wrong is said."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address

import pytest
from tests.fires.test_news import EARLY, burning, read
from tests.verbs.telling.servers import certificate, mail_server

from smallfires.errors import EngineError
from smallfires.fires.news import news
from smallfires.verbs.telling.letter import letter
from smallfires.verbs.telling.mail import Folder, Security, Server

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SENDER, RUTH = Address(addr_spec="fires@example.org"), Address(addr_spec="ruth@example.org")


def a_letter():
    return letter(news(burning(read(1, "spread")), EARLY), SENDER, RUTH, "Ward", NOON)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory):
    """A certificate for this machine."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate, and is not here")
    return certificate(tmp_path_factory.mktemp("certificate"))


def test_a_server_gets_the_letter():
    """The letter that arrives is the one that was sent."""
    with mail_server() as post:
        Server("127.0.0.1", post.port, Security.NONE).post(a_letter(), "a")
    (found,) = post.letters
    assert (found["To"], found["Subject"]) == ("ruth@example.org", a_letter()["Subject"])
    bodies = [each.get_body(("plain",)).get_content().splitlines() for each in (found, a_letter())]
    assert bodies[0] == bodies[1]


def test_the_line_is_encrypted_before_the_password_goes_over_it(trusted, monkeypatch):
    """With STARTTLS and a certificate that is trusted, user, password and letter go over a private line."""
    context, made = trusted
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with mail_server(context) as post:
        Server("localhost", post.port, Security.STARTTLS, "ruth", "good").post(a_letter(), "a")
    assert (post.users, post.lines) == ([("ruth", "good")], [True])


def test_no_letter_goes_over_an_open_line_unless_asked(trusted, monkeypatch):
    """A server that does not offer STARTTLS, or whose certificate is not trusted, gets neither password nor letter."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with mail_server() as post, pytest.raises(EngineError, match="security"):
        Server("localhost", post.port, Security.STARTTLS, "ruth", "good").post(a_letter(), "a")
    assert (post.users, post.letters) == ([], [])
    with mail_server(trusted[0]) as post, pytest.raises(EngineError, match="certificate"):
        Server("localhost", post.port, Security.STARTTLS, "ruth", "good").post(a_letter(), "a")
    assert (post.users, post.letters) == ([], [])


def test_a_wrong_password_is_said_but_not_shown():
    """What the server says is told, without the password, even where the server repeats it."""
    with mail_server() as post, pytest.raises(EngineError) as caught:
        Server("127.0.0.1", post.port, Security.NONE, "ruth", "secret-word").post(a_letter(), "a")
    assert "535" in str(caught.value)
    assert "secret-word" not in str(caught.value)
    assert "secret-word" not in repr(Server("127.0.0.1", 1, Security.NONE, "ruth", "secret-word"))


def test_a_refused_address_is_said():
    """Where the server does not know the person, its own words are told."""
    with mail_server() as post, pytest.raises(EngineError, match="550 nobody of this name"):
        post.refuse.add("ruth@example.org")
        Server("127.0.0.1", post.port, Security.NONE).post(a_letter(), "a")
    assert post.letters == []


def test_a_server_that_is_not_there_is_said():
    """A port on which nobody listens, and a server that hangs up, are errors with a way out."""
    with mail_server() as post:
        gone = post.port
        post.deaf = True
        with pytest.raises(EngineError, match="did not take it"):
            Server("127.0.0.1", post.port, Security.NONE).post(a_letter(), "a")
    with pytest.raises(EngineError, match="Check host and port"):
        Server("127.0.0.1", gone, Security.NONE).post(a_letter(), "a")


def test_a_server_that_drips_holds_nobody():
    """A greeting that comes letter by letter, each within the time that it may be silent, is given up."""
    with mail_server() as post:
        post.drips = True
        with pytest.raises(EngineError, match="took too long"):
            Server("127.0.0.1", post.port, Security.NONE, timeout=0.1).post(a_letter(), "a")


def test_a_folder_gets_the_letter_as_a_file(tmp_path):
    """Without a server, letters are files that mail programs open; the same one twice is one file."""
    folder = Folder(tmp_path / "outbox")
    folder.post(a_letter(), "2026-03-03-abc")
    (path,) = (tmp_path / "outbox").iterdir()
    before = path.stat().st_mtime_ns
    folder.post(a_letter(), "2026-03-03-abc")
    assert [each.name for each in (tmp_path / "outbox").iterdir()] == ["2026-03-03-abc.eml"]
    assert path.stat().st_mtime_ns == before
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert found["Subject"] == "A shorter handover: spread. Until now it was: too early."


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    """Where the folder cannot be, it is an error, no fault."""
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(EngineError, match="cannot be written"):
        Folder(tmp_path / "outbox").post(a_letter(), "a")
