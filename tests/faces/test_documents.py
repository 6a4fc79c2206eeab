from __future__ import annotations

import re
import zlib

import pytest
from tests.faces.pilots import PILOTS
from tests.faces.plans import PLANS
from tests.faces.sample import HOSTILE, READINGS, office

from smallfires.faces.documents import BREAK, FONTS, pdf, sheet

EVERY = {**READINGS, **PILOTS, **PLANS}
every_reading = pytest.mark.parametrize("reading", EVERY.values(), ids=EVERY)


def pages(made: bytes) -> int:
    """How many pages a PDF has, counted in its objects, packed or not."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.DOTALL)
    return sum(len(re.findall(rb"/Type\s*/Page\b(?!s)", part)) for part in (made, *map(unpacked, packed)))


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@every_reading
def test_any_reading_is_exactly_one_page(reading):
    """Any reading, however long its names and lists, is exactly one A4 page."""
    made = pdf(reading)
    assert made.startswith(b"%PDF")
    assert pages(made) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 595\.2\d* 841\.\d+\]", made)


def test_what_is_left_out_is_counted():
    """Lists are cut with the number of what is left out."""
    data = sheet(READINGS["many"])
    assert data["doubts"][-1] == "and 37 more, in the web page and the JSON"
    assert all(len(text) <= 330 for text in data["doubts"])


def test_names_are_data_and_never_markup():
    """Names that are typst code or markup are set as text: the page compiles, and holds them letter by letter."""
    reading = READINGS["hostile"]
    assert pages(pdf(reading)) == 1
    assert HOSTILE[0] in sheet(reading)["doubts"]


def test_the_same_reading_has_the_same_answer_first():
    """The sheet starts with the answer and its chance."""
    data = sheet(office())
    assert data["headline"] == "Transform."
    assert data["answer"][0].startswith("5 days is below")
    assert "97 in 100" in data["chance"]


def test_the_letters_are_built_in():
    """The page is set in letters that typst brings along, and not in those of the machine."""
    assert b"LibertinusSerif" in pdf(office()).replace(b" ", b"")
    assert FONTS[0] == "Libertinus Serif"


def test_a_long_word_may_be_broken():
    """A word that is wider than a column has places where it may be broken, and loses no letter by them."""
    data = sheet(PILOTS["pilot: hostile"])
    texts = [data["headline"], *data["answer"], *(text for column in data["parts"] for part in column
                                                  for text in (*part["sentences"], *part["items"]))]  # fmt: skip
    assert max(len(word) for text in texts for word in re.split(r"[\s\u200b]+", text)) < 32
    assert data["headline"].replace(BREAK, "").startswith("<script>alert(1)</script>’s “xxxx")


def test_a_percent_sign_keeps_its_figure():
    """No line of the sheet begins with a percent sign."""
    assert "12\u00a0%" in sheet(PILOTS["pilot: better"])["headline"]
