"""What commands share that do something to a fire: how the reason is asked for, and what is said afterwards."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from smallfires.faces.cli.flags import together
from smallfires.faces.cli.options import Flagged, grouped

if TYPE_CHECKING:
    from smallfires.fires.fire import Fire

WHY = "Why"


def because_flag(command: Flagged) -> Flagged:
    """``--because``: the reason, which the ledger keeps."""
    help_ = "Why, in a sentence. The ledger keeps it for everybody to read."
    return together(command, grouped(WHY, "--because", metavar='"WHY"', required=True, help=help_))


def told(fire: Fire, noted: int = 1) -> None:
    """Say what was noted, and how far the fire is now.

    Args:
        fire: after the act.
        noted: how many entries the act made.
    """
    from smallfires.faces import letters
    from smallfires.faces.words.names import inert
    from smallfires.fires.diary import told as sentence

    lines = [sentence(each.fact) for each in fire.diary[-noted:]]
    text = "\n".join([*lines, f"Noted in the ledger. The fire is {fire.stage}: smallfires show {fire.slug}"])
    sys.stdout.write(letters.fit(inert(text), getattr(sys.stdout, "encoding", None) or "utf-8") + "\n")
