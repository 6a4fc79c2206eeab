"""Bringing files to the board as a browser does, and as one never would. For tests only."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import httpx
from tests.faces.web.board.asking import hidden
from tests.verbs.desks import OWNER, Clock

from smallfires.stores.ledger import open_ledger
from smallfires.verbs.desk import Desk
from smallfires.verbs.workspace import open_workspace

TOML = 'name = "Ward"\nowner = "Ruth Adler"\n'
BOUNDARY = "a-line-between"
WEEKLY = "week,site,cost\n" + "".join(
    f"2025-{month:02d}-0{day},Site {site},{cost}\n"
    for month in range(1, 10)
    for day in (1, 8)
    for site, cost in (("A", 10 + month), ("B", 20 - month))
)


def a_desk(folder: Path, more: str = "") -> Desk:
    """A desk in a workspace on the disk."""
    (folder / "smallfires.toml").write_text(TOML + more, "utf-8")
    now = Clock()
    return Desk(open_workspace(folder), open_ledger("memory:", now), OWNER, now)


def token(client: httpx.Client) -> str:
    """What the form sends by itself."""
    return hidden(client.get("/sources/new"))["token"]


def bring(client: httpx.Client, name: str, content: bytes | str = WEEKLY, **headers: str) -> httpx.Response:
    """Open the page, choose a file, and send it."""
    body = content.encode() if isinstance(content, str) else content
    return client.post("/sources/uploads", data={"token": token(client)}, files={"file": (name, body)}, headers=headers)


def kept(folder: Path) -> list[str]:
    """All files that are in the folder of those that were brought, hidden ones, too."""
    place = folder / "data"
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


def form(fields: list[tuple[str, str]], name: str = "a.csv", content: bytes = b"a,b\n1,2\n") -> bytes:
    """A form with a file behind its fields, written by hand."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def post(client: httpx.Client, body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}") -> httpx.Response:
    """Send that."""
    return client.post("/sources/uploads", content=body, headers={"content-type": kind})


def talk(client: httpx.Client, *pieces: bytes, length: int, cookie: bool = True) -> socket.socket:
    """Send the head of an upload and some of its pieces over a socket that stays open."""
    made = socket.create_connection((client.base_url.host, client.base_url.port), timeout=30)
    sent = f"Cookie: smallfires={client.cookies['smallfires']}\r\n" if cookie else ""
    head = (
        f"POST /sources/uploads HTTP/1.1\r\nHost: {client.base_url.host}\r\n{sent}Content-Length: {length}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    )
    made.sendall(head.encode())
    for piece in pieces:
        made.sendall(piece)
    return made


def answer(line: socket.socket) -> str:
    """All that is answered, until the other side hangs up."""
    found = b""
    while piece := line.recv(65536):
        found += piece
    return found.decode()


def told(answer: httpx.Response) -> dict[str, str]:
    """What a script is told."""
    found: dict[str, str] = json.loads(answer.text)
    return found


def settled(client: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Where an answer leads in the end, once what takes a while is done."""
    for _ in range(2_000):
        if not answer.is_redirect and "/work/" not in str(answer.url):
            return answer
        to = answer.headers["location"] if answer.is_redirect else str(answer.url)
        answer = client.get(to)
    raise AssertionError(answer.text)
