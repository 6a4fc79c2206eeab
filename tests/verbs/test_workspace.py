"""What ``smallfires.toml`` says, and what it cannot say."""

from __future__ import annotations

import pytest

from smallfires.errors import DataError, UsageError
from smallfires.fires.load import Limits
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.workspace import FILE, LEDGER, NamedSource, find_workspace, open_workspace

GOOD = """
name = "Ward 3"
owner = "Ruth Adler"
currency = "EUR"
keep = "50 MB"

[sources.weekly]
file = "data/weekly.csv"
unit = "team"
day-first = true

[sources.warehouse]
url = "postgresql://reader:${WARD_PASSWORD}@db/ward"
table = "handovers"

[measures.minutes]
source = "weekly"
measure = "minutes"
better = "less"
leave_out = ["Total", "Night"]

[measures."kind words"]
source = "warehouse"
better = "more"
period = "week"

[mail]
host = "mail.ward.example"
"""


def written(folder, text):
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_a_workspace_is_read_as_it_stands(tmp_path):
    """Names, sources, measures and the other tables, by the names that Python has for them."""
    found = open_workspace(written(tmp_path, GOOD))
    assert (found.name, found.owner, found.currency, found.ledger) == ("Ward 3", "Ruth Adler", "EUR", LEDGER)
    assert found.sources["weekly"].settings == {"unit": "team", "day_first": True}
    assert found.measures["minutes"].settings == {"measure": "minutes", "leave_out": ("Total", "Night")}
    assert not found.measures["kind words"].less_is_better
    assert found.settings == {"keep": "50 MB", "mail": {"host": "mail.ward.example"}}


def test_a_measure_is_read_with_what_is_known_of_its_source(tmp_path):
    """What is measured has the settings of its source and its own, and can be asked as it stands."""
    source, told = open_workspace(written(tmp_path, GOOD)).measuring("minutes")
    assert source == str(tmp_path / "data/weekly.csv")
    assert Measuring(**told) == Measuring(
        unit="team", day_first=True, measure="minutes", leave_out=("Total", "Night"), more_is_better=False
    )


def test_a_password_comes_from_the_environment(tmp_path, monkeypatch):
    """The address has the variable's value when it is opened; where it is not set, its name is told, and how to set it."""
    workspace = open_workspace(written(tmp_path, GOOD))
    monkeypatch.delenv("WARD_PASSWORD", raising=False)
    with pytest.raises(UsageError, match=r'"warehouse" needs WARD_PASSWORD\. Set it: export WARD_'):
        workspace.measuring("kind words")
    monkeypatch.setenv("WARD_PASSWORD", "s3cret")
    assert workspace.measuring("kind words")[0] == "postgresql://reader:s3cret@db/ward"


def test_a_home_is_found(tmp_path, monkeypatch):
    """A tilde is the home folder, and an absolute path stays one."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert NamedSource("a", "~/a.csv").where(tmp_path / "work") == str(tmp_path / "a.csv")
    assert NamedSource("a", str(tmp_path / "b.csv")).where(tmp_path / "work") == str(tmp_path / "b.csv")


def test_a_folder_below_is_in_the_workspace(tmp_path):
    """The nearest folder with the file, from here upwards; where there is none, how to make one."""
    below = tmp_path / "charters" / "old"
    below.mkdir(parents=True)
    with pytest.raises(UsageError, match="no workspace here") as caught:
        find_workspace(below)
    assert "smallfires init" in caught.value.command
    written(tmp_path, "")
    assert find_workspace(below) == tmp_path.resolve()
    assert open_workspace(below).name == tmp_path.name


def test_what_is_not_there_is_told_with_what_is(tmp_path):
    """A measure that there is not is answered with the nearest, and with all of them."""
    workspace = open_workspace(written(tmp_path, GOOD))
    with pytest.raises(UsageError, match=r'Did you mean "minutes"\? There are minutes, kind words'):
        workspace.measure("minuts")


def test_how_much_is_too_much_is_said_in_the_file(tmp_path):
    """The limits of what one person carries are those of the file; without them, a fifth of the time and three fires."""
    assert open_workspace(written(tmp_path, GOOD)).limits == Limits(0.2, 3)
    text = GOOD.replace('keep = "50 MB"', 'most_time = "12.5%"\nmost_fires = 5')
    assert open_workspace(written(tmp_path, text)).limits == Limits(0.125, 5)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('most_time = "20"', "no share of somebody’s time"),
        ("most_time = 0.2%", "This line cannot be read."),
        ('most_time = "a lot"', '"a lot" is not a number.'),
        ("most_fires = 0", '"0" is no number of fires.'),
        ("most_fires = true", '"True" is no number of fires.'),
        ("most_fire = 3", 'Did you mean "most_fires"?'),
    ],
)
def test_a_limit_that_is_none_is_shown_at_its_line(tmp_path, line, problem):
    """No limit is guessed: what it cannot be is told with the line on which it stands."""
    with pytest.raises(DataError) as caught:
        open_workspace(written(tmp_path, GOOD.replace('keep = "50 MB"', line)))
    assert problem in str(caught.value)


WRONG = {
    'better = "lower"\nsource = "s"': ('better = "lower" is no direction.', '"lower"', 6),
    'source = "s"': ('Which way "m" is better is not said.', "measures.m", 5),
    'better = "less"': ('The measure "m" has no source.', "measures.m", 5),
    'better = "less"\nsource = "t"': ('There is no source "t".', '"t"', 7),
    'better = "less"\nsource = "s"\nperod = "week"': ('"perod" is no setting here.', "perod", 8),
    'better = "less"\nsource = "s"\nperiod = "fortnight"': ('"fortnight" is no period.', '"fortnight"', 8),
    'better = "less"\nsource = "s"\nunit = 3': ("unit is no text.", "3", 8),
    'better = "less"\nsource = "s"\nleave-out = "Total"': ("leave-out is no list of names.", '"Total"', 8),
    'better = "less"\nsource = "s"\nwide = "yes"': ("wide is neither true nor false.", '"yes"', 8),
    'better = "less"\nsource = "s"\nseed = "x"': ("seed is no whole number.", '"x"', 8),
    'better = less\nsource = "s"': ("This line cannot be read.", "l", 6),
}


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=[problem for problem, *_ in WRONG.values()])
def test_what_cannot_be_is_shown_at_its_line(tmp_path, text, said):
    """The problem, the file with the line, the words with carets under them, and the way out."""
    problem, words, line = said
    with pytest.raises(DataError) as found:
        open_workspace(written(tmp_path, f'# a workspace\n\n[sources.s]\nfile = "s.csv"\n[measures.m]\n{text}\n'))
    error = found.value
    assert error.problem == problem
    assert error.file in {f"{FILE}, line {line}", FILE}
    top, under = error.shown.splitlines()
    assert top.startswith(f"{line} | ")
    assert under.count("^") == len(words)
    assert top[under.index("^") : under.index("^") + len(words)] == words
    assert error.way_out


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[source.s]\nfile = "s.csv"', '"source" means nothing here.'),
        ("sources = 3", '"sources" is no list of tables.'),
        ('[sources]\ns = "s.csv"', '"s" under [sources] is no table.'),
        ("[sources.s]", 'Where the source "s" is, is said nowhere.'),
        (
            '[sources.s]\nfile = "s.csv"\nurl = "x://y"',
            'Where the source "s" is, is said twice, as a file and as an address.',
        ),
        ("[sources.s]\nfile = 3", "file is no text."),
        ("owner = 3", "owner is no text."),
    ],
)
def test_what_is_mistyped_is_never_passed_over(tmp_path, text, problem):
    """A table under a wrong name, or a value of a wrong kind, is refused and not left out."""
    with pytest.raises(DataError) as found:
        open_workspace(written(tmp_path, text))
    assert found.value.problem == problem
    assert found.value.file.startswith(f"{FILE}, line ")
    assert "^" in found.value.shown


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path):
    """Bytes that are not UTF-8 are told at their line."""
    (tmp_path / FILE).write_bytes('name = "Ward"\nowner = "Zoë"\n'.encode("latin-1"))
    with pytest.raises(DataError, match=r"smallfires\.toml, line 2: It is not written in UTF-8"):
        open_workspace(tmp_path)
