"""What init and add say."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from smallfires.faces.terminal import show_page
from smallfires.faces.words.workspace import added, begun
from smallfires.fires.reading import Measure
from smallfires.fires.work import Guess, Source
from smallfires.verbs.add import AddedMeasure, AddedSource
from smallfires.verbs.init import Begun

HARM = "a\x1b[31m\u202e'; rm -rf $(x).csv"
READ = Source("weekly.csv", "CSV", 728, (Guess("time", "week", "its values are dates", "--time"),), ("A note.",), "")
MANY = tuple((f"Team {at}", float(at), 52) for at in range(240))
PAGES = {
    "begun": begun.page(Begun(Path("/home/ruth/ward"), "Ward", "Ruth", ("smallfires.toml",), (), (), None)),
    "begun: full": begun.page(
        Begun(Path("/x"), HARM, HARM, ("smallfires.toml", "charters/"), (HARM, *"bcdefgh"), ("ledger.db*",), Path("/"))
    ),
    "table": added.source_page(AddedSource("weekly", "weekly.csv", READ, ("minutes", "calls"), False)),
    "log": added.source_page(AddedSource("log", "log.xes", READ, ("duration", "cost"), True)),
    "wide": added.source_page(AddedSource(HARM, HARM, READ, tuple(f"column {at}" for at in range(60)), False)),
    "bare": added.source_page(AddedSource("x", "x.csv", READ, (), False)),
    "measure": added.measure_page(
        AddedMeasure("days", "log", Measure("days", "s", True), "site", (("A", 864_000.0, 9), ("B", float("nan"), 0)), 10,
                     "2026-W02", "2026-W11", 864_000.0, 0.55, ("Still open: 4 cases.",))
    ),
    "one series": added.measure_page(
        AddedMeasure("cost", "x", Measure("cost", "€", False), "", (("cost", 3.0, 4),), 4, "a", "d", 3.0, 0.0, ())
    ),
    "many": added.measure_page(
        AddedMeasure(HARM, "x", Measure(HARM, "", True), "team", MANY, 52, "a", "d", 120.0, 0.0, ())
    ),
}  # fmt: skip


def shown(page, width, monkeypatch) -> str:
    """The page as a terminal of this width shows it."""
    monkeypatch.setenv("COLUMNS", str(width))
    file = io.StringIO()
    show_page(page, file)
    return file.getvalue()


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_any_of_them_fits_the_terminal(key, width, monkeypatch):
    """No line is wider than the terminal or 100 letters, and no name commands it."""
    text = shown(PAGES[key], width, monkeypatch)
    assert max(map(len, text.splitlines())) <= min(width, 100)
    assert "\x1b" not in text
    assert PAGES[key].headline.split()[0] in text


def test_the_next_command_can_be_typed():
    """A name that the shell would take apart stands in quotes, so that what is copied does what it says."""
    assert (
        PAGES["begun: full"].section("next").items[0]
        == "smallfires add source a-31m-rm-rf-x 'a [31m'\"'\"'; rm -rf $(x).csv'"
    )
    assert PAGES["wide"].section("next").items[1].endswith("--measure 'column 1' --less-is-better")
    assert PAGES["wide"].section("next").items[-1] == "and 56 more columns of figures"


def test_data_that_are_there_are_suggested():
    """Some files are named, the others counted; without any an example stands there."""
    assert PAGES["begun: full"].section("next").sentences[0].endswith("and 3 more. Give them a name:")
    assert PAGES["begun"].section("next").items == ("smallfires add source weekly weekly.csv",)


def test_what_belongs_beside_a_new_workspace_is_said():
    """What a repository should leave out, and that a workspace above is not seen any more."""
    first, second = PAGES["begun: full"].doubts
    assert "Add to its .gitignore: ledger.db*." in first
    assert "There is a workspace above" in second


def test_a_measure_says_its_usual_level_and_its_gaps():
    """The level in its own unit, which way is better, how much is unseen; a unit never seen stands last, unknown."""
    shown = PAGES["measure"]
    assert shown.headline == "days of 2 sites: usually 10 days; less is better."
    assert "55 % of the cells have no figure." in shown.answer[0]
    assert shown.section("levels").table.rows[-1] == ("B", "unknown", "0")
    assert PAGES["one series"].headline == "cost: usually 3 €; more is better."
    assert PAGES["one series"].section("levels") is None
    assert "The lowest 20 of 240 are shown." in PAGES["many"].section("levels").sentences


def test_of_a_log_the_direction_is_known():
    """Of a log no direction has to be said; of a table it has."""
    assert PAGES["log"].section("next").items == (
        "smallfires add measure duration --source log", "smallfires add measure cost --source log --measure cost",
    )  # fmt: skip
    assert PAGES["table"].section("next").items[0].endswith("--measure minutes --less-is-better")
