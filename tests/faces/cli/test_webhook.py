"""A webhook is tried from the command line."""

from __future__ import annotations

import pytest
from tests.verbs.telling.servers import web_server

from smallfires.faces.cli import run


@pytest.mark.parametrize(
    ("code", "ends", "said"), [(204, 0, "board took it: localhost answered 204"), (500, 5, "did not take it.")]
)
def test_what_a_webhook_answers_is_said(tmp_path, capsys, monkeypatch, code, ends, said):
    """It says what was answered, and ends as it came out."""
    monkeypatch.setenv("HOOK_SECRET", "a secret of at least twenty-four bytes")
    with web_server() as board:
        board.answers = [code]
        table = f'[webhooks.board]\nurl = "{board.url}"\nsecret = "${{HOOK_SECRET}}"\n'
        (tmp_path / "smallfires.toml").write_text(f'name = "Ward"\nowner = "Ruth"\n{table}', "utf-8")
        assert run(["webhook", "board", "--folder", str(tmp_path)]) == ends
        assert said in capsys.readouterr().out
        assert run(["webhook", "none", "--folder", str(tmp_path)]) == 2
        assert len(board.calls) == 1
