"""Charts in a real browser: what they tell to a mouse, to a finger and to the keyboard, and how they stand without a script."""

from __future__ import annotations

import pytest
from tests.browser.browsing import DESK, PHONE

READING = "/fires/one-visit/readings/4"
TIP = ".sf-path .sf-tip"
CHART = ".sf-path figure > div"
MIDDLE = """chart => {
  const shown = [...chart.querySelectorAll("svg")].find((one) => one.getClientRects().length);
  const mark = shown.querySelectorAll("[data-says]")[20], box = mark.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, says: mark.dataset.says };
}"""
"""Where one of the marks is, and its words."""


TABLE = """table => [table.querySelectorAll("thead th[scope=col]").length, table.tBodies[0].rows[0].cells.length,
  table.tBodies[0].rows.length, table.querySelectorAll("tbody th[scope=row]").length]"""
"""How many columns have a head, how many there are; how many rows there are, and have one."""


@pytest.fixture
def reading(site):
    with site.tab(DESK) as tab:
        tab.page.goto(READING)
        yield tab.page
        assert tab.heard() == []


def lines(page) -> list[str]:
    """What stands beside the mark."""
    return page.locator(f"{TIP} > *").all_inner_texts()


def rows(page) -> list[list[str]]:
    """The table behind the chart."""
    return page.locator(".sf-path table").first.evaluate(
        "table => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


def test_the_nearest_mark_is_told_as_its_table_says_it(reading):
    """A mouse near a mark is told its period and its figures, as they stand in the table; away from the chart, nothing."""
    reading.locator(CHART).scroll_into_view_if_needed()
    spot = reading.locator(CHART).evaluate(MIDDLE)
    reading.mouse.move(spot["x"] + 2, spot["y"] - 5)
    head, *figures = lines(reading)
    row = next(row for row in rows(reading) if row[0] == head)
    assert [figure.split(": ")[1] for figure in figures] == [cell for cell in row[1:] if cell]
    assert "\n".join([head, *figures]) == spot["says"]
    reading.mouse.move(1, 1)
    assert reading.locator(TIP).is_hidden()


def test_arrow_keys_go_through_the_marks(reading):
    """The first mark, the next, the last and never beyond; each is said to a screen reader; Escape closes."""
    chart, all_rows = reading.locator(CHART), rows(reading)
    chart.focus()
    reading.keyboard.press("Home")
    assert lines(reading)[0] == all_rows[0][0]
    reading.keyboard.press("ArrowRight")
    assert lines(reading)[0] == all_rows[1][0]
    assert chart.get_attribute("aria-valuetext").startswith(f"{all_rows[1][0]}, measured: ")
    for key in ("End", "ArrowRight"):
        reading.keyboard.press(key)
        assert lines(reading)[0] == all_rows[-1][0]
    assert chart.get_attribute("aria-valuenow") == chart.get_attribute("aria-valuemax") == str(len(all_rows))
    reading.keyboard.press("Escape")
    assert reading.locator(TIP).is_hidden()


def test_enter_shows_the_table(reading):
    """From a chart, the table behind it is one key away."""
    reading.locator(CHART).focus()
    reading.keyboard.press("Enter")
    assert reading.locator(".sf-path table").first.is_visible()
    assert reading.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("path", [READING, "/fires/shorter-script/readings/3", "/momentum"])
def test_every_chart_is_short_to_hear_and_has_its_table_behind_it(site, path):
    """A chart says in two sentences what it shows; behind it stands a table with a caption and a head for each row and column."""
    with site.tab() as tab:
        tab.page.goto(path)
        charts = tab.page.locator("figure").all()
        assert charts
        for chart in charts:
            told = chart.locator("> div").get_attribute("aria-label")
            assert told.startswith("Chart: ")
            assert told.endswith("Its figures stand in the table below.")
            assert len(told) < 300
            for table in chart.locator("table").all():
                heads, columns, rows, named = table.evaluate(TABLE)
                assert (heads, named) == (columns, rows)
                assert table.locator("caption").text_content()


def test_a_finger_is_told_the_same(site):
    """On a phone, a tap beside a mark tells it, inside the page; a tap elsewhere closes it."""
    with site.tab(PHONE, has_touch=True, is_mobile=True, color_scheme="dark") as tab:
        tab.page.goto(READING)
        tab.page.locator(CHART).scroll_into_view_if_needed()
        spot = tab.page.locator(CHART).evaluate(MIDDLE)
        tab.page.touchscreen.tap(spot["x"], spot["y"] + 4)
        assert "\n".join(lines(tab.page)) == spot["says"]
        box = tab.page.locator(TIP).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert tab.width() == PHONE["width"]
        tab.page.locator(".sf-path h2").first.tap()
        assert tab.page.locator(TIP).is_hidden()


def test_without_a_script_charts_are_pictures(site):
    """The drawing stands as it was made, with its words for those who cannot see it."""
    with site.tab(java_script_enabled=False) as tab:
        tab.page.goto(READING)
        assert tab.page.locator(CHART).get_attribute("role") == "img"
        assert tab.page.locator(f"{CHART} svg.sf-wide").is_visible()
        assert tab.page.locator(".sf-tip").count() == 0


def test_axe_finds_nothing_in_a_chart_that_tells(site):
    """A chart with its words beside a mark breaks no rule of axe."""
    with site.tab() as tab:
        tab.page.goto(READING)
        tab.page.locator(CHART).focus()
        tab.page.keyboard.press("End")
        assert tab.page.locator(TIP).is_visible()
        assert tab.axe() == []
