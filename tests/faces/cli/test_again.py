"""A reading is done again at the command line."""

from __future__ import annotations

import json

import jsonschema
import pytest
from tests.faces.cli.workspaces import said
from tests.verbs.nights import HANDOVER, a_ward, weeks

from smallfires.faces.jsonable import schema
from smallfires.fires.again import Again
from smallfires.stores import open_ledger


@pytest.fixture
def ward(tmp_path, capsys):
    """A workspace in which a fire was read, and whose table has gone on since."""
    ledger = open_ledger(tmp_path / "ledger.db")
    a_ward(tmp_path, HANDOVER, ledger=ledger)
    ledger.close()
    assert said(capsys, "learn", HANDOVER.slug, "--folder", str(tmp_path), "--quiet")[0] == 0
    weeks(tmp_path, 36)
    return tmp_path


def test_the_same_is_said_and_ends_well(ward, capsys):
    """The answer is a sentence, and the exit code is 0."""
    code, out, _ = said(capsys, "learn", HANDOVER.slug, "--again", "1", "--folder", str(ward))
    assert code == 0
    assert "The same to the last digit." in out


def test_what_is_not_the_same_ends_with_3(ward, capsys):
    """Without its copy it says that the data are others, which figures are, and ends with 3; as JSON, too."""
    (copy,) = (ward / "data").rglob("weekly.csv")
    copy.unlink()
    code, out, _ = said(capsys, "learn", HANDOVER.slug, "--again", "1", "--folder", str(ward))
    assert code == 3
    assert "Not the same." in out
    assert "Its copy was deleted." in " ".join(out.split())
    code, out, _ = said(capsys, "learn", HANDOVER.slug, "--again", "1", "--folder", str(ward), "--quiet", "--json")
    record = json.loads(out)
    jsonschema.validate(record, schema(Again))
    assert (code, record["number"], len(record["differences"]) > 1) == (3, 1, True)


def test_a_reading_that_there_is_not_is_said(ward, capsys):
    """The number is named, and how many there are."""
    code, _, err = said(capsys, "learn", HANDOVER.slug, "--again", "9", "--folder", str(ward))
    assert code == 2
    assert "has no reading 9" in err
