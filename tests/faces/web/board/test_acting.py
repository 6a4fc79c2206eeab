from __future__ import annotations

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import chosen, hidden, send, text, typed
from tests.faces.web.serving import serving
from tests.fires.burning import TRANSFORM
from tests.verbs.desks import HANDOVER, OWNER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.faces.deeds.fields import LONGEST
from smallfires.fires import acts
from smallfires.fires.acts import Commented, PutOut
from smallfires.fires.fire import Stage


@pytest.fixture
def desk():
    made = a_desk()
    lit(made)
    lit(made, TRANSFORM)
    noted(made, HANDOVER, read(1, "put out"))
    return made


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def last(desk, slug=HANDOVER):
    return desk.fire(slug).diary[-1]


def test_a_comment_is_noted_and_shown(client, desk):
    """A line is in the diary under the name of who acts, and the page says that it was noted; loading again writes nothing."""
    done = send(client, HANDOVER, "comments", text="  The ward has the flu.\r\nFewer calls. ")
    assert (done.status_code, last(desk).who) == (303, OWNER)
    assert last(desk).fact == Commented("The ward has the flu.\r\nFewer calls.")
    for _ in range(2):
        said = text(client.get(done.headers["location"]))
        assert "Noted in the ledger: The ward has the flu. Fewer calls." in said
    assert len(desk.fire(HANDOVER).every(Commented)) == 1


def test_a_comment_that_is_sent_twice_is_noted_once(client, desk):
    """Who presses twice has written one line; who opens the page again may write the same once more."""
    form = hidden(client.get(f"/fires/{HANDOVER}")) | {"text": "Loud."}
    answers = [client.post(f"/fires/{HANDOVER}/comments", data=form) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(desk.fire(HANDOVER).every(Commented)) == 1
    send(client, HANDOVER, "comments", text="Loud.")
    assert len(desk.fire(HANDOVER).every(Commented)) == 2


def test_a_comment_does_not_mind_what_others_do(client, desk):
    """A line is written whatever was done meanwhile, of a fire that is over, too."""
    form = hidden(client.get(f"/fires/{HANDOVER}")) | {"text": "Loud."}
    noted(desk, HANDOVER, PutOut("enough"))
    assert client.post(f"/fires/{HANDOVER}/comments", data=form).status_code == 303


@pytest.mark.parametrize(("holds", "told"), [("yes", True), ("no", False)])
def test_a_test_is_noted(client, desk, holds, told):
    """What a test showed is noted with what was seen."""
    done = send(client, TRIAGE, "tests", holds=holds, because="31 of 40 picked up.")
    assert done.status_code == 303
    assert last(desk, TRIAGE).fact == acts.Tested(1, told, "31 of 40 picked up.")


def test_a_decision_is_noted_against_the_verdict_too(client, desk):
    """A decision has its reason, its units and its label; what follows from it is noted with it, and shown."""
    done = send(
        client,
        HANDOVER,
        "decisions",
        decision="spread",
        reason="All want it.",
        units=" Ward 7, Ward 8",
        relabel="transform",
    )
    assert done.status_code == 303
    fire = desk.fire(HANDOVER)
    assert (fire.stage, fire.decided.against, fire.decided.relabel) == (Stage.SPREAD, True, "transform")
    assert fire.diary[-1].fact == acts.Spread("All want it.", ("Ward 7", "Ward 8"))
    said = text(client.get(done.headers["location"]))
    assert "Noted in the ledger: Decided: spread, against the verdict (put out). All want it." in said
    assert "It spreads to Ward 7 and Ward 8." in said


def test_the_verdict_stands_beside_the_decision(client):
    """Who decides sees what the last reading says."""
    assert "The verdict of reading 1 : put out ." in text(client.get(f"/fires/{HANDOVER}"))
    assert "It has not been read yet: there is no verdict." in text(client.get(f"/fires/{TRIAGE}"))


def test_a_draft_is_given_up(client, desk):
    """A fire that was never lit is put out with a reason."""
    drafted(desk, TRANSFORM.__class__(**{**vars(TRANSFORM), "slug": "draft"}))
    assert send(client, "draft", "put-out", reason="No time.").status_code == 303
    assert desk.fire("draft").stage is Stage.PUT_OUT


WRONG = [
    (HANDOVER, "comments", {"text": " "}, {"comments-text"}),
    (HANDOVER, "comments", {"text": "x" * (LONGEST + 1)}, {"comments-text"}),
    (TRIAGE, "tests", {"because": "Some <b>did</b>."}, {"tests-1-holds"}),
    (TRIAGE, "tests", {"holds": "yes", "because": ""}, {"tests-1-because"}),
    (HANDOVER, "decisions", {"reason": "Because & so", "units": "Ward 7"}, {"decisions-decision", "decisions-units"}),
    (HANDOVER, "decisions", {"decision": "put out", "reason": "", "units": "Ward 7"}, {"decisions-reason", "decisions-units"}),
    (HANDOVER, "decisions", {"decision": "spread", "reason": "So", "units": "Ward 7,,Ward 8"}, {"decisions-units"}),
    (HANDOVER, "decisions", {"decision": "too early", "reason": "So", "relabel": "optimize"},
     {"decisions-decision", "decisions-relabel"}),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "form", "values", "problems"), WRONG)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(client, desk, slug, form, values, problems):
    """The form comes back open, with the problem beside each field that has one, and everything that was typed."""
    before = desk.ledger.head()
    answer = send(client, slug, form, **values)
    assert (answer.status_code, desk.ledger.head()) == (422, before)
    seen = Reader(answer.text)
    found = {one["id"].removeprefix("problem-") for one in seen.every("p") if one.get("class") == "sf-problem"}
    assert found == problems
    pointed = {one["aria-describedby"] for _, one, _ in seen.elements if one.get("aria-invalid")}
    assert pointed == {f"problem-{name}" for name in problems}
    back = typed(answer)
    for name, value in values.items():
        texts = [text for key, text in back.items() if key.endswith(f"-{name}")]
        assert value in texts or (name, value) in chosen(answer) or name in ("decision", "relabel")
    assert form == "comments" or len([one for one in seen.every("details") if "open" in one]) == 1


def test_a_choice_is_kept(client):
    """What was chosen stays chosen where something else is wrong."""
    answer = send(client, HANDOVER, "decisions", decision="spread", reason="", relabel="transform")
    assert chosen(answer) == {("decision", "spread")}
    assert '<option value="transform" selected>' in answer.text


@pytest.mark.parametrize(
    ("slug", "form", "values"),
    [
        (HANDOVER, "decisions", {"decision": "keep burning", "reason": "The flu hides it."}),
        (TRIAGE, "tests", {"holds": "no", "because": "Nobody picked up."}),
    ],
)
def test_who_has_not_seen_what_changed_is_told(client, desk, slug, form, values):
    """Where the fire has changed since the page was opened nothing is noted; what changed is said, and what was typed kept."""
    opened = hidden(client.get(f"/fires/{slug}"))
    noted(desk, slug, Commented("A gas leak was missed."))
    answer = client.post(f"/fires/{slug}/{form}", data=opened | values)
    assert answer.status_code == 409
    said = text(answer)
    assert "The fire has changed since you opened this page, and nothing was noted." in said
    assert f"Meanwhile: A gas leak was missed. {OWNER}" in said
    kept = next(value for name, value in values.items() if name in ("reason", "because"))
    assert kept in typed(answer).values()
    assert (*(item for item in values.items() if item[0] in ("decision", "holds")),) == tuple(chosen(answer))
    assert last(desk, slug).fact == Commented("A gas leak was missed.")
    assert client.post(f"/fires/{slug}/{form}", data=hidden(answer) | values).status_code == 303


def test_a_form_that_is_there_no_more_loses_nothing(client, desk):
    """Who decides on a fire that is over meanwhile is told so, and finds the reason where it can still be noted."""
    form = hidden(client.get(f"/fires/{HANDOVER}")) | {"decision": "spread", "reason": "All want it."}
    noted(desk, HANDOVER, PutOut("enough"))
    answer = client.post(f"/fires/{HANDOVER}/decisions", data=form)
    assert answer.status_code == 409
    assert "is put out already" in text(answer)
    assert typed(answer) == {"comments-text": "All want it."}
    assert "Meanwhile: Put out: Enough." in text(answer)


def test_an_assumption_that_is_not_there_loses_nothing(client):
    """Who tests an assumption that an amendment took away finds what was seen as a comment."""
    answer = send(client, HANDOVER, "tests", assumption="1", holds="yes", because="Seen.")
    assert answer.status_code == 422
    assert "has no assumption 1" in text(answer)
    assert typed(answer)["comments-text"] == "Seen."


@pytest.mark.parametrize("body", [b"x" * 70_000, b"&".join(b"a=b" for _ in range(50))])
def test_what_is_no_form_of_ours_is_refused(client, desk, body):
    """More than any form holds is refused before it is read whole."""
    before = desk.ledger.head()
    refused = client.post(f"/fires/{HANDOVER}/comments", content=body)
    assert (refused.status_code, "Make it shorter, and send it again." in text(refused)) == (413, True)
    assert client.post("/ledger/proof", content=body).status_code == 413
    assert desk.ledger.head() == before


def test_an_unknown_fire_takes_nothing(client):
    """A form to a fire that there is not gets the page that says so."""
    form = hidden(client.get(f"/fires/{HANDOVER}"))
    for address in ("comments", "decisions", "put-out", "tests"):
        assert client.post(f"/fires/nothing/{address}", data=form | {"text": "x", "reason": "x"}).status_code in (
            404,
            422,
        )


@pytest.mark.parametrize("address", ["/nothing", "/fires/nothing", f"/fires/{HANDOVER}/readings/7", "/people/Nobody"])
def test_what_is_not_there_leads_on(client, address):
    """A page that says that nothing is there has the way to all pages, and sends nobody to the command line."""
    answer = client.get(address)
    assert answer.status_code in (404, 422)
    assert ">Ledger</a>" in answer.text
    assert "smallfires " not in text(answer)
