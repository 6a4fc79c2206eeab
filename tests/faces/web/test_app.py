from __future__ import annotations

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.faces.sample import HOSTILE
from tests.faces.test_page import Reader
from tests.faces.web.serving import serving
from tests.fires.burning import NAMES, OPTIMIZE, TRANSFORM, asking
from tests.verbs.desks import a_desk, drafted, noted

from smallfires.fires.acts import Amended, Drafted, PutOut
from smallfires.fires.charter import Person
from smallfires.fires.clarity import clarity
from smallfires.verbs.answer import LONGEST, MOST_TIMES, invited
from smallfires.verbs.brief import brief

FEW = asking(4, TRANSFORM)


@pytest.fixture
def desk():
    return a_desk()


@pytest.fixture
def tokens(desk):
    """The links of a fire that asks four people."""
    return {link.person: link.token for link in brief(desk, drafted(desk, FEW)).links}


@pytest.fixture
def client(desk):
    with serving(desk) as client:
        yield client


def right(desk, token, **other: str) -> dict[str, str]:
    """The form as someone fills it who understood."""
    asked = invited(desk, token)
    return {
        "seal": asked.brief.seal,
        **{question.name: question.right for question in asked.asked.questions},
        "words": "",
    } | other


def text(answer) -> str:
    return " ".join(" ".join(data for tag, data in Reader(answer.text).texts if tag != "style").split())


def test_a_link_opens_the_brief_of_its_person(client, tokens):
    """A link opens one page: what is asked, for this person, and the way to the questions."""
    answer = client.get(f"/b/{tokens['Bo']}")
    assert answer.status_code == 200
    assert "Triage by phone, for Bo Do a different thing." in text(answer)
    assert 'href="?questions"' in answer.text


def test_questions_are_asked_without_the_answers(client, desk, tokens):
    """The form has five questions, each option once, and nothing in it tells which is right."""
    seen = Reader(client.get(f"/b/{tokens['Bo']}?questions").text)
    asked = invited(desk, tokens["Bo"]).asked
    offered = [(one["name"], one["value"]) for one in seen.every("input") if one["type"] == "radio"]
    assert offered == [(question.name, option.key) for question in asked.questions for option in question.options]
    assert not any("checked" in one for one in seen.every("input"))
    assert [area["name"] for area in seen.every("textarea")] == ["words"]


def test_right_answers_are_thanked_for(client, desk, tokens):
    """Who understood is thanked, and the answers are in the ledger under their name; loading again answers nothing again."""
    done = client.post(f"/b/{tokens['Bo']}", data=right(desk, tokens["Bo"], words="I call first"))
    assert (done.status_code, done.headers["location"]) == (303, f"/b/{tokens['Bo']}")
    for _ in range(2):
        assert "Thank you. You read it as it is meant." in text(client.get(done.headers["location"]))
    answered = [entry for entry in desk.ledger.entries() if entry.act == "answered"]
    assert [(entry.who, "I call first" in entry.content) for entry in answered] == [("Bo", True)]
    assert clarity(desk.fire(FEW.slug)).everyone.answered == 1


def test_a_wrong_answer_is_met_with_the_sentence_that_answers_it(client, desk, tokens):
    """Who read otherwise sees what they chose and the sentence of the brief, and may answer again; the first counts."""
    address, wrong = f"/b/{tokens['Bo']}", right(desk, tokens["Bo"], measure="nobody")
    client.post(address, data=wrong)
    told = text(client.get(address))
    assert "You chose: I don’t know, or nobody told me One figure tells whether it worked: days to repair." in told
    assert "Do a different thing." in told
    assert 'href="?questions"' in client.get(address).text
    client.post(address, data=right(desk, tokens["Bo"]))
    assert "Your first answers are those that count" in text(client.get(address))
    others = [token for name, token in tokens.items() if name != "Bo"]
    assert [client.post(f"/b/{token}", data=right(desk, token)).status_code for token in others] == [303] * len(others)
    assert clarity(desk.fire(FEW.slug)).everyone.matched == len(others)


def test_nothing_that_was_chosen_is_lost(client, desk, tokens):
    """Where an answer is missing the form comes back with everything else as it was, and says what is missing."""
    form = right(desk, tokens["Bo"], words="<b>I call</b> first")
    del form["effect"]
    answer = client.post(f"/b/{tokens['Bo']}", data=form)
    assert answer.status_code == 422
    seen = Reader(answer.text)
    chosen = {one["name"]: one["value"] for one in seen.every("input") if "checked" in one}
    assert chosen == {name: form[name] for name in ("intent", "measure", "worse")}
    assert "<b>I call" not in answer.text
    assert "<b>I call</b> first" in text(answer)
    assert text(answer).count("Please choose one") == 1
    assert not invited(desk, tokens["Bo"]).given


@pytest.mark.parametrize(
    "form", [{}, {"intent": "x" * 3_000}, {"words": "x" * (LONGEST + 1)}, {"effect": "It has to fall by 0 %"}]
)
def test_what_was_not_offered_is_asked_again(client, desk, tokens, form):
    """A form that was tampered with is asked again, and nothing is noted."""
    sent = {"seal": invited(desk, tokens["Bo"]).brief.seal, **form} if not form else right(desk, tokens["Bo"], **form)
    assert client.post(f"/b/{tokens['Bo']}", data=sent).status_code == 422
    assert not invited(desk, tokens["Bo"]).given


@pytest.mark.parametrize("body", [b"x" * 70_000, b"&".join(b"a=b" for _ in range(50))])
def test_what_is_no_form_of_ours_is_refused(client, tokens, body):
    """More than any form holds is refused before it is read whole."""
    assert client.post(f"/b/{tokens['Bo']}", content=body).status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"%zz=%", b"intent", b"\x00"])
def test_letters_that_are_none_are_asked_again(client, desk, tokens, body):
    """Bytes that are no text are no answer, and no fault."""
    seal = invited(desk, tokens["Bo"]).brief.seal.encode()
    assert client.post(f"/b/{tokens['Bo']}", content=b"seal=" + seal + b"&" + body).status_code == 422


def test_a_page_that_has_changed_is_read_again(client, desk, tokens):
    """Who opened the questions before the charter changed is told so, with what they chose still there."""
    form = right(desk, tokens["Bo"], words="I call first")
    noted(desk, FEW.slug, Drafted(replace(FEW, title="Triage by telephone")))
    answer = client.post(f"/b/{tokens['Bo']}", data=form)
    assert answer.status_code == 409
    assert "The page has changed since you opened the questions" in text(answer)
    assert "I call first" in text(answer)
    assert not invited(desk, tokens["Bo"]).given


def test_every_wrong_link_gets_the_same_answer(client, desk, tokens):
    """Unknown, replaced, taken back and mangled links get the same answer, letter for letter."""
    brief(desk, FEW.slug, renew=("Amira",), revoke=("Bo",))
    wrong = [tokens["Amira"], tokens["Bo"], "nothing", tokens["Dana"][:-1], "%C3%A9", "x" * 3_000]
    answers = [client.get(f"/b/{token}") for token in wrong] + [client.post(f"/b/{token}", data={}) for token in wrong]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert (
        len({tuple((name, value) for name, value in answer.headers.items() if name != "date") for answer in answers})
        == 1
    )


def test_what_is_asked_anew_is_not_asked_by_old_links(client, desk, tokens):
    """While what is asked has changed and has not gone out again, a link says so and takes no answers."""
    harder = replace(FEW, success=replace(FEW.success, worthwhile="3 days"))
    noted(desk, FEW.slug, Amended(harder, harder.seal(), "too easy", (), True))
    answer = client.get(f"/b/{tokens['Bo']}")
    assert (answer.status_code, "A new one is on its way" in text(answer)) == (409, True)


def test_a_fire_that_is_over_asks_nothing(client, desk, tokens):
    """When it is over the brief can be read, and no answer is taken."""
    form = right(desk, tokens["Bo"])
    noted(desk, FEW.slug, PutOut("enough"))
    told = client.get(f"/b/{tokens['Bo']}?questions")
    assert "This is over" in text(told)
    assert "<form" not in told.text
    assert client.post(f"/b/{tokens['Bo']}", data=form).status_code == 409


def test_there_is_an_end_to_answering(client, desk, tokens):
    """After some answers no more are offered, and none are taken."""
    address, wrong = f"/b/{tokens['Bo']}", right(desk, tokens["Bo"], intent="both")
    for _ in range(MOST_TIMES):
        assert client.post(address, data=wrong).status_code == 303
    assert 'href="?questions"' not in client.get(address).text
    assert client.post(address, data=wrong).status_code == 409


def test_nobody_elses_name_or_answer_is_on_any_page(client, desk, tokens):
    """No page of anybody names another person who was asked, or shows what they wrote."""
    client.post(f"/b/{tokens['Amira']}", data=right(desk, tokens["Amira"], words="a secret of mine"))
    client.post(f"/b/{tokens['Bo']}", data=right(desk, tokens["Bo"], intent="both"))
    for name in ("Bo", "Chidi"):
        for query in ("", "?questions"):
            said = client.get(f"/b/{tokens[name]}{query}").text
            assert "secret" not in said
            assert not any(re.search(rf"\b{other}\b", said) for other in NAMES[:4] if other != name)


def every_page(client, desk, tokens):
    wrong = right(desk, tokens["Dana"], intent="both")
    return [
        client.get(f"/b/{tokens['Bo']}"),
        client.get(f"/b/{tokens['Bo']}?questions"),
        client.post(f"/b/{tokens['Bo']}", data=right(desk, tokens["Bo"], effect="")),
        client.post(f"/b/{tokens['Dana']}", data=wrong),
        client.get(f"/b/{tokens['Dana']}"),
        client.get("/b/nothing"),
        client.get("/"),
        client.get("/docs"),
        client.get("/openapi.json"),
        client.delete(f"/b/{tokens['Bo']}"),
        client.get(f"/b/{tokens['Bo']}", headers={"host": "evil.example"}),
    ]


def test_the_link_leaks_nowhere(client, desk, tokens, capfd, caplog):
    """The link stands on no page, is kept by no cache, passed on to no site, and is in no log."""
    caplog.set_level(0)
    for answer in every_page(client, desk, tokens):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert not any(token in answer.text for token in tokens.values())
    told = "".join(capfd.readouterr()) + "".join(
        one.getMessage() for one in caplog.records if not one.name.startswith("http")
    )
    assert not any(token in told for token in tokens.values())


def test_a_page_may_do_nothing_but_send_its_form_back(client, desk, tokens):
    """No script, no outside request, no frame; the style sheet in each page is the one that its policy allows."""
    for answer in every_page(client, desk, tokens):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.endswith("img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "html" not in answer.headers.get("content-type", ""):
            continue
        style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
        assert b64encode(sha256(style.encode()).digest()).decode() in policy
        assert not re.search(r"<script|<img|<iframe|\son\w+=|style=|https?://(?!www\.w3\.org)", answer.text)
        assert {one.get("href") for one in Reader(answer.text).every("a")} <= {"?questions", "?"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.1", "localhost@evil.example", "[::1"]
)
def test_foreign_names_are_refused(client, tokens, host):
    """Under a name that is not of this machine nothing is shown, so that no foreign name can be made to point here."""
    answer = client.get(f"/b/{tokens['Bo']}", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "Triage" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:1234", "[::1]:80", "127.0.0.1"])
def test_this_machine_is_known_by_its_names(client, tokens, host):
    """Whatever the port, the names of this machine are its own."""
    assert client.get(f"/b/{tokens['Bo']}", headers={"host": host}).status_code == 200


def test_pages_can_be_read_by_everyone(client, desk, tokens):
    """Every page has its language, one main part and one first heading; each field has a name that is read aloud."""
    for answer in every_page(client, desk, tokens):
        if "html" not in answer.headers.get("content-type", ""):
            continue
        seen = Reader(answer.text)
        assert seen.every("html") == [{"lang": "en"}]
        assert len(seen.every("main")) == len(seen.every("h1")) == 1
        assert len(seen.every("fieldset")) == len(seen.every("legend"))
        labelled = [opened for tag, found, opened in seen.elements if tag == "input" and found["type"] == "radio"]
        assert all(opened[-1] == "label" and "fieldset" in opened for opened in labelled)
        named = {one.get("for") for one in seen.every("label")}
        assert {area["id"] for area in seen.every("textarea")} <= named


def test_hostile_words_are_text():
    """Markup in a charter and in a person's name stands on their pages as text."""
    charter = replace(
        FEW, title=HOSTILE[0], of=HOSTILE[1], people=(Person(name=HOSTILE[0], act=HOSTILE[1]), *FEW.people)
    )
    charter = replace(charter, success=replace(charter.success, measure=HOSTILE[0]))
    desk = a_desk()
    (link, *_) = brief(desk, drafted(desk, charter)).links
    with serving(desk) as client:
        for query in ("", "?questions"):
            said = client.get(f"/b/{link.token}{query}")
            assert said.status_code == 200
            assert "<script" not in said.text
            assert "\x1b" not in said.text
        form = right(desk, link.token, words=HOSTILE[1])
        assert client.post(f"/b/{link.token}", data=form).status_code == 303
        assert "<img" not in client.get(f"/b/{link.token}").text


def test_a_fault_of_ours_shows_nothing_and_keeps_the_guard(desk, tokens, capfd, tmp_path, monkeypatch):
    """Where we fail, the page says so and no more, the headers hold, and the fault is told without the link."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with serving(replace(desk, ledger=None)) as client:
        answer = client.get(f"/b/{tokens['Bo']}")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert "Something is wrong on our side." in text(answer)
    assert "AttributeError" not in answer.text
    (written,) = tmp_path.iterdir()
    said = "".join(capfd.readouterr()) + written.read_text("utf-8")
    assert "a fault of its own" in said
    assert tokens["Bo"] not in said


def test_all_may_answer_at_once(desk):
    """Eleven people who answer at the same moment are all noted."""
    tokens = {link.person: link.token for link in brief(desk, drafted(desk, OPTIMIZE)).links}
    forms = {name: right(desk, token) for name, token in tokens.items()}
    with serving(desk) as client, ThreadPoolExecutor(len(NAMES)) as people:
        codes = list(people.map(lambda name: client.post(f"/b/{tokens[name]}", data=forms[name]).status_code, NAMES))
    assert set(codes) == {303}
    assert clarity(desk.fire(OPTIMIZE.slug)).everyone.matched == len(NAMES)
