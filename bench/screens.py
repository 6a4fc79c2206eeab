"""Every page of the board as pictures, to look at: on a phone and on a desk, in light and dark, and on paper.

    python -m bench.screens FOLDER [--lived WORKSPACE] [--only TEXT]

Makes a worked workspace, serves it, walks it along its links, sends every form empty to see what it says then, and opens
what no link leads to. Needs Chromium, and playwright of the extra ``test``. ``index.html`` in the folder shows the pictures
side by side.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
from bench.scenes import Places, Scene, opened, places, scenes
from bench.serving import served
from bench.walk import walk
from bench.worked import Worked, tried, worked
from playwright.sync_api import Browser, Page, sync_playwright

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
PAPER = {"width": 680, "height": 960}
"""A4 between its margins, in CSS pixels."""
THEMES = ("light", "dark")
MOST = 5
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WRONG = ("/nothing", "/fires/nothing", "/search?q=%3F", "/search?q=handover", "/search?q=calls", "/b/nothing")
"""Addresses that people mistype, and what they ask for."""
FORMS = "form[method=post]:has([required])"
HEAD = """<!doctype html><meta charset="utf-8"><title>Screens</title>
<style>body{font:16px system-ui;margin:2rem}div{display:flex;gap:1rem;align-items:start;overflow-x:auto;margin-bottom:3rem}
img{border:1px solid #bbb;max-height:60rem}img.desk{width:640px}img.phone{width:280px}img.paper{width:400px}</style>"""


def chromium() -> str:
    """The browser's program; empty where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def screens(folder: Path, browser: Browser, shown: Worked, made: Path, only: str = "") -> list[str]:
    """Write all pictures.

    Args:
        folder: into which.
        browser: that shows the pages.
        shown: the workspace.
        made: a folder for what has to be made beside it.
        only: letters of the addresses, or of the names of scenes, that are wanted.
    """
    with served(shown.desk) as (address, app), places(made, shown, address) as there:
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            starts = ("/", "/work", tried(app, shown), shown.open, f"{shown.open}?questions", shown.done, *WRONG)
            found = [one for one in walk(client, app, starts, MOST).pages if only in one.path]
        told = [(f"{at:02}-{one.name}", address + one.path) for at, one in enumerate(found)]
        written = [file for name, place in told for file in _pictures(folder, browser, place, name)]
        written += [file for name, place in told for file in _sent(folder, browser, place, name)]
        wanted = [one for one in scenes() if only in one.name]
        return written + [file for one in wanted for file in _scene(folder, browser, there, one)]


def _pictures(folder: Path, browser: Browser, place: str, name: str) -> Iterator[str]:
    """A page in each size and theme."""
    print(place, flush=True)
    with browser.new_page(viewport=SIZES["desk"]) as page:
        page.goto(place)
        yield from _shots(folder, page, name)


def _scene(folder: Path, browser: Browser, there: Places, scene: Scene) -> Iterator[str]:
    """The same of a page to which no link leads."""
    print(scene.name, flush=True)
    with opened(browser, there, scene) as page:
        yield from _shots(folder, page, "s-" + "-".join(re.findall(r"\w+", scene.name))[:80])


def _shots(folder: Path, page: Page, name: str) -> Iterator[str]:
    for size, box in SIZES.items():
        page.set_viewport_size(box)
        yield from _shot(folder, page, name, size)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print", color_scheme="light")
    page.screenshot(path=folder / f"{name}.paper.light.png", full_page=True)
    yield f"{name}.paper.light.png"
    page.emulate_media(media="screen", color_scheme="light")


def _shot(folder: Path, page: Page, name: str, size: str) -> Iterator[str]:
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        file = f"{name}.{size}.{theme}.png"
        page.screenshot(path=folder / file, full_page=True)
        yield file


def _sent(folder: Path, browser: Browser, place: str, name: str) -> Iterator[str]:
    """What a page says to each of its forms that is sent with what has to be filled in left empty."""
    with browser.new_page(viewport=SIZES["phone"]) as page:
        page.goto(place)
        for at in range(page.locator(FORMS).count()):
            page.goto(place)
            with page.expect_navigation():
                page.locator(FORMS).nth(at).evaluate("form => form.submit()")
            yield from _shot(folder, page, f"{name}-empty-{at + 1}", "phone")


def index(folder: Path, files: list[str]) -> None:
    """One page with all pictures, those of an address beside each other."""
    rows: dict[str, list[str]] = {}
    for file in files:
        rows.setdefault(file.split(".")[0], []).append(file)
    parts = [HEAD]
    for name, shown in rows.items():
        pictures = (
            f'<img class="{one.split(".")[1]}" loading="lazy" src="{html.escape(one)}" alt="">' for one in shown
        )
        parts.append(f"<h2>{html.escape(name)}</h2><div>{''.join(pictures)}</div>")
    (folder / "index.html").write_text("\n".join(parts), "utf-8")


def main() -> None:
    """The command."""
    told = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    told.add_argument("folder", type=Path)
    told.add_argument("--lived", type=Path, help="a worked workspace that was made before; it is copied")
    told.add_argument("--only", default="", help="letters of the addresses that are wanted")
    asked = told.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    program = chromium()
    if not program:
        raise SystemExit(f"There is no browser: none of {', '.join(NAMES)} is on the PATH.")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(FLAGS), env={**os.environ, "LANG": "C.UTF-8"})
        with worked(Path(made) / "worked", asked.lived) as shown:
            files = screens(asked.folder, browser, shown, Path(made), asked.only)
        browser.close()
    index(asked.folder, files)
    print(f"{len(files)} pictures: {asked.folder / 'index.html'}")


if __name__ == "__main__":
    main()
