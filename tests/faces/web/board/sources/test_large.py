from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.faces.web.board.sources.bringing import BOUNDARY, TOML, form, kept, token

MB = 10**6
MORE = 60 * MB
"""Bytes of memory that a server may take for files of any size."""
SERVES = "import sys; from smallfires.faces.cli import main; sys.argv[0] = 'smallfires'; main()"


@pytest.fixture
def served(tmp_path):
    """A server in a process of its own: a client of it, and what tells the most memory that it has ever taken."""
    (tmp_path / "smallfires.toml").write_text(TOML + '\n[server]\nupload = "100 MB"\n')
    command = [sys.executable, "-c", SERVES, "board", "--port", "0", "--no-browser", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            said = next(line for line in running.stdout if "http://" in line)
            address = said.split("under ")[1].split(" now")[0]
            with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
                yield client, lambda: peak(running.pid)
        finally:
            running.terminate()


def peak(pid: int) -> int:
    """The most memory that a process has taken so far, in bytes."""
    told = Path(f"/proc/{pid}/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) * 1024


def sent(client: httpx.Client, size: int, *, told: bool) -> httpx.Response:
    """Send a file of so many bytes, piece by piece."""
    around = form([("token", token(client))], content=b"|")
    head, tail = around.split(b"|")
    piece = b"2025-01-06,Site A,3.5\n" * 47_000

    def pieces():
        yield head
        left = size
        while left:
            yield piece[: min(left, len(piece))]
            left -= min(left, len(piece))
        yield tail

    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    if told:
        headers["content-length"] = str(len(head) + size + len(tail))
    return client.post("/sources/uploads", content=pieces(), headers=headers)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told otherwise here")
def test_a_large_file_takes_no_memory(served, tmp_path):
    """A file of any size goes to the disk as it comes; one of a gigabyte is refused, and leaves nothing behind."""
    client, taken = served
    sent(client, 1 * MB, told=True)
    before = taken()
    assert sent(client, 80 * MB, told=False).status_code == 303
    assert taken() - before < MORE
    for told in (True, False):
        answer = sent(client, 1_000 * MB, told=told)
        assert answer.status_code == 413
        assert "The file is larger than 100 MB" in answer.text
        assert taken() - before < MORE
    assert kept(tmp_path) == ["a-2.csv", "a.csv"]
    assert (tmp_path / "data" / "a-2.csv").stat().st_size == 80 * MB
