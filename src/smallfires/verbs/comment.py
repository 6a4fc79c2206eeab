"""The verb ``comment``: a line in a fire's diary, at any time."""

from __future__ import annotations

from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import told
from smallfires.verbs.desk import Desk


def comment(desk: Desk, slug: str, text: str) -> Fire:
    """Write a line in the diary of a fire, whatever others do to it at the same time.

    Raises:
        UsageError: there is no such fire, or the line is empty.
    """
    line = told(text, "The comment", "Say what you saw, in a sentence.")
    desk.ledger.append([acts.draft(desk.who, desk.fire(slug).slug, acts.Commented(line))])
    return desk.fire(slug)
