"""The charter check: what stands between a charter and its being understood."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.acts import Finding
from smallfires.fires.charter import Charter


@dataclass(frozen=True)
class Checkup:
    """A charter that could be lit, and the words in it that make people guess.

    Attributes:
        file: the text's name; empty where there is none.
        charter: as it was understood.
        seal: its digest.
        findings: the words, each with what to write instead; none where it is clear.
    """

    file: str
    charter: Charter
    seal: str
    findings: tuple[Finding, ...]
