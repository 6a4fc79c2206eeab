"""How the server of an organization is set up: the table ``server`` of the workspace's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from smallfires.errors import DataError
from smallfires.fires.access import Role
from smallfires.verbs.settings import flag, hidden, table, text, texts, whole, wrong
from smallfires.verbs.workspace import FILE, Workspace

HERE = frozenset(["localhost", "127.0.0.1", "::1"])
"""The names of this machine."""
NOBODY = "nobody"
"""What ``role`` says of people without an account who get none."""
_SERVER = frozenset(["names", "host", "port", "proxies", "https", "sign_on", "upload"])
_SIGN_ON = frozenset(["issuer", "client_id", "client_secret", "name", "role"])


@dataclass(frozen=True)
class SignOn:
    """A provider of sign-on by OpenID Connect.

    Attributes:
        issuer: its address.
        client_id: what it calls this server.
        client_secret: that both know; empty where there is none.
        name: what people call it.
        role: what somebody becomes who comes without an account; None where they get none.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    role: Role | None


@dataclass(frozen=True)
class Setup:
    """How the server is set up.

    Attributes:
        names: under which it is asked.
        host: the address on which it listens.
        port: likewise.
        proxies: addresses, or networks, of the proxies before it: they are believed when they say who asks.
        https: whether browsers ask it by https.
        sign_on: the provider of sign-on; None where there is none.
    """

    names: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 8765
    proxies: tuple[str, ...] = ()
    https: bool = True
    sign_on: SignOn | None = None

    @property
    def address(self) -> str:
        """Where browsers find it, as far as it is known: without the port that a proxy may have."""
        here = self.names[0] in HERE
        return f"{'https' if self.https else 'http'}://{self.names[0]}{f':{self.port}' if here else ''}"


TRIAL = Setup(("localhost", "127.0.0.1"), https=False)
"""On this machine only."""


def setup_of(workspace: Workspace) -> Setup:
    """How the server of a workspace is set up. Without the table it is one for trials.

    Raises:
        DataError: the table cannot be understood; names the setting.
        UsageError: a variable of the environment is not set.
    """
    told = table(workspace.settings.get("server", {}), "server", _SERVER)
    names = texts(told, "server", "names", "fires.example.org") or TRIAL.names
    for name in names:
        if not name.isascii() or urlsplit(f"//{name}").hostname != name or "/" in name:
            raise wrong("server", "names", name, 'Write the host only, in small letters: "fires.example.org".')
    return Setup(
        names,
        text(told, "server", "host", "127.0.0.1", "127.0.0.1"),
        whole(told, "server", "port", 8765, 65_535),
        tuple(map(_network, texts(told, "server", "proxies", "127.0.0.1"))),
        flag(told, "server", "https", not HERE.issuperset(names)),
        _sign_on(told["sign_on"]) if "sign_on" in told else None,
    )


def _network(told: str) -> str:
    try:
        ip_network(told)
    except ValueError:
        raise wrong("server", "proxies", told, 'Write addresses or networks: "127.0.0.1", "10.0.0.0/8".') from None
    return told


def _sign_on(told: Any) -> SignOn:
    where = "server.sign_on"
    told = table(told, where, _SIGN_ON)
    issuer = text(told, where, "issuer", "https://login.example.org")
    parts = urlsplit(issuer)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)):
        raise DataError(
            f"{where}: the issuer is no address that can be used.",
            "Write it as in https://login.example.org; plain http only goes to this machine itself.",
            file=FILE,
        )
    return SignOn(
        issuer,
        text(told, where, "client_id", "smallfires"),
        hidden(told, where, "client_secret"),
        text(told, where, "name", "Example", parts.hostname),
        _role(told, where),
    )


def _role(told: Mapping[str, Any], where: str) -> Role | None:
    value = told.get("role", Role.READER)
    if value == NOBODY:
        return None
    if value not in list(Role) or value == Role.ADMIN:
        known = ", ".join(role for role in Role if role is not Role.ADMIN)
        raise wrong(where, "role", value, f'There are {known}, and "{NOBODY}" for who has no account.')
    return Role(value)
