"""A ledger's tables, made or brought to what this version needs. Any number of programs may open it at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from smallfires.errors import EngineError
from smallfires.stores.ledger import BRING_BACK, RESTORE
from smallfires.stores.tables import LATEST, VERSION

_KNOWN = {f"{number:04}" for number in range(1, int(LATEST) + 1)}
_LOCK = 0x5F1AE5
"""PostgreSQL has no row to hold before there are tables: who holds this number migrates."""


def version(link: Connection) -> str | None:
    """The last migration that was done; None where there are no tables of ours yet."""
    try:
        found: str | None = link.execute(sa.select(VERSION.c.version_num)).scalar()
    except (sa.exc.OperationalError, sa.exc.ProgrammingError) as error:
        if _no_table(error):
            return None
        raise
    return found


def up_to_date(found: str | None, place: str) -> bool:
    """Whether the tables are those of this version.

    Raises:
        EngineError: they are of a newer one.
    """
    if found is not None and found > LATEST:
        raise EngineError(
            f"{place} was written by a newer version of Smallfires (tables {found}; this version knows {LATEST}).",
            "Install a newer Smallfires.",
            command="As in: pip install --upgrade smallfires",
        )
    return found == LATEST


def migrate(link: Connection, place: str) -> None:
    """Make the tables, or bring them to this version; in the transaction of ``link``, so that it is all or nothing.

    Raises:
        EngineError: they are of a newer version, or the file is a database of something else.
    """
    if link.dialect.name == "postgresql":
        link.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    names = sa.inspect(link).get_table_names()
    if VERSION.name in names:
        found = version(link)
        if up_to_date(found, place):
            return
        if found not in _KNOWN:
            raise EngineError(
                f'{place} has tables of a version that there never was ("{found}").', BRING_BACK, command=RESTORE
            )
    elif names and link.dialect.name == "sqlite":
        raise EngineError(f"{place} is no ledger: it is a database of something else.", "Check the name.")
    _upgrade(link)


def _upgrade(link: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = link
    command.upgrade(config, LATEST)


def _no_table(error: sa.exc.DBAPIError) -> bool:
    """Whether a table is missing; PostgreSQL says so by its code 42P01, undefined_table."""
    said = str(error.orig)
    return "no such table" in said or getattr(error.orig, "sqlstate", None) == "42P01"
