"""Whole lives of fires, from the first question to the decision, by forms alone and without a script."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.faces.web.board.living import PEOPLE, SHORTER, SLUG, answered, begun, links
from tests.faces.web.browsing import Browser
from tests.faces.web.serving import serving
from tests.verbs.desks import OWNER, lit
from tests.verbs.wards import TEXT, a_workspace, by, drafted, grown

from smallfires.faces.web import door
from smallfires.faces.web.door import Visitor
from smallfires.fires.access import RIGHTS, Role
from smallfires.fires.acts import Briefed, Overridden
from smallfires.fires.fire import Stage
from smallfires.verbs.answer import own
from smallfires.verbs.brief import key_of

TRANSFORM = SHORTER | {
    "title": "No handover",
    "hypothesis.change": "a board at the bed instead of a handover",
    "success.today": "100",
    "success.optimised": "60",
    "budget.measure": "price",
    "budget.lose": "8%",
    "budget.until": "2025-08-25",
    "adoption.new_way": 'activity is "Board"',
    "adoption.share": "60%",
    "adoption.by": "2025-09-15",
    "risks.1.assumption": "nurses look at the board",
    "risks.1.test": "count the looks of ten shifts",
    "risks.1.by": "2025-08-20",
}
RIGHT = {"intent": 0, "measure": 1, "effect": 2, "worse": 3}


@pytest.fixture
def desk(tmp_path):
    return a_workspace(tmp_path)


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


def test_an_optimization_lives_by_forms_alone(client, desk):
    """Declared, briefed, misread, written anew, asked again, understood, marked, lit, read, done again, amended, decided."""
    browser = begun(client, "optimize").fill({"success.measure": "cost", "design.name": "parallel"}).press("add:people")
    browser.at("/fires/new").fill(SHORTER | {"people.1.name": "Ada Holm", "people.1.act": "hand over in five points"})
    browser.press("draft")
    assert "What comes next: send the brief" in browser.says
    browser.follow("To the brief").at("/briefs").press()
    assert "1 link, to be passed on." in browser.says
    (link,) = links(browser).values()
    answered(client, desk, link, intent="transform")
    browser.open(f"/fires/{SLUG}")
    assert "What comes next: write anew what was misread" in browser.says
    browser.follow("See what they understood")
    assert "The sentence to write anew" in browser.says
    assert browser.page.links["Write it anew"] == f"/fires/{SLUG}/charter#f-intent"
    browser.follow("Write it anew").at("/charter").fill(title="A handover of five points").press("draft")
    browser.follow("The brief").having("ask_again").press()
    (link,) = links(browser).values()
    answered(client, desk, link)
    browser.open(f"/fires/{SLUG}/clarity").at("/marks").fill().press("match")
    assert "Noted in the ledger: Read somebody's own words, without the name." in browser.says
    assert 'aria-pressed="true"' in browser.answer.text
    browser.open(f"/fires/{SLUG}").at("/light").press()
    assert desk.fire(SLUG).stage is Stage.LIT
    grown(desk, 36)
    browser.open(f"/fires/{SLUG}").at("/readings").press()
    assert browser.path == f"/fires/{SLUG}/readings/1"
    browser.at("/again").press()
    assert "The same to the last digit" in browser.says
    browser.open(f"/fires/{SLUG}").follow("Amend the charter").at("/charter").fill({"horizon.end": "2025-10-12"})
    browser.press("draft")
    assert "reason" in {name.removeprefix("f-") for name in browser.page.problems}
    browser.at("/charter").fill(reason="A week was lost.").press("draft")
    assert "Amended horizon.end: A week was lost." in browser.says
    browser.at("/decisions").fill(decision="spread", reason="All want it.", units="Site C").press()
    assert desk.fire(SLUG).stage is Stage.SPREAD
    assert "What comes next" not in browser.says


def test_a_transformation_lives_by_forms_alone(client, desk):
    """With its budget, its adoption, its riskiest assumptions and their tests; lit unclear by somebody who takes it on."""
    browser = begun(client, "transform").fill({"success.measure": "cost", "design.name": "parallel"}).press("check")
    assert "f-adoption-new-way" not in browser.page.problems
    assert "It is not said what counts as the new way." in browser.page.problems["s-adoption"]
    told = TRANSFORM | {"people.1.name": "Ada Holm", "people.1.act": "write on the board", "people.1.leads": "yes"}
    browser.at("/fires/new").fill(told).press("draft")
    assert (browser.path, browser.page.problems) == ("/fires/no-handover", {})
    charter = desk.fire("no-handover").charter
    assert (charter.budget.lose, charter.adoption.share, charter.risks[0].by.isoformat()) == ("8%", 0.6, "2025-08-20")
    browser.follow("To the brief").at("/briefs").press()
    browser.open("/fires/no-handover")
    assert "What comes next: wait for answers 0 of 1 have answered. Still to come: Ada Holm." in browser.says
    browser.follow("See what they understood").at("/overrides").press()
    assert "overrides-reason" in browser.page.problems
    browser.at("/overrides").fill(reason="Ada is back on Monday.").press()
    assert desk.fire("no-handover").every(Overridden)
    browser.open("/fires/no-handover").at("/light").press()
    assert desk.fire("no-handover").burning
    grown(desk, 36)
    browser.open("/fires/no-handover").at("/tests").fill(holds="yes", because="31 of 40 looked.").press()
    browser.at("/readings").press()
    assert "Ada is back on Monday." in browser.says
    browser.open("/fires/no-handover").at("/decisions").fill(decision="put out", reason="Nobody looks.").press()
    assert desk.fire("no-handover").stage is Stage.PUT_OUT


def test_one_person_lives_a_fire_alone(client, desk):
    """The only one asked answers on the board, needs no link, and is told what was read otherwise than it is meant."""
    told = SHORTER | {
        "picked": "lot",
        "scope.units": ["Site A", "Site B", "Site C", "Site D"],
        "people.1.act": "use the card",
    }
    browser = begun(client, "optimize", "yes")
    assert browser.typed("people.1.name") == [OWNER]
    del told["design.permutations"]
    browser.fill({"success.measure": "cost", **told, "design.name": "parallel"}).press("draft")
    browser.follow("To the brief").at("/briefs").press()
    assert browser.path == f"/fires/{SLUG}/brief"
    browser.at("/answers").press()
    assert set(browser.page.problems) == {f"answers-{name}" for name in RIGHT}
    right = {question.name: question.right for question in own(desk, SLUG).asked.questions}
    browser.at("/answers").fill({**right, "words": "The card."}).press()
    assert browser.path == f"/fires/{SLUG}/clarity"
    assert "It is clear to you." in browser.says
    browser.open(f"/fires/{SLUG}").at("/light").press()
    grown(desk, 36)
    browser.open(f"/fires/{SLUG}").at("/readings").press()
    browser.open(f"/fires/{SLUG}").at("/decisions").fill(decision="keep burning", reason="Too early.").press()
    assert desk.fire(SLUG).decided.decision == "keep burning"


def test_links_are_shown_once_and_kept_nowhere(client, desk):
    """A link stands in one answer only, which no cache keeps; of it the ledger has its digest, and no page anything."""
    drafted(desk, TEXT + PEOPLE)
    browser = Browser(client).open(f"/fires/{SLUG}/brief").at("/briefs").press()
    assert browser.answer.headers["cache-control"] == "no-store"
    token = links(browser)["Ada Holm"].rpartition("/")[2]
    assert browser.answer.text.count(token) >= 3
    (sent,) = [noted.fact for noted in desk.fire(SLUG).diary if isinstance(noted.fact, Briefed)]
    assert [one.key for one in sent.invited] == [key_of(token)]
    assert all(token not in entry.content for entry in desk.ledger.entries())
    for address in ("", "/brief", "/clarity", "/charter"):
        assert token not in client.get(f"/fires/{SLUG}{address}").text
    assert token not in client.get("/ledger").text
    files = [path for path in desk.workspace.folder.rglob("*") if path.is_file()]
    assert all(token.encode() not in path.read_bytes() for path in files)


def test_a_link_is_replaced_and_taken_back(client, desk):
    """A new link ends the one before it; one that is taken back opens nothing, and who has none can be given another."""
    drafted(desk, TEXT + PEOPLE.replace("Ada Holm", "Holm, Ada"))
    browser = Browser(client).open(f"/fires/{SLUG}/brief").at("/briefs").press()
    (first,) = links(browser).values()
    browser.open(f"/fires/{SLUG}/brief").having("renew")
    (second,) = links(browser.press()).values()
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]
    browser.open(f"/fires/{SLUG}/brief").having("revoke")
    browser.press()
    assert client.get(second).status_code == 404
    assert "the link was taken back" in browser.open(f"/fires/{SLUG}/brief").says


def test_nothing_of_an_answer_is_shown_under_four(client, desk):
    """Three answers of five show how many answered and no more: not by question, not in own words, on no page."""
    names = ["Ada", "Ben", "Cleo", "Dan", "Eve"]
    drafted(desk, TEXT + "".join(f'\n[[people]]\nname = "{name}"\nact = "hand over"\n' for name in names))
    browser = Browser(client).open(f"/fires/{SLUG}/brief").at("/briefs").press()
    found = links(browser)
    for name in names[:3]:
        answered(client, desk, found[name], intent="both", words=f"Secret of {name}.")
    for address in ("/clarity", "/brief", "", "/charter"):
        said = browser.open(f"/fires/{SLUG}{address}").says
        assert "Secret of" not in said
        assert "believe" not in said
        assert "write anew" not in said
    assert "3 of 5 have answered." in browser.open(f"/fires/{SLUG}/clarity").says
    answered(client, desk, found["Dan"], intent="both", words="Secret of Dan.")
    said = browser.open(f"/fires/{SLUG}/clarity").says
    assert "4 of 4 believe that they are asked" in said
    assert said.count("Secret of") == 4
    assert "Secret of" not in browser.open(f"/fires/{SLUG}").says


def test_own_words_are_read_by_the_owner_only(tmp_path):
    """Whoever else may see the fire sees no own words, and can mark none."""
    desk = a_workspace(tmp_path)
    drafted(desk, TEXT + PEOPLE)
    with serving(desk, board=True) as client:
        browser = Browser(client).open(f"/fires/{SLUG}/brief").at("/briefs").press()
        answered(client, desk, links(browser)["Ada Holm"], words="The fifth point.")
        assert "The fifth point." in browser.open(f"/fires/{SLUG}/clarity").says
    with serving(by(desk, "Somebody else"), board=True) as client:
        browser = Browser(client).open(f"/fires/{SLUG}/clarity")
        assert "The fifth point." not in browser.says
        assert not [form for form in browser.page.forms if form.action.endswith("/marks")]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_can_do_what_it_is_for(desk, role, monkeypatch):
    """A reader is offered and allowed nothing; a lighter all but what is an approver's: to take unclear ones on."""
    monkeypatch.setattr(door.Alone, "visitor", lambda self, request: Visitor(self.name, RIGHTS[role]))
    drafted(desk, TEXT + PEOPLE)
    lights, approves = role is not Role.READER, role in (Role.APPROVER, Role.ADMIN)
    with serving(desk, board=True) as client:
        browser = Browser(client).open("/")
        token = re.search('name="token" value="([^"]+)"', client.get("/ledger").text)[1]
        told = {"token": token, "seen": str(desk.fire(SLUG).last), "reason": "So."}
        assert ("New fire" in browser.says) is lights
        assert (client.get("/fires/new").status_code == 200) is lights
        assert (client.get(f"/fires/{SLUG}/charter").status_code == 200) is lights
        sends = [form for form in browser.open(f"/fires/{SLUG}/brief").page.forms if form.action.endswith("/briefs")]
        assert bool(sends) is lights
        for key in ("briefs", "light", "answers", "marks"):
            assert (client.post(f"/fires/{SLUG}/{key}", data=told).status_code == 403) is not lights
        client.post(f"/fires/{SLUG}/briefs", data=told)
        offered = [
            form for form in browser.open(f"/fires/{SLUG}/clarity").page.forms if form.action.endswith("/overrides")
        ]
        assert bool(offered) is approves
        told["seen"] = str(desk.fire(SLUG).last)
        assert (client.post(f"/fires/{SLUG}/overrides", data=told).status_code == 303) is approves
        assert bool(desk.fire(SLUG).every(Overridden)) is approves


def test_what_keeps_it_from_being_lit_is_said(client, desk):
    """A fire that cannot be lit as it stands any more says why, and stays as it is."""
    drafted(desk, TEXT)
    browser = Browser(client).open(f"/fires/{SLUG}/clarity").at("/overrides").fill(reason="Alone.").press()
    other = replace(desk.fire(SLUG).charter, slug="other", title="Other")
    lit(desk, other)
    browser.open(f"/fires/{SLUG}").at("/light").press()
    assert "burn in the fire" in browser.says
    assert not desk.fire(SLUG).burning


def test_documents_can_be_taken_away(client, desk):
    """The brief is one sheet, a reading a sheet, a page and a record; what there is not is not found."""
    drafted(desk, TEXT + PEOPLE)
    assert client.get(f"/fires/{SLUG}/brief.pdf").content[:5] == b"%PDF-"
    Browser(client).open(f"/fires/{SLUG}/clarity").at("/overrides").fill(reason="It is a test.").press()
    Browser(client).open(f"/fires/{SLUG}").at("/light").press()
    grown(desk, 36)
    Browser(client).open(f"/fires/{SLUG}").at("/readings").press()
    found = {end: client.get(f"/fires/{SLUG}/readings/1/reading.{end}") for end in ("pdf", "html", "json")}
    assert found["pdf"].content[:5] == b"%PDF-"
    assert found["json"].json()["number"] == 1
    assert "<html" in found["html"].text
    assert client.get(f"/fires/{SLUG}/readings/2/reading.pdf").status_code == 404
    assert client.get(f"/fires/{SLUG}/readings/1/reading.exe").status_code == 404
