"""A record as one web page: self-contained, without scripts, light and dark, for a phone first."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from smallfires.faces import drawing
from smallfires.faces.charts.base import FONT, Spec
from smallfires.faces.kinds import kind_of
from smallfires.faces.kinds.kind import Chart
from smallfires.faces.palette import DARK, LIGHT
from smallfires.faces.words.page import Page, Section

NARROW, WIDE = 336, 680
MOST_ROWS = 200
"""Rows of a table on the page; the JSON has them all."""

MOST_ITEMS = 6
"""Items of a list that are open to see; the others are one click away."""

MOST_LEAD, LEAST_LEAD = 260, 40
"""Letters of an answer that is shown large as a whole; and those that are, where it is longer."""
_ENDS = re.compile(r"[.!?]”? (?=[A-Z“])")

BELOW = "Its figures stand in the table below."
MOST_ALT = 8
"""Rows in the words for a chart."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Picture:
    """A chart on the page.

    Attributes:
        alt: what it shows, for those who cannot see it.
        narrow: the SVG for a phone.
        wide: the SVG for a wider page.
    """

    alt: str
    narrow: Markup
    wide: Markup


def html(record: object) -> str:
    """The whole page, which needs nothing from outside."""
    return html_of(content(record))


def html_of(content: Mapping[str, object]) -> str:
    """The same of what ``content`` has made of a record."""
    return environment().get_template("page.html.j2").render(**content, policy=POLICY)


def fragment(record: object) -> str:
    """The same inside a page of somebody else, such as a notebook: its style reaches nothing around it."""
    return environment().get_template("fragment.html.j2").render(**content(record))


def content(record: object) -> dict[str, object]:
    """What the template of a record needs."""
    kind = kind_of(record)
    page = kind.page(record)
    drawn = pictures(page, kind.charts(record))
    return {"page": page, "pictures": drawn, "style": style(), "most": MOST_ROWS, "few": MOST_ITEMS}


@functools.cache
def environment() -> Environment:
    """The templates; every text in them is escaped."""
    loader = PackageLoader("smallfires.faces", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["whole"] = whole
    made.filters["lead"] = lead
    made.filters["article"] = article
    return made


def whole(text: str) -> str:
    """The same text, in which no line ends between a figure and its percent sign."""
    return text.replace(" %", "\u00a0%")


def article(noun: str) -> str:
    """A noun with its article: ``an admin``."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def lead(text: str) -> tuple[str, str]:
    """What of an answer is read first, and the rest of it: none of a short one, of a long one all after its first sentences."""
    ends = [found.end() for found in _ENDS.finditer(text)] if len(text) > MOST_LEAD else []
    at = next((end for end in ends if end > LEAST_LEAD), len(text))
    return text[:at].rstrip(), text[at:]


@functools.cache
def style() -> Markup:
    """The style sheet, with the colours of both themes in front."""
    sheet = files("smallfires.faces").joinpath("static", "page.css").read_text("utf-8")
    light, dark = (";".join(f"--sf-{name}:{colour}" for name, colour in theme.items()) for theme in (LIGHT, DARK))
    screen = f"@media screen and (prefers-color-scheme:dark){{.sf{{color-scheme:dark;{dark}}}}}"
    return Markup(f".sf{{color-scheme:light;{light}}}\n{screen}\n{sheet}")


def pictures(page: Page, charts: Mapping[str, Chart]) -> dict[str, Picture]:
    """The charts by the key of their section, each drawn for a phone and for a desk."""
    return {
        key: Picture(alt(section), _drawn(chart(NARROW, FONT), "sf-narrow"), _drawn(chart(WIDE, FONT), "sf-wide"))
        for key, chart in charts.items()
        if (section := page.section(key)) is not None
    }


def _drawn(spec: Spec, css_class: str) -> Markup:
    """An SVG whose text was escaped when it was drawn."""
    return Markup(drawing.themed(drawing.svg(spec), css_class))


def alt(section: Section) -> str:
    """What a chart shows, in a sentence or two: the others stand above it, and its figures below."""
    lead = f"Chart: {section.title}{'' if section.title.endswith('?') else '.'} "
    if section.spoken:
        return lead + " ".join((*section.sentences[:1], BELOW))
    rows = section.table.rows[:MOST_ALT] if section.table else ()
    return lead + "; ".join(f"{row[0]}: {row[1]}" for row in rows) + "."
