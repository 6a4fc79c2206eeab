"""Who is named in the workspace's file: its tables ``mail`` and ``webhooks``.

What must not be known to whoever reads the file, a password or a secret, stands in a variable of the environment.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

from smallfires.errors import DataError
from smallfires.fires.news import Topic
from smallfires.verbs.settings import hidden, table, text, wrong
from smallfires.verbs.telling.mail import PORTS, TIMEOUT, Folder, Mail, Security, Server
from smallfires.verbs.telling.webhook import TIMEOUT as ANSWER
from smallfires.verbs.telling.webhook import Webhook
from smallfires.verbs.workspace import FILE, Workspace

_MAIL = frozenset(["host", "port", "security", "user", "password", "from", "to", "folder", "timeout"])
_WEBHOOK = frozenset(["url", "secret", "events", "timeout"])
_HERE = frozenset(["localhost", "127.0.0.1", "::1"])
_SECRET = 24
"""Bytes that a secret needs. Source: Standard Webhooks 1.0.0, "Signature scheme"."""


def mail_of(workspace: Workspace) -> Mail | None:
    """How letters are sent; None where the file has no table ``mail``.

    Raises:
        DataError: the table cannot be understood; names the setting.
        UsageError: a variable of the environment is not set.
    """
    told = workspace.settings.get("mail")
    if told is None:
        return None
    told = table(told, "mail", _MAIL)
    to = told.get("to", [])
    addresses = [to] if isinstance(to, str) else to
    if not isinstance(addresses, list):
        raise wrong("mail", "to", to, 'Write to = ["ada@example.org"].')
    post = _folder(workspace, told) if "folder" in told else _server(told)
    return Mail(post, _sender(told), tuple(address(each, "mail: to") for each in addresses))


def webhooks_of(workspace: Workspace) -> dict[str, Mapping[str, Any]]:
    """The tables of the webhooks by name, as they stand.

    Raises:
        DataError: they are no tables.
    """
    told = workspace.settings.get("webhooks", {})
    if not isinstance(told, Mapping) or not all(isinstance(part, Mapping) for part in told.values()):
        raise DataError('"webhooks" is no list of tables.', "Write each as [webhooks.its-name].", file=FILE)
    return dict(told)


def webhook(name: str, told: Mapping[str, Any]) -> Webhook:
    """One webhook.

    Args:
        name: its own.
        told: its table.

    Raises:
        DataError: the table cannot be understood; names the setting.
        UsageError: a variable of the environment is not set.
    """
    where = f"webhooks.{name}"
    told = table(told, where, _WEBHOOK)
    every = [str(topic) for topic in Topic]
    topics = told.get("events", every)
    if not isinstance(topics, list) or not topics or not set(topics) <= set(every):
        raise wrong(where, "events", topics, f"There are {', '.join(every)}.")
    return Webhook(name, _url(told, where), _key(told, where), tuple(topics), _seconds(told, where, ANSWER))


def address(told: object, what: str) -> Address:
    """An address for mail, checked: one person, no name, nothing that could start another header.

    Args:
        told: as it stands.
        what: where it stands.

    Raises:
        DataError: it is none.
    """
    try:
        if not isinstance(told, str) or not told.isprintable():
            raise ValueError
        found = Address(addr_spec=told.strip())
        found.domain.encode("idna")
        if not found.username or not found.domain:
            raise ValueError
    except (ValueError, HeaderParseError, IndexError):
        raise DataError(
            f"{what} = {told!r} is no mail address.", 'Write it as in "ada@example.org".', file=FILE
        ) from None
    return found


def _seconds(told: Mapping[str, Any], where: str, default: float) -> float:
    value = told.get("timeout", default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 600:
        raise wrong(where, "timeout", value, "Write seconds, such as timeout = 20.")
    return float(value)


def _folder(workspace: Workspace, told: Mapping[str, Any]) -> Folder:
    if "host" in told:
        raise DataError("mail: it has both a host and a folder.", "Leave one of them out.", file=FILE)
    return Folder(workspace.folder / text(told, "mail", "folder", "outbox"))


def _sender(told: Mapping[str, Any]) -> Address:
    default = "smallfires@localhost" if "folder" in told else None
    return address(text(told, "mail", "from", "smallfires@example.org", default), "mail: from")


def _server(told: Mapping[str, Any]) -> Server:
    security = told.get("security", Security.STARTTLS)
    if security not in list(Security):
        raise wrong("mail", "security", security, "Write starttls, tls or none, in quotes.")
    host, password = text(told, "mail", "host", "smtp.example.org"), hidden(told, "mail", "password")
    port = told.get("port", PORTS[Security(security)])
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise wrong("mail", "port", port, "Write a number, such as port = 587.")
    if password and security == Security.NONE and host not in _HERE:
        raise DataError(
            "mail: the password would go over an open line.", 'Write security = "starttls" or "tls".', file=FILE
        )
    user = text(told, "mail", "user", "${SMTP_USER}", "")
    return Server(host, port, Security(security), user, password, _seconds(told, "mail", TIMEOUT))


def _url(told: Mapping[str, Any], where: str) -> str:
    found = text(told, where, "url", "https://example.org/smallfires")
    try:
        parts = urlsplit(found)
        known = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        good = known and parts.hostname and parts.username is None and (parts.port or 1) and found.isascii()
    except ValueError:
        good = False
    if not good or not found.isprintable() or " " in found:
        raise DataError(
            f"{where}: the url is no address that can be used.",
            "Write it as in https://example.org/smallfires; plain http only goes to this machine itself.",
            file=FILE,
        )
    return found


def _key(told: Mapping[str, Any], where: str) -> bytes:
    """The secret's bytes. Source: Standard Webhooks 1.0.0: base64 behind ``whsec_``; any other text stands for itself."""
    told_secret = hidden(told, where, "secret")
    try:
        coded = told_secret.startswith("whsec_")
        key = base64.b64decode(told_secret[6:], validate=True) if coded else told_secret.encode("utf-8")
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _SECRET:
        raise DataError(
            f"{where}: the secret is missing, is no base64 after whsec_, or has fewer than {_SECRET} bytes.",
            'Make one with: python -c "import base64, secrets; '
            "print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\"",
            file=FILE,
        )
    return key
