"""Opening pages as somebody with a browser does, and hearing what the browser complains of. For tests only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from bench.worked import Worked
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
ASKED = """async ([rules, only]) => {
  const found = await axe.run(document, only.length
    ? { runOnly: { type: "rule", values: only }, resultTypes: ["violations"] }
    : { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return found.violations.map((rule) => rule.id + ": " + rule.nodes.map((node) => node.html.slice(0, 120) + " (" +
    node.failureSummary.split("\\n").slice(1, 2).join("").trim() + ")").slice(0, 3).join(" | "));
}"""
"""What axe finds against its rules, as sentences; only some rules, where they are named."""


@dataclass(frozen=True)
class Site:
    """A served board.

    Attributes:
        browser: in which it is opened.
        address: of the server.
        app: that is served.
        shown: the workspace.
    """

    browser: Browser
    address: str
    app: FastAPI
    shown: Worked

    @contextmanager
    def tab(self, size: dict[str, int] = DESK, **settings: Any) -> Iterator[Tab]:
        """A browser of its own, without any cookie."""
        context = self.browser.new_context(viewport=size, base_url=self.address, **settings)
        try:
            yield Tab(context.new_page(), self.address)
        finally:
            context.close()


@dataclass
class Tab:
    """A page in a browser.

    Attributes:
        page: as playwright has it.
        address: of the server: what is asked elsewhere is a fault.
        complaints: of the browser, since they were last asked for.
    """

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _said(self, kind: str, text: str) -> None:
        """A page that is not there says so on the console, too: that is no fault of ours."""
        if kind in ("error", "warning") and "the server responded with a status of" not in text:
            self.complaints.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:")):
            self.complaints.append(f"outside: {url}")

    def heard(self) -> list[str]:
        """What the browser complained of since this was last asked."""
        said, self.complaints[:] = list(self.complaints), []
        return said

    def axe(self, *only: str) -> list[str]:
        """What axe finds against its rules in the page as it stands; of some rules, where they are named."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(ASKED, [RULES, list(only)])
        return found

    def width(self) -> int:
        """How wide the page is, in CSS pixels: wider than the window where it scrolls sideways."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth")
        return wide

    def resized(self, width: int, height: int = 800) -> None:
        """A window of another size."""
        self.page.set_viewport_size({"width": width, "height": height})
