"""What was read is kept by its content, so that it can be read again."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from smallfires.errors import DataError, EmptyData
from smallfires.stores.memory import MemoryLedger
from smallfires.verbs.desk import Desk, clock
from smallfires.verbs.keep import FOLDER, digest_of, keep, kept, size_limit
from smallfires.verbs.workspace import Workspace

ROWS = b"week,team,minutes\n2026-03-02,North,31\n"


def a_desk(folder: Path, **settings) -> Desk:
    folder.mkdir(exist_ok=True)
    return Desk(Workspace(folder, "Clinic", "Ada", settings=settings), MemoryLedger(clock), "Ada")


def written(folder: Path, content: bytes = ROWS) -> Path:
    path = folder / "weekly.csv"
    path.write_bytes(content)
    return path


def every_file(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_copy_outlives_its_file(tmp_path):
    """When the file has gone on, the copy still has what was read, under its digest and its own name."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path)
    found = keep(desk, path)
    path.write_bytes(b"other")
    assert (found.digest, found.why_not) == (sha256(ROWS).hexdigest(), "")
    assert found.path == tmp_path / "work" / FOLDER / found.digest / "weekly.csv"
    assert found.path.read_bytes() == ROWS
    assert kept(desk.workspace, found.digest) == found.path


def test_the_same_content_is_kept_once(tmp_path):
    """Keeping what is kept already writes nothing; new content is kept beside the old."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path)
    first = keep(desk, path)
    before = first.path.stat()
    assert keep(desk, str(path)) == first
    assert first.path.stat().st_mtime_ns == before.st_mtime_ns
    assert first.path.stat().st_ino == before.st_ino
    second = keep(desk, written(tmp_path, ROWS + b"2026-03-09,North,30\n"))
    assert second.digest != first.digest
    assert sorted(every_file(tmp_path / "work")) == sorted([first.path, second.path])


def test_the_same_content_under_two_names_is_found_by_its_name(tmp_path):
    """Each name has its copy; without a name, or under another one, any of them is the content."""
    desk = a_desk(tmp_path / "work")
    first = keep(desk, written(tmp_path))
    (tmp_path / "a.csv").write_bytes(ROWS)
    second = keep(desk, tmp_path / "a.csv")
    assert kept(desk.workspace, first.digest, "weekly.csv") == first.path
    assert kept(desk.workspace, first.digest, "a.csv") == second.path
    assert kept(desk.workspace, first.digest, "gone.csv") in (first.path, second.path)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_nobody_may_write_a_copy_or_read_more_than_before(tmp_path, mode):
    """A copy is for reading only, by those who may read the file itself."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path)
    path.chmod(mode)
    assert stat.S_IMODE(keep(desk, path).path.stat().st_mode) == mode & 0o444


@pytest.mark.parametrize("changed", [ROWS.replace(b"31", b"13"), b""])
def test_a_changed_copy_is_never_read(tmp_path, changed):
    """A copy that is not what it was is refused; the next time that the file is kept, it is made good."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path)
    found = keep(desk, path)
    found.path.chmod(0o600)
    found.path.write_bytes(changed)
    with pytest.raises(DataError, match="no longer what was read"):
        kept(desk.workspace, found.digest)
    assert keep(desk, path) == found
    assert kept(desk.workspace, found.digest).read_bytes() == ROWS


def test_what_was_never_kept_or_is_deleted_is_not_there(tmp_path):
    """Without a copy there is none, and no name leads out of the folder."""
    desk = a_desk(tmp_path / "work")
    found = keep(desk, written(tmp_path))
    found.path.unlink()
    assert kept(desk.workspace, found.digest) is None
    assert kept(desk.workspace, "") is None
    assert kept(desk.workspace, "../..") is None


def test_large_files_are_not_copied_and_it_says_so(tmp_path):
    """A file over the size in the workspace's file has its digest taken, and the reason names both sizes."""
    desk, path = a_desk(tmp_path / "work", keep="2 kB"), written(tmp_path, b"x" * 2100)
    found = keep(desk, path)
    assert (found.digest, found.path) == (digest_of(path), None)
    assert found.why_not == (
        "No copy of weekly.csv was kept: it has 2.1 kB, and copies are kept up to 2 kB (keep in smallfires.toml)."
    )
    assert every_file(tmp_path / "work") == []


def test_a_database_is_not_copied(tmp_path):
    """Of a database there is no digest and no copy, and it says so."""
    found = keep(a_desk(tmp_path), "postgresql://clinic@host/work")
    assert (found.digest, found.path) == ("", None)
    assert "database" in found.why_not


@pytest.mark.parametrize(
    ("told", "size"), [("200 MB", 2e8), ("1.5 GB", 1.5e9), ("0 MB", 0.0), ("10kB", 1e4), (" 7 b ", 7.0)]
)
def test_sizes_are_written_as_people_write_them(tmp_path, told, size):
    """The size is a number and a unit."""
    assert size_limit(a_desk(tmp_path, keep=told).workspace) == size


@pytest.mark.parametrize("told", ["much", "200", 200, "MB", "-5 MB", "1,200 MB", True])
def test_what_is_no_size_is_refused(tmp_path, told):
    """Anything else names the file in which it stands, and what to write."""
    with pytest.raises(DataError, match=r"smallfires.toml: keep = .* is no size"):
        size_limit(a_desk(tmp_path, keep=told).workspace)


def test_a_missing_or_empty_file_is_named(tmp_path):
    """What is not there, or has nothing in it, is told as when it is read."""
    desk = a_desk(tmp_path / "work")
    with pytest.raises(DataError, match="There is no file"):
        keep(desk, tmp_path / "gone.csv")
    with pytest.raises(EmptyData):
        keep(desk, written(tmp_path, b""))


@pytest.mark.skipif(os.name != "posix", reason="a folder that cannot be made")
def test_where_no_copy_can_be_written_the_reading_goes_on(tmp_path):
    """A disk that takes nothing in is told in the reason, and the digest is known."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path)
    (tmp_path / "work" / FOLDER).write_text("a file where the folder would be")
    found = keep(desk, path)
    assert (found.digest, found.path) == (digest_of(path), None)
    assert found.why_not.startswith("No copy of weekly.csv was kept: ")


def test_many_at_once_keep_one_copy(tmp_path):
    """Several that keep the same content at the same time end with one whole copy."""
    desk, path = a_desk(tmp_path / "work"), written(tmp_path, ROWS * 50_000)
    found = []
    threads = [threading.Thread(target=lambda: found.append(keep(desk, path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {found[0]}
    assert len(found) == 6
    assert every_file(tmp_path / "work") == [found[0].path]
    assert digest_of(found[0].path) == found[0].digest


PROGRAM = """
import sys
from pathlib import Path
from tests.verbs.test_keep import a_desk
from smallfires.verbs.keep import keep
desk = a_desk(Path(sys.argv[1]))
print("ready", flush=True)
for path in sorted(Path(sys.argv[2]).glob("*.csv")):
    keep(desk, path)
    print(path.name, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("told", [1, 5, 12])
def test_a_killed_program_leaves_no_half_copy(tmp_path, told):
    """Whatever stands under a digest has that digest, and what was left half-written is swept away in time."""
    made = tmp_path / "made"
    made.mkdir()
    for number in range(30):
        (made / f"{number:02}.csv").write_bytes(ROWS * 40_000 + str(number).encode())
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "work"), str(made)], stdout=subprocess.PIPE, cwd=root
    )
    for _ in range(told):
        run.stdout.readline()
    run.send_signal(signal.SIGKILL)
    run.communicate()
    folder = tmp_path / "work" / FOLDER
    copies = [path for path in every_file(folder) if path.parent != folder]
    assert len(copies) >= told - 1
    assert all(digest_of(path) == path.parent.name for path in copies)
    for left in folder.glob(".new-*"):
        os.utime(left, (0, 0))
    keep(a_desk(tmp_path / "work"), written(tmp_path))
    assert list(folder.glob(".new-*")) == []
