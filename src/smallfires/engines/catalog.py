"""Which tables a database has, and what their columns are."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.types import TypeEngine

from smallfires.errors import DataError, Unclear

MOST_LISTED = 30


@dataclass(frozen=True)
class Known:
    """A table or view of a database.

    Attributes:
        place: its schema, where the database has schemas, and its name.
        columns: name and kind of each column: ``text``, ``integer``, ``number``, ``moment``, ``instant``, ``date`` or
            ``boolean``.
        key: columns of its primary key.
    """

    place: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]


def find(connection: sa.Connection, wanted: str | None) -> Known:
    """Find a table or view.

    Args:
        connection: to the database.
        wanted: its name, with or without its schema; None takes the only one there is.

    Raises:
        DataError: there is none of that name.
        Unclear: nothing was named and there are several, or the name stands in several schemas.
    """
    inspector = sa.inspect(connection)
    known = _all(inspector)
    fitting = [place for place in known if wanted is None or wanted in (place[-1], ".".join(place))]
    fitting = fitting or [
        place for place in known if str(wanted).lower() in (place[-1].lower(), ".".join(place).lower())
    ]
    if not fitting:
        raise DataError(f'There is no table "{wanted}".' if wanted else "The database has no tables.", _listed(known))
    default = inspector.default_schema_name
    if len(fitting) > 1 and wanted is not None:
        fitting = [place for place in fitting if place[0] == default] or fitting
    if len(fitting) > 1:
        names = tuple(".".join(place) for place in fitting)
        raise Unclear(
            "Which table of the database is it?",
            f"Say --table NAME. {_listed(fitting)}",
            setting="table",
            options=names,
        )
    return _described(inspector, fitting[0])


def _all(inspector: Inspector) -> list[tuple[str, ...]]:
    """Every table and view outside the database's own schemas, the default schema first."""
    own = ("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema")
    default = inspector.default_schema_name
    schemas = [name for name in inspector.get_schema_names() if name not in own and not name.startswith("pg_")]
    schemas.sort(key=lambda name: (name != default, name))
    found: list[tuple[str, ...]] = []
    for schema in schemas:
        names = {*inspector.get_table_names(schema), *inspector.get_view_names(schema)}
        if inspector.dialect.name == "postgresql":
            names |= set(inspector.get_materialized_view_names(schema))
        found += [(schema, name) for name in sorted(names)]
    return found


def _described(inspector: Inspector, place: tuple[str, ...]) -> Known:
    columns = inspector.get_columns(place[-1], place[0])
    key = inspector.get_pk_constraint(place[-1], place[0]).get("constrained_columns") or []
    return Known(place, tuple((str(each["name"]), _kind(each["type"])) for each in columns), tuple(key))


def _kind(sql_type: TypeEngine[object]) -> str:
    if isinstance(sql_type, sa.Integer):
        return "integer"
    if isinstance(sql_type, sa.Numeric):
        return "integer" if sql_type.scale == 0 and sql_type.asdecimal and sql_type.precision else "number"
    if isinstance(sql_type, sa.DateTime):
        return "instant" if sql_type.timezone else "moment"
    if isinstance(sql_type, sa.Boolean):
        return "boolean"
    return "date" if isinstance(sql_type, sa.Date) else "text"


def _listed(places: list[tuple[str, ...]]) -> str:
    shown = ", ".join(f'"{".".join(place)}"' for place in places[:MOST_LISTED])
    more = " and more" if len(places) > MOST_LISTED else ""
    return f"Its tables are {shown}{more}." if places else "Is it the right database, and may this user see its tables?"
