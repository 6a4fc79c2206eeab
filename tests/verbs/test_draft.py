"""A charter on its way into the ledger."""

from __future__ import annotations

import pytest
from tests.verbs.wards import TEXT, a_workspace, by, changed, drafted

from smallfires.errors import CharterError, DataError, NotYet, UsageError
from smallfires.fires.acts import Checked, Drafted
from smallfires.fires.charters.read import read_charter
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.draft import checkup, draft, fire_of
from smallfires.verbs.put_out import put_out

SLUG = "a-shorter-handover"


@pytest.fixture
def desk(tmp_path) -> Desk:
    return a_workspace(tmp_path)


def test_it_is_noted_with_its_own_words_and_what_makes_people_guess(desk):
    """The user's text stays as it was typed; the check is noted beside it, with the charter's seal."""
    fire, found = drafted(desk)
    written, checked = (noted.fact for noted in fire.diary)
    assert isinstance(written, Drafted)
    assert isinstance(checked, Checked)
    assert fire.text == written.text == TEXT
    assert (checked.seal, checked.findings) == (fire.charter.seal(), found)
    assert [finding.rule for finding in found] == ["nobody asked"]


def test_the_same_charter_is_noted_once(desk):
    """Blanks and comments are no other charter; another figure is."""
    drafted(desk)
    drafted(desk, TEXT.replace("[scope]", "# who\n\n[scope]"))
    assert len(desk.fire(SLUG).diary) == 2
    drafted(by(desk, "Bo"), worthwhile='"3%"')
    fire = desk.fire(SLUG)
    assert (len(fire.diary), fire.charter.success.worthwhile, fire.diary[-1].who) == (4, "3%", "Bo")


def test_a_charter_made_in_python_is_as_good(desk):
    """Without a text there are no carets; what cannot be lit is refused all the same."""
    charter = read_charter(TEXT)
    with bench(threads=1) as ground:
        assert draft(desk, charter, ground)[0].charter == charter
        with pytest.raises(CharterError) as caught:
            draft(desk, read_charter(changed(units='["Site Ü"]', title='"Other"')), ground)
    assert [refusal.shown for refusal in caught.value.refusals] == [""]


def test_every_reason_is_said_at_once(desk):
    """What the text itself says wrong, all of it, before any data are looked at."""
    text = changed(end="2025-08-01", better='"most"', picked='"luck"')
    with pytest.raises(CharterError) as caught:
        drafted(desk, text)
    fields = {refusal.field for refusal in caught.value.refusals}
    assert {"success.better", "picked"} <= fields
    assert not desk.fires()


def test_a_check_notes_nothing(desk, tmp_path):
    """A file or a fire is checked by the same rules; the ledger stays as it was."""
    path = tmp_path / "handover.toml"
    path.write_text(TEXT, "utf-8")
    with bench(threads=1) as ground:
        found = checkup(desk, str(path), ground)
        assert not desk.fires()
        drafted(desk)
        again = checkup(desk, SLUG, ground)
    assert (found.file, again.file) == ("handover.toml", "")
    assert (found.charter, found.seal, found.findings) == (again.charter, again.seal, again.findings)


def test_a_fire_is_named_or_is_the_file_of_its_charter(desk, tmp_path):
    """By its slug as it is; by its file as the file is now."""
    drafted(desk)
    path = tmp_path / "handover.toml"
    path.write_text(TEXT.replace('"2%"', '"4%"'), "utf-8")
    with bench(threads=1) as ground:
        assert fire_of(desk, SLUG, ground)[0].charter.success.worthwhile == "2%"
        assert fire_of(desk, str(path), ground)[0].charter.success.worthwhile == "4%"
        with pytest.raises(UsageError, match='no fire "a-shorter-hand"'):
            fire_of(desk, "a-shorter-hand", ground)


@pytest.mark.parametrize(("content", "said"), [(None, "No such file"), (b"title = '\xff'", "not written in UTF-8")])
def test_a_file_that_cannot_be_read_is_named(desk, tmp_path, content, said):
    """With why, and no traceback."""
    path = tmp_path / "handover.toml"
    if content is not None:
        path.write_bytes(content)
    with bench(threads=1) as ground, pytest.raises(DataError, match=said):
        checkup(desk, str(path), ground)


def test_what_is_over_is_not_drafted_anew(desk):
    """A fire that was put out keeps its charter."""
    drafted(desk)
    put_out(desk, SLUG, "No time.")
    with pytest.raises(NotYet, match="its charter is frozen"):
        drafted(desk, worthwhile='"3%"')
