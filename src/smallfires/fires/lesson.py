"""What one reading of a fire taught: the figures, the facts that its gate judged, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.fires.charter import Charter
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.reading import Reading
from smallfires.fires.verdict import Verdict


@dataclass(frozen=True)
class Drawn:
    """From which data a measure was read.

    Attributes:
        measure: its name in the workspace.
        source: the source's name there.
        fingerprint: digest of its figures by unit and period, or of its cases; empty where it could not be read.
        digest: SHA-256 of the file; empty for a database.
        why_no_copy: why no copy of the file was kept, so that the reading can be done again only while the data stay as they
            are; empty where there is one.
    """

    measure: str
    source: str
    fingerprint: str
    digest: str
    why_no_copy: str


@dataclass(frozen=True)
class Lesson:
    """One reading of a fire.

    Attributes:
        fire: its slug.
        number: of the reading, 1 for the fire's first.
        at: when it was read: ISO 8601 in UTC.
        who: by whom.
        charter: in force.
        seal: its digest.
        reading: what the fire did to the measure of its success; None where that cannot be read yet.
        guardrails: the same of each guardrail that can be read, in the charter's order.
        budget: the same of the measure of the disruption budget, until its end; None where there is none, or it cannot be read.
        end: the measure of success after the dip; None likewise.
        evidence: the facts that the gate judged.
        verdict: what it says.
        repeated: what every reading repeats: overrides with their reasons, amendments, late lighting; each a sentence.
        drawn: from which data.
        version: of the software.
    """

    fire: str
    number: int
    at: str
    who: str
    charter: Charter
    seal: str
    reading: Reading | None
    guardrails: tuple[Reading, ...]
    budget: Reading | None
    end: Reading | None
    evidence: Evidence
    verdict: Verdict
    repeated: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    version: str
