"""Where a database is, and what is said when it cannot be reached or refuses. Passwords are never repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL

from smallfires.errors import EngineError, UsageError

_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_PACKAGES = {"psycopg": '"smallfires[postgres]"', "MySQLdb": "mysqlclient"}


def parsed(url: str) -> URL:
    """A database's address.

    Raises:
        UsageError: it cannot be understood.
    """
    try:
        address = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise UsageError(
            "The address of the database cannot be understood.",
            "Write it as postgresql://user:password@host:5432/name.",
        ) from None
    kind = address.drivername.split("+")[0]
    address = address.set(drivername=_DRIVERS.get(kind, address.drivername))
    try:
        address.get_dialect()
    except sa.exc.NoSuchModuleError:
        raise UsageError(
            f'SQLAlchemy speaks to no database called "{kind}" here.',
            "Give a file, or an address as postgresql://user:password@host:5432/name, or install what SQLAlchemy needs for it.",
        ) from None
    return address


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Say what the database says, and what to do about it.

    Args:
        place: the database, for the message.

    Raises:
        EngineError: the database, or its driver, raised anything.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise EngineError(
            f"The driver for this database is not installed ({error.name}).",
            f"pip install {_PACKAGES.get(error.name or '', error.name)}",
        ) from None
    except Exception as error:
        if not _is_database_error(error):
            raise
        raise EngineError(f"{place} says: {_said(error)}.", _way_out(error)) from None


def place_of(address: URL) -> str:
    """Where the database is, without who asks and how they are known."""
    return f'Database "{address.database or ""}" on {address.host or "this machine"}'


def _is_database_error(error: Exception) -> bool:
    return isinstance(error, sa.exc.SQLAlchemyError) or type(error).__module__.startswith("psycopg")


def _said(error: Exception) -> str:
    """The database's own first line, without the question."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0].rstrip(".") if str(cause).strip() else type(cause).__name__


def _way_out(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).lower()
    return next((way for sign, way in _WAYS_OUT.items() if sign in said), "Ask whoever runs it, or export the table.")


_WAYS_OUT = {
    "connection refused": "Is it running, and are host and port right?",
    "password authentication failed": "Check the user and the password in the address.",
    "no password supplied": "Give a password in the address, or in PGPASSWORD or ~/.pgpass.",
    "translate host name": "Check the host in the address.",
    "resolve host": "Check the host in the address.",
    "timeout": "Is the host right, and may this machine reach it?",
    "create temporary tables": "Ask its owner for: GRANT TEMPORARY ON DATABASE ... TO ...; or export the table.",
    "read-only transaction": "It keeps no temporary tables: use the primary server, or export the table.",
    "permission denied": "Ask its owner for: GRANT SELECT ON ... TO ...",
    "no space left": "Its disk is full: read a part of the log, for example one year of it.",
    "does not exist": "Check the name.",
}
