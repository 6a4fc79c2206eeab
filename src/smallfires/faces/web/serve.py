"""The application on this machine: for this machine only, unless an organization says otherwise."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import NoReturn

import uvicorn
from starlette.concurrency import run_in_threadpool

from smallfires.errors import SmallfiresError, UsageError
from smallfires.faces.cli.failures import broken, say
from smallfires.faces.web.app import app
from smallfires.faces.web.board.desk import Standing
from smallfires.faces.web.board.look import Board
from smallfires.faces.web.work.crew import Crew
from smallfires.stores.accounts import Accounts
from smallfires.verbs.desk import Desk
from smallfires.verbs.serving import Setup

HOST = "127.0.0.1"
PORT = 8765


def listening(port: int = PORT, host: str = HOST) -> socket.socket:
    """A socket that others can reach: unless said, only those of this machine.

    Args:
        port: 0 for any that is free.
        host: the address on which.

    Raises:
        UsageError: the address or the port is taken, or not ours to take.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because a short answer is sent at once only where it is known.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise UsageError(f"Port {port} cannot be had: {error.strerror}.", "Name another one with --port.") from error
    return made


def server(
    desk: Desk, *, board: bool = False, accounts: Accounts | None = None, setup: Setup | None = None
) -> uvicorn.Server:
    """The server, still to be run. It writes no log of what was asked: links stand in it.

    Args:
        desk: where the ledger is.
        board, accounts, setup: as ``app`` has them.
    """
    made = app(desk, broken, say, board=board, accounts=accounts, setup=setup)
    settings = uvicorn.Config(
        made,
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=bool(setup and setup.proxies),
        forwarded_allow_ips=list(setup.proxies) if setup else [],
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=3,
    )
    return Server(settings, made.state.board.crew if board else None)


class Server(uvicorn.Server):
    """A server that leaves nothing at work behind.

    Args:
        settings: of the server.
        crew: does what takes a while; None where there is nothing of the kind.
    """

    def __init__(self, settings: uvicorn.Config, crew: Crew | None) -> None:
        super().__init__(settings)
        self.crew = crew

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what is at work, and tell those who watch it, before connections are closed."""
        if self.crew is not None:
            await run_in_threadpool(self.crew.close)
        await super().shutdown(sockets)


def begin(running: uvicorn.Server) -> None:
    """Let the board read its ledger before anybody asks."""
    opened: Board | None = getattr(getattr(running.config.app, "state", None), "board", None)
    if opened is not None:
        Thread(target=_ready, args=(opened.desk,), name="ready", daemon=True).start()


def _ready(desk: Standing) -> None:
    """Read everything.

    What is known of the fires then stays for as long as the server runs. Python's search for what nobody needs any more passes
    it over from now on: among ten thousand fires each search would hold up whoever asks.
    """
    desk.survey.begin().join()
    with suppress(SmallfiresError):  # whoever asks is told
        desk.glances()
    gc.collect()
    gc.freeze()


def serve(
    desk: Desk,
    port: int,
    ready: Callable[[str], None],
    *,
    board: bool = False,
    accounts: Accounts | None = None,
    setup: Setup | None = None,
) -> NoReturn:
    """Serve until somebody stops it.

    Args:
        desk: where the ledger is.
        port: on which.
        ready: told the address, once it can be asked.
        board, accounts, setup: as in ``server``.

    Raises:
        UsageError: the port cannot be had.
        KeyboardInterrupt: it was stopped.
    """
    host = setup.host if setup else HOST
    with listening(port, host) as made:
        made.listen()
        ready(f"http://{f'[{host}]' if ':' in host else host}:{made.getsockname()[1]}")
        running = server(desk, board=board, accounts=accounts, setup=setup)
        begin(running)
        running.run(sockets=[made])
        raise KeyboardInterrupt  # it ends only when somebody stops it, whether or not the server itself says so
