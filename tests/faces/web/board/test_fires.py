from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.faces.sample import HOSTILE
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import hidden, text
from tests.faces.web.serving import serving
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.fires import acts
from smallfires.fires.acts import Commented, Decided, PutOut, Spread
from smallfires.fires.charter import Bounds, Person, Risk


@pytest.fixture
def desk():
    """On 20 April: one fire burns and is late with a test, one burns, one is drafted, one is spread, one was given up."""
    made = a_desk()
    lit(made)
    lit(made, TRANSFORM)
    noted(made, HANDOVER, read(1, "keep burning"), Decided("keep burning", "The flu", 1, "keep burning"))
    drafted(made, replace(OPTIMIZE, slug="draft", title="Fewer forms"))
    lit(made, replace(OPTIMIZE, slug="wide", title="One list"))
    noted(made, "wide", read(1, "put out"), Decided("spread", "All want it", 1, "put out"), Spread("All want it"))
    drafted(made, replace(OPTIMIZE, slug="given-up", title="Nobody wanted it"))
    noted(made, "given-up", PutOut("no time"))
    made.now.on("2026-04-20")
    return made


@pytest.fixture
def client(desk):
    with serving(desk, board=True) as client:
        yield client


EVERY = ("/", "/stages/all", "/stages/late?owner=ruth&page=7",
         f"/fires/{HANDOVER}", f"/fires/{TRIAGE}", "/fires/draft", "/fires/wide", "/search", "/search?q=nurses",
         "/search?q=%20%21", "/ledger", "/nothing", "/fires/nothing")  # fmt: skip


def test_fires_stand_by_stage_and_late_ones_first(client):
    """The board counts the fires, says what is late, then shows each once, by stage, the late ones first."""
    answer = client.get("/")
    said = text(answer)
    assert "5 fires: 2 burn, 1 to be lit and 2 over." in said
    late = "Late Fewer forms : light it, since 2 March 2026. Triage by phone : test assumption 1, since 20 March 2026."
    stages = ["Burning 2", "Drafted, to be briefed 1", "Spread 1", "Put out 1"]
    places = [said.index(stage) for stage in (late, *stages)]
    assert places == sorted(places)
    links = re.findall(r'<h3 dir="auto"><a href="(.*?)"', answer.text)
    assert links == [f"/fires/{slug}" for slug in (TRIAGE, HANDOVER, "draft", "wide", "given-up")]


def test_a_card_says_how_a_fire_stands(client):
    """A card has the intent, what is changed, the day among how many, the last verdict, what is due."""
    cards = [card.split("</li>")[0] for card in client.get("/").text.split('<li class="sf-card')[1:]]
    triage, handover, draft, wide, given_up = [" ".join(re.sub("<.*?>", " ", card).split()) for card in cards]
    assert "transform process “Intake of repairs” Triage by phone Day 50 of 117 Not read yet" in triage
    assert triage.endswith("Late since 20 March 2026: test assumption 1")
    assert "Day 50 of 117 Last verdict: keep burning; decided: keep burning Next, 26 June 2026: decide" in handover
    assert "Late since 2 March 2026: light it" in draft
    assert "Last verdict: put out; decided against it" in wide
    assert "Put out on 1 February 2026, never lit" in given_up
    assert 'width="42.7"' in cards[0]


def test_a_long_board_stays_calm():
    """Of many fires of a stage the first ones are on the board, late ones or the newest, with the way to all of them."""
    desk = a_desk()
    for number in range(20):
        lit(desk, replace(OPTIMIZE, slug=f"late-{number}"))
        desk.now.on(f"2026-07-{number + 1:02}")
        lit(desk, replace(OPTIMIZE, slug=f"over-{number}"))
        noted(desk, f"over-{number}", PutOut("enough"))
    with serving(desk, board=True) as client:
        answer = client.get("/")
    links = re.findall(r'<h3 dir="auto"><a href="/fires/(.*?)"', answer.text)
    assert links[12:] == [f"over-{number}" for number in range(19, 13, -1)]
    assert set(links[:12]) <= {f"late-{number}" for number in range(20)}
    assert "All 20 that are late" in text(answer)
    assert answer.text.count('<a href="/stages/burning">All 20 of them</a>') == 1
    assert answer.text.count('<a href="/stages/put-out">All 20 of them</a>') == 1


def test_an_empty_board_says_how_to_begin():
    """Where no fire is, the board says what a fire is, and what to do."""
    with serving(a_desk(), board=True) as client:
        said = text(client.get("/"))
    assert "No fire has been drafted yet. A fire is one pilot" in said
    assert "Declare a new fire" in said


def test_a_fire_past_its_time_says_so(client, desk):
    """A fire that nobody decided on counts the days past its time, and its line is full, not more."""
    desk.now.on("2026-07-06")
    answer = client.get("/")
    assert "10 days past its time" in text(answer)
    assert 'width="100.0"' in answer.text


def test_a_fires_page_has_all_that_is_known(client):
    """State, what comes next, what is asked, what was learned, the decision, what is due, the brief, the diary, so ordered."""
    said = text(client.get(f"/fires/{HANDOVER}"))
    parts = ("It burns: day 50 of 117.", "What comes next", "Do the same thing better: optimize.",
             "Clarity: It is clear: 11 of 11", "Reading 1 : Keep burning.", "Decide The verdict of reading 1", "What is due",
             "2026-06-26 decide", "What is asked", "What may get worse", "Who is asked", "Diary, the last first",
             "Write a line into the diary")  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_each_stage_has_the_forms_that_it_allows(client):
    """A fire that burns is read and decided on, its assumptions tested; a draft given up; one that is over commented on."""
    forms = {slug: {one["action"].rsplit(f"{slug}/")[-1] for one in Reader(client.get(f"/fires/{slug}").text).every("form")}
             for slug in (TRIAGE, HANDOVER, "draft", "wide")}  # fmt: skip
    assert forms == {
        TRIAGE: {"comments", "decisions", "tests", "readings"},
        HANDOVER: {"comments", "decisions", "readings"},
        "draft": {"comments", "put-out"},
        "wide": {"comments"},
    }


def test_an_assumption_shows_what_its_test_showed(client, desk):
    """What was seen stands with the assumption."""
    assert "The test: count calls that are answered, by 2026-03-20. Not tested yet." in text(
        client.get(f"/fires/{TRIAGE}")
    )
    noted(desk, TRIAGE, acts.Tested(1, False, "2 of 40 did."))
    assert "It does not hold: 2 of 40 did." in text(client.get(f"/fires/{TRIAGE}"))


def test_what_is_not_there_is_said_with_a_way_back(client):
    """An unknown fire, reading or address is said so in plain words, with the way to the board."""
    for address in ("/nothing", "/fires/nothing", f"/fires/{HANDOVER}/readings/9", f"/fires/{HANDOVER}/readings/x",
                    "/static/page.css", "/static/..%2Fpage.css", "/static/../../page.css", "/fires/..%2F..%2Fetc"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404
        assert 'href="/"' in answer.text
    assert 'Did you mean "shorter-handover"?' in text(client.get("/fires/shorter-handove"))
    assert client.put("/").status_code == 405


def test_pages_load_nothing_but_the_boards_own_style_sheet(client):
    """No script, no style inside, nothing from elsewhere; the policy forbids what is not there."""
    for address in EVERY:
        answer = client.get(address)
        policy = answer.headers["content-security-policy"]
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-\S+' 'self'; script-src 'self'; connect-src 'self'; "
            r"img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            policy,
        )
        assert not re.search(
            r"<script(?! src=\"/static/board-)|<style|<img|<iframe|\son\w+=|\sstyle=|https?://(?!www\.w3\.org)",
            answer.text,
        )
        (sheet,) = [one["href"] for one in Reader(answer.text).every("link") if one["rel"] == "stylesheet"]
        found = client.get(sheet)
        assert (found.status_code, found.headers["content-type"]) == (200, "text/css; charset=utf-8")
        assert "immutable" in found.headers["cache-control"]
        assert "@import" not in found.text
        assert "url(" not in found.text


def test_pages_can_be_read_by_everyone(client):
    """Each page has its language, one main part, one first heading, a way past the head, and names for all fields."""
    for address in EVERY:
        seen = Reader(client.get(address).text)
        assert seen.every("html") == [{"lang": "en"}]
        assert len(seen.every("main")) == len(seen.every("h1")) == 1
        assert seen.every("a")[0]["href"] == f"#{seen.every('main')[0]['id']}"
        assert len(seen.every("fieldset")) == len(seen.every("legend"))
        named = {one.get("for") for one in seen.every("label")}
        fields = [*seen.every("textarea"), *seen.every("select"),
                  *(one for one in seen.every("input") if one["type"] in ("text", "search"))]  # fmt: skip
        assert {one["id"] for one in fields} <= named
        ids = [one["id"] for _, one, _ in seen.elements if "id" in one]
        assert len(ids) == len(set(ids))


def test_a_page_is_asked_for_anew_and_keeps_what_was_typed(client):
    """Browsers show no old page, and may keep what was typed when somebody goes back; a form tells where it comes from."""
    headers = client.get(f"/fires/{HANDOVER}").headers
    assert (headers["cache-control"], headers["referrer-policy"]) == ("private, no-cache", "same-origin")


def test_hostile_words_are_text():
    """Markup in every text of a charter and of what is noted stands on all pages as text."""
    bad, worse = HOSTILE[0], HOSTILE[1]
    charter = replace(
        TRANSFORM, title=bad, of=worse, owner=bad, slug="x&y'<b>",
        hypothesis=replace(TRANSFORM.hypothesis, because=bad, change=worse, will=bad, seen=worse),
        success=replace(TRANSFORM.success, measure=bad, today=worse), people=(Person(name=bad, act=worse),),
        bounds=Bounds(fixed=(bad,), free=(worse,)), risks=(Risk(assumption=bad, test=worse, by=date(2026, 3, 20)),),
    )  # fmt: skip
    desk = a_desk(who=worse)
    desk = replace(desk, workspace=replace(desk.workspace, name=bad))
    lit(desk, charter)
    noted(desk, charter.slug, read(1, "keep burning", bad), Commented(worse), acts.Tested(1, False, bad))
    noted(desk, charter.slug, Decided("keep burning", bad, 1, "spread"))
    desk.now.on("2026-07-20")
    with serving(desk, board=True) as client:
        address = "/fires/x%26y%27%3Cb%3E"
        for path in ("/", address, "/search?q=alert", "/search?q=%3Cscript%3E", "/ledger", f"/fires/{bad}"):
            said = client.get(path)
            assert said.status_code in (200, 404)
            assert not re.search(r"<script(?! src=\"/static/board-)|<img|y'<b>", said.text)
            Reader(said.text)
        sent = hidden(client.get(address)) | {"decision": worse, "reason": bad, "units": worse, "relabel": bad}
        answer = client.post(f"{address}/decisions", data=sent)
        assert answer.status_code == 422
        assert not re.search(r"<script(?! src=\"/static/board-)|<img", answer.text)
        done = client.post(f"{address}/comments", data=hidden(answer) | {"text": bad})
        assert done.status_code == 303
        assert "<script>alert(1)</script>" in text(client.get(done.headers["location"]))


def test_a_ledger_that_fails_is_said_in_plain_words(desk, tmp_path, monkeypatch, capfd):
    """A fault of ours shows a page that says so, keeps the guard, and no more."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with serving(replace(desk, ledger=None), board=True) as client:
        answer = client.get("/")
    assert (answer.status_code, "Something is wrong on our side." in answer.text) == (500, True)
    assert "AttributeError" not in answer.text
    assert "a fault of its own" in capfd.readouterr().err


def test_the_board_is_open_only_where_it_is_asked_for(desk):
    """The server of personal links alone shows nothing of the board."""
    with serving(desk) as client:
        assert {client.get(address).status_code for address in EVERY} == {404}
