"""One real browser and one served workspace for all tests here."""

from __future__ import annotations

import os

import pytest
from bench.screens import FLAGS, NAMES, chromium
from bench.serving import served
from bench.worked import worked
from playwright.sync_api import sync_playwright
from tests.browser.browsing import Site


@pytest.fixture(scope="session")
def browser():
    """Chromium, for as long as the tests run."""
    program = chromium()
    if not program:
        pytest.skip(f"there is no browser: none of {', '.join(NAMES)} is on the PATH")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program, args=list(FLAGS), env={**os.environ, "LANG": "C.UTF-8"})
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(browser, lived, tmp_path_factory):
    """The board over the worked workspace, to be looked at only."""
    with worked(tmp_path_factory.mktemp("site") / "worked", lived) as shown, served(shown.desk) as (address, app):
        yield Site(browser, address, app, shown)
