"""Pages that no link leads to: answers of forms, work under way, and what is said to whoever is not in, or may not.

Each is opened as a person comes to it, in a real browser.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.serving import served
from bench.worked import Worked
from playwright.sync_api import Browser, Page

from smallfires.fires.access import Role
from smallfires.fires.accounts import Kind
from smallfires.stores.accounts import accounts_of
from smallfires.verbs.accounts.enrol import enrol
from smallfires.verbs.accounts.staff import Staff, staff_of
from smallfires.verbs.desk import desk
from smallfires.verbs.init import init
from smallfires.verbs.serving import TRIAL, SignOn

ADMIN, READER, NEW = "Mara Lind", "Rea Roth", "Nor Nilsen"
PATIENCE = 90_000
"""Milliseconds for work that takes a while."""
EMPTY = (
    "/", "/stages/all", "/momentum", "/people", "/sources", "/search", "/ledger", "/read", "/work",
    "/settings/workspace",
)  # fmt: skip
"""Pages of a workspace in which there is nothing yet."""
READ_ONLY = (
    "/", "/fires/one-visit", "/fires/a-tool-that-answers", "/fires/one-visit/brief", "/sources", "/work", "/settings",
    "/settings/people", "/nothing",
)  # fmt: skip
"""What somebody comes by who may look, and do nothing."""
TABLE = b"site;week;minutes\n" + b"".join(
    b"%s;2026-%02d-%02d;%d,5\n" % (site, 1 + week // 4, 1 + 7 * (week % 4), 7 + week % 3)
    for site in (b"Harbour", b"North")
    for week in range(24)
)
LINKS = 31
"""So many links that open nothing are one more than anybody may try."""


@dataclass(frozen=True)
class Places:
    """Where what is to be looked at is served.

    Attributes:
        folder: for what has to be made.
        shown: the workspace.
        alone: the address of its board for whoever sits at the machine.
        empty: of one in which there is nothing yet.
        staffed: of its board for an organization, with a provider of sign-on.
        shut: of another, on which too much was tried already.
        faulty: of one that has a fault of its own.
        staff: the people of the organization.
        door: the name of the cookie with which they are in.
    """

    folder: Path
    shown: Worked
    alone: str
    empty: str
    staffed: str
    shut: str
    faulty: str
    staff: Staff
    door: str

    def session(self, who: str) -> str:
        """What a browser in which somebody is in has in its cookie."""
        return self.staff.grant(Kind.SESSION, who).secret


@dataclass(frozen=True)
class Scene:
    """A page, and how one comes to it.

    Attributes:
        name: as a file may be called.
        place: on which board: an attribute of ``Places``.
        open: brings a page of a browser there.
        who: is in; empty where nobody is.
        scripts: whether the browser runs any.
        long: whether it takes seconds.
    """

    name: str
    place: str
    open: Callable[[Page, Places], object]
    who: str = ""
    scripts: bool = True
    long: bool = False


@contextmanager
def places(folder: Path, shown: Worked, alone: str) -> Iterator[Places]:
    """Serve what scenes need beside the board of the workspace itself.

    Args:
        folder: for what has to be made.
        shown: the workspace.
        alone: the address of its board.
    """
    accounts = accounts_of(shown.desk.ledger)
    staff = staff_of(shown.desk, accounts, ADMIN)
    for name, role in {ADMIN: Role.ADMIN, READER: Role.READER, NEW: Role.LIGHTER}.items():
        if accounts.account(name) is None:
            enrol(staff, name, role)
    init(folder / "empty", owner=ADMIN, name="Repairs")
    provided = replace(TRIAL, sign_on=SignOn("http://127.0.0.1:9", "smallfires", "", "Example", Role.READER))
    with ExitStack() as stack:
        bare = stack.enter_context(desk(folder / "empty"))
        empty, _ = stack.enter_context(served(bare))
        staffed, app = stack.enter_context(served(shown.desk, accounts=accounts, setup=provided))
        shut, _ = stack.enter_context(served(shown.desk, accounts=accounts))
        faulty, _ = stack.enter_context(served(replace(bare, ledger=None)))  # type: ignore[arg-type]
        yield Places(folder, shown, alone, empty, staffed, shut, faulty, staff, app.state.board.sessions.cookie)


@contextmanager
def opened(browser: Browser, there: Places, scene: Scene, begun: Callable[[Page], object] = bool) -> Iterator[Page]:
    """A page of a browser of its own that has come to a scene.

    Args:
        browser: in which.
        there: what is served.
        scene: to which it comes.
        begun: told the page before it goes anywhere.
    """
    address: str = getattr(there, scene.place)
    context = browser.new_context(
        base_url=address, java_script_enabled=scene.scripts, viewport={"width": 1280, "height": 800}
    )
    try:
        if scene.who:
            context.add_cookies([{"name": there.door, "value": there.session(scene.who), "url": address}])
        page = context.new_page()
        begun(page)
        scene.open(page, there)
        yield page
    finally:
        context.close()


def scenes() -> Iterator[Scene]:
    """All of them, in the order in which they can be opened one after the other."""
    for path in EMPTY:
        yield Scene(f"empty {path}", "empty", partial(_at, path=path))
    for path in READ_ONLY:
        yield Scene(f"reader {path}", "staffed", partial(_at, path=path), READER)
    yield Scene("shared with some", "staffed", _share, ADMIN)
    yield Scene("enrolled", "staffed", _enrolled, ADMIN)
    yield Scene("token made", "staffed", _token, ADMIN)
    yield Scene("sign in", "staffed", partial(_at, path="/sign-in?to=/ledger"))
    yield Scene("sign in, the provider cannot be reached", "staffed", _sign_on)
    yield Scene("sign in, the wrong password", "staffed", _wrong)
    yield Scene("sign in, signed out while typing", "staffed", partial(_at, path="/sign-in?out=1"))
    yield Scene("welcome", "staffed", _welcome)
    yield Scene("welcome, not the same twice", "staffed", _not_the_same)
    yield Scene("welcome, a link that opens nothing", "staffed", partial(_at, path="/welcome/nothing"))
    yield Scene("too often", "shut", _too_often)
    yield Scene("too much", "alone", _too_much)
    yield Scene("a fault of ours", "faulty", _fault)
    yield Scene("just noted", "alone", _noted)
    yield Scene("columns of a file", "alone", _columns)
    yield Scene("questions, some left out", "alone", _left_out)
    yield Scene("questions, answered otherwise", "alone", _otherwise)
    yield Scene("the links of a brief", "alone", _links)
    for key, told in ASKED.items():
        yield Scene(f"answer of {key}", "alone", partial(_answered, key=key, told=told), long=True)
    yield Scene("work under way", "alone", partial(_under_way, times=1), scripts=False, long=True)
    yield Scene("work in line", "alone", partial(_under_way, times=3), scripts=False, long=True)
    yield Scene("all work, some under way", "alone", partial(_at, path="/work"), scripts=False, long=True)


ASKED = {
    "read": {"source": "repairs", "target": "4d"},
    "design": {"source": "measure:minutes a call", "worthwhile": "5%", "sizes": "2", "periods": "8"},
    "learn": {"source": "measure:minutes a call", "treated": "Harbour, North", "since": "2024-09-23", "picked": "lot"},
}
"""What is asked of data, by field."""
HEAVY = {"source": "measure:minutes a call", "worthwhile": "5%", "sizes": "2-7", "periods": "4-20"}
"""What takes a while."""


def _at(page: Page, there: Places, path: str) -> None:
    page.goto(path)


def _share(page: Page, there: Places) -> None:
    page.goto("/fires/one-visit")
    page.locator("#form-shares summary").click()


def _enrolled(page: Page, there: Places) -> None:
    page.goto("/settings/people")
    page.get_by_text("Enrol somebody").click()
    page.locator("#name").fill("Ottoline Hausmeisterdienst-Abrechnung")
    _sent(page, "Enrol them, and make a link")


def _token(page: Page, there: Places) -> None:
    page.goto("/settings")
    form = page.locator("form[action='/settings/tokens']")
    for fold in form.locator("xpath=ancestor::details[not(@open)]/summary").all():
        fold.click()
    form.locator("input[type=text]").first.fill("Nightly figures")
    for box in form.locator("input[type=checkbox]").all()[:1]:
        box.check()
    with page.expect_navigation():
        form.locator("[type=submit]").click()


def _sign_on(page: Page, there: Places) -> None:
    page.goto("/sign-on", timeout=PATIENCE)


def _wrong(page: Page, there: Places) -> None:
    page.goto("/sign-in")
    page.locator("#name").fill(READER)
    page.locator("#password").fill("guessed")
    with page.expect_navigation():
        page.locator("form.sf-door [type=submit]").click()


def _invited(there: Places) -> str:
    return f"/welcome/{there.staff.grant(Kind.LINK, NEW).secret}"


def _welcome(page: Page, there: Places) -> None:
    page.goto(_invited(there))


def _not_the_same(page: Page, there: Places) -> None:
    page.goto(_invited(there))
    page.locator("#password").fill("four words of mine")
    page.locator("#again").fill("four words of yours")
    with page.expect_navigation():
        page.locator("[type=submit]").click()


def _too_often(page: Page, there: Places) -> None:
    for _ in range(LINKS):
        page.request.get(f"{there.shut}/welcome/nothing")
    page.goto("/welcome/nothing")


def _too_much(page: Page, there: Places) -> None:
    page.goto("/fires/one-visit")
    box = page.locator("#comments-text")
    box.evaluate("box => { box.removeAttribute('maxlength'); box.value = 'x'.repeat(200_000); }")
    _sent(page, "Note this line")


def _fault(page: Page, there: Places) -> None:
    """What is told of it is written beside the rest, and not where faults of others are looked for."""
    tempfile.tempdir, kept = str(there.folder), tempfile.tempdir
    try:
        page.goto("/")
    finally:
        tempfile.tempdir = kept


def _noted(page: Page, there: Places) -> None:
    page.goto("/fires/one-visit")
    page.locator("#comments-text").fill("The van was full on Tuesday.")
    _sent(page, "Note this line")


def _columns(page: Page, there: Places) -> None:
    page.goto("/sources/new")
    page.locator("input[type=file]").set_input_files({"name": "minutes.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Bring it").click()
    page.wait_for_url("**/sources/new?file=**")


def _left_out(page: Page, there: Places) -> None:
    page.goto(f"{there.shown.open}?questions")
    with page.expect_navigation():
        page.locator("form").evaluate("form => form.submit()")


def _otherwise(page: Page, there: Places) -> None:
    page.goto(f"{there.shown.open}?questions")
    for fields in page.locator("fieldset").all():
        fields.locator("input").first.check()
    page.locator("#words").fill("Nothing much.")
    _sent(page, "Send my answers")


def _links(page: Page, there: Places) -> None:
    page.goto("/fires/three-answers-first/brief")
    _sent(page, "Make the links")


def _asked(page: Page, key: str, told: dict[str, str]) -> None:
    page.goto(f"/{key}")
    for name, value in told.items():
        box = page.locator(f"[name='{name}']").first
        for fold in box.locator("xpath=ancestor::details[not(@open)]/summary").all():
            fold.click()
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with page.expect_navigation():
        page.locator("form.sf-study [type=submit]").click()


def _answered(page: Page, there: Places, key: str, told: dict[str, str]) -> None:
    _asked(page, key, told)
    page.locator(".sf-take").wait_for(timeout=PATIENCE)


def _under_way(page: Page, there: Places, times: int) -> None:
    for _ in range(times):
        _asked(page, "design", HEAVY)


def _sent(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()
