"""What can be done to a fire, one deed a file: what it asks, who may do it, and the verb that does it.

The forms of the board and the REST interface are both made from these, so that neither can do what the other cannot. To add a
deed: its file here, and a line in ``DEEDS``.

deed      what a deed is
fields    what a deed asks, and what is wrong with what was said
"""

from __future__ import annotations

from smallfires.faces.deeds.comment import COMMENT
from smallfires.faces.deeds.decide import DECIDE
from smallfires.faces.deeds.deed import Deed
from smallfires.faces.deeds.put_out import PUT_OUT
from smallfires.faces.deeds.test import TEST

__all__ = ["COMMENT", "DECIDE", "DEEDS", "PUT_OUT", "TEST", "Deed"]

DEEDS: tuple[Deed, ...] = (COMMENT, TEST, DECIDE, PUT_OUT)
"""All of them."""
