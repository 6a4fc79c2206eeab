"""JSON lines carry a ledger out and in, or say which line does not fit."""

from __future__ import annotations

import json

import pytest
from tests.stores.conftest import draft, with_five

from smallfires.errors import BrokenLedger, DataError, EngineError, UsageError
from smallfires.fires.entry import EMPTY, Act, Entry, seal
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.stores.carry import carry_in, carry_out, lines
from smallfires.stores.ledger import open_ledger


@pytest.fixture
def five(clock):
    """Five entries in memory."""
    return with_five(open_ledger("memory:", clock))


@pytest.fixture
def file(five, tmp_path):
    """The five entries as JSON lines."""
    path = tmp_path / "ledger.jsonl"
    carry_out(five, path)
    return path


@pytest.fixture
def fresh(clock):
    """A ledger in memory."""
    return open_ledger("memory:", clock)


def edited(file, line, changes):
    """The file with a line changed and its own hash made to fit, as somebody who knows how would."""
    told = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    told[line - 1] |= changes
    if "hash" not in changes:
        told[line - 1]["hash"] = seal(from_plain(Entry, told[line - 1]))
    file.write_text("".join(f"{canonical(each)}\n" for each in told), "utf-8")


def test_out_and_in(five, file, fresh):
    """What comes in is what went out, letter for letter; and goes out the same once more."""
    text = file.read_bytes()
    assert carry_in(fresh, file) == five.head()
    assert list(fresh.entries()) == list(five.entries())
    again = file.with_name("again.jsonl")
    assert carry_out(fresh, again) == five.head()
    assert again.read_bytes() == text == "".join(f"{line}\n" for line in lines(five)).encode()


def test_a_line_is_an_entry(five, file):
    """A line holds an entry's fields in their plain form; its content is the text that was sealed."""
    first, *_ = five.entries()
    assert json.loads(file.read_text("utf-8").splitlines()[0]) == to_plain(first)


def test_an_empty_ledger(fresh, tmp_path):
    """Of nothing there is nothing to carry."""
    path = tmp_path / "empty.jsonl"
    assert carry_out(fresh, path) == EMPTY
    assert path.read_bytes() == b""
    assert carry_in(fresh, path) == EMPTY


def test_a_continuation(five, file, fresh, tmp_path):
    """Later entries come in behind earlier ones; what is there already is passed over."""
    carry_in(fresh, file)
    five.append([draft(number=n) for n in range(1200)])
    rest = tmp_path / "rest.jsonl"
    assert carry_out(five, rest, after=3) == five.head()
    assert carry_in(fresh, rest) == five.head()
    assert carry_in(fresh, file) == five.head()
    assert list(fresh.entries()) == list(five.entries())


def test_between_stores(fresh, ledger, tmp_path):
    """Each store takes in what another wrote, and writes the same."""
    fresh.append([draft(number=number, act=Act.READ) for number in range(2500)])
    path, again = tmp_path / "all.jsonl", tmp_path / "again.jsonl"
    carry_out(fresh, path)
    assert carry_in(ledger, path) == carry_out(ledger, again) == fresh.head()
    assert list(ledger.entries()) == list(fresh.entries())
    assert again.read_bytes() == path.read_bytes()


def test_a_gap_before_the_first_line(five, fresh, tmp_path):
    """Lines that begin later than the ledger ends are refused."""
    path = tmp_path / "rest.jsonl"
    carry_out(five, path, after=2)
    with pytest.raises(BrokenLedger, match=r"rest\.jsonl, row 1: Entries 1 to 2 are missing"):
        carry_in(fresh, path)
    assert fresh.head() == EMPTY


@pytest.mark.parametrize(
    ("field", "value"),
    [("who", "Eve"), ("at", "2026-03-02T08:15:03.000001Z"), ("fire", "other"), ("act", "lit"), ("content", "{}")],
)
def test_a_changed_line(file, fresh, field, value):
    """A changed field is found in its line; made to fit by its own hash, it is found in the next."""
    edited(file, 3, {field: value, "hash": "0" * 64})
    with pytest.raises(BrokenLedger, match=r"row 3: Entry 3 was changed"):
        carry_in(fresh, file)
    edited(file, 3, {field: value})
    with pytest.raises(BrokenLedger, match=r"row 4: Entry 4 does not follow on entry 3"):
        carry_in(fresh, file)
    assert fresh.head() == EMPTY


def test_lines_removed_or_reordered(file, fresh):
    """A line that is missing, or that changed places, is found where it should be."""
    first, second, third, *rest = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([first, third, *rest]))
    with pytest.raises(BrokenLedger, match=r"row 2: Entry 2 is missing"):
        carry_in(fresh, file)
    file.write_bytes(b"".join([first, third, second, *rest]))
    with pytest.raises(BrokenLedger, match=r"row 2: Entry 2 is missing"):
        carry_in(fresh, file)
    file.write_bytes(b"".join([first, second, second, third, *rest]))
    with pytest.raises(BrokenLedger, match=r"row 3: Entry 2 stands after entry 2"):
        carry_in(fresh, file)


def test_a_moment_that_runs_back(file, fresh):
    """An entry that is earlier than the one before it did not come from a ledger."""
    edited(file, 5, {"at": "2026-03-01T00:00:00.000000Z"})
    with pytest.raises(BrokenLedger, match="row 5: Entry 5 was written before entry 4"):
        carry_in(fresh, file)


def test_every_flipped_byte_is_found(file, fresh):
    """Whichever byte of a file is changed, nothing of it is taken in."""
    text = file.read_bytes()
    for place in range(0, len(text) - 1, 7):
        file.write_bytes(text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :])
        with pytest.raises((BrokenLedger, DataError)) as raised:
            carry_in(fresh, file)
        assert raised.value.row in (text[:place].count(b"\n") + 1, text[:place].count(b"\n") + 2)
        assert fresh.head() == EMPTY


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not just the names number, at, who"),
        (b"\xff", "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b'{"number":1}', "not just the names"),
    ],
)
def test_a_line_that_is_no_entry(file, fresh, line, said):
    """It is named, and nothing is taken in."""
    file.write_bytes(file.read_bytes() + line + b"\n")
    with pytest.raises(DataError, match=said) as raised:
        carry_in(fresh, file)
    assert (raised.value.file, raised.value.row) == ("ledger.jsonl", 6)
    assert fresh.head() == EMPTY


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": True}, '"number"'),
        ({"who": 1}, '"who"'),
        ({"number": -5}, "number or its moment"),
        ({"at": "yesterday"}, "number or its moment"),
        ({"content": "[1]"}, "content"),
        ({"content": '{"a": 1}'}, "content"),
        ({"content": '{"a":NaN}'}, "content"),
        ({"act": "burnt"}, 'no act "burnt"'),
    ],
)
def test_a_field_that_is_none(file, fresh, changes, said):
    """What was never written by Smallfires is not taken in, even where its hash fits."""
    edited(file, 5, {"hash": "0" * 64, **changes})
    with pytest.raises(DataError, match=said) as raised:
        carry_in(fresh, file)
    assert raised.value.row == 5


def test_a_file_is_not_overwritten(five, file):
    """An export that is there stays, unless it is said that it may be replaced."""
    five.append([draft()])
    before = file.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        carry_out(five, file)
    assert file.read_bytes() == before
    assert carry_out(five, file, replace=True).number == 6
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_cannot_be_had(five, fresh, tmp_path):
    """No folder, no file: it is said in plain words."""
    with pytest.raises(EngineError, match=r"nowhere.*no such file"):
        carry_out(five, tmp_path / "nowhere" / "x.jsonl")
    with pytest.raises(EngineError, match="no such file"):
        carry_in(fresh, tmp_path / "nothing.jsonl")
