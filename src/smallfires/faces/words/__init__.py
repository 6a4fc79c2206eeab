"""Records in plain words: ``page(record)`` says it once, and every face shows that one page.

The reader may know no statistics. The answer comes first, with its doubt; the figures stand behind it. No sentence
promises more digits than are known, and none contains a bare p-value. What is common stands here; each kind of record has a
folder of its own.
"""

from __future__ import annotations

from smallfires.faces.words.page import Page


def page(record: object) -> Page:
    """Any record as a page in words.

    Raises:
        TypeError: the faces do not know this kind of record.
    """
    from smallfires.faces.kinds import kind_of

    return kind_of(record).page(record)


__all__ = ["page"]
