"""Passwords: they stand in the environment, and never in a file of the workspace."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from smallfires.errors import UsageError

_VARIABLE = re.compile(r"\$\{\w+\}")
_SECRET = re.compile(r"passw|pwd|secret|token|api_?key", re.IGNORECASE)


def without_password(address: str, what: str) -> str:
    """The address itself, if no password is written out in it.

    Args:
        address: a file, or the address of a database.
        what: it is of: ``source``, ``ledger``.

    Raises:
        UsageError: there is one; it is not repeated.
    """
    if "://" in address and _written_out(address):
        raise UsageError(
            f"The address of this {what} has a password in it, and a file that others read is no place for one.",
            "Write ${PASSWORD} in its place, in single quotes, and set it before: export PASSWORD=...",
        )
    return address


def _written_out(address: str) -> bool:
    hidden = _VARIABLE.sub("", address)
    try:
        parts = urlsplit(hidden)
        password = parts.password
    except ValueError:  # a port or a host that is none: told when it is opened
        return re.search(r"://[^/@]*:[^/@]+@", hidden) is not None
    return bool(password) or any(value and _SECRET.search(name) for name, value in parse_qsl(parts.query))
