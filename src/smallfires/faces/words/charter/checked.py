"""The charter check in words."""

from __future__ import annotations

from smallfires.faces.words.names import quoted
from smallfires.faces.words.page import Page, Section, Verdict, made
from smallfires.fires.acts import Finding
from smallfires.fires.checkup import Checkup
from smallfires.fires.quantity import many

GLOSS = "Rules, and no opinion: each finding quotes words that people read in more than one way."


def page(record: Checkup) -> Page:
    """Whether it can be lit, and what makes people guess."""
    name = record.file or record.charter.slug
    return made(
        f"Is the charter clear? {name}",
        verdict(record),
        GLOSS,
        (),
        [_findings(record), _seal(record)],
        f"Charter “{record.charter.title}”, {record.charter.intent}.",
    )


def verdict(record: Checkup) -> Verdict:
    """How many findings there are, and what they keep from happening: nothing."""
    if not record.findings:
        return Verdict(
            "It is clear.", ("Nothing keeps it from being lit, and no rule finds words that make people guess.",), ""
        )
    count = len(record.findings)
    headline = f"{many(count, 'thing').capitalize()} in it make{'s' if count == 1 else ''} people guess."
    return Verdict(
        headline, ("It can be lit as it stands. Those asked would make up their own meaning, so mend these first.",), ""
    )


def _findings(record: Checkup) -> Section | None:
    if not record.findings:
        return None
    return Section("findings", "What to write instead", items=tuple(_said(one) for one in record.findings))


def _said(finding: Finding) -> str:
    quote = f"{quoted(finding.quote, 80)}: " if finding.quote else ""
    return f"{finding.field}: {quote}{finding.problem} {finding.instead}"


def _seal(record: Checkup) -> Section:
    return Section(
        "seal",
        "What is checked",
        sentences=(f"Its seal is {record.seal[:12]}…: it changes with every letter that means something.",),
    )
