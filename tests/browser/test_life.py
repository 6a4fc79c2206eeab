"""The whole life of a fire in real browsers: alone on a phone without a script, and in an organization on a desk with one."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from bench.serving import served
from playwright.sync_api import Locator, Page, expect
from tests.browser.browsing import DESK, PHONE, Site
from tests.faces.web.accounts.staffed import ADA, LU, PASSWORD, with_password, with_people
from tests.verbs.wards import TEXT, a_workspace, grown

from smallfires.fires.charters.form import typed_of
from smallfires.fires.fire import Stage
from smallfires.verbs.answer import invited

SLUG = "a-shorter-handover"
NURSES = ("Ada Holm", "Ben Okafor")
PEOPLE = "".join(f'\n[[people]]\nname = "{name}"\nact = "hand over in five points"\n' for name in NURSES)
FIRST = {"subject": "process", "intent": "optimize"}
NOT_TYPED = {*FIRST, "owner", "design.seed"}


@pytest.fixture
def desk(tmp_path):
    return a_workspace(tmp_path)


@contextmanager
def site(browser, desk, **more):
    """The board over this desk, in the browser."""
    with served(desk, **more) as (address, app):
        yield Site(browser, address, app, None)


def unfold(place: Locator) -> None:
    """Open every section in which something stands."""
    for fold in place.locator("xpath=ancestor::details[not(@open)]/summary").all():
        fold.click()


def put(page: Page, path: str, texts: tuple[str, ...]) -> None:
    """Fill in one field of a charter, whichever shape it has."""
    boxes = page.locator(f'#form-charter [name="{path}"]')
    unfold(boxes.first)
    for box in boxes.all():
        kind = box.evaluate("box => box.type")
        if kind in ("radio", "checkbox"):
            box.set_checked(True) if box.get_attribute("value") in texts else None
        elif kind == "select-one":
            box.select_option(texts[0])
        elif kind != "hidden" and not (kind == "textarea" and boxes.count() > 1):
            box.fill("\n".join(texts))


def declared(page: Page) -> None:
    """From the board to a charter that is declared: what is missing at first is said, and nothing typed is lost."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("new fire", re.IGNORECASE)).first.click()
    for name, value in FIRST.items():
        page.locator(f'[name="{name}"][value="{value}"]').check()
    page.get_by_role("button", name="Go on").click()
    page.locator('#form-charter [name="title"]').fill("A shorter handover")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#note")).to_be_visible()
    expect(page.locator('#form-charter [name="title"]')).to_have_value("A shorter handover")
    for number in range(2, len(NURSES) + 1):
        if not page.locator(f'[name="people.{number}.name"]').count():
            unfold(page.locator('[value="add:people"]'))
            page.locator('[value="add:people"]').click()
    typed = {path: texts for path, texts in typed_of(TEXT + PEOPLE).items() if path not in NOT_TYPED}
    for path, texts in typed.items():
        put(page, path, texts)
    page.get_by_role("button", name="Declare this fire").click()
    page.wait_for_url(f"**/fires/{SLUG}**")


def briefed(page: Page) -> list[str]:
    """The links that are made for those who are asked."""
    page.get_by_role("link", name="To the brief").click()
    page.get_by_role("button", name="Make the links").click()
    return [box.input_value() for box in page.get_by_label("Their link").all()]


def answers(site: Site, desk, link: str) -> None:
    """Somebody opens their link on their own phone, reads, and answers as the charter does."""
    asked = invited(desk, link.rpartition("/")[2]).asked
    with site.tab(PHONE, has_touch=True) as tab:
        tab.page.goto(link)
        tab.page.get_by_role("link", name="questions").tap()
        for question in asked.questions:
            tab.page.locator(f'[name="{question.name}"][value="{question.right}"]').check()
        tab.page.locator("[name=words]").fill("I say the five points in order.")
        tab.page.locator("[type=submit]").tap()
        expect(tab.page.locator("h1")).not_to_contain_text("?")
        assert tab.axe() == []
        assert tab.heard() == []


def lit(page: Page) -> None:
    """It is lit; what takes a while leads on by itself."""
    page.goto(f"/fires/{SLUG}")
    page.get_by_role("button", name="Light it").click()
    expect(page.get_by_role("status").filter(has_text="Noted in the ledger")).to_be_visible(timeout=60_000)


def read(page: Page) -> None:
    """It is read; the page says how far that has come, and ends in the reading with its charts."""
    page.goto(f"/fires/{SLUG}")
    page.get_by_role("button", name="Read it now").click()
    page.wait_for_url(f"**/fires/{SLUG}/readings/1", timeout=60_000)
    expect(page.locator("figure").first).to_be_visible()


def decided(page: Page) -> None:
    """It is decided, with the verdict beside it."""
    page.goto(f"/fires/{SLUG}")
    page.locator('#form-decisions [value="spread"]').check()
    page.locator("#decisions-reason").fill("All want it.")
    page.get_by_role("button", name="Note this decision").click()
    expect(page.get_by_role("status").first).to_contain_text("All want it.")


def test_alone_on_a_phone_without_a_script(browser, desk):
    """One person declares, briefs, lights, reads and decides on a phone whose browser runs no script."""
    with site(browser, desk) as here, here.tab(PHONE, java_script_enabled=False, has_touch=True) as tab:
        declared(tab.page)
        for link in briefed(tab.page):
            answers(here, desk, link)
        lit(tab.page)
        assert desk.fire(SLUG).stage is Stage.LIT
        grown(desk, 36)
        read(tab.page)
        decided(tab.page)
        assert desk.fire(SLUG).stage is Stage.SPREAD
        assert tab.heard() == []


def signed_in(page: Page, name: str) -> None:
    """Somebody comes in by their password."""
    page.goto("/")
    page.get_by_label("name").first.fill(name)
    page.get_by_label("password").first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def test_in_an_organization_on_a_desk(browser, desk):
    """A lighter declares, briefs, lights and reads, and may not decide; an approver signs in elsewhere and decides."""
    accounts = with_people(desk)
    for name in (LU, ADA):
        with_password(accounts, name)
    with (
        site(browser, desk, accounts=accounts) as here,
        here.tab(DESK) as lu,
        here.tab(DESK, color_scheme="dark") as ada,
    ):
        signed_in(lu.page, LU)
        declared(lu.page)
        for link in briefed(lu.page):
            answers(here, desk, link)
        lit(lu.page)
        grown(desk, 36)
        signed_in(lu.page, LU)  # weeks have passed, and a session ends
        read(lu.page)
        lu.page.goto(f"/fires/{SLUG}")
        assert lu.page.locator("#form-decisions").count() == 0
        signed_in(ada.page, ADA)
        decided(ada.page)
        fire = desk.fire(SLUG)
        assert (fire.stage, fire.diary[-1].who) == (Stage.SPREAD, ADA)
        assert lu.heard() == ada.heard() == []
