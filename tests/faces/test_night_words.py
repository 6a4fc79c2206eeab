"""A nightly run, and a reading that was done again, in words that a person understands."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from smallfires.faces.documents import pdf
from smallfires.faces.jsonable import schema, to_json
from smallfires.faces.kinds import kind_of
from smallfires.faces.page import html
from smallfires.faces.terminal import render
from smallfires.fires.again import Again, Difference
from smallfires.fires.night import Looked, Night, Sent, Trouble

HOSTILE = "<script>\x1b[31m\u202e& Co"
GONE = Trouble("other.csv: There is no file other.csv.", "Check the name and the folder.")
DEAF = Trouble("The mail server did not take it.", "Check host and port.")
NIGHT = Night(
    "Ward",
    "1.2.3",
    (
        Looked("a", "A shorter handover", 4, "spread", "keep burning", ask_again="Ask the teach-back again."),
        Looked("b", "Triage by phone", 2, "too early", ""),
        Looked("c", "Fewer prices", 0, "keep burning"),
        Looked("d", "One visit", 0, "", trouble=GONE),
    ),
    (
        Sent("mail ada@example.org", ("A shorter handover: spread.",)),
        Sent("mail bo@example.org", ("A shorter handover: spread.",), DEAF),
        Sent("mail cy@example.org", ("A shorter handover: spread.",), DEAF),
    ),
)
SAME = Again("triage", 3, "2026-03-02T08:15:00.000000Z", "Ruth Adler", 1306, (), (), "1.2.3")
OTHERS = replace(
    SAME, differences=(Difference("reading.effect.p", "0.011", "0.012"),), changed=("numpy was 1.26, and is 2.0.",)
)
RECORDS = {
    "night": NIGHT,
    "trial": replace(NIGHT, trial=True),
    "beside": Night("Ward", "1.2.3", beside=True),
    "no fires": Night("Ward", "1.2.3"),
    "hostile": Night(HOSTILE, "1", (Looked("a", HOSTILE, trouble=Trouble(HOSTILE)),), (Sent(HOSTILE, (HOSTILE,)),)),
    "same": SAME,
    "others": OTHERS,
}
every = pytest.mark.parametrize("key", RECORDS)


def said(record: object) -> str:
    return " ".join(render(record).split())


def test_the_answer_comes_first():
    """How many verdicts have changed, how many fires burn, and what was done with them."""
    told = said(NIGHT)
    assert told.startswith(
        "Ward: what is new 1 verdict has changed. 4 fires are burning: 2 read, nothing new in 1 and 1 not read."
    )
    assert "reading 4; until now: keep burning" in told
    assert "too early reading 2" in told


def test_what_is_wrong_says_what_to_do():
    """A fire that could not be read, and those who could not be told, together with the same reason once."""
    told = said(NIGHT)
    assert "One visit could not be read. other.csv: There is no file other.csv. Check the name and the folder." in told
    assert "Not sent: mail bo@example.org and mail cy@example.org. The mail server did not take it. Check host" in told
    assert told.count("The mail server did not take it.") == 1
    assert "Who was told • mail ada@example.org: A shorter handover: spread." in told
    assert "Ask again • A shorter handover: Ask the teach-back again." in told


def test_of_many_the_first_are_named():
    """A source that many fires share is told once, with some of their names; so are many headlines."""
    many = tuple(Looked(f"{number}", f"Fire {number}", trouble=GONE) for number in range(9))
    told = said(
        Night("Ward", "1", many, (Sent("mail ada@example.org", tuple(f"News {number}." for number in range(9))),))
    )
    assert "Fire 0, Fire 1, Fire 2 and 6 more could not be read." in told
    assert told.count("There is no file") == 1
    assert "mail ada@example.org: News 0. News 1. News 2. And 6 more." in told


def test_what_needs_somebody_stands_first():
    """In the table, what could not be read, then what has changed, then what was read."""
    rows = kind_of(NIGHT).page(replace(NIGHT, fires=NIGHT.fires[::-1])).section("fires").table.rows
    assert [row[0] for row in rows] == ["One visit", "A shorter handover", "Triage by phone", "Fewer prices"]


def test_a_quiet_night_is_short():
    """Where nothing burns, or another run is at work, a sentence is enough."""
    assert "No verdict has changed. No fire is burning." in said(RECORDS["no fires"])
    assert "Nothing was done. Another nightly run is at work in this workspace." in said(RECORDS["beside"])


def test_the_same_is_said_in_a_sentence():
    """To the last digit, with how much was compared."""
    assert "The same to the last digit. All 1,306 values of reading 3 came out as they were noted." in said(SAME)


def test_what_is_not_the_same_is_shown():
    """What has changed since, and each value then and now; where nothing has changed it is our fault."""
    told = said(OTHERS)
    assert "Not the same. 1 value of 1,306 is another one." in told
    assert "numpy was 1.26, and is 2.0." in told
    assert "reading.effect.p 0.011 0.012" in told
    assert "please report it" in said(replace(OTHERS, changed=()))


@every
def test_every_face_shows_it(key):
    """Terminal, page, sheet and JSON take every record, and no text in it is anything but text."""
    record = RECORDS[key]
    assert max(map(len, render(record, 60).splitlines())) <= 60
    assert "\x1b" not in render(record)
    page = html(record)
    assert "<script>\x1b" not in page
    assert "\u202e" not in page
    assert pdf(record).startswith(b"%PDF")
    jsonschema.validate(json.loads(to_json(record)), schema(type(record)))
    assert kind_of(record).brief(record)
