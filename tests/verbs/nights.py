"""A workspace on the disk whose fires are read from a weekly table. For tests only."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.fires.burning import OPTIMIZE
from tests.verbs.desks import OWNER, Clock, noted
from tests.verbs.learned import SITES, START, WEEKS, figures, table

from smallfires.fires.acts import Drafted, Lit
from smallfires.fires.charter import Charter, Designed, Horizon, Scope, Success
from smallfires.stores import open_ledger
from smallfires.stores.ledger import Ledger
from smallfires.verbs.desk import Desk
from smallfires.verbs.workspace import open_workspace

FIRST = date.fromisoformat(WEEKS[START])
END = date(2026, 3, 29)
TOML = """name = "Ward"
owner = "Ruth Adler"

[sources.weekly]
file = "weekly.csv"

[sources.other]
file = "other.csv"

[measures.cost]
source = "weekly"
measure = "cost"
better = "less"

[measures.price]
source = "other"
measure = "cost"
better = "less"
"""

HANDOVER = replace(
    OPTIMIZE,
    success=Success(measure="cost", less_is_better=True, worthwhile="2%", by=END),
    picked="lot",
    scope=Scope(units=("Site A", "Site B"), compared=tuple(SITES[2:])),
    design=Designed(name="parallel", settings={"permutations": 200}),
    horizon=Horizon(start=FIRST, end=END),
    people=(),
    guardrails=(),
)
PRICE = replace(HANDOVER, title="Fewer prices", slug="fewer-prices", success=replace(HANDOVER.success, measure="price"))


def weeks(folder: Path, until: int, name: str = "weekly.csv", effect: float = -8.0) -> Path:
    """The table as it is after so many weeks."""
    y = figures(effect=effect)[:, :until]
    cells = [[WEEKS[at], site, repr(float(y[row, at]))] for at in range(until) for row, site in enumerate(SITES)]
    return table(folder, cells, name=name)


def a_ward(
    folder: Path,
    *charters: Charter,
    top: str = "",
    more: str = "",
    ledger: Ledger | None = None,
    until: int = 33,
    toml: str = TOML,
) -> Desk:
    """A workspace in which these fires burn, one week after the table's last one."""
    (folder / "smallfires.toml").write_text(f"{top}{toml}{more}", "utf-8")
    weeks(folder, until)
    weeks(folder, until, "other.csv")
    now = Clock()
    now.on(WEEKS[until])
    workspace = open_workspace(folder)
    desk = Desk(workspace, ledger or open_ledger("memory:", now), OWNER, now)
    for charter in charters or (HANDOVER, PRICE):
        noted(desk, charter.slug, Drafted(charter), Lit(charter, charter.seal()))
    return desk


def another_week(desk: Desk, until: int, name: str = "weekly.csv") -> None:
    """The table grows, and the days go on."""
    weeks(desk.workspace.folder, until, name)
    desk.now.on(WEEKS[until])


def in_database(folder: Path, until: int) -> str:
    """The same table in a database: what smallfires.toml says in place of the file."""
    y = figures(effect=-8.0)
    with sqlite3.connect(folder / "work.db") as link:
        link.execute("drop table if exists weekly")
        link.execute("create table weekly (week text, site text, cost real)")
        rows = [(WEEKS[at], site, float(y[row, at])) for at in range(until) for row, site in enumerate(SITES)]
        link.executemany("insert into weekly values (?, ?, ?)", rows)
    link.close()
    return f'url = "sqlite:///{folder}/work.db"\ntable = "weekly"'
