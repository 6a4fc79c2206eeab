from __future__ import annotations

import pytest
from tests.verbs.desks import a_desk
from tests.verbs.wards import by

from smallfires.errors import UsageError
from smallfires.verbs.unfinished import forget, found, keep, unfinished

TEXT = 'title = "A shorter handover"\n'


def test_what_is_kept_is_found_by_its_writer_only(tmp_path):
    """Whoever writes a charter finds it as it was; nobody else has it among theirs, however like their names are."""
    desk = a_desk(folder=tmp_path)
    one = keep(desk, TEXT)
    assert (one.key, one.title, one.of) == ("a-shorter-handover", "A shorter handover", "")
    assert found(desk, one.key) == one
    assert [each.text for each in unfinished(desk)] == [TEXT]
    assert unfinished(by(desk, "ruth adler")) == ()
    assert desk.ledger.head().number == 0


def test_kept_again_is_in_its_place(tmp_path):
    """What is kept under its key takes the place of what was there; without one, of two of a name both stay."""
    desk = a_desk(folder=tmp_path)
    one = keep(desk, TEXT)
    assert keep(desk, TEXT + "subject = 1\n", one.key).key == one.key
    assert keep(desk, TEXT).key == "a-shorter-handover-2"
    assert len(unfinished(desk)) == 2
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".toml", ".toml"]


def test_a_change_knows_its_fire(tmp_path):
    """What is to become of a fire's charter is kept beside it, once a person."""
    desk = a_desk(folder=tmp_path)
    keep(desk, TEXT)
    for text in (TEXT, "no toml ["):
        change = keep(desk, text, of="a-shorter-handover")
    assert (change.key, change.of, change.title) == ("a-shorter-handover.change", "a-shorter-handover", "")
    assert len(unfinished(desk)) == 2


def test_what_is_thrown_away_is_gone(tmp_path):
    """It is found no more; to throw away what there is not does nothing."""
    desk = a_desk(folder=tmp_path)
    key = keep(desk, "").key
    forget(desk, key)
    forget(desk, key)
    assert found(desk, key) is None


@pytest.mark.parametrize("key", ["../../smallfires", "/etc/passwd", "A", "", "a/b", "a.toml", "a" * 200])
def test_no_key_leads_elsewhere(tmp_path, key):
    """A key that is none of ours finds nothing, throws nothing away, and is not written under."""
    desk = a_desk(folder=tmp_path)
    (tmp_path / "smallfires.toml").write_text("")
    forget(desk, key)
    assert found(desk, key) is None
    assert keep(desk, TEXT, key).key == "a-shorter-handover"
    assert (tmp_path / "smallfires.toml").read_text() == ""


def test_where_nothing_can_be_written_that_is_said(tmp_path):
    """A folder that cannot be made is said, with what the system says."""
    (tmp_path / "charters").write_text("")
    with pytest.raises(UsageError, match="cannot be kept"):
        keep(a_desk(folder=tmp_path), TEXT)
