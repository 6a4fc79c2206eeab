"""From a chart's specification to a picture: SVG for pages and documents, PNG for the rest."""

from __future__ import annotations

import re

import vl_convert

from smallfires.faces.charts.base import Spec
from smallfires.faces.palette import LIGHT

_HEAD = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_SAYS = re.compile(r' aria-label="([^"]*)" role="[^"]*" aria-roledescription="[^"]*"')
"""The words of a mark: a script of the page may tell them, but the drawing as a whole is named by what is around it."""
_SPOKEN = re.compile(r' (?:role="graphics-[^"]*"|aria-roledescription="[^"]*"|aria-hidden="true")')
VEGA_LITE = "5.20"


def svg(spec: Spec) -> str:
    """The chart as SVG in the light colours, on no ground."""
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return drawn


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """The chart as PNG."""
    drawn: bytes = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale)
    return drawn


def themed(drawn: str, css_class: str) -> str:
    """An SVG to stand in a page: it takes the page's width, colours and letters, and has no name of its own.

    The element around it names the drawing for those who cannot see it.
    """
    width, height = _HEAD.match(drawn).groups()  # type: ignore[union-attr]
    body = _HEAD.sub("", drawn, count=1)
    for name, colour in LIGHT.items():
        body = body.replace(f'"{colour}"', f'"var(--sf-{name})"')
    body = re.sub(r' font-family="[^"]*"', "", _SAYS.sub(r' data-says="\1"', body))
    body = _SPOKEN.sub("", body)
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" class="{css_class}" {box}'
    return f'{start} aria-hidden="true" focusable="false">{body}'
