from __future__ import annotations

import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.faces.web.board.asking import text
from tests.faces.web.board.sources.bringing import (
    BOUNDARY,
    WEEKLY,
    a_desk,
    answer,
    bring,
    form,
    kept,
    post,
    talk,
    token,
    told,
)  # fmt: skip
from tests.faces.web.serving import serving

from smallfires.faces.web import early, multipart
from smallfires.faces.web.board.sources import uploading
from smallfires.verbs import uploads

MB = 10**6


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ward"
    made.mkdir()
    return made


@pytest.fixture
def client(folder):
    with serving(a_desk(folder, '\n[server]\nupload = "2 MB"\n'), board=True) as client:
        yield client


def test_a_file_is_brought(client, folder):
    """A file is in the workspace letter for letter, and its columns come next; its owner alone and the group may read it."""
    done = bring(client, "weekly.csv")
    assert (done.status_code, done.headers["location"]) == (303, "/sources/new?file=weekly.csv")
    assert (folder / "data" / "weekly.csv").read_text() == WEEKLY
    assert (folder / "data" / "weekly.csv").stat().st_mode & 0o007 == 0
    assert "A table of measures" in text(client.get(done.headers["location"]))


def test_a_script_is_told_where_to_go(client):
    """A script gets an address or a sentence, and no page."""
    assert told(bring(client, "weekly.csv", accept="application/json")) == {"to": "/sources/new?file=weekly.csv"}
    assert "No file was chosen." in told(bring(client, "none.csv", "", accept="application/json"))["problem"]


def test_why_a_file_was_not_taken_stands_beside_its_field(client):
    """Without a script, too, what is wrong is said where the file is chosen."""
    answer = bring(client, "none.csv", "")
    assert answer.status_code == 422
    assert re.search(r'id="bring-problem" role="alert">No file was chosen\.', answer.text)
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/cron.d/evil.csv", "evil.csv"),
        ("..\\..\\windows\\evil.csv", "evil.csv"),
        ("C:\\Users\\Ruth\\weekly.csv", "weekly.csv"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("....//a.csv", "a.csv"),
        ("CON.csv", "file-CON.csv"),
        ("smallfires.toml", "file-smallfires.toml"),
        ("a" * 64 + ".csv", "a" * 64 + ".csv"),
        ("a" * 64, "file-" + "a" * 64),
        ("-rf.csv", "rf.csv"),
        ("${HOME}.csv", "HOME.csv"),
        ("a\u202ecsv.exe", "a-csv.exe"),
        ("Übergabe Süd 3.csv", "Übergabe-Süd-3.csv"),
        ("Ubergabe\u0308.csv", "Ubergabë.csv"),
        ("引き継ぎ.csv", "引き継ぎ.csv"),
        ('<img src=x onerror="alert(1)">.csv', "img-src-x-onerror-alert(1).csv"),
        ("log.xes.gz", "log.xes.gz"),
        ("a.csv. . ", "a.csv"),
        ("%2e%2e%2fa.csv", "2e-2e-2fa.csv"),
    ],
)
def test_a_name_is_made_safe(sent, name):
    """Of a name its letters and its ending stay; no path, no hidden file, no name that means something else."""
    assert uploads.safe_name(sent) == name


@pytest.mark.parametrize("sent", ["x" * 5_000 + ".csv.gz", "\U0001f525ü" * 500 + ".csv.gz", "." * 5_000])
def test_a_long_name_is_cut(sent):
    """A name never is longer than a disk takes; its ending stays."""
    name = uploads.safe_name(sent)
    assert 0 < len(name.encode()) <= uploads.LONGEST
    assert name.endswith(".csv.gz") or name == "file"


@pytest.mark.parametrize(
    "sent", ["../../smallfires.toml", "..\\smallfires.toml", "../ledger.db", "/tmp/evil.csv", "../.x"]
)
def test_no_name_leads_out_of_the_folder(client, folder, sent):
    """Whatever a file is called, it lands in the one folder, and nothing else is touched."""
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert post(client, form([("token", token(client))], sent)).status_code == 303
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert len(kept(folder)) == 1
    assert not any(name.startswith(".") or name == "smallfires.toml" for name in kept(folder))


def test_no_file_is_overwritten(client, folder):
    """A second file of a name gets its own, also where many are brought at once."""
    token(client)
    with ThreadPoolExecutor(6) as many:
        done = list(many.map(lambda number: bring(client, "a.csv", f"a,b\n{number},2\n"), range(6)))
    assert {one.status_code for one in done} == {303}
    assert kept(folder) == ["a-2.csv", "a-3.csv", "a-4.csv", "a-5.csv", "a-6.csv", "a.csv"]
    assert {(folder / "data" / name).read_text() for name in kept(folder)} == {f"a,b\n{n},2\n" for n in range(6)}


def test_a_link_is_not_followed(client, folder, tmp_path):
    """A link in the folder leads nowhere: nothing is written through it, and nothing is read through it."""
    outside = tmp_path / "secret.csv"
    outside.write_text("a,b\nsecret,2\n")
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").symlink_to(outside)
    assert bring(client, "a.csv").headers["location"].endswith("a-2.csv")
    assert outside.read_text() == "a,b\nsecret,2\n"
    seen = client.get("/sources/new?file=a.csv")
    assert seen.status_code == 404
    assert "secret" not in seen.text.replace("secret.csv", "")
    assert "a.csv" not in text(client.get("/sources/new")).replace("a-2.csv", "")


@pytest.mark.parametrize("name", ["../smallfires.toml", "..%2fsmallfires.toml", "/etc/passwd", ".a", "a\0b", "a/b", ""])
def test_no_file_is_looked_at_elsewhere(client, name):
    """Only what lies in the folder itself can be looked at by its name."""
    seen = client.get("/sources/new", params={"file": name})
    assert seen.status_code in (200 if not name else 404, 404)
    assert "Ruth Adler&" not in seen.text
    assert "root:" not in seen.text


def test_a_form_without_its_token_is_refused_before_its_file(client, folder):
    """Without the token of this browser, in front of the file, not a byte is written."""
    good = token(client)
    for fields in ([], [("token", "")], [("token", "x" * 64)], [("token", good[:-1])]):
        assert post(client, form(fields)).status_code == 403
    late = form([]).replace(f"--{BOUNDARY}--".encode(), b"") + form([("token", good)])
    assert post(client, late).status_code == 403
    client.cookies.clear()
    assert post(client, form([("token", good)])).status_code == 403
    assert kept(folder) == []


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_site_cannot_bring_a_file(client, folder, origin):
    """A form that a page of somebody else sends is refused, with the right token, too."""
    body = form([("token", token(client))])
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}", "origin": origin}
    assert client.post("/sources/uploads", content=body, headers=headers).status_code == 403
    assert kept(folder) == []


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
     f"multipart/mixed; boundary={BOUNDARY}", "multipart/form-data; boundary=" + "x" * 5_000,
     "multipart/form-data; boundary=other"],
)  # fmt: skip
def test_another_kind_of_form_is_refused(client, folder, kind):
    """What is no form with a file is said to be none; nothing is kept."""
    assert post(client, form([("token", token(client))]), kind).status_code == 400
    assert kept(folder) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 1_000,
        form([])[:-9],
        f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(),
        f"--{BOUNDARY}\r\nX: {'y' * 100_000}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(),
        f"--{BOUNDARY}\r\nno header at all\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode(),
    ],
)
def test_a_broken_form_is_refused(client, folder, body):
    """A form that breaks off, or was never one, leaves nothing behind."""
    assert post(client, body.replace(b"--" + BOUNDARY.encode(), b"--" + BOUNDARY.encode(), 1)).status_code in (400, 403)
    assert kept(folder) == []


def test_a_form_of_many_parts_is_refused(client, folder):
    """More fields, longer fields, or a second file are none of ours."""
    good = ("token", token(client))
    assert post(client, form([good] + [(f"x{number}", "y") for number in range(50)])).status_code == 413
    assert post(client, form([good, ("x", "y" * 200_000)])).status_code == 413
    two = form([good]).removesuffix(f"--{BOUNDARY}--\r\n".encode()) + form([], "b.csv")
    assert post(client, two).status_code == 413
    assert kept(folder) == []


def test_a_large_file_is_refused_by_its_length(client, folder):
    """A file that says how large it is gets its answer before it is sent, and none of it is written."""
    token(client)
    with talk(client, length=1_000 * MB) as line:
        line.settimeout(20)
        assert line.recv(65536).startswith(b"HTTP/1.1 413 ")
    assert kept(folder) == []


def test_a_large_file_is_refused_while_it_comes(client, folder):
    """A file that does not say its length ends where the limit is; the page says so, and nothing stays."""
    body = form([("token", token(client))], content=b"a,b\n" * 600_000)
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    done = client.post(
        "/sources/uploads", content=(body[at : at + MB] for at in range(0, len(body), MB)), headers=headers
    )
    assert done.status_code == 413
    assert "The file is larger than 2 MB" in text(done)
    assert kept(folder) == []


def test_whoever_sends_too_much_gets_to_see_the_page(client):
    """A browser that sends all of a large file first gets the page, and no broken connection."""
    token(client)
    done = client.post("/sources/uploads", data={"token": token(client)}, files={"file": ("a.csv", b"x" * 9 * MB)})
    assert done.status_code == 413
    assert "The file is larger than 2 MB" in text(done)
    assert client.get("/sources").status_code == 200


def test_whoever_says_nothing_is_not_waited_for(client, folder, monkeypatch):
    """An upload that stops in the middle ends, and leaves nothing; others are served meanwhile."""
    monkeypatch.setattr(multipart, "IDLE", 0.2)
    monkeypatch.setattr(early, "LINGER", 0.2)
    body = form([("token", token(client))], content=b"a,b\n" * 1_000)
    with talk(client, body[:2_000], length=len(body)) as line:
        assert client.get("/sources").status_code == 200
        assert answer(line).startswith("HTTP/1.1 408 ")
    assert kept(folder) == []


def test_whoever_hangs_up_leaves_nothing(client, folder, monkeypatch):
    """A connection that ends in the middle of a file leaves no part of it on the disk."""
    body = form([("token", token(client))], content=b"a,b\n" * 1_000)
    begun, gone = threading.Event(), threading.Event()

    class Watched(uploads.Landing):
        def write(self, piece):
            super().write(piece)
            begun.set()

        def discard(self):
            super().discard()
            gone.set()

    monkeypatch.setattr(uploading, "Landing", Watched)
    with talk(client, body[:2_000], length=len(body)):
        assert begun.wait(20)
        assert len(kept(folder)) == 1
    assert gone.wait(20)
    assert kept(folder) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_said(client, folder, monkeypatch):
    """Where the disk is full, the page says so in plain words, and no part of the file stays."""
    begin = uploads.Landing.__init__

    def full(landing, *told):
        begin(landing, *told)
        landing._file.close()
        landing._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123 - closed by the landing

    monkeypatch.setattr(uploads.Landing, "__init__", full)
    done = bring(client, "a.csv")
    assert done.status_code == 507
    assert "no space left on device" in text(done)
    assert str(folder) not in done.text
    assert kept(folder) == []


def test_what_was_never_finished_is_swept(client, folder):
    """The part of a file that a stopped server left behind goes after a day; a young one stays."""
    place = folder / "data"
    place.mkdir()
    for name in (".old.part", ".young.part"):
        (place / name).write_text("x")
    os.utime(place / ".old.part", (0, 0))
    bring(client, "a.csv")
    assert kept(folder) == [".young.part", "a.csv"]


def test_a_size_that_is_none_is_said(folder):
    """A limit that cannot be understood stops nothing but uploads, and says how it is written."""
    with serving(a_desk(folder, '\n[server]\nupload = "plenty"\n'), board=True) as client:
        assert client.get("/sources").status_code == 200
        assert "upload = 'plenty' is no size." in text(client.get("/sources/new"))
