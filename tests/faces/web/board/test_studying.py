from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from tests.faces.test_page import Reader
from tests.faces.web.accounts.staffed import LU, MARA, REA, inside, organization, with_people
from tests.faces.web.board.asking import chosen, hidden, text, typed
from tests.faces.web.serving import serving
from tests.verbs.asked import each, lines, written
from tests.verbs.learned import START, WEEKS, usual

from smallfires.faces.cli import run
from smallfires.faces.web.study.study import STUDIES
from smallfires.verbs.desk import desk

TOML = """name = "Ward"
owner = "Ruth Adler"

[sources.orders]
file = "log.csv"

[sources.weekly]
file = "weekly.csv"

[sources.empty]
file = "empty.csv"

[sources.zones]
file = "zones.csv"

[sources.days]
file = "days.csv"

[sources.two]
file = "two.csv"

[measures.cost]
source = "weekly"
measure = "cost"
better = "less"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("ward")
    (found / "smallfires.toml").write_text(TOML, "utf-8")
    (found / "empty.csv").write_bytes(b"")
    written(found, lines())
    written(found, [row.replace(",Ann,", "Z,Ann,") for row in each(lines(), "resource", ["Ann"])], "zones.csv")
    written(found, each(each(lines(), "start", ["01/02/2024 08:00"]), "end", ["01/02/2024 09:00"]), "days.csv")
    table = usual(found).read_text("utf-8").splitlines()
    written(found, [f"{row},{'price' if not at else at % 7}" for at, row in enumerate(table)], "two.csv")
    return found


@pytest.fixture(scope="module")
def client(folder):
    with desk(folder) as at, serving(at, board=True) as client:
        yield client


def ask(client: httpx.Client, key: str, **values: str) -> httpx.Response:
    """Open the page, fill it in, send it, and follow to where it ends."""
    answer = client.post(f"/{key}", data=hidden(client.get(f"/{key}")) | values, follow_redirects=False, timeout=60)
    while answer.status_code == 303 or (answer.url.path.startswith("/work/") and "<progress" in answer.text):
        answer = client.get(answer.headers.get("location", answer.url.path), timeout=60)
    return answer


@pytest.fixture(scope="module")
def answer(client):
    """An answer that several tests look at."""
    return ask(client, "read", source="orders", target="2h", statistic="mean", rules="Step 1 only after Step 0")


def test_whether_to_optimize_or_to_transform_is_answered(client, answer, folder, capsys):
    """The answer is the page that the command line writes, can be opened again, and taken away as the same documents."""
    assert answer.url.path.startswith("/work/")
    told = json.loads(client.get(f"{answer.url.path}/result.json").text)
    asked = ["--target", "2h", "--statistic", "mean", "--rule", "Step 1 only after Step 0"]
    assert run(["read", str(folder / "log.csv"), *asked, "--json", "-q"]) == 0
    by_command = json.loads(capsys.readouterr().out)
    for both in (told, by_command):
        both["settings"].pop("threads", None)
    assert told == by_command
    said = text(client.get(answer.url.path))
    assert told["says"]["headline"] in said
    assert all(sentence in said for sentence in told["says"]["answer"] if "--" not in sentence)
    assert "--hard" in " ".join(told["questions"])
    assert "“Waits that no better running removes”" in said
    assert "--hard" not in said
    assert client.get(f"{answer.url.path}/result.html").text.startswith("<!doctype html>")
    assert client.get(f"{answer.url.path}/result.pdf").content.startswith(b"%PDF")
    assert client.get(f"{answer.url.path}/result.exe").status_code == 404


def test_a_fire_is_started_from_the_answer(answer):
    """The answer and each of the largest wastes lead to a charter with intent, subject and reason filled in."""
    leads = [one["href"] for one in Reader(answer.text).every("a") if one["href"].startswith("/fires/new?")]
    told = [{name: texts[0] for name, texts in parse_qs(urlsplit(lead).query).items()} for lead in leads]
    assert len(told) > 1
    assert all(one.keys() == {"intent", "subject", "hypothesis.because"} for one in told)
    assert any("of the time" in one["hypothesis.because"] for one in told)


def test_it_is_asked_again_with_what_was_typed(client, answer):
    """From an answer one comes back to the form as it was filled in."""
    again = next(one["href"] for one in Reader(answer.text).every("a") if one["href"].startswith("/read?work="))
    page = client.get(again)
    assert typed(page)["target"] == "2h"
    assert typed(page)["rules"] == "Step 1 only after Step 0"
    assert '<option value="orders" selected>' in page.text
    assert len([one for one in Reader(page.text).every("details") if "open" in one]) == 2


WRONG = [
    ("read", {}, {"source"}, "Choose what is to be read."),
    ("read", {"source": "nothing"}, {"source"}, 'The workspace has no source "nothing".'),
    ("read", {"source": "orders", "target": "five"}, {"target"}, "five"),
    ("read", {"source": "orders", "target": "soon", "level": "2"}, {"target", "level"}, "soon"),
    ("read", {"source": "orders", "target": "2h", "seed": "x"}, {"seed"}, "is no integer"),
    ("read", {"source": "orders", "target": "2h", "touch": "Step 1"}, {"touch"}, "names no activity"),
    ("read", {"source": "orders", "target": "2h", "calendar": "/etc/hours.toml"}, {"calendar"}, "is a file"),
    ("read", {"source": "orders", "target": "2h", "measure": "x" * 4_001}, {"measure"}, "These are 4,001 letters."),
    ("design", {"source": "measure:cost", "sizes": "few", "periods": "0"}, {"sizes"}, "cannot be read"),
    ("learn", {"source": "weekly", "lit": "a", "first": "b"}, {"lit"}, "said more than once"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "values", "problems", "said"), WRONG)
def test_what_cannot_be_asked_is_said_beside_its_field(client, key, values, problems, said):
    """Before anything is started the form comes back with what is wrong beside the field, and everything that was typed."""
    answer = client.post(f"/{key}", data=hidden(client.get(f"/{key}")) | values)
    assert answer.status_code == 422
    assert beside(answer) == problems
    assert said in text(answer)
    kept = {value for name, value in values.items() if name != "source"}
    assert kept <= set(typed(answer).values())


def beside(answer: httpx.Response) -> set[str]:
    """The fields beside which a problem stands, each of which points to it."""
    seen = Reader(answer.text)
    found = {one["id"].removeprefix("problem-") for one in seen.every("p") if one.get("class") == "sf-problem"}
    pointed = {one["id"] for _, one, _ in seen.elements if one.get("aria-invalid")}
    assert found == pointed
    return found


BAD = [
    ({"source": "empty"}, "source", "empty.csv"),
    ({"source": "orders", "case": "Order"}, "case", '"Order"'),
    ({"source": "zones"}, "timezone", "“Time zone of times that name none”"),
    ({"source": "orders", "unit": "ward"}, "unit", '"ward"'),
    ({"source": "orders", "rules": "Step 1 whenever Step 2 feels like it"}, "rules", "Step 1 whenever"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "field", "said"), BAD)
def test_data_that_cannot_be_read_end_beside_the_field(client, values, field, said):
    """What is wrong with the data comes back to the form, beside the field that settles it, and nothing is lost."""
    answer = ask(client, "read", target="2h", **values)
    assert answer.url.path == "/read"
    assert beside(answer) == {field}
    assert said in text(answer)
    assert typed(answer)["target"] == "2h"
    assert f'<option value="{values["source"]}" selected>' in answer.text
    assert "--" not in text(answer)


def test_a_day_after_all_data_stands_beside_its_field(client):
    """What was typed is known again in what is wrong with the data, though nobody quotes it."""
    answer = ask(client, "learn", source="measure:cost", treated="Site A", since="2031-01-06")
    assert beside(answer) == {"since"}
    assert "Nothing was measured after 2031-01-06." in text(answer)


def test_a_question_is_answered_by_choosing(client):
    """Where something can mean two things the page asks one question with its answers; one choice later there is the result."""
    asks = ask(client, "read", source="days", target="2h")
    assert "day first or month first?" in text(asks)
    assert offered(asks, "day_first") == ["yes", "no"]
    assert 'id="day_first"' not in asks.text
    again = ask(client, "read", source="days", target="2h", day_first="yes")
    assert "day first or month first?" not in text(again)


def test_which_way_is_better_is_asked_and_answered(client):
    """A measure whose direction nobody said is asked for; the answer is taken the right way round."""
    told = {
        "source": "weekly",
        "treated": "Site A, Site B",
        "since": WEEKS[START],
        "measure": "cost",
        "picked": "worst",
    }
    asks = ask(client, "learn", **told)
    assert offered(asks, "less_is_better") == ["yes", "no"]
    answer = ask(client, "learn", **told, less_is_better="yes")
    assert json.loads(client.get(f"{answer.url.path}/result.json").text)["measure"]["less_is_better"] is True


def test_which_column_is_the_measure_is_asked(client):
    """Of several columns of figures one is chosen."""
    told = {"source": "two", "treated": "Site A", "since": WEEKS[START]}
    asks = ask(client, "learn", **told)
    assert offered(asks, "measure") == ["cost", "price"]
    assert chosen(asks) == set()


def offered(answer: httpx.Response, name: str) -> list[str]:
    """The answers to a question."""
    return [
        one["value"] for one in Reader(answer.text).every("input") if one["type"] == "radio" and one["name"] == name
    ]


def test_a_plan_becomes_a_charter(client):
    """What a pilot could tell, by a measure of the workspace; its units, design, seed and dates go into a new charter."""
    answer = ask(
        client,
        "design",
        source="measure:cost",
        sizes="2",
        periods="6",
        worthwhile="5%",
        designs="parallel",
        windows="2",
    )
    plan = json.loads(client.get(f"{answer.url.path}/result.json").text)
    lead = next(one["href"] for one in Reader(answer.text).every("a") if one["href"].startswith("/fires/new?"))
    told = parse_qs(urlsplit(lead).query)
    assert told["scope.units"] == [turn["unit"] for turn in plan["draw"]["turns"]]
    assert (told["design.name"], told["design.seed"], told["picked"]) == (
        ["parallel"],
        [str(plan["draw"]["seed"])],
        ["lot"],
    )
    assert (told["horizon.start"], told["horizon.end"]) == (["2025-10-13"], ["2025-11-23"])
    assert (told["success.measure"], told["success.better"], told["success.worthwhile"]) == (["cost"], ["less"], ["5%"])
    assert "To take away" in text(answer)


def test_what_a_pilot_did_is_learned_from_a_table(client):
    """Without any fire: the same figures as the command line gives, and nothing in the ledger."""
    answer = ask(client, "learn", source="measure:cost", treated="Site A, Site B", since=WEEKS[START])
    effect = json.loads(client.get(f"{answer.url.path}/result.json").text)["effect"]["unit"]
    assert effect["low"] < effect["value"] < effect["high"] < 0
    assert not Reader(client.get("/ledger").text).every("ol")


def test_links_fill_in_the_form(client):
    """An address can say what is read and how, so that other pages lead here."""
    page = client.get("/design?source=weekly&sizes=2-4&nothing=x")
    assert typed(page)["sizes"] == "2-4"
    assert '<option value="weekly" selected>' in page.text


def test_every_flag_of_the_command_is_a_field(client):
    """The three forms have every setting that the command line has, by the same name, and nothing that writes files."""
    for key in ("read", "design", "learn"):
        page = client.get(f"/{key}")
        seen = Reader(page.text)
        names = {
            one["name"]
            for tag, one, _ in seen.elements
            if "name" in one and tag != "meta" and one.get("type") != "hidden"
        }
        assert {"source", "measure", "unit", "timezone", "day_first", "set_aside", "level", "seed"} <= names
        assert not names & {"json", "html", "pdf", "write", "quiet", "threads", "folder", "who"}
        assert "--" not in text(page)
        labelled = {one["for"] for one in seen.every("label") if "for" in one}
        fields = {
            one["id"]
            for tag, one, _ in seen.elements
            if one.get("name") in names and tag != "meta" and one.get("type") != "checkbox"
        }
        assert fields <= labelled


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.key)
def test_every_flag_has_words_for_a_person(study):
    """Each flag that a form asks says where it is declared what is asked; no two are asked alike, and no hint says it again."""
    labels = [one.label for one in study.settings]
    assert all(len(label) > 5 and label[0].isupper() and label[-1] not in ".?:" for label in labels)
    assert len(set(labels)) == len(labels)
    for one in study.settings:
        hint = one.hint(study.labels)
        assert one.label.casefold() not in hint.casefold()
        assert "--" not in hint
        assert one.label in one.option.help
        assert one.shape != "choice" or all(says != key for key, says in one.options)


def test_what_is_needed_stands_first_and_defaults_are_said(client):
    """Source, measure, unit, time, who and since when are seen at once; the rest is folded away, with what is taken else."""
    front, _, more = client.get("/learn").text.partition('class="sf-more"')
    first = [f'name="{name}"' for name in ("source", "measure", "unit", "time", "treated", "since")]
    assert [front.index(one) for one in first] == sorted(front.index(one) for one in first)
    assert "95 %, unless said" in more
    assert ">As usual: stacked synthetic difference-in-differences<" in more
    assert ">What the pattern shows<" in more


def test_who_may_not_light_asks_nothing(folder):
    """A reader has no such pages and cannot start work; a lighter can."""
    with desk(folder, MARA) as at:
        accounts = with_people(at)
        with organization(at, accounts) as nobody:
            for name, code in ((REA, 403), (LU, 200)):
                each_ = inside(nobody, at, accounts, name)
                assert {each_.get(f"/{key}").status_code for key in ("read", "design", "learn")} == {code}
                assert ("/read" in each_.get("/").text) == (code == 200)
                each_.close()
