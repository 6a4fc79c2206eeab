"""The fields that a charter cannot do without, each with what to write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "title": 'Write what it is called, as in title = "Triage by phone"',
        "owner": 'Write who decides, as in owner = "Mara Lind"',
        "subject": 'Write what is changed: "process", "tool" or "role".',
        "of": 'Write which process, tool or role it is, as in of = "Intake of repairs"',
        "intent": 'There is no default: write "optimize" for the same, done better, or "transform" for something different.',
        "picked": 'Write how the units were picked: "lot", "volunteers", "worst", "best" or "hand".',
        "hypothesis": "Write under [hypothesis]: because, change, will, seen.",
        "hypothesis.because": 'Write what you saw, as in because = "half of all visits are to the wrong trade"',
        "hypothesis.change": 'Write what you change, as in change = "a call before each visit"',
        "hypothesis.will": 'Write what you expect that it will do, as in will = "send the right trade at once"',
        "hypothesis.seen": 'Write where you will see it, as in seen = "fewer days to repair"',
        "success": "Write under [success]: one measure, its better direction, the effect that is worthwhile, and by when.",
        "success.measure": 'Write the one measure that decides, as in measure = "days to repair"',
        "success.better": 'Write which way is better: "less" or "more".',
        "success.worthwhile": 'There is no number yet. Write the effect that would be worth it, as in worthwhile = "10%"',
        "success.by": "There is no date yet. Write by when it has to show, as in by = 2026-06-30",
        "guardrails.measure": 'Write which measure must not get worse, as in measure = "repeat visits"',
        "guardrails.better": 'Write which way is better: "less" or "more".',
        "guardrails.margin": 'Write by how much it may get worse, as in margin = "5%"',
        "budget.measure": 'Write of which measure something may be lost, as in measure = "repairs a week"',
        "budget.better": 'Write which way is better: "less" or "more".',
        "budget.lose": 'Write how much may be lost, as in lose = "8%"',
        "budget.until": "Write until when the dip may last, as in until = 2026-04-30",
        "adoption": "A transformation needs it: under [adoption] write new_way, share and by.",
        "adoption.new_way": "Write what counts as the new way, as in new_way = 'activity is \"Phone triage\"'",
        "adoption.share": 'Write which share of the cases you expect by then, as in share = "60%"',
        "adoption.by": "Write by when you expect it, as in by = 2026-05-31",
        "risks": "A transformation needs one to three: under [[risks]] write assumption, test and by.",
        "risks.assumption": 'Write what has to be true, as in assumption = "tenants pick up the phone"',
        "risks.test": 'Write how you will see whether it is, as in test = "call 50 of them"',
        "risks.by": "Write by when you will know, as in by = 2026-04-15",
        "scope": 'Write under [scope] who takes part, as in units = ["North", "Harbour"]',
        "scope.units": 'Write who takes part, as in units = ["North", "Harbour"]',
        "design": 'Write under [design] how it will be told, as in name = "parallel"',
        "design.name": 'Write how it will be told, as in name = "parallel"',
        "horizon": "Write under [horizon] from when to when it burns: start and end.",
        "horizon.start": "Write when it starts, as in start = 2026-03-02",
        "horizon.end": "Write when it ends, as in end = 2026-06-30",
        "people.name": "Write their name.",
        "way": 'Write what another way of working is: "activities", "path", "resource" or a column.',
    }
)  # fmt: skip
"""What to write where a field is missing, by the field; rows of lists are not counted."""
COMMANDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("design", "design.name"), "Find one with: smallfires design")
)
"""What finds it, at the command line."""


def general(field: str) -> str:
    """A field without the numbers of its rows: ``risks.by`` for ``risks.2.by``."""
    return ".".join(part for part in field.split(".") if not part.isdigit())
