"""How a ledger's database is opened: what is written is on the disk before anybody is told, and writers wait for each other."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it notes is said by the error that follows

WAIT = 30
"""Seconds that a writer waits for the others."""
KEPT, MOST = 5, 50
"""Connections to PostgreSQL that stay open, and that there are at most: more than a server has threads, so that writers who wait
hold up no reader."""

PATIENT = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 40_000,
}
"""Seconds, and milliseconds, after which a server that is silent is taken for gone, unless the address says otherwise.
Source: PostgreSQL, "Parameter Key Words" of libpq."""

_SQLITE = f"""pragma busy_timeout = {WAIT * 1000}
pragma synchronous = full
pragma fullfsync = on
pragma checkpoint_fullfsync = on
pragma cell_size_check = on"""

# A writer whose machine is gone holds up the others until the server notices: within a minute.
_POSTGRESQL = f"""set lock_timeout = '{WAIT}s'
set datestyle = 'ISO'
set tcp_keepalives_idle = 30
set tcp_keepalives_interval = 10
set tcp_keepalives_count = 3
select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"""


def engine(url: URL) -> Engine:
    """The connections to a ledger's database; none is opened yet."""
    if url.drivername.startswith("sqlite"):
        made = sa.create_engine(url, connect_args={"timeout": WAIT})
        sa.event.listen(made, "connect", _open_sqlite)
        sa.event.listen(made, "begin", _begin_sqlite)
    else:
        made = sa.create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            max_overflow=MOST - KEPT,
            pool_size=KEPT,
            connect_args=PATIENT | url.query,
        )
        sa.event.listen(made, "connect", _open_postgresql)
    return made


def writer(made: Engine) -> Engine:
    """The same connections, for who writes: in SQLite it holds off the others from the beginning."""
    return made.execution_options(smallfires_begin="begin immediate")


def reader(made: Engine) -> Engine:
    """The same connections, for who looks: in PostgreSQL each look is by itself, without a transaction to begin and to end."""
    return made if made.dialect.name == "sqlite" else made.execution_options(isolation_level="AUTOCOMMIT")


def write_ahead(made: Engine) -> None:
    """Have SQLite write ahead, so that readers and a writer do not wait for each other. The file remembers it.

    Where others are at work with it right now it stays as it is until it is opened the next time: nothing is less safe.
    """
    if made.dialect.name != "sqlite":
        return
    with made.execution_options(smallfires_begin="").connect() as link:
        if link.exec_driver_sql("pragma journal_mode").scalar() == "wal":
            return
        with suppress(sa.exc.OperationalError):
            link.exec_driver_sql("pragma journal_mode = wal")


def _open_sqlite(link: Any, _record: Any) -> None:
    link.isolation_level = None  # transactions begin where we say so
    try:
        for setting in _SQLITE.splitlines():
            link.execute(setting)
    except BaseException:
        link.close()  # of a file that is no database nobody else lets go
        raise


def _begin_sqlite(link: Connection) -> None:
    begin = link.get_execution_options().get("smallfires_begin", "begin")
    if begin:
        link.exec_driver_sql(begin)


def _open_postgresql(link: Any, _record: Any) -> None:
    link.autocommit = True
    with link.cursor() as cursor:
        for setting in _POSTGRESQL.splitlines():
            cursor.execute(setting)
    link.autocommit = False
