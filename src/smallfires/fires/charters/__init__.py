"""Charters as people write them: read, refused where they cannot be lit, checked, written, compared."""

from smallfires.fires.charters.known import NOTHING, Burning, Known
from smallfires.fires.charters.read import located, read_charter
from smallfires.fires.charters.refusals import refusals

__all__ = ["NOTHING", "Burning", "Known", "located", "read_charter", "refusals"]
