from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from tests.faces.pilots import PILOTS
from tests.faces.plans import PLANS
from tests.faces.sample import HOSTILE, READINGS, office

from smallfires.faces.page import fragment, html, lead
from smallfires.faces.words import page

EVERY = {**READINGS, **PILOTS, **PLANS}
every_reading = pytest.mark.parametrize("key", EVERY)


@cache
def written(key: str) -> str:
    """The page of a reading, made once."""
    return html(EVERY[key])


VOID = {"meta", "br", "img", "link", "input", "hr"}
LOADING = {"src", "href", "xlink:href", "srcset", "action", "formaction", "data", "poster", "background"}


class Reader(HTMLParser):
    """Reads a page, and checks that every element is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data.replace("\u00a0", " ")))

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes, _ in self.elements if found == tag]


@every_reading
def test_the_page_asks_nothing_of_the_outside(key):
    """The page loads nothing, runs nothing, and forbids both by its own policy."""
    text = written(key)
    seen = Reader(text)
    tags = {tag for tag, _, _ in seen.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base", "foreignobject"}
    for tag, attributes, _ in seen.elements:
        assert not set(attributes) & LOADING, (tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
    style = "".join(data for tag, data in seen.texts if tag == "style")
    assert "url(" not in style
    assert "@import" not in style
    (policy,) = [meta["content"] for meta in seen.every("meta") if "http-equiv" in meta]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


@every_reading
def test_the_page_can_be_read_by_everyone(key):
    """Language, title, one main part, headings in order, a name for each chart, and tables with headed columns."""
    seen = Reader(written(key))
    assert seen.every("html") == [{"lang": "en"}]
    assert len(seen.every("main")) == len(seen.every("h1")) == 1
    levels = [int(tag[1]) for tag, _, _ in seen.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    drawings = [attributes for _, attributes, _ in seen.elements if attributes.get("role") == "img"]
    assert len(drawings) == written(key).count("<figure>")
    assert all(len(attributes["aria-label"]) > 30 for attributes in drawings)
    assert all(attributes.get("aria-hidden") == "true" for attributes in seen.every("svg"))
    assert len(seen.every("table")) == len(seen.every("caption"))
    assert all(attributes["scope"] in ("col", "row") for attributes in seen.every("th"))
    ids = [attributes["id"] for _, attributes, _ in seen.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@every_reading
def test_every_chart_has_a_table_behind_it(key):
    """Every figure holds a chart and, one click away, the table with its figures."""
    text = written(key)
    for figure in re.findall(r"<figure>.*?</figure>", text, flags=re.DOTALL):
        assert figure.count("<svg") == 2
        assert "<details>" in figure
        assert "<table>" in figure


@every_reading
def test_the_answer_comes_first(key):
    """The first heading is the answer, and its reasons follow before anything else."""
    seen = Reader(written(key))
    shown = page(EVERY[key])
    headings = [data for tag, data in seen.texts if tag in ("h1", "h2")]
    assert headings[0] == shown.headline
    said = [data for tag, data in seen.texts if tag == "p" and data.strip()]
    assert said[: len(shown.answer)] == list(shown.answer)


def test_names_are_text_and_never_markup():
    """Markup in names, files and questions stands on the page as text."""
    text = written("hostile")
    seen = Reader(text)
    assert "<script" not in text
    assert "<img" not in text
    assert "\x1b" not in text
    said = " ".join(data for _, data in seen.texts)
    assert HOSTILE[0] in said
    assert HOSTILE[1] in said


def test_the_figures_of_the_words_are_on_the_page():
    """Every cell of every table is on the page."""
    said = "\n".join(data for _, data in Reader(written("transform")).texts)
    for section in page(office()).sections:
        for row in section.table.rows if section.table and not section.behind else ():
            assert all(cell in said for cell in row)


def test_a_long_reading_stays_a_page():
    """400 of everything make a page under a megabyte, with what is left out counted."""
    text = written("many")
    assert len(text) < 1_000_000
    assert "and 200 more, in the JSON." in text


def test_light_and_dark_and_print():
    """The page has both themes, and prints in the light one."""
    text = written("transform")
    assert "@media screen and (prefers-color-scheme:dark)" in text
    assert "@media print" in text
    assert '<meta name="color-scheme" content="light dark">' in text


def test_a_fragment_styles_nothing_around_it():
    """In a notebook, every rule of the style reaches only inside the reading."""
    style = re.search(r"<style>(.*?)</style>", fragment(office()), flags=re.DOTALL)[1]
    flat = re.sub(r"@media[^{]*\{", "", style)
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", flat):
        for selector in selectors.split(","):
            assert selector.strip().startswith(".sf"), selector
    assert "<html" not in fragment(office())


def test_of_a_long_answer_the_first_sentences_are_large():
    """A long answer is read in two sizes, and nothing of it is lost; a short one in one; a figure is no end of a sentence."""
    long = f"Reading 4: Spread. After 12.5 periods it is 89 in 100. {'And so on. ' * 30}"
    first, rest = lead(long)
    assert first == "Reading 4: Spread. After 12.5 periods it is 89 in 100."
    assert f"{first} {rest}" == long
    assert lead("Reading 4: Spread. It is so.") == ("Reading 4: Spread. It is so.", "")
