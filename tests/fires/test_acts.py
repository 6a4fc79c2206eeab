"""Facts of the ledger: what they hold comes back as it went in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.fires.burning import OPTIMIZE, TRANSFORM, answered, briefed

from smallfires.fires import acts, membership
from smallfires.fires.entry import EMPTY, Act, chained
from smallfires.fires.plan import Draw, Turn

SEAL = OPTIMIZE.seal()
DRAW = Draw((Turn("Ward 3", (1, 2)),), ("Ward 4",), ("2026-W10", "2026-W11"), True, 7)
FACTS = [
    acts.Drafted(TRANSFORM, "title = 'Ü'\r\n"),
    acts.Checked(SEAL, (acts.Finding("vague", "title", "leverage", "It says nothing.", "Say what is done."),)),
    briefed(OPTIMIZE, 2),
    answered(OPTIMIZE, "Bo", {"intent": "both"}, words="Ich flüstere."),
    acts.Marked(7, "partly"),
    acts.Overridden(SEAL, "Two are on leave.", ("2 of 11 have not answered.",)),
    acts.Lit(OPTIMIZE, SEAL, DRAW, 24.123456789012345, None, "best seen", 3),
    acts.Lit(TRANSFORM, TRANSFORM.seal()),
    acts.Amended(OPTIMIZE, SEAL, "Too short.", (acts.Change("success.by", "1 May 2026", "1 June 2026"),), True),
    acts.Read(2, "keep burning", {"minutes": "9f"}, {"minutes": {"level": 0.95}}, "0.1.0", {"effect": -1e-17}),
    acts.Decided("spread", "It works.", 2, "put out", "transform"),
    acts.Spread("It works.", ("Ward 7", "Ward 8")),
    acts.PutOut("No time."),
    acts.Tested(1, False, "2 of 40."),
    acts.Commented("Zeile 1\nZeile 2 \U0001f525"),
    acts.Told("verdict of reading 2", "mail"),
    membership.Shared(False, ("Bo", "Zoë")),
    membership.Enrolled("Bo Berg", "reader", "login.example.org"),
    membership.Linked("Bo Berg"),
    membership.PasswordSet("Bo Berg"),
    membership.RoleChanged("Bo Berg", "reader", "admin"),
    membership.Closed("Bo Berg"),
    membership.Reopened("Bo Berg"),
    membership.SessionsEnded("Bo Berg"),
    membership.TokenMade("Bo Berg", "0f" * 8, "Power BI", ("read", "light"), "2026-06-01"),
    membership.TokenEnded("Bo Berg", "0f" * 8, "Power BI"),
]


@pytest.mark.parametrize("fact", FACTS, ids=[f"{at} {type(fact).__name__}" for at, fact in enumerate(FACTS)])
def test_a_fact_comes_back_as_it_went_in(fact):
    """Through an entry of the ledger and back, to the last digit and the last letter."""
    (entry,) = chained(EMPTY, "2026-03-02T08:15:00.000000Z", [acts.draft("Ruth", "shorter-handover", fact)])
    assert acts.fact(entry) == fact
    assert entry.act == acts.act_of(fact)
    assert acts.FACTS[entry.act] is type(fact)


def test_every_act_has_its_fact():
    """No act of the ledger is without a fact, no fact without an act, and each is tried here."""
    assert set(acts.FACTS) == set(Act)
    assert {type(fact) for fact in FACTS} == set(acts.FACTS.values())


def test_a_charter_that_comes_back_has_the_same_seal():
    """What was frozen can be proved by its seal after it was read from the ledger."""
    for charter in (OPTIMIZE, TRANSFORM, replace(OPTIMIZE, title="Übergabe, kürzer")):
        (entry,) = chained(EMPTY, "2026-03-02T08:15:00.000000Z", [acts.draft("R", charter.slug, acts.Drafted(charter))])
        assert acts.fact(entry).charter.seal() == charter.seal() == acts.Lit(charter, charter.seal()).seal


def test_what_an_older_version_wrote_is_read():
    """A field that came later has its default; one that is gone is left out."""
    (entry,) = chained(EMPTY, "2026-03-02T08:15:00.000000Z", [acts.draft("R", "x", acts.Decided("spread", "y", 1, ""))])
    told = json.loads(entry.content)
    del told["relabel"]
    old = replace(entry, content=json.dumps({**told, "mood": "sunny"}))
    assert acts.fact(old) == acts.Decided("spread", "y", 1, "")


@pytest.mark.parametrize(
    ("decision", "verdict", "against"),
    [
        ("spread", "spread", False),
        ("spread", "", False),
        ("keep burning", "too early", False),
        ("put out", "too early", True),
        ("keep burning", "put out", True),
    ],
)
def test_a_decision_knows_whether_it_is_against(decision, verdict, against):
    """Another decision than the verdict's is against it; to keep burning is what too early asks for."""
    assert acts.Decided(decision, "why", 1, verdict).against is against
