"""The nightly run at the command line: what is said, and the exit code."""

from __future__ import annotations

import json
import sqlite3

import jsonschema
import pytest
from tests.faces.cli.workspaces import said
from tests.verbs.nights import HANDOVER, PRICE, a_ward

from smallfires.faces.cli import failures
from smallfires.faces.cli.nightly import _code
from smallfires.faces.jsonable import schema
from smallfires.fires.night import Looked, Night, Sent, Trouble
from smallfires.stores import open_ledger
from smallfires.verbs.nightly import LOCK


@pytest.fixture
def ward(tmp_path):
    """A workspace with two fires and an outbox."""
    ledger = open_ledger(tmp_path / "ledger.db")
    a_ward(tmp_path, more='\n[mail]\nfolder = "outbox"\nto = ["ada@example.org"]\n', ledger=ledger, until=36)
    ledger.close()
    return tmp_path


def test_the_summary_says_what_is_new(ward, capsys):
    """The first night reads both fires and says who was told; the second has nothing new."""
    code, out, err = said(capsys, "nightly", "--folder", str(ward))
    assert (code, err) == (0, "")
    assert "2 fires are burning: 2 read." in out
    assert "A shorter handover  spread" in out
    assert "mail ada@example.org: A shorter handover: spread. Until now it was: too early." in " ".join(out.split())
    code, out, _ = said(capsys, "nightly", "--folder", str(ward))
    assert code == 0
    assert "No verdict has changed." in out
    assert "2 fires are burning: nothing new in 2." in out


def test_a_trial_is_called_one(ward, capsys):
    """With --dry-run nothing is written and nothing is sent, and that is said."""
    before = (ward / "ledger.db").read_bytes()
    code, out, _ = said(capsys, "nightly", "--folder", str(ward), "--dry-run")
    assert code == 0
    assert "This was a trial: nothing was written, and nothing was sent." in out
    assert "Who would be told" in out
    assert (ward / "ledger.db").read_bytes() == before
    assert not (ward / "outbox").exists()
    assert not (ward / "data").exists()


def test_a_broken_source_is_told_at_the_end(ward, capsys):
    """The other fire is read, the sentence names file and way out, and the exit code is 3."""
    (ward / "other.csv").unlink()
    code, out, _ = said(capsys, "nightly", "--folder", str(ward), "--as", "Night shift")
    assert code == 3
    assert "2 fires are burning: 1 read and 1 not read." in out
    assert "Fewer prices could not be read. other.csv: There is no file" in out
    assert "Check the name and the folder." in " ".join(out.split())


def test_a_letter_that_cannot_be_sent_is_told(ward, capsys):
    """Every fire is read, and the exit code is 5."""
    (ward / "outbox").write_text("a file where the folder would be")
    code, out, _ = said(capsys, "nightly", "--folder", str(ward))
    assert code == 5
    assert "Not sent: mail ada@example.org." in out
    assert "2 fires are burning: 2 read." in out


def test_the_json_keeps_its_schema(ward, capsys):
    """A program gets the whole record, with what the page says first."""
    code, out, _ = said(capsys, "nightly", "--folder", str(ward), "--quiet", "--json")
    record = json.loads(out)
    jsonschema.validate(record, schema(Night))
    assert code == 0
    assert [each["fire"] for each in record["fires"]] == [HANDOVER.slug, PRICE.slug]
    assert record["says"]["headline"].endswith("changed.")


def test_outside_of_a_workspace_it_says_so(tmp_path, capsys):
    """Without a workspace there is nothing to read."""
    code, _, err = said(capsys, "nightly", "--folder", str(tmp_path))
    assert code == 2
    assert "smallfires init" in err


def test_a_run_beside_another_says_so(ward, capsys):
    """It does nothing and ends with 6, so that a run which hangs does not go unnoticed."""
    holder = sqlite3.connect(ward / LOCK, isolation_level=None)
    holder.execute("begin exclusive")
    code, out, _ = said(capsys, "nightly", "--folder", str(ward))
    holder.close()
    assert code == 6
    assert "Another nightly run is at work in this workspace." in out


WRONG = Trouble("It is wrong.")
FAULT = Trouble("A fault of its own.", fault="Traceback: here")


@pytest.mark.parametrize(
    ("fires", "sent", "code"),
    [
        ((), (), 0),
        ((Looked("a", "A"),), (Sent("mail a", ("x",)),), 0),
        ((Looked("a", "A", trouble=WRONG),), (Sent("mail a", ("x",), WRONG),), 3),
        ((Looked("a", "A"),), (Sent("mail a", ("x",), WRONG),), 5),
        ((Looked("a", "A", trouble=WRONG), Looked("b", "B", trouble=FAULT)), (), 1),
    ],
)
def test_the_exit_code_says_the_worst(fires, sent, code, capsys, monkeypatch, tmp_path):
    """A fault of ours before broken data, broken data before what was not sent; a fault's details are in a file."""
    monkeypatch.setattr(failures.tempfile, "tempdir", str(tmp_path))
    assert _code(Night("Ward", "1", fires, sent)) == code
    kept = list(tmp_path.glob("smallfires-fault-*"))
    assert [path.read_text("utf-8") for path in kept] == (["Traceback: here"] if code == 1 else [])
    assert [str(path) for path in kept if str(path) in capsys.readouterr().err] == [str(path) for path in kept]
