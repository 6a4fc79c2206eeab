"""An example of each call, which works in the workspace that ``smallfires demo`` makes; of a webhook, once one is named there.

Tests ask them all, with curl.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FIRE, NEW = "one-visit", "mornings-without-meetings"
WORK = "0661586858203a-61a62ff12deafb43"
"""The name of a piece of work: another one each time."""

CHARTER: Mapping[str, Any] = {
    "title": "Mornings without meetings",
    "subject": "process",
    "of": "My week",
    "intent": "optimize",
    "owner": "Mara Lind",
    "picked": "lot",
    "hypothesis": {
        "because": "a meeting in the middle of the morning leaves two half hours",
        "change": "no meeting before noon",
        "will": "leave more of the day for work that needs thought",
        "seen": "undisturbed hours",
    },
    "success": {"measure": "undisturbed hours", "better": "more", "worthwhile": "0.5", "by": "2035-03-02"},
    "scope": {"units": ["Mara Lind"]},
    "design": {"name": "switchback", "block": 1, "seed": 5},
    "horizon": {"start": "2035-01-08", "end": "2035-03-02"},
    "bounds": {"fixed": ["calls are answered as ever"], "free": ["which mornings are exempt"]},
}
AMENDED = {**CHARTER, "bounds": {**CHARTER["bounds"], "free": ["which mornings are exempt", "where I sit"]}}


@dataclass(frozen=True)
class Example:
    """What is asked for.

    Attributes:
        path, query, body: what is told there.
    """

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


OF_FIRE, OF_NEW, OF_WORK = {"slug": FIRE}, {"slug": NEW}, {"work": WORK}

EXAMPLES: Mapping[str, Example] = {
    "listFires": Example(query={"stage": "lit", "limit": 20}),
    "getFire": Example(OF_FIRE),
    "getCharter": Example(OF_FIRE),
    "getClarity": Example(OF_FIRE, {"round": 2}),
    "getBrief": Example(OF_FIRE),
    "listDiary": Example(OF_FIRE, {"limit": 20}),
    "listReadings": Example(OF_FIRE),
    "getReading": Example({**OF_FIRE, "number": 4}),
    "listPeople": Example(query={"q": "holm"}),
    "getPerson": Example({"name": "Ada Holm"}),
    "getMomentum": Example(),
    "listEntries": Example(query={"after": 30, "limit": 10}),
    "proveLedger": Example(),
    "search": Example(query={"q": "photos"}),
    "getMe": Example(),
    "listMeasures": Example(),
    "listSources": Example(),
    "tryWebhook": Example({"webhook": "board"}),
    "describe": Example(),
    "checks": Example(body={"charter": CHARTER}),
    "drafts": Example(body={"charter": CHARTER}),
    "fire.drafts": Example(OF_NEW, body={"charter": AMENDED}),
    "fire.checks": Example(OF_NEW),
    "fire.briefs": Example(OF_NEW),
    "fire.overrides": Example(OF_NEW, body={"reason": "It is my own week."}),
    "fire.answers": Example(
        OF_NEW,
        body={
            "intent": "optimize",
            "measure": "undisturbed hours",
            "effect": "It has to rise by at least 0.5",
            "worse": "Nothing is meant to, at any time; if something does, that is a reason to stop",
            "words": "I decline what begins before noon.",
        },
    ),
    "fire.light": Example(OF_NEW),
    "fire.amendments": Example(OF_NEW, body={"charter": CHARTER, "reason": "Where I sit is asked of nobody."}),
    "fire.put-out": Example(OF_NEW, body={"reason": "Somebody else tries it already."}),
    "fire.comments": Example(OF_FIRE, body={"text": "Two tenants sent a film instead of photos."}),
    "fire.tests": Example(OF_FIRE, body={"assumption": 2, "holds": True, "because": "9 of 80 were done again."}),
    "fire.marks": Example(OF_FIRE, body={"code": "066d5e", "mark": "match"}),
    "fire.readings": Example(OF_FIRE),
    "fire.again": Example(OF_FIRE, body={"number": 1}),
    "fire.decisions": Example(OF_FIRE, body={"decision": "keep burning", "reason": "The winter is still to come."}),
    "fire.shares": Example(OF_FIRE, body={"everyone": False, "people": ["Ben Okafor"]}),
    "listWork": Example(),
    "getWork": Example(OF_WORK),
    "getWorkResult": Example(OF_WORK),
    "stopWork": Example(OF_WORK),
}
"""By the key of the call, in the order of a fire's life."""
