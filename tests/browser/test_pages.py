"""Every page that can be opened, in a real browser: found along the links, so that a new page is held to this by itself."""

from __future__ import annotations

from functools import partial

import httpx
import pytest
from bench.scenes import opened, places, scenes
from bench.serving import served
from bench.walk import walk
from bench.worked import tried, worked
from tests.browser.browsing import DESK, PHONE, Site, Tab
from tests.faces.web.accounts.staffed import MARA, at, with_people

from smallfires.fires.accounts import Kind

MOST = 3
"""Pages of one route that are looked at."""
NOT_PAGES = {
    "/static/{name}",
    "/work/{name}/events",
    "/work/{name}/result.{ending}",
    "/fires/{slug}/brief.pdf",
    "/fires/{slug}/charter.toml",
    "/fires/{slug}/readings/{number}/reading.{ending}",
}
"""Files, and what scripts ask."""
SENT = {"/b/{token}", "/welcome/{link}", "/sign-in", "/again", "/healthz", "/work/{name}", "/sources/{name:path}"}
"""What people are sent, and what they come to when they are not in."""
SIZED = ("target-size", "scrollable-region-focusable", "color-contrast", "meta-viewport")
"""Rules that may say something else in a window of another size."""
COLOURED = ("color-contrast", "link-in-text-block")
"""Rules that may say something else in the dark."""
SMALL = """() => {
  const touched = "a, button, summary, select, input:not([type=hidden]), textarea";
  const within = (one) => getComputedStyle(one).display === "inline";
  const small = (box) => box.width && box.height && Math.min(box.width, box.height) < 24;
  return [...document.querySelectorAll(touched)]
    .filter((one) => one.checkVisibility() && !one.closest("label, .sf-skip, .sf-hidden") && !within(one))
    .filter((one) => small(one.getBoundingClientRect())).map((one) => one.outerHTML.slice(0, 100));
}"""
"""What is to be touched and is smaller than a fingertip; of links as high as their line axe sees whether there is room around."""
WIDTHS = {320: "a small phone", 360: "a phone", 640: "a desk at 200 %"}


@pytest.fixture(scope="module")
def walked(site):
    sent = (site.shown.open, f"{site.shown.open}?questions", site.shown.done, tried(site.app, site.shown))
    typed = ("/work", "/sources/calls", "/search?q=%3F", "/search?q=calls")
    starts = ("/", *typed, *sent, "/nothing", "/fires/nothing")
    with httpx.Client(base_url=site.address, trust_env=False, timeout=60) as client:
        return walk(client, site.app, starts, MOST)


@pytest.fixture(scope="module")
def organization(site):
    """The same workspace, open to an organization: its address, and a cookie of an admin who is in."""
    accounts = with_people(site.shown.desk)
    with served(site.shown.desk, accounts=accounts) as (address, app):
        session = at(site.shown.desk, accounts).grant(Kind.SESSION, MARA)
        yield Site(site.browser, address, app, site.shown), {"smallfires": session.secret}


@pytest.fixture(scope="module")
def staffed(organization, walked):
    """The pages that only an organization has."""
    there, cookies = organization
    with httpx.Client(base_url=there.address, cookies=cookies, trust_env=False, timeout=60) as client:
        found = walk(client, there.app, ("/", "/work"), MOST)
    known = {seen.route for seen in walked.pages}
    found.pages = [seen for seen in found.pages if seen.route not in known]
    return found


@pytest.fixture(scope="module")
def surveys(site, walked, organization, staffed):
    """What was seen of each page, by its address: each is loaded once, and then only shown in another way."""
    found = {}
    with site.tab() as tab:
        for seen in walked.pages:
            found[seen.path] = survey(tab, seen.path)
    there, cookies = organization
    with there.tab() as tab:
        for path in ("/sign-in", "/sign-in?to=/ledger"):
            found[path] = survey(tab, path)
        tab.page.context.add_cookies(
            [{"name": name, "value": value, "url": there.address} for name, value in cookies.items()]
        )
        for seen in staffed.pages:
            found[seen.path] = survey(tab, seen.path)
    return found


def survey(tab, path: str) -> dict[str, list[str]]:
    """All that is asked of one page."""
    page = tab.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    page.goto(path)
    found = {"desk, light": tab.axe()}
    page.emulate_media(color_scheme="dark")
    found["desk, dark"] = tab.axe(*COLOURED)
    page.set_viewport_size(PHONE)
    found["phone, dark"] = tab.axe(*COLOURED)
    page.emulate_media(color_scheme="light")
    found["phone, light"] = tab.axe(*SIZED)
    found["small"] = page.evaluate(SMALL)
    found["wide"] = [
        f"{tab.width()} px on {what}" for wide, what in WIDTHS.items() if tab.resized(wide) or tab.width() > wide
    ]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["wide"] += ["with letters of twice the size"] if tab.width() > 640 else []
    found["heard"] = tab.heard()
    return found


@pytest.fixture(scope="module")
def seen(browser, lived, tmp_path_factory):
    """What was seen of each page that no link leads to, on a phone; by its name."""
    found = {}
    folder = tmp_path_factory.mktemp("scenes")
    with (
        worked(folder / "worked", lived) as shown,
        served(shown.desk) as (address, _),
        places(folder, shown, address) as there,
    ):
        for scene in filter(lambda one: one.scripts, scenes()):
            tabs: list[Tab] = []
            with opened(browser, there, scene, partial(_listen, tabs, getattr(there, scene.place))):
                found[scene.name] = glance(tabs[0])
    return found


def _listen(tabs: list[Tab], address: str, page) -> None:
    tabs.append(Tab(page, address))


def glance(tab) -> dict[str, list[str]]:
    """The most that can be wrong with one page, asked on a phone."""
    page = tab.page
    page.set_viewport_size(PHONE)
    found = {"phone, light": tab.axe(), "small": page.evaluate(SMALL)}
    page.emulate_media(color_scheme="dark")
    found["phone, dark"] = tab.axe(*COLOURED)
    tab.resized(320)
    found["wide"] = [f"{tab.width()} px"] if tab.width() > 320 else []
    found["heard"] = tab.heard()
    return found


def of(surveys, *keys: str) -> dict[str, list[str]]:
    """What was found, of those pages where something was."""
    return {f"{path} ({key})": found[key] for path, found in surveys.items() for key in keys if found[key]}


def test_links_lead_to_every_page(walked, staffed):
    """No link leads to nothing, and there is no page that no link leads to; alone, and in an organization."""
    assert walked.broken == staffed.broken == []
    assert walked.unseen <= NOT_PAGES
    assert staffed.unseen <= NOT_PAGES | SENT
    assert staffed.pages


def test_axe_finds_nothing(surveys):
    """No page breaks any rule of WCAG 2.2 AA or of good practice that axe knows: on a phone, on a desk, light and dark."""
    assert of(surveys, "desk, light", "desk, dark", "phone, light", "phone, dark") == {}


def test_nothing_is_asked_elsewhere_and_nothing_is_complained_of(surveys):
    """No page asks another server for anything, breaks its own policy, or has a fault in its script."""
    assert of(surveys, "heard") == {}


def test_no_page_scrolls_sideways(surveys):
    """Each page fits a phone of 320 px, a desk at 200 %, and letters of twice the size; long words are broken."""
    assert of(surveys, "wide") == {}


def test_what_no_link_leads_to_keeps_the_same(seen):
    """Errors, the way in, a reader's pages, an empty workspace, answers and work under way are held to all of that, too."""
    assert of(seen, *next(iter(seen.values()))) == {}


def test_everything_can_be_touched(surveys):
    """Whatever is to be touched is at least 24 px high and wide."""
    assert of(surveys, "small") == {}
