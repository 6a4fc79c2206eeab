"""Passwords: they stand in the environment, and never in a file of the workspace."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

from smallfires.errors import SmallfiresError, UsageError

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


@contextmanager
def without_secrets(address: str) -> Iterator[None]:
    """What goes wrong at an address is told without the values of its variables: each stays ``${NAME}``.

    Args:
        address: as it stands in the workspace's file.

    Raises:
        SmallfiresError: what was raised within, with these values taken out.
    """
    try:
        yield
    except SmallfiresError as error:
        for variable in _VARIABLE.findall(address):
            value = os.environ.get(variable[2:-1], "")
            for told in filter(None, {value, unquote(value)}):
                error.problem = error.problem.replace(told, variable)
                error.way_out = error.way_out.replace(told, variable)
        error.args = (str(error),)
        raise
