"""A fire's diary as people read it."""

from __future__ import annotations

import pytest
from tests.fires.burning import OPTIMIZE, answered, briefed, fire

from smallfires.fires import acts, membership
from smallfires.fires.diary import line, told
from smallfires.fires.plan import Draw, Turn

DRAW = Draw((Turn("Ward 3", (1, 2)), Turn("Ward 5", (1, 2))), ("Ward 4",), ("1", "2"), True, 7)
SEAL = OPTIMIZE.seal()
TOLD = [
    (acts.Drafted(OPTIMIZE), "Wrote the charter."),
    (acts.Checked(SEAL, ()), "The charter check found nothing that makes people guess."),
    (acts.Checked(SEAL, (acts.Finding("a", "title", "x", "p", "i"),)),
     "The charter check found 1 place that makes people guess."),
    (acts.Briefed(SEAL, 1, (acts.Invited("Bo", "k"),)), "Sent the brief to 1 person."),
    (briefed(OPTIMIZE, 2), "Sent the brief to 11 people, for round 2 of the teach-back."),
    (answered(OPTIMIZE, "Bo", words="I shall whisper."), "Answered the teach-back."),
    (acts.Marked(4, "no"), "Read somebody's own words, without the name."),
    (acts.Overridden(SEAL, "Two are on leave", ()), "Lets it be lit below the clarity that it declares: Two are on leave."),
    (acts.Lit(OPTIMIZE, SEAL), "Lit it."),
    (acts.Lit(OPTIMIZE, SEAL, DRAW, late=2), "Lit it, 2 days late. The lot fell on Ward 3 and Ward 5."),
    (acts.Amended(OPTIMIZE, SEAL, "it was too short", (acts.Change("success.by", "a", "b"),), True),
     "Amended success.by: It was too short. The brief goes out again."),
    (acts.Read(3, "too early", {}, {}, "0", {}), "Reading 3: too early."),
    (acts.Decided("spread", "It works", 3, "spread"), "Decided: spread. It works."),
    (acts.Decided("spread", "It works", 3, "put out", "transform"),
     "Decided: spread, against the verdict (put out). It works. It is said to have been a fire to transform."),
    (acts.Spread("It works", ("Ward 7",)), "It spreads to Ward 7."),
    (acts.Spread("It works"), "It spreads."),
    (acts.PutOut("no time"), "Put out: No time."),
    (acts.PutOut(), "It is put out."),
    (acts.Tested(1, False, "2 of 40 did"), "Assumption 1 does not hold: 2 of 40 did."),
    (acts.Told("verdict of reading 3", "mail bo@example.org"), "Sent the news of the verdict of reading 3, by mail."),
    (acts.Commented("Ward 5 has the flu"), "Ward 5 has the flu."),
    (membership.Shared(True), "Everybody may see it."),
    (membership.Shared(False, ("Bo",)), "Only its owner, the people asked, Bo and admins may see it."),
    (membership.Enrolled("Bo", "reader"), "Enrolled Bo as reader."),
    (membership.Enrolled("Bo", "reader", "id.example"), "Enrolled Bo as reader, who came by id.example."),
    (membership.Linked("Bo"), "Made a link with which Bo chooses a password."),
    (membership.PasswordSet("Bo"), "Bo has a new password."),
    (membership.RoleChanged("Bo", "reader", "admin"), "Bo is admin now, and was reader before."),
    (membership.Closed("Bo"), "Closed the account of Bo."),
    (membership.Reopened("Bo"), "Opened the account of Bo again."),
    (membership.SessionsEnded("Bo"), "Ended all sessions of Bo."),
    (membership.TokenMade("Bo", "0a1b2c3d", "Power BI", ("read", "light"), "2026-06-01"),
     "Made the token “Power BI” (0a1b2c) of Bo: it may read and light, until 2026-06-01."),
    (membership.TokenEnded("Bo", "0a1b2c3d", "Power BI"), "Ended the token “Power BI” (0a1b2c) of Bo."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "text"), TOLD, ids=[f"{type(fact).__name__} {at}" for at, (fact, _) in enumerate(TOLD)]
)
def test_every_act_is_told_in_a_sentence(fact, text):
    """What was done, and why where a reason was given; never what somebody answered."""
    assert told(fact) == text


def test_every_act_can_be_told():
    """No fact is without its sentence."""
    assert {type(fact) for fact, _ in TOLD} == set(acts.FACTS.values())


def test_a_line_says_who_and_when():
    """A line has the entry's number, its time, who acted, and which act it was."""
    found = line(fire(acts.Drafted(OPTIMIZE), acts.Commented("Hm")).diary[1])
    assert (found.number, found.at[:10], found.who, found.act, found.text) == (
        2,
        "2026-02-01",
        "Ruth Adler",
        "commented",
        "Hm.",
    )
