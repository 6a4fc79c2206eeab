from __future__ import annotations

import sqlite3
import tomllib

import pytest
from tests.faces.test_page import Reader
from tests.faces.web.board.asking import chosen, hidden, text, typed
from tests.faces.web.board.sources.bringing import a_desk, bring, kept, settled
from tests.faces.web.serving import serving

UNCLEAR = (
    "id,step,who,at\n1,a,X,13/04/2025 10:00\n1,b,Y,13/04/2025 11:00\n2,a,X,14/05/2025 10:00\n2,b,Y,15/05/2025 10:00\n"
)
SMALL = "week,site,cost\n2025-01-06,A,3.5\n2025-01-13,A,4\n2025-01-20,A,5\n"
DATES = "case,activity,end\n1,a,03/04/2025\n1,b,04/04/2025\n2,a,05/04/2025\n2,b,05/06/2025\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ward"
    made.mkdir()
    return made


@pytest.fixture
def client(folder):
    with serving(a_desk(folder, "\n# My own line.\n"), board=True) as client:
        yield client


def opened(client, content, name="weekly.csv"):
    """The page with the columns of a file that was just brought."""
    return client.get(bring(client, name, content).headers["location"])


def sent(client, page, **values):
    """Send the form of that page as it stands, with these values in it."""
    return client.post("/sources/new", data={**hidden(page), **values})


def source(folder, name):
    """A source as it stands in the workspace's file."""
    return tomllib.loads((folder / "smallfires.toml").read_text())["sources"][name]


def options(page, name):
    """What can be chosen in a list."""
    head = page.text.split(f'name="{name}"')[1].split("</select>")[0]
    return [one["value"] for one in Reader(f"<select>{head.split('>', 1)[1]}</select>").every("option")]


def test_a_source_gets_its_name(client, folder):
    """What was recognised is shown; the source stands in the workspace's file, your own lines beside it, and on its page."""
    page = opened(client, "week;site;cost\n06.01.2025;A;3,5\n06.01.2025;B;4,1\n13.01.2025;A;4,2\n13.01.2025;B;5\n")
    said = text(page)
    assert "A table of measures" in said
    assert "As recognised: semicolon" in said
    assert "2025-01-06 A 3.5" in said
    assert options(page, "time") == ["", "week", "site", "cost"]
    assert options(page, "unit") == ["", "week", "site", "cost", "none"]
    done = sent(client, page, name="Weekly figures", then="save", unit="site")
    assert done.status_code == 303
    assert source(folder, "Weekly figures") == {"file": "data/weekly.csv", "unit": "site"}
    assert "# My own line." in (folder / "smallfires.toml").read_text()
    assert "It is a source now" in text(client.get(done.headers["location"]))
    assert "Weekly figures" in text(client.get("/sources"))


def test_nothing_is_written_by_looking(client, folder):
    """To look again writes nothing, and keeps what was chosen."""
    before = (folder / "smallfires.toml").read_bytes()
    page = opened(client, "case,activity,end,who\n1,a,2025-01-06,A\n1,b,2025-01-07,B\n")
    again = sent(client, page, then="look", resource="who", timezone="Europe/Amsterdam", name="Mine")
    assert again.status_code == 200
    assert 'value="who" selected' in again.text
    assert typed(again)["source-timezone"] == "Europe/Amsterdam"
    assert typed(again)["source-name"] == "Mine"
    assert (folder / "smallfires.toml").read_bytes() == before


def test_what_is_unclear_is_asked(client, folder):
    """Where more than one column may be meant, these are offered; the answer goes into the file."""
    page = opened(client, UNCLEAR)
    assert "Which column says which case a row belongs to" in text(page)
    assert [one["value"] for one in Reader(page.text).every("input") if one["name"] == "case"] == ["id", "step", "who"]
    page = sent(client, page, case="id", then="look")
    assert "A log of work" in text(page)
    assert sent(client, page, case="id", activity="step", name="work", then="save").status_code == 303
    assert source(folder, "work") == {"file": "data/weekly.csv", "case": "id", "activity": "step"}


def test_the_order_of_day_and_month_is_asked(client, folder):
    """Where dates can be read in two ways, the page asks which."""
    page = opened(client, DATES)
    assert "day first or month first?" in text(page)
    page = sent(client, page, day_first="yes", then="look")
    assert "2025-04-03" in text(page)
    assert sent(client, page, day_first="yes", name="work", then="save").status_code == 303
    assert source(folder, "work") == {"file": "data/weekly.csv", "day_first": True}


def test_what_is_wrong_stands_on_the_page(client, folder):
    """A row that cannot be read is named; what was typed is still there; nothing is written."""
    before = (folder / "smallfires.toml").read_bytes()
    page = opened(client, "week,site,cost\n2025-01-06,A,3.5\n2025-01-13,A,dear\n2025-01-20,A,3\n")
    assert "weekly.csv" in text(page)
    again = sent(client, page, name="  ", unit="nobody", then="save")
    assert again.status_code == 422
    again = sent(client, page, name="Mine", unit="nobody", then="save")
    assert again.status_code == 422
    assert "What you typed is still here." in text(again)
    assert typed(again)["source-name"] == "Mine"
    assert (folder / "smallfires.toml").read_bytes() == before


def test_a_taken_name_is_refused(client, folder):
    """A second source of a name is refused beside what was typed."""
    page = opened(client, SMALL)
    assert sent(client, page, name="Mine", then="save").status_code == 303
    again = sent(client, page, name="Mine", then="save")
    assert (again.status_code, "There is a source" in text(again)) == (422, True)


@pytest.mark.parametrize(("name", "value"), [("day_first", "maybe"), ("encoding", "rot13"), ("delimiter", "a" * 5_000)])
def test_a_choice_that_is_none_is_refused(client, name, value):
    """Who sends what the form does not offer is told what there is."""
    again = sent(client, opened(client, DATES), **{name: value}, then="save")
    assert again.status_code == 422
    assert "Choose one of those offered" in text(again)


def test_a_form_without_its_token_changes_nothing(client, folder):
    """Without the token of this browser nothing is looked at or written; what was typed is still there."""
    page = opened(client, DATES)
    before = (folder / "smallfires.toml").read_bytes()
    again = client.post("/sources/new", data={"file": "weekly.csv", "name": "Mine", "then": "save", "token": "x" * 64})
    assert again.status_code == 403
    assert typed(again).get("source-name", "Mine") == "Mine"
    assert sent(client, page, token="", then="save").status_code == 403
    assert (folder / "smallfires.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("week,site,cost\n", "no rows"),
        (b"\x00\x01\x02" * 1_000, "neither text nor a table"),
        (b"%PDF-1.7 ...", "The file is a PDF."),
        (b"PK\x03\x04broken", "zip file cannot be read"),
        (b"PAR1broken", "The Parquet file is broken"),
        (b"\x1f\x8b broken", "compressed file is broken"),
        ("only one line", ""),
    ],
)
def test_a_file_that_is_none_is_said(client, folder, content, said):
    """What cannot be opened is said in plain words, and where it lies on the server is not."""
    page = opened(client, content)
    assert page.status_code == 200
    assert said in text(page)
    assert str(folder) not in page.text


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_letters_are_read(client, coding):
    """A file in any usual encoding shows its letters as they were written."""
    page = opened(client, "Woche,Küche,Kosten\n2025-01-06,Süd,3.5\n2025-01-13,Süd,4\n".encode(coding))
    assert "Süd" in text(page)
    assert "Küche" in options(page, "unit")


def test_one_row_is_a_table(client):
    """A single row is shown as it is."""
    assert "1 row," in text(opened(client, "week,site,cost\n2025-01-06,A,3.5\n"))


def test_a_database_is_connected(client, folder, monkeypatch):
    """A table of a database is looked at before it is saved; with several tables the page asks which."""
    with sqlite3.connect(folder / "crm.db") as base:
        base.execute("create table weekly (week text, site text, cost real)")
        base.execute("create table other (x text)")
        base.executemany(
            "insert into weekly values (?, ?, ?)",
            [("2025-01-06", "A", 3.5), ("2025-01-13", "A", 4.0), ("2025-01-20", "A", 5.0)],
        )
    base.close()
    monkeypatch.setenv("CRM", str(folder / "crm.db"))
    page = settled(client, sent(client, client.get("/sources/new"), address="sqlite:///${CRM}", then="look"))
    assert "Which table of the database is it?" in text(page)
    page = settled(client, sent(client, page, table="main.weekly", then="look"))
    assert "A table of measures" in text(page)
    done = settled(client, sent(client, page, table="main.weekly", name="crm", then="save"))
    assert source(folder, "crm") == {"url": "sqlite:///${CRM}", "table": "main.weekly"}
    assert "A table of measures" in text(done)
    assert "2025-01-20 A 5.0" in text(done)
    again = settled(client, sent(client, page, table="main.weekly", name="crm", then="save"))
    assert "There is a source" in text(again)
    assert typed(again)["source-name"] == "crm"


@pytest.mark.parametrize(
    "address",
    ["postgresql://reader:${PIN}@127.0.0.1:1/${PIN}", "sqlite:////nowhere/${PIN}.db", "postgresql://127.0.0.1:1/x?options=${PIN}",
     "nothing-like-${PIN}://x", "${PIN}", "/tmp/${PIN}"],
)  # fmt: skip
def test_a_secret_is_never_shown(client, folder, monkeypatch, address):
    """Whatever goes wrong, the value of a variable stands on no page and in no file."""
    monkeypatch.setenv("PIN", "s3cr3t-w0rd")
    for then in ("look", "save"):
        page = settled(client, sent(client, client.get("/sources/new"), address=address, name="crm", then=then))
        assert page.status_code in (200, 422)
        assert "s3cr3t" not in page.text
    assert "s3cr3t" not in (folder / "smallfires.toml").read_text()


def test_a_password_is_refused(client, folder):
    """A password that is written out is refused, and not repeated."""
    page = sent(client, client.get("/sources/new"), address="postgresql://reader:hunter2@db/crm", then="look")
    assert page.status_code == 422
    assert "has a password in it" in text(page)
    assert "hunter2" not in page.text


@pytest.mark.parametrize("address", ["/dev/zero", "/proc/self/environ", "/nowhere/a.csv", "/", "\0", "data"])
def test_what_is_no_file_is_refused(client, address):
    """Devices, folders, and what the system only makes look like files, cannot be a source."""
    page = sent(client, client.get("/sources/new"), address=address, then="look")
    assert page.status_code == 422
    assert "There is no file" in text(page) or "Nothing was named" in text(page)


def test_a_file_on_the_server_is_named(client, folder, tmp_path):
    """Alone on a machine, everybody may name a file on it by its path."""
    (tmp_path / "far.csv").write_text(SMALL)
    page = sent(client, client.get("/sources/new"), address=str(tmp_path / "far.csv"), then="look")
    assert sent(client, page, name="far", then="save").status_code == 303
    assert source(folder, "far") == {"file": str(tmp_path / "far.csv")}
    assert kept(folder) == []


def test_choices_come_back(client):
    """What was chosen for a question is still chosen where another thing is wrong."""
    page = sent(client, opened(client, UNCLEAR), case="id", encoding="nonsense", then="look")
    assert page.status_code == 422
    assert ("case", "id") in chosen(page) or 'value="id" selected' in page.text
