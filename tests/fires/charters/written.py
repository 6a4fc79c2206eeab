"""Texts of charters for tests, as people write them."""

from __future__ import annotations

from smallfires.errors import CharterError, Refusal
from smallfires.fires.charter import Charter
from smallfires.fires.charters.known import NOTHING, Known
from smallfires.fires.charters.read import read_charter

OPTIMIZE = """title = "A shorter handover"
subject = "process"
of = "Handover at the end of a shift"
intent = "optimize"
owner = "Ruth Adler"
picked = "by lot"

[hypothesis]
because = "nurses say the same things twice"
change = "the nurse goes through five points, in a fixed order"
will = "end the search for what was said already"
seen = "the minutes that a handover takes"

[success]
measure = "handover minutes"
better = "less"
worthwhile = "10%"
by = 2026-06-26
today = "24 minutes"

[[guardrails]]
measure = "missed medicines"
better = "less"
margin = "2%"

[scope]
units = ["Ward 3", "Ward 5"]
compared = ["Ward 4", "Ward 6"]

[design]
name = "parallel"

[horizon]
start = 2026-03-02
end = 2026-06-26

[[people]]
name = "Amira"
share = "5%"
act = "give the handover in the order of the five points"

[bounds]
fixed = ["Who takes part in a handover"]
free = ["The words", "The place"]
"""

TRANSFORM = """title = "Triage by phone"
subject = "process"
of = "Intake of repairs"
intent = "transform"
owner = "Mara Lind"
picked = "volunteers"

[hypothesis]
because = "half of all visits are made by the wrong trade"
change = "a technician calls the tenant before a visit is booked"
will = "send the right trade at once"
seen = "the days until a repair is done"

[success]
measure = "days to repair"
better = "less"
worthwhile = "2 days"
by = 2026-09-01
today = "9 days"
optimised = "8 days"

[[guardrails]]
measure = "gas leaks missed"
better = "less"
margin = 0
safety = true

[budget]
measure = "repairs a week"
better = "more"
lose = "8%"
until = 2026-05-01

[adoption]
new_way = 'activity is "Phone triage"'
share = "60%"
by = 2026-05-31

[[risks]]
assumption = "tenants pick up the phone"
test = "count the calls that are answered in the first 50"
by = 2026-03-20

[[risks]]
assumption = "a technician can tell the trade by phone"
test = "compare with what the visit found, for 50 visits"
by = 2026-04-15

[scope]
units = ["North", "Harbour"]

[design]
name = "parallel"
seed = 7
estimator = "sdid"

[horizon]
start = 2026-03-02
end = 2026-09-01

[[people]]
name = "Jo"
act = "call each tenant before booking a visit"

[bounds]
fixed = ["The times of visits"]
free = ["The questions on the phone"]
"""


def refused(text: str, known: Known = NOTHING) -> tuple[Refusal, ...]:
    """Why a text is refused; nothing where it is not."""
    try:
        read_charter(text, known=lambda slug: known)
    except CharterError as problem:
        return problem.refusals
    return ()


def with_line(text: str, old: str, new: str) -> str:
    """The text with another line for one of its lines; of several alike the first."""
    assert f"{old}\n" in text, old
    return text.replace(f"{old}\n", f"{new}\n" if new else "", 1)


def read(text: str) -> Charter:
    """The charter of a text."""
    return read_charter(text)
