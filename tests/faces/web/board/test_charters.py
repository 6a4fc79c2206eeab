from __future__ import annotations

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.living import SHORTER, SLUG
from tests.faces.web.browsing import Browser
from tests.faces.web.serving import serving
from tests.verbs.wards import TEXT, a_workspace, by, changed, drafted

from smallfires.faces.words.charter.form import beside
from smallfires.fires.charters.form import SHAPES, typed_of
from smallfires.fires.charters.needed import NEEDED
from smallfires.fires.fire import Stage
from smallfires.verbs.comment import comment
from smallfires.verbs.unfinished import forget, unfinished

FILLED = {name: typed for name, typed in SHORTER.items() if name != "design.permutations"} | {
    "people.1.name": "Ada Holm",
    "people.1.act": "hand over in five points",
}
BEGUN = "/fires/new?subject=process&intent=optimize&success.measure=cost&design.name=parallel&design.permutations=100"


@pytest.fixture
def desk(tmp_path):
    return a_workspace(tmp_path)


@pytest.fixture(scope="module")
def steady(tmp_path_factory):
    """One board for tests that change nothing."""
    desk = a_workspace(tmp_path_factory.mktemp("ward"))
    with serving(desk, board=True) as client:
        yield desk, Browser(client)


@pytest.fixture
def browser(desk):
    with serving(desk, board=True) as client:
        yield Browser(client)


def test_the_first_question_has_no_default(browser):
    """A new fire begins with what is changed and what is expected; without an answer to both there is no form."""
    browser.open("/").follow("New fire")
    assert "Do the same thing better: optimize." in browser.says
    browser.at("/fires/new").fill(subject="tool").press()
    assert browser.page.problems.keys() == {"intent"}
    assert browser.at("/fires/new").typed("subject") == ["tool"]
    browser.fill(intent="transform").press()
    assert browser.at("/fires/new").typed("intent") == ["transform"]
    assert "The riskiest" in browser.says or "What it rests on" in browser.says


def test_every_field_of_a_charter_is_in_the_form(browser):
    """Whatever a charter can say can be typed, but for what the workspace says itself and what nobody has begun."""
    browser.open("/fires/new?subject=process&intent=transform&scope.allow=x&success.better=less").at("/fires/new")
    names = {name for name, _ in browser.form.fields} | set(browser.form.offered)
    wanted = {
        path.replace(".", ".1.", 1) if path.split(".")[0] in ("guardrails", "risks", "people") else path
        for path in SHAPES
    }
    assert wanted - names - {"guardrails", "risks", "people"} == {"guardrails.1.better", "budget.better"}


def test_an_address_fills_in_what_it_says(browser):
    """Other pages lead here with what they know: every field by its name, lists once for each part."""
    browser.open(f"{BEGUN}&scope.units=Site+A&scope.units=Site+C&people.1.name=Jo&nonsense=1&token=x&title=%3Cb%3E").at(
        "/fires/new"
    )
    assert browser.typed("scope.units") == ["Site A", "Site C", ""]
    assert browser.typed("design.permutations") == ["100"]
    assert browser.typed("people.1.name") == ["Jo"]
    assert browser.typed("title") == ["<b>"]
    assert browser.typed("nonsense") == []


def test_a_fire_is_declared(browser, desk):
    """What was filled in is the charter of a new fire, which then stands on the board; nothing unfinished is left of it."""
    browser.open(BEGUN).at("/fires/new").fill(FILLED).press("draft")
    assert browser.path == f"/fires/{SLUG}"
    assert "Noted in the ledger: Wrote the charter." in browser.says
    made = desk.fire(SLUG)
    people = '\n[[people]]\nname = "Ada Holm"\nact = "hand over in five points"\n'
    wanted, _ = drafted(by(desk, "else"), TEXT.replace("[design]", "[design]\nseed = 1") + people)
    assert made.charter == wanted.charter
    assert made.last == wanted.last
    assert unfinished(desk) == ()


WRONG = [
    ("title", "", "f-title"),
    ("of", "", "f-of"),
    ("owner", "", "f-owner"),
    ("picked", "", "f-picked"),
    ("hypothesis.will", " ", "f-hypothesis-will"),
    ("success.measure", "", "f-success-measure"),
    ("success.worthwhile", "a lot", "f-success-worthwhile"),
    ("success.worthwhile", "-2%", "f-success-worthwhile"),
    ("success.worthwhile", "3 days", "f-success-worthwhile"),
    ("success.by", "2025-10", "f-success-by"),
    ("success.by", "2026-10-05", "f-success-by"),
    ("success.today", "good", "f-success-today"),
    ("guardrails.1.margin", "5%", "f-guardrails-1-measure"),
    ("budget.lose", "5%", "f-budget-measure"),
    ("adoption.share", "60", "f-adoption-share"),
    ("risks.1.test", "ask", "f-risks-1-assumption"),
    ("scope.units", ["Site A", "Nowhere"], "f-scope-units"),
    ("scope.compared", ["Site A"], "f-scope-compared"),
    ("scope.lot", "1", "f-scope-lot"),
    ("scope.lot", "two", "f-scope-lot"),
    ("design.name", "", "f-design-name"),
    ("design.permutations", "many", "f-design-permutations"),
    ("horizon.start", "2025-12-01", "f-horizon-end"),
    ("horizon.end", "next week", "f-horizon-end"),
    ("people.1.mail", "ada", "f-people-1-mail"),
    ("people.1.share", "200", "f-people-1-share"),
    ("asked_of", "many", "f-asked-of"),
    ("cost.run", "-4", "f-cost-run"),
    ("slug", "A B", "f-slug"),
    ("slug", "new", "f-slug"),
    ("gates.spread", "2", "f-gates-spread"),
    ("threshold.few", "0.5", "f-threshold-few"),
]


@pytest.mark.parametrize(("field", "value", "place"), WRONG)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(steady, field, value, place):
    """Each reason is said beside its own field, with everything typed still there; nothing is noted, and the text is kept."""
    desk, browser = steady
    told = FILLED | {field: value}
    browser.open(f"{BEGUN}&guardrails.1.margin=").at("/fires/new").fill(told).press("draft")
    assert "cannot be lit yet" in browser.says
    assert browser.path == "/fires/new"
    assert place in browser.page.problems
    browser.at("/fires/new")
    for name, text in told.items():
        there = [one.strip() for one in browser.typed(name) for one in one.splitlines() if one.strip()]
        assert sorted(there) == sorted(
            one.strip() for one in ([text] if isinstance(text, str) else text) if one.strip()
        )
    assert desk.fires() == {}
    (one,) = unfinished(desk)
    assert typed_of(one.text)["hypothesis.seen"] == ("cost",)
    forget(desk, one.key)


def test_what_is_wrong_with_a_section_stands_under_its_heading(browser):
    """A reason that is of no single field stands where its section begins."""
    budget = {"budget.measure": "price", "budget.lose": "5%", "budget.until": "2025-09-05"}
    browser.open(BEGUN).at("/fires/new").fill(FILLED | budget).press("draft")
    assert "an optimize charter has no disruption budget" in browser.page.problems["s-budget"]


def test_a_row_more_keeps_everything(browser):
    """Another row is there at once, with all that was typed; a row that is taken out is gone, and the others stay."""
    browser.open(BEGUN).at("/fires/new").fill(FILLED).press("add:people").at("/fires/new")
    assert browser.typed("people.2.name") == [""]
    assert browser.typed("people.1.name") == ["Ada Holm"]
    browser.fill({"people.2.name": "Ben Oak"}).press("add:guardrails").at("/fires/new")
    assert browser.typed("people.2.name") == ["Ben Oak"]
    browser.press("drop:people.1").at("/fires/new")
    assert browser.typed("people.1.name") == ["Ben Oak"]
    assert browser.typed("title") == ["A shorter handover"]


def test_what_is_unfinished_is_kept_for_its_writer(browser, desk):
    """Who keeps a charter finds it on the board under its name, goes on with it, and can throw it away; nothing is noted."""
    browser.open(BEGUN).at("/fires/new").fill(title="Half a thought", of="Rounds").press("keep")
    assert "It is kept, for you alone" in browser.says
    browser.open("/").follow("Half a thought").at("/fires/new")
    assert browser.typed("of") == ["Rounds"]
    browser.fill(of="Ward rounds").press("keep").at("/fires/new")
    assert [typed_of(one.text)["of"] for one in unfinished(desk)] == [("Ward rounds",)]
    assert unfinished(by(desk, "Somebody else")) == ()
    browser.press("forget")
    assert unfinished(desk) == ()
    assert desk.ledger.head().number == 0


def test_words_that_make_people_guess_are_told_beside_them(browser, desk):
    """A check notes nothing: it says what could be lit, and beside each field which of its words make people guess."""
    told = FILLED | {"hypothesis.will": "make the handover significantly shorter", "bounds.free": ""}
    browser.open(BEGUN).at("/fires/new").fill(told).press("check")
    assert "It could be lit as it stands. The words that are marked make people guess" in browser.says
    assert browser.says.count("Makes people guess.") == 2
    assert desk.fires() == {}
    browser.at("/fires/new").fill({"hypothesis.will": "shorten the handover", "bounds.free": "the words"}).press(
        "check"
    )
    assert "no rule finds words that make people guess" in browser.says


def test_a_charter_can_be_pasted(browser, desk):
    """A text is taken as it is, shown as a form where a form can hold it, and refused at its line where it is none."""
    browser.open("/fires/new").follow("You have a charter as text: paste it").at("/fires/new")
    browser.fill(text=TEXT.replace("[scope]", "[scope")).press("draft").at("/fires/new")
    assert "[scope" in browser.typed("text")[0]
    assert "[scope" in next(iter(browser.page.problems.values()))
    browser.fill(text=TEXT).press("as:form").at("/fires/new")
    assert browser.typed("title") == ["A shorter handover"]
    browser.press("as:text").at("/fires/new").press("draft")
    assert browser.path == f"/fires/{SLUG}"
    assert browser.client.get(f"/fires/{SLUG}/charter.toml").text == desk.fire(SLUG).text


def test_a_charter_is_declared_anew(browser, desk):
    """Until it is lit, a charter can be changed on the board; its name stays."""
    drafted(desk)
    browser.open(f"/fires/{SLUG}/charter").at("/charter").fill({"success.worthwhile": "3%", "title": "Another"}).press(
        "draft"
    )
    assert browser.path == f"/fires/{SLUG}"
    assert desk.fire(SLUG).charter.success.worthwhile == "3%"
    assert desk.fire(SLUG).charter.title == "Another"
    assert desk.fire(SLUG).stage is Stage.DRAFTED


def test_a_name_that_is_taken_is_refused(browser, desk):
    """A new fire of a name that there is changes nothing of that one."""
    drafted(desk)
    browser.open(BEGUN).at("/fires/new").fill(FILLED).press("draft")
    assert "f-slug" in browser.page.problems
    assert len(desk.fires()) == 1


def test_two_people_change_the_same_charter(browser, desk):
    """Who is second is told what was done meanwhile, keeps all that they typed, and overwrites nothing unknowingly."""
    drafted(desk)
    second = Browser(browser.client)
    for one in (browser, second):
        one.open(f"/fires/{SLUG}/charter").at("/charter")
    browser.fill({"success.worthwhile": "3%"}).press("draft")
    second.fill({"success.worthwhile": "4%"}).press("add:guardrails").at("/charter").press("draft")
    assert "The fire has changed since you opened this page, and nothing was noted." in second.says
    assert "Meanwhile: Wrote the charter." in second.says
    assert desk.fire(SLUG).charter.success.worthwhile == "3%"
    assert second.at("/charter").typed("success.worthwhile") == ["4%"]
    second.press("draft")
    assert desk.fire(SLUG).charter.success.worthwhile == "4%"


def test_a_form_of_another_server_is_kept_too(browser, desk):
    """A form that was opened before the server was started notes nothing, and comes back with everything."""
    browser.open(BEGUN).at("/fires/new").fill(FILLED).fill(token="x").press("draft")
    assert (browser.answer.status_code, desk.fires()) == (403, {})
    assert browser.at("/fires/new").typed("title") == ["A shorter handover"]


@pytest.mark.parametrize("body", ["x" * 700_000, "&".join("a=b" for _ in range(4000))])
def test_what_is_no_form_of_ours_is_refused(browser, body):
    """More than any charter is refused before it is read."""
    assert browser.client.post("/fires/new", content=body).status_code == 413


def test_a_forged_form_breaks_nothing(browser):
    """Names that no form of ours has are left out, or stand there to be taken out; the server does not fail."""
    browser.open(BEGUN).at("/fires/new")
    browser.form.fields += [
        ("title.x", "1"),
        ("people.0.name", "x"),
        ("people.1", "x"),
        ("scope", "1"),
        ("bounds.colour", "red"),
    ]
    browser.press("draft")
    assert browser.at("/fires/new").typed("bounds.colour") == ["red"]
    assert browser.answer.status_code == 422


def test_who_opens_an_unfinished_change_sees_what_was_done_since(browser, desk):
    """Who goes on with a change that was kept is told what was done to the fire since."""
    drafted(desk)
    browser.open(f"/fires/{SLUG}/charter").at("/charter").fill(title="Another").press("keep")
    comment(desk, SLUG, "Meanwhile.")
    desk.now.on("2027-01-01")
    comment(desk, SLUG, "A gas leak was missed.")
    browser.open(f"/fires/{SLUG}/charter").follow("Go on with that one")
    assert "Look whether it still holds." in browser.says
    assert "A gas leak was missed." in browser.says
    assert browser.at("/charter").typed("title") == ["Another"]


def test_the_text_of_a_charter_can_be_taken_away(browser, desk):
    """A charter is a file again, as it was written, comments and all."""
    text = "# ours\n" + changed(worthwhile='"2%"')
    drafted(desk, text)
    answer = browser.client.get(f"/fires/{SLUG}/charter.toml")
    assert answer.headers["content-disposition"] == f'attachment; filename="{SLUG}.toml"'
    assert "# ours" in answer.text


@pytest.mark.parametrize("part", ["adoption", "risks"])
def test_what_a_whole_part_lacks_is_said_without_the_names_of_a_file(part):
    """A part that is left empty where a transformation needs it asks for its fields, not for lines of a text."""
    said = beside(part, NEEDED[part])
    assert said.endswith(": fill in all of its fields.")
    assert "_" not in said


def test_what_is_missing_is_no_error_until_somebody_asks(browser):
    """A charter that is begun says quietly what is still to be said, section by section; nothing of it is marked as wrong."""
    browser.open(BEGUN)
    assert "13 things are still to be said before it can be lit." in browser.says
    assert "What success is 2 still to be said" in browser.says
    assert "What must not get worse May stay empty" in browser.says
    assert (browser.page.problems, browser.page.marked) == ({}, set())
    assert opened(browser) == ["s-why"]
    browser.at("/fires/new").fill(title="Half", of="x").press("add:people")
    assert "11 things are still to be said before it can be lit." in browser.says
    assert browser.page.problems == {}
    browser.at("/fires/new").press("check")
    assert "It cannot be lit yet: 11 things still to be said." in browser.says
    assert "Still to be said. Write what you saw" in browser.page.problems["f-hypothesis-because"]


def test_only_what_is_wrong_is_marked_so_and_opens_its_section(browser):
    """What was typed wrong is told at once, beside its field, in a section that is open; what is missing stays quiet."""
    told = {"success.worthwhile": "a lot", "horizon.start": "2025-09-05", "horizon.end": "2025-08-04"}
    browser.open(BEGUN).at("/fires/new").fill(told).press("keep")
    assert browser.page.problems.keys() == {"f-success-worthwhile", "f-horizon-end"}
    assert browser.page.marked == {"success.worthwhile", "horizon.end"}
    assert opened(browser) == ["s-why", "s-success", "s-horizon"]
    assert "When 1 to mend" in browser.says


def test_a_section_tells_what_stands_in_it_while_it_is_folded(browser, desk):
    """A charter with all said is folded but for its first section, each section with what stands in it."""
    drafted(desk)
    browser.open(f"/fires/{SLUG}/charter")
    assert "still to be said" not in browser.says
    assert "Who takes part Said By hand; Site A, Site B" in browser.says
    assert opened(browser) == ["s-why", "s-people"]  # the check finds that nobody is asked


def opened(browser: Browser) -> list[str]:
    """The sections that are open."""
    details = Reader(browser.answer.text).every("details")
    return [one["id"] for one in details if "open" in one and one.get("id", "").startswith("s-")]
