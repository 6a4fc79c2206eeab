"""Real servers on this machine: one for mail, one for webhooks; both can be told to refuse."""

from __future__ import annotations

import base64
import os
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Post:
    """A mail server and what it got.

    Attributes:
        letters: what was handed over whole.
        users: who logged in, and with which password.
        lines: whether each letter came over a line that is encrypted.
        refuse: addresses that it does not take.
        deaf: whether it closes each line at once.
        drips: whether it greets letter by letter, without an end.
        tls: whether it offers STARTTLS.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    users: list[tuple[str, str]] = field(default_factory=list)
    lines: list[bool] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    deaf: bool = False
    drips: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None
    port: int = 0


class Talk(socketserver.StreamRequestHandler):
    """One conversation by SMTP (RFC 5321), as far as anybody needs it here."""

    def handle(self) -> None:
        self.post: Post = self.server.post
        if self.post.deaf:
            return
        while self.post.drips and not self.post.over.wait(0.02):
            self.wfile.write(b"2")
        self.to: list[str] = []
        self.private = False
        self.say("220 here")
        while line := self.rfile.readline().decode("ascii").strip():
            verb = line.split(" ")[0].upper()
            getattr(self, f"on_{verb.lower()}")(line)
            if verb == "QUIT":
                return

    def finish(self) -> None:
        super().finish()
        self.request.close()  # the server closes the plain line only

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def on_ehlo(self, line: str) -> None:
        self.say("250-here")
        if self.post.tls and not self.private:
            self.say("250-STARTTLS")
        self.say("250 AUTH PLAIN")

    def on_starttls(self, line: str) -> None:
        self.say("220 go on")
        self.request = self.post.tls.wrap_socket(self.request, server_side=True)
        self.rfile.close()
        self.wfile.close()
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.private = True

    def on_auth(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        self.post.users.append((user, password))
        self.say("235 welcome" if password == "good" else f"535 not with {password}")

    def on_mail(self, line: str) -> None:
        self.say("250 ok")

    def on_rcpt(self, line: str) -> None:
        person = line[line.index("<") + 1 : line.index(">")]
        self.to.append(person)
        self.say("550 nobody of this name" if person in self.post.refuse else "250 ok")

    def on_data(self, line: str) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.post.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.post.lines.append(self.private)
        self.say("250 taken")

    def on_rset(self, line: str) -> None:
        self.say("250 ok")

    def on_quit(self, line: str) -> None:
        self.say("221 bye")


class Quiet:
    """Says nothing of a client that hangs up, as one does that does not trust the certificate."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


class Mailing(Quiet, socketserver.ThreadingTCPServer):
    pass


class Listening(Quiet, ThreadingHTTPServer):
    pass


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[Post]:
    """A mail server on a port of its own."""
    post = Post(tls=tls)
    with Mailing(("127.0.0.1", 0), Talk) as server:
        server.post = post
        post.port = server.server_address[1]
        with in_background(server):
            yield post
            post.over.set()


@dataclass
class Call:
    """One POST that came in: where to, with which headers, and what was in it."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Board:
    """A program that hears of news.

    Attributes:
        calls: what came in.
        answers: the codes of the next answers; 204 when there are none left.
        elsewhere: where it sends who gets a 302.
        drips: whether it answers letter by letter, without an end.
    """

    calls: list[Call] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    elsewhere: str = ""
    drips: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        board: Board = self.server.board
        body = self.rfile.read(int(self.headers["Content-Length"]))
        board.calls.append(Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        while board.drips and not board.over.wait(0.02):
            self.wfile.write(b"H")
        code = board.answers.pop(0) if board.answers else 204
        if code == 0:
            self.connection.close()
            return
        self.send_response(code)
        if code == 302:
            self.send_header("Location", board.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def web_server(tls: ssl.SSLContext | None = None) -> Iterator[Board]:
    """A program that listens on a port of its own."""
    board = Board()
    with Listening(("127.0.0.1", 0), Answer) as server:
        server.board = board
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        scheme = "https" if tls else "http"
        board.url = f"{scheme}://localhost:{server.server_address[1]}/fires"
        with in_background(server):
            yield board
            board.over.set()


@contextmanager
def in_background(server: socketserver.BaseServer) -> Iterator[None]:
    """The server in a thread, gone afterwards."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine, and the file with which it is trusted."""
    key, made = folder / "key.pem", folder / "made.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", made, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True, env={**os.environ, "OPENSSL_CONF": os.devnull},
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made
