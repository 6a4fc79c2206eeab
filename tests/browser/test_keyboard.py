"""The board without a mouse, without a script, and on paper."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bench.serving import served
from bench.worked import worked
from tests.browser.browsing import DESK, PHONE, Site

FIRE = "/fires/one-visit"
SEEN = """() => {
  const one = document.activeElement, drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const around = [one, one.closest("label")].filter(Boolean).map((each) => getComputedStyle(each));
  return [one.outerHTML.slice(0, 90), [...around, getComputedStyle(one, "::after")].some(drawn), one === document.body];
}"""
"""What has the focus, whether that is to be seen, and whether it is nothing."""
MOST_STOPS = 200
LINE = 40
"""Pixels by which what stands in one line may differ."""
HIDDEN_ON_PAPER = "nav, form, button, .sf-skip, .sf-bottom"
CUT = """() => [...document.querySelectorAll(".sf-scroll")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map((one) => one.getAttribute("aria-label"))"""
"""Tables of which a part would be missing on paper, where nothing can be scrolled."""
PAPER = {"width": 680, "height": 960}
"""A4 between its margins, in CSS pixels."""


@pytest.fixture
def own(browser, lived, tmp_path):
    """A board of one's own, to act on."""
    with worked(tmp_path / "worked", lived) as shown, served(shown.desk) as (address, app):
        yield Site(browser, address, app, shown)


def stops(page) -> list[tuple[str, bool]]:
    """What Tab comes by, and whether each can be seen to have the focus."""
    found = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        what, seen, nothing = page.evaluate(SEEN)
        if nothing:
            break
        found.append((what, seen))
    return found


@pytest.mark.parametrize("path", ["/", FIRE, "/search?q=calls", "/ledger", f"{FIRE}/readings/4", "questions"])
def test_the_focus_can_always_be_seen(site, path):
    """Tab comes by everything that can be done, and what has the focus is always marked; the way through has an end."""
    with site.tab() as tab:
        tab.page.goto(f"{site.shown.open}?questions" if path == "questions" else path)
        found = stops(tab.page)
        assert 3 <= len(found) < MOST_STOPS
        assert [what for what, seen in found if not seen] == []


PLACE = """() => {
  const one = document.activeElement, box = (one.closest("label") || one).getBoundingClientRect();
  return [one.outerHTML.slice(0, 90), box.top + scrollY, one.tabIndex, one === document.body];
}"""
"""What has the focus, how far down the page, and whether it has a place in line of its own."""


@pytest.mark.parametrize("path", ["/", "/fires/new", FIRE, "/read", "/sources/new", "/settings/workspace", "questions"])
def test_the_focus_goes_down_the_page(site, path):
    """From the way past the navigation to the last link, Tab goes on as a phone shows it: down, and never back."""
    with site.tab(PHONE) as tab:
        tab.page.goto(f"{site.shown.open}?questions" if path == "questions" else path)
        found = []
        for _ in range(MOST_STOPS):
            tab.page.keyboard.press("Tab")
            what, down, place, nothing = tab.page.evaluate(PLACE)
            if nothing:
                break
            found.append((what, down, place))
        assert [what for what, _, place in found if place > 0] == []
        pairs = pairwise(found)
        assert [(before[0], after[0]) for before, after in pairs if after[1] < before[1] - LINE] == []
        assert len(found) > 3


def test_the_first_stop_leads_to_the_content(site):
    """The first press of Tab shows a way past the navigation, and the next stop after it is in the content."""
    with site.tab() as tab:
        tab.page.goto(FIRE)
        tab.page.keyboard.press("Tab")
        assert tab.page.locator(".sf-skip").bounding_box()["y"] >= 0
        tab.page.keyboard.press("Enter")
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_line_is_written_by_keyboard_alone(own, scripts):
    """A line gets into the diary without a mouse, with scripts and without, and the page says so first."""
    with own.tab(java_script_enabled=scripts) as tab:
        tab.page.goto(FIRE)
        tab.page.locator("#comments-text").focus()
        tab.page.keyboard.type("The van was full on Tuesday.")
        tab.page.keyboard.press("Tab")
        with tab.page.expect_navigation():
            tab.page.keyboard.press("Enter")
        assert "The van was full on Tuesday." in tab.page.get_by_role("status").first.inner_text()
        assert tab.heard() == []


def test_a_decision_is_noted_without_a_script(own):
    """What is folded away opens by keyboard, a choice is made by its keys, and a decision comes to the ledger."""
    with own.tab(PHONE, java_script_enabled=False) as tab:
        page = tab.page
        page.goto(FIRE)
        page.locator("#form-decisions summary").focus()
        page.keyboard.press("Enter")
        assert (
            page.locator("#form-decisions details").get_attribute("open") is None
        )  # whoever has to decide finds it open
        page.keyboard.press("Enter")
        page.locator("#form-decisions input[name=decision]").first.focus()
        page.keyboard.press("Space")
        page.locator("#decisions-reason").fill("It pays.")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.locator("#form-decisions [type=submit]").press("Enter")
        assert "It pays." in page.get_by_role("status").first.inner_text()
        assert own.shown.desk.fire("one-visit").over


def test_what_is_missing_is_said_beside_its_field(own):
    """A form that is sent empty comes back with what is missing at its field, where screen readers find it."""
    with own.tab(PHONE) as tab:
        page = tab.page
        page.goto(FIRE)
        with page.expect_navigation():
            page.locator("#form-decisions form").evaluate("form => form.submit()")
        field = page.locator("#decisions-reason")
        assert field.get_attribute("aria-invalid") == "true"
        assert page.locator(f"#{field.get_attribute('aria-describedby')}").is_visible()
        assert page.locator("#form-decisions details").get_attribute("open") is not None
        assert tab.axe() == []
        assert tab.width() == PHONE["width"]


@pytest.mark.parametrize("path", ["/", FIRE, f"{FIRE}/readings/4", "/ledger", "open"])
def test_on_paper_stands_what_can_be_read_there(site, path):
    """Printed, a page is its content on white: nothing to press, and no table that is cut off."""
    with site.tab(PAPER, color_scheme="dark") as tab:
        page = tab.page
        page.emulate_media(media="print", color_scheme="light")
        page.goto(site.shown.open if path == "open" else path)
        assert [one for one in page.locator(HIDDEN_ON_PAPER).all() if one.is_visible()] == []
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate(CUT) == []
        assert tab.width() <= PAPER["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_on_a_phone_the_pages_stand_in_a_menu(site, scripts):
    """One press shows what leads to every page, with scripts and without; Escape puts it away; a link in it leads there."""
    with site.tab(PHONE, java_script_enabled=scripts) as tab:
        page = tab.page
        page.goto("/")
        links = page.get_by_role("navigation", name="Pages").get_by_role("link")
        assert links.count() == 0
        page.get_by_role("button", name="Menu").focus()
        page.keyboard.press("Enter")
        assert links.count() > 3
        page.keyboard.press("Escape")
        assert links.count() == 0
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Lessons").click()
        page.wait_for_url("**/search")


def test_a_page_can_be_zoomed(site):
    """Nothing forbids a phone to zoom."""
    with site.tab(DESK) as tab:
        tab.page.goto("/")
        told = tab.page.locator("meta[name=viewport]").get_attribute("content")
        assert "maximum-scale" not in told
        assert "user-scalable" not in told


def test_what_is_typed_is_no_longer_still_to_be_said(site):
    """The count of a section falls while somebody types, and a link to a section that is folded opens it."""
    with site.tab(PHONE) as tab:
        page = tab.page
        page.goto("/fires/new?subject=process&intent=optimize")
        why = page.locator("#s-why")
        before = int(why.locator(".sf-wanted").inner_text().split()[0])
        page.locator("#f-title").press_sequentially("Half")
        assert why.locator(".sf-wanted").inner_text() == f"{before - 1} still to be said"
        assert not page.locator("#s-success").evaluate("one => one.open")
        page.evaluate("location.hash = 's-success'")
        page.wait_for_selector("#s-success[open]")
        assert page.locator("#f-title").input_value() == "Half"
