"""News read well as a letter, and nothing that people wrote can become more than text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address

from tests.fires.burning import TRANSFORM
from tests.fires.test_news import EARLY, burning, read

from smallfires.fires.news import news
from smallfires.verbs.telling.letter import letter, subject

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
SENDER, RUTH = Address(addr_spec="fires@example.org"), Address(addr_spec="ruth@example.org")
ONE = news(burning(read(1, "spread")), EARLY)


def arrived(found, workspace="Ward"):
    """The letter as a mail program gets it."""
    return message_from_bytes(letter(found, SENDER, RUTH, workspace, NOON).as_bytes(), policy=policy.default)


def test_the_subject_is_the_answer():
    """One piece of news is its own subject; of several, how many fires say what."""
    assert arrived(ONE)["Subject"] == "A shorter handover: spread. Until now it was: too early."
    others = news(burning(read(1, "put out"), charter=TRANSFORM), date(2026, 9, 9))
    assert subject([*ONE, *others]) == "2 fires have news: 1 spread and 1 put out"
    assert subject(news(burning(charter=TRANSFORM), date(2026, 9, 9))) == "1 fire has news"


def test_both_bodies_say_the_same():
    """Plain text and page have every headline and line."""
    message = arrived(news(burning(read(1, "spread"), charter=TRANSFORM), date(2026, 9, 9)))
    plain, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in ("Triage by phone: spread.", "It is spread.", "Its test: Count calls that are answered.", "Ward"):
        assert part in plain
        assert part in page
    assert "<strong>Triage by phone: spread. Until now it was: too early.</strong>" in page


def test_no_text_adds_a_header():
    """Ends of lines and control characters in a title or a workspace's name start no header."""
    bad = "Handover\r\nBcc: thief@example.org\r\n\r\nHello\x00\x1b[31m\u2028x"
    found = tuple(replace(each, headline=bad, lines=(bad,)) for each in ONE)
    message = arrived(found, workspace=bad)
    assert message["Bcc"] is None
    assert message["Subject"] == "Handover Bcc: thief@example.org Hello[31m x"
    assert message["To"] == "ruth@example.org"
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert message["From"].addresses[0].addr_spec == "fires@example.org"


def test_no_text_becomes_markup():
    """What looks like markup is shown as it was written."""
    found = tuple(replace(each, headline="<script>alert(1)</script>", lines=("a & b < c",)) for each in ONE)
    page = arrived(found).get_body(("html",)).get_content()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a &amp; b &lt; c" in page


def test_every_letter_of_every_language_arrives():
    """What is not ASCII is kept in the subject and in the bodies."""
    found = tuple(replace(each, headline="Übergabe kürzer → 引き継ぎ: spread.") for each in ONE)
    message = arrived(found, workspace="Müllerstraße")
    assert message["Subject"] == "Übergabe kürzer → 引き継ぎ: spread."
    assert "引き継ぎ" in message.get_body(("plain",)).get_content()
    assert message["From"].addresses[0].display_name == "Smallfires, Müllerstraße"


def test_the_same_news_to_the_same_person_have_one_number():
    """A letter sent twice has the same Message-ID; other news, or another person, another one."""
    again = letter(ONE, SENDER, RUTH, "Ward", datetime(2026, 3, 4, tzinfo=UTC))
    other = letter(ONE, SENDER, Address(addr_spec="bo@example.org"), "Ward", NOON)
    more = letter(news(burning(read(1, "put out")), date(2026, 9, 1)), SENDER, RUTH, "Ward", NOON)
    assert again["Message-ID"] == arrived(ONE)["Message-ID"]
    assert len({each["Message-ID"] for each in (again, other, more)}) == 3


def test_no_absence_note_comes_back():
    """The letter says that a program sent it."""
    assert arrived(ONE)["Auto-Submitted"] == "auto-generated"
