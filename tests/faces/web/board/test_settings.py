from __future__ import annotations

import tomllib

import pytest
from tests.faces.web.board.asking import hidden, text, typed
from tests.faces.web.board.sources.bringing import a_desk
from tests.faces.web.serving import serving
from tests.verbs.telling.servers import web_server

MORE = """# A line of my own.
currency = "$" # dollars

[server]
upload = "5 MB"
names = ["fires.example.org"]

[mail]
folder = "outbox"
from = "fires@example.org"
to = ["ruth@example.org"]

[webhooks.chat]
url = "https://chat.example.org/hook?key=s3cr3t"
secret = "${CHAT_SECRET}"

[webhooks.open]
url = "https://chat.example.org/hook"
secret = "s3cr3t-in-the-file"
"""


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAT_SECRET", "s3cr3t-of-the-machine")
    with serving(a_desk(tmp_path, MORE), board=True) as client:
        yield client


def sent(client, address="/settings/workspace", **values):
    """Open the page, and send a form of it."""
    opened = client.get("/settings/workspace")
    told = {name.removeprefix("workspace-"): value for name, value in typed(opened).items()}
    return client.post(address, data={**hidden(opened), **told, **values})


def test_settings_are_shown_without_secrets(client):
    """Everything that is set is shown; of a secret only from where it comes, and of an address not what stands behind it."""
    page = client.get("/settings/workspace")
    said = text(page)
    for told in ("from ${CHAT_SECRET}", "written in the file, where it should not be", "https://chat.example.org/hook"):
        assert told in said
    assert "5 MB" in said
    assert "s3cr3t" not in page.text
    assert typed(page)["workspace-currency"] == "$"


def test_a_setting_is_changed_in_its_place(client, tmp_path):
    """What is changed stands in its old place, or above all tables; every other letter stays, and the page shows it at once."""
    before = (tmp_path / "smallfires.toml").read_text()
    done = sent(client, name='The "Ward"', currency="€", keep="1 GB")
    assert done.status_code == 303
    after = (tmp_path / "smallfires.toml").read_text()
    assert 'currency = "€" # dollars' in after
    assert "# A line of my own." in after
    assert after.split("[server]")[1] == before.split("[server]")[1]
    told = tomllib.loads(after)
    assert (told["name"], told["owner"], told["keep"]) == ('The "Ward"', "Ruth Adler", "1 GB")
    said = client.get(done.headers["location"])
    assert "It stands in smallfires.toml now." in text(said)
    assert 'The "Ward"' in text(said)


def test_what_is_too_much_is_changed_at_once(client):
    """The page of people counts by the limits that were set just now."""
    assert "more than 20 % of somebody’s time in a week, or more than 3 fires" in text(client.get("/people"))
    assert sent(client, most_time="35%", most_fires="4").status_code == 303
    assert "more than 35 % of somebody’s time in a week, or more than 4 fires" in text(client.get("/people"))


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"owner": "  "},
        {"keep": "plenty"},
        {"keep": "-1 MB"},
        {"currency": "x" * 11},
        {"most_time": "150%"},
        {"most_fires": "few"},
        {"name": "x" * 101},
    ],
)
def test_what_cannot_be_is_refused(client, tmp_path, values):
    """What is wrong is said beside its field, what was typed is still there, and nothing is written."""
    before = (tmp_path / "smallfires.toml").read_bytes()
    page = sent(client, **values)
    assert page.status_code == 422
    assert "sf-problem" in page.text
    name, value = next(iter(values.items()))
    assert typed(page)[f"workspace-{name}"] == value
    assert (tmp_path / "smallfires.toml").read_bytes() == before


@pytest.mark.parametrize(
    "value", ['"\nowner = "Mallory', "]\n[server]\nx = 1", "\\", "'''", "\u202e", "a\x00b", "{{7*7}}"]
)
def test_a_value_is_only_a_value(client, tmp_path, value):
    """Whatever is typed is the value of that one setting, and no other setting changes."""
    was = tomllib.loads((tmp_path / "smallfires.toml").read_text())
    assert sent(client, name=value).status_code == 303
    now = tomllib.loads((tmp_path / "smallfires.toml").read_text())
    assert now.pop("name") == " ".join(value.split())
    was.pop("name")
    assert {key: now[key] for key in was} == was


def test_a_form_without_its_token_changes_nothing(client, tmp_path):
    """Without the token of this browser nothing is written, and no letter is sent."""
    before = (tmp_path / "smallfires.toml").read_bytes()
    assert sent(client, name="Mallory", token="x" * 64).status_code == 403
    assert sent(client, "/settings/workspace/letter", token="x" * 64).status_code == 403
    assert (tmp_path / "smallfires.toml").read_bytes() == before
    assert not (tmp_path / "outbox").exists()


def test_a_letter_is_sent_to_try(client, tmp_path):
    """A letter to try goes to those who get the news of every fire."""
    done = sent(client, "/settings/workspace/letter")
    assert "The letter was sent." in text(client.get(done.headers["location"]))
    (letter,) = (tmp_path / "outbox").glob("*.eml")
    assert "To: ruth@example.org" in letter.read_text()


def test_a_webhook_is_called_to_try(tmp_path, monkeypatch):
    """An admin calls a webhook by its name, and the page says what it answered; another name, or address, is not called."""
    monkeypatch.setenv("HOOK_SECRET", "a secret of at least twenty-four bytes")
    with web_server() as hook:
        table = f'\n[webhooks.chat]\nurl = "{hook.url}"\nsecret = "${{HOOK_SECRET}}"\n'
        with serving(a_desk(tmp_path, table), board=True) as client:
            taken = sent(client, "/settings/workspace/webhook", name="chat")
            hook.answers = [500]
            refused = sent(client, "/settings/workspace/webhook", name="chat")
            other = sent(client, "/settings/workspace/webhook", name=hook.url)
            foreign = sent(client, "/settings/workspace/webhook", name="chat", token="x" * 64)
            called = client.post("/api/v1/webhooks/chat/trials", json={})
    assert "chat took it: localhost answered 204 after" in text(taken)
    assert "chat did not take it. It answered 500 Internal Server Error." in text(refused)
    assert (other.status_code, "There is no webhook" in text(other), foreign.status_code) == (422, True, 403)
    assert (called.status_code, called.json()["taken"], called.json()["status"]) == (200, True, 204)
    assert len(hook.calls) == 3
