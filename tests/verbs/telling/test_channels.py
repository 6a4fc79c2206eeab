"""Who is told stands in the workspace's file, and what cannot be understood there is named."""

from __future__ import annotations

import base64

import pytest

from smallfires.errors import DataError, UsageError
from smallfires.verbs.telling.channels import address, mail_of, webhook, webhooks_of
from smallfires.verbs.telling.mail import Folder, Security, Server
from smallfires.verbs.workspace import open_workspace

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()


def workspace(folder, text: str):
    """A workspace with these lines in its file."""
    (folder / "smallfires.toml").write_text(f'name = "Ward"\nowner = "Ruth Adler"\n{text}', encoding="utf-8")
    return open_workspace(folder)


def test_nobody_is_told_unless_named(tmp_path):
    """A file without these tables has no mail and no webhooks."""
    plain = workspace(tmp_path, "")
    assert (mail_of(plain), webhooks_of(plain)) == (None, {})


def test_a_server_needs_little(tmp_path, monkeypatch):
    """A host and a sender are enough: the line is encrypted, and the port is that of its kind."""
    monkeypatch.setenv("MAIL_PASSWORD", "good")
    mail = mail_of(
        workspace(
            tmp_path,
            '[mail]\nhost = "smtp.example.org"\nfrom = "fires@example.org"\nto = ["a@example.org", "b@example.org"]\n'
            'user = "ruth"\npassword = "${MAIL_PASSWORD}"',
        )
    )
    assert mail.post == Server("smtp.example.org", 587, Security.STARTTLS, "ruth", "good")
    assert [each.addr_spec for each in mail.to] == ["a@example.org", "b@example.org"]
    tls = mail_of(workspace(tmp_path, '[mail]\nhost = "h"\nsecurity = "tls"\nfrom = "fires@example.org"\ntimeout = 5'))
    assert (tls.post.port, tls.post.timeout, tls.to) == (465, 5.0, ())


def test_a_folder_needs_nothing_else(tmp_path):
    """A folder is beside the workspace's file."""
    mail = mail_of(workspace(tmp_path, '[mail]\nfolder = "outbox"\nto = "ada@example.org"'))
    assert mail.post == Folder(tmp_path / "outbox")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('host = "h"', "from"),
        ('from = "a@example.org"', "host"),
        ('host = "h"\nfrom = "nobody"', "nobody"),
        ('host = "h"\nfrom = "a@example.org"\nport = "587"', "port"),
        ('host = "h"\nfrom = "a@example.org"\nport = 70000', "port"),
        ('host = "h"\nfrom = "a@example.org"\nsecurity = "ssl"', "security"),
        ('host = "h"\nfrom = "a@example.org"\nto = [3]', "mail: to"),
        ('host = "h"\nfrom = "a@example.org"\nto = 3', "to = 3"),
        ('host = "h"\nfrom = "a@example.org"\ntimeout = 0', "timeout"),
        ('host = "h"\nfolder = "outbox"', "both"),
        ('hots = "h"', "hots"),
        ('host = "h"\nfrom = "a@example.org"\npassword = "written here"', "stands in the file"),
    ],
)
def test_what_cannot_be_understood_of_mail_is_named(tmp_path, lines, told):
    """Each wrong setting is named, with the file in which it stands."""
    with pytest.raises(DataError, match=told) as caught:
        mail_of(workspace(tmp_path, f"[mail]\n{lines}"))
    assert caught.value.file == "smallfires.toml"


def test_no_password_goes_over_an_open_line(tmp_path, monkeypatch):
    """Without encryption a password goes to this machine itself only."""
    monkeypatch.setenv("MAIL_PASSWORD", "good")
    lines = '[mail]\nsecurity = "none"\nfrom = "a@example.org"\nuser = "ruth"\npassword = "${MAIL_PASSWORD}"\n'
    with pytest.raises(DataError, match="open line"):
        mail_of(workspace(tmp_path, f'{lines}host = "smtp.example.org"'))
    assert mail_of(workspace(tmp_path, f'{lines}host = "localhost"')).post.port == 25


def test_a_variable_that_is_not_set_is_named(tmp_path, monkeypatch):
    """Where the environment does not have it, it says which."""
    monkeypatch.delenv("MAIL_PASSWORD", raising=False)
    with pytest.raises(UsageError, match="MAIL_PASSWORD"):
        mail_of(workspace(tmp_path, '[mail]\nhost = "h"\nfrom = "a@example.org"\npassword = "${MAIL_PASSWORD}"'))


@pytest.mark.parametrize(
    "text",
    ["", "ada", "ada@", "@example.org", "a@b@c", "Ada <ada@example.org>", "a@example.org\nBcc: t@example.org",
     "a@example.org, b@example.org", "a@exa mple.org", 3, None, "a@example.org\x00", f"a@{'x' * 70}.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    """One person's plain address, and nothing that could be more."""
    with pytest.raises(DataError, match="is no mail address"):
        address(text, "mail: to")


@pytest.mark.parametrize(
    "text", ["ada@example.org", "ada+fires@mail.example.org", "ada@localhost", "ada@müller.example"]
)
def test_what_is_an_address_is_taken(text):
    """Addresses as people have them."""
    assert address(text, "mail: to").addr_spec == text


def hooked(folder, monkeypatch, lines: str):
    monkeypatch.setenv("BOARD_SECRET", SECRET)
    tables = webhooks_of(workspace(folder, f"[webhooks.board]\n{lines}"))
    return webhook("board", tables["board"])


def test_a_webhook_needs_an_address_and_a_secret(tmp_path, monkeypatch):
    """The secret is base64 after whsec_; unless said, it hears of everything."""
    found = hooked(tmp_path, monkeypatch, 'url = "https://board.example.org/x?y=1"\nsecret = "${BOARD_SECRET}"')
    assert found.secret == b"0123456789abcdef01234567"
    assert set(found.topics) == {"verdict", "test", "milestone", "ended"}
    some = hooked(
        tmp_path, monkeypatch, 'url = "http://localhost:8080/"\nsecret = "${BOARD_SECRET}"\nevents = ["verdict"]'
    )
    assert some.topics == ("verdict",)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('secret = "${BOARD_SECRET}"', "url"),
        ('url = "https://board.example.org"', "secret is missing"),
        ('url = "http://board.example.org"\nsecret = "${BOARD_SECRET}"', "plain http"),
        ('url = "ftp://board.example.org"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "file:///etc/passwd"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "https://ruth:word@board.example.org"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "https://board.example.org:x"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "https://board.example.org/a b"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "https://board.example.org/\\nX: y"\nsecret = "${BOARD_SECRET}"', "url"),
        ('url = "https://board.example.org"\nsecret = "in the file, where all can read it"', "stands in the file"),
        ('url = "https://board.example.org"\nsecret = "${SHORT}"', "fewer than 24 bytes"),
        ('url = "https://board.example.org"\nsecret = "${BAD}"', "no base64"),
        ('url = "https://board.example.org"\nsecret = "${BOARD_SECRET}"\nevents = ["verdicts"]', "events"),
        ('url = "https://board.example.org"\nsecret = "${BOARD_SECRET}"\nevents = []', "events"),
        ('url = "https://board.example.org"\nsecret = "${BOARD_SECRET}"\nsecrets = 1', '"secrets" is no setting'),
    ],
)
def test_what_cannot_be_understood_of_a_webhook_is_named(tmp_path, monkeypatch, lines, told):
    """Each wrong setting is named; a secret is never shown."""
    monkeypatch.setenv("SHORT", "too short")
    monkeypatch.setenv("BAD", "whsec_!!!!")
    with pytest.raises(DataError, match=told) as caught:
        hooked(tmp_path, monkeypatch, lines)
    assert "board" in str(caught.value)
    assert "too short" not in str(caught.value)


def test_webhooks_are_tables(tmp_path):
    """A webhook that is no table is named."""
    with pytest.raises(DataError, match=r"webhooks.its-name"):
        webhooks_of(workspace(tmp_path, '[webhooks]\nboard = "https://x"'))
