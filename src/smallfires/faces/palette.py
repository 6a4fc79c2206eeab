"""The colours: one for fire, the rest neutral. Text on paper has a contrast of at least 4.5, bars of at least 3.

A drawing is made in the light colours; on a page each of them becomes the CSS variable of the same name, so that one
drawing serves both themes.
"""

from __future__ import annotations

PAPER, INK, MUTED, EMBER = "#fdfbf8", "#24211d", "#6a635a", "#b8430f"
BAR, GLOW = "#998e80", "#cf7440"

LIGHT = {
    "paper": PAPER,
    "ink": INK,
    "muted": MUTED,
    "ember": EMBER,
    "bar": BAR,
    "glow": GLOW,
    "line": "#e2dbd0",
    "card": "#f5f0e9",
}
"""By name, in light."""

DARK = {
    "paper": "#191613",
    "ink": "#efe9e0",
    "muted": "#ada498",
    "ember": "#ff9a62",
    "bar": "#857b6e",
    "glow": "#c8642e",
    "line": "#3d372f",
    "card": "#24201b",
}
"""By name, in the dark."""


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21.

    Source: W3C, Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
