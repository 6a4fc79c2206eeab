from __future__ import annotations

import io
import re

import pytest
from tests.faces.pilots import PILOTS
from tests.faces.plans import PLANS
from tests.faces.sample import READINGS, office

from smallfires.faces import letters
from smallfires.faces.letters import work as pictures
from smallfires.faces.terminal import render, show, takes_colour
from smallfires.faces.words import page

EVERY = {**READINGS, **PILOTS, **PLANS}
every_reading = pytest.mark.parametrize("reading", EVERY.values(), ids=EVERY)


class Screen(io.StringIO):
    """A terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@every_reading
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(reading, width):
    """No line is wider than the terminal, whatever the names."""
    assert max(letters.width(line) for line in render(reading, width).splitlines()) <= width


@every_reading
def test_the_answer_comes_first(reading):
    """After the question, the first thing said is the answer, whole and in words."""
    blocks = " ".join(render(reading, 100).split())
    shown = page(reading)
    said = " ".join([shown.title, shown.headline, *shown.answer])
    assert blocks.startswith(" ".join(said.split()))


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_figures_are_never_cut(reading):
    """Every level of the ladder stands in the page as it is said in the words, at any width."""
    ladder = page(reading).section("ladder").table
    for width in (60, 80, 100):
        text = render(reading, width)
        assert all(row[1] in text for row in ladder.rows)


def test_every_figure_of_a_shown_table_is_whole():
    """On the narrowest page no figure of the waste table is broken or shortened."""
    text = render(office(), 60)
    for row in page(office()).section("waste").table.rows[:8]:
        assert re.search(rf"{re.escape(row[1])} +{re.escape(row[3])}", text), row


def test_what_is_left_out_is_counted():
    """A long table is cut with the number of rows that are not shown."""
    text = render(READINGS["many"], 80)
    assert "… and 392 more" in text
    assert len(text.splitlines()) < 260


def test_a_pipe_gets_plain_text():
    """What is not a terminal gets no escape codes."""
    pipe = io.StringIO()
    show(office(), pipe)
    assert "\x1b" not in pipe.getvalue()


def test_a_terminal_gets_colour_unless_it_says_no(monkeypatch):
    """A terminal gets colour, unless NO_COLOR is set or it is a dumb one."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    screen = Screen()
    show(office(), screen)
    assert "\x1b[1;38;5;166m" in screen.getvalue()
    monkeypatch.setenv("TERM", "dumb")
    assert not takes_colour(Screen())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    show(office(), screen)
    assert "\x1b" not in screen.getvalue()


def test_colours_change_no_letter():
    """With its colours taken away, the page is the same as without."""
    coloured = render(office(), 80, colour=True)
    bare = "\n".join(line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines())
    assert bare == render(office(), 80).rstrip("\n")


@every_reading
def test_no_name_reaches_the_terminal_as_a_command(reading):
    """Names with escape codes or markup stand on the page as harmless text."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", render(reading, 80))
    if reading is READINGS["hostile"]:
        assert "[bold red]not markup[/bold red]" in render(reading, 100)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@every_reading
def test_any_encoding_can_show_it_in_line(reading, encoding):
    """Letters that an encoding has not are replaced one for one, so that columns stay in line."""
    text = render(reading, 80)
    fitted = letters.fit(text, encoding)
    fitted.encode(encoding)
    for line, plain in zip(text.splitlines(), fitted.splitlines(), strict=True):
        if line.isprintable():
            assert letters.width(line) == letters.width(plain)


def test_a_bar_is_as_long_as_its_part():
    """A bar is as long as its part of the largest, and never empty for more than nothing."""
    assert letters.bar(1, 1, 10) == "█" * 10
    assert letters.bar(0.5, 1, 10) == "█" * 5
    assert letters.bar(1e-9, 1, 10) == "▏"
    assert letters.bar(0, 1, 10) == ""


def test_the_target_cuts_every_rung_at_the_same_place():
    """The line of the target stands at one place in all rows, and shorter rungs end farther left."""
    rows = [line for line in pictures.ladder(office(), 90, "red").plain.splitlines() if "●" in line]
    assert len({re.search("[│┼]", row).start() for row in rows}) == 1
    assert [row.index("●") for row in rows] == sorted((row.index("●") for row in rows), reverse=True)
