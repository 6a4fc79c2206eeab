"""A reading in plain words: ``page(reading)`` says it once, and every face shows that one page.

The reader may know no statistics. The answer comes first, with its doubt; the figures stand behind it. No sentence
promises more digits than are known, and none contains a bare p-value.
"""

from __future__ import annotations

from smallfires.faces.words.page import page

__all__ = ["page"]
