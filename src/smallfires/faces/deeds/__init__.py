"""What can be done with fires, one deed a file: what it asks, who may do it, and the verb that does it.

The forms of the board and the REST interface are both made from these, so that neither can do what the other cannot. To add a
deed: its file here, and a line in ``DEEDS``, or in ``FIRST`` where it needs no fire.

deed      what a deed is
fields    what a deed asks, and what is wrong with what was said
charter   a whole charter as such a field
"""

from __future__ import annotations

from smallfires.faces.deeds.amendments import AMEND
from smallfires.faces.deeds.answers import ANSWER
from smallfires.faces.deeds.briefs import BRIEF
from smallfires.faces.deeds.checks import CHECK, CHECK_FIRE
from smallfires.faces.deeds.comment import COMMENT
from smallfires.faces.deeds.decide import DECIDE
from smallfires.faces.deeds.deed import Deed
from smallfires.faces.deeds.drafts import DRAFT, REDRAFT
from smallfires.faces.deeds.light import LIGHT
from smallfires.faces.deeds.marks import MARK
from smallfires.faces.deeds.overrides import OVERRIDE
from smallfires.faces.deeds.put_out import PUT_OUT
from smallfires.faces.deeds.readings import AGAIN, READ
from smallfires.faces.deeds.share import SHARE
from smallfires.faces.deeds.test import TEST

__all__ = ["COMMENT", "DECIDE", "DEEDS", "FIRST", "PUT_OUT", "TEST", "Deed"]

FIRST: tuple[Deed, ...] = (DRAFT, CHECK)
"""Those that need no fire: ``Asked.slug`` is empty."""

DEEDS: tuple[Deed, ...] = (
    REDRAFT,
    CHECK_FIRE,
    BRIEF,
    ANSWER,
    MARK,
    OVERRIDE,
    LIGHT,
    READ,
    AGAIN,
    AMEND,
    COMMENT,
    TEST,
    DECIDE,
    PUT_OUT,
    SHARE,
)
"""All that are done to one fire, in the order of its life."""
