"""How long a nightly run takes: over many fires, when all tables have grown, when one has, and when nothing is new.

    python -m bench.nightly [--fires 100] [--tables 10] [--units 24] [--weeks 60] [--large 200]

Fires are read from weekly tables, each with a guardrail and a look every week; the ledger is SQLite on the disk. An idle
night reads each file through once, for its digest, and no more. ``--large`` is the size in MB of one file that ten fires
share, for what that costs: a date or a size would be quicker to look at, but proves nothing. What a database holds has no
digest, and is read every night. The processor's time stands beside the clock's, for machines that have other things to do.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from smallfires.fires.acts import Drafted, Lit, draft
from smallfires.fires.charter import (
    Charter,
    Designed,
    Guardrail,
    Horizon,
    Hypothesis,
    Intent,
    Scope,
    Subject,
    Success,
)
from smallfires.fires.night import Night
from smallfires.verbs.again import again
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk, desk
from smallfires.verbs.nightly import nightly

FIRST = date(2025, 1, 6)
LIT = 6
"""Units that get better, of which each fire has three."""
SINCE = 10
"""Weeks that they have burnt when they are read first."""
HEAD = 'name = "Bench"\nowner = "Ruth Adler"\nkeep = "10 GB"\n\n[mail]\nfolder = "outbox"\nto = ["ada@example.org"]\n'


@dataclass(frozen=True)
class Ward:
    """A workspace.

    Attributes:
        folder: in which it is.
        fires, tables: how many; fire 7 of 10 tables is read from table 7.
        units, weeks: of each table.
        database: whether its tables stand in one.
    """

    folder: Path
    fires: int
    tables: int
    units: int
    weeks: int
    database: bool = False

    def light(self) -> None:
        """Write its file, and let its fires burn."""
        told = [HEAD]
        for table in range(self.tables):
            where = (
                f'url = "sqlite:///{self.folder}/work.db"\ntable = "t{table}"'
                if self.database
                else f'file = "t{table}.csv"'
            )
            told.append(f"[sources.t{table}]\n{where}\n")
            told += [
                f'[measures.{measure}{table}]\nsource = "t{table}"\nmeasure = "{measure}"\nbetter = "less"\n'
                for measure in ("minutes", "complaints")
            ]
        (self.folder / "smallfires.toml").write_text("\n".join(told), "utf-8")
        with self.desk() as opened:
            for fire in range(self.fires):
                charter = self.charter(fire)
                facts = (Drafted(charter), Lit(charter, charter.seal()))
                opened.ledger.append([draft("Ruth Adler", charter.slug, fact) for fact in facts])

    def charter(self, fire: int) -> Charter:
        start = FIRST + timedelta(weeks=self.weeks - SINCE)
        end, table = start + timedelta(weeks=2 * SINCE), fire % self.tables
        return Charter(
            title=f"Fire {fire}", slug=f"fire-{fire}", owner="Ruth Adler", subject=Subject.PROCESS, of="Handover",
            intent=Intent.OPTIMIZE,
            hypothesis=Hypothesis(because="it takes long", change="a fixed order", will="shorten it", seen="minutes"),
            success=Success(measure=f"minutes{table}", less_is_better=True, worthwhile="2%", by=end),
            guardrails=(Guardrail(measure=f"complaints{table}", less_is_better=True, margin="5%"),),
            picked="lot", scope=Scope(units=tuple(f"Team {(fire // self.tables + each) % LIT}" for each in range(3))),
            design=Designed(name="parallel"), horizon=Horizon(start=start, end=end),
        )  # fmt: skip

    def desk(self) -> AbstractContextManager[Desk]:
        """A desk on a day in its horizon."""
        day = FIRST + timedelta(weeks=self.weeks + 2)
        return desk(self.folder, "", lambda: datetime(day.year, day.month, day.day, 2, 15, tzinfo=UTC))

    def grow(self, table: int, more: int = 0, megabytes: int = 0) -> None:
        """Write a table with so many more weeks, and a note in each row that makes it so large."""
        rows = self.rows(table, self.weeks + more)
        if self.database:
            with sqlite3.connect(self.folder / "work.db") as link:
                link.execute(f"create table t{table} (week text, team text, minutes real, complaints real)")
                link.executemany(f"insert into t{table} values (?, ?, ?, ?)", rows)
            link.close()
            return
        note = "x" * (megabytes * 1_000_000 // len(rows))
        with (self.folder / f"t{table}.csv").open("w", encoding="utf-8") as file:
            file.write("week,team,minutes,complaints,note\n")
            file.writelines(
                f"{week},{team},{minutes},{complaints},{note}\n" for week, team, minutes, complaints in rows
            )

    def rows(self, table: int, weeks: int) -> list[tuple[str, str, float, float]]:
        rng = np.random.default_rng(table)
        y = (rng.uniform(80, 120, (self.units, 1)) + rng.normal(size=(self.units, 2 * self.weeks))).round(4)
        y[:LIT, self.weeks - SINCE :] -= 8
        teams = [f"Team {unit}" for unit in range(self.units)]
        days = [str(FIRST + timedelta(weeks=week)) for week in range(weeks)]
        return [
            (day, team, float(y[unit, week]), float(y[-1 - unit, week]))
            for week, day in enumerate(days)
            for unit, team in enumerate(teams)
        ]

    def night(self, what: str, trial: bool = False) -> None:
        """Run a night, and print how long it took."""
        with self.desk() as opened:
            began = Took()
            night = nightly(opened, trial=trial)
            _say(what, began, night)


class Took:
    """How long something takes, from now on."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    @property
    def processor(self) -> float:
        """Seconds of the processor, on all cores together."""
        return time.process_time() - self._processor

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._clock:.2f} s | {self.processor:.2f} s"


def main() -> None:
    asked = _asked()
    print("| | clock | processor | |\n| --- | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as name:
        ward = Ward(Path(name), asked.fires, asked.tables, asked.units, asked.weeks)
        _many(ward)
    with tempfile.TemporaryDirectory() as name:
        _large(Ward(Path(name), 10, 1, asked.units, asked.weeks), asked.large)
    with tempfile.TemporaryDirectory() as name:
        _database(Ward(Path(name), 10, 1, asked.units, asked.weeks, database=True))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.nightly")
    for name, value in (("fires", 100), ("tables", 10), ("units", 24), ("weeks", 60), ("large", 200)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


def _many(ward: Ward) -> None:
    every = range(ward.tables)
    ward.light()
    for table in every:
        ward.grow(table)
    ward.night("the first night")
    ward.night("an idle night")
    ward.grow(0, 1)
    ward.night(f"one of {ward.tables} tables has grown")
    for table in every:
        ward.grow(table, 2)
    ward.night("all tables have grown")
    ward.night("an idle night, tried only", trial=True)
    _again(ward)
    with ward.desk() as opened:
        readings = sum(len(fire.reads) for fire in opened.fires().values())
    print(
        f"| the ledger after {readings} readings | | | {(ward.folder / 'ledger.db').stat().st_size / 1e6:.1f} MB |",
        flush=True,
    )


def _again(ward: Ward) -> None:
    """The first reading of some fires once more."""
    began, same, figures = Took(), 0, 0
    with ward.desk() as opened:
        slugs = list(opened.fires())[:10]
        for slug in slugs:
            with bench() as ground:
                found = again(opened, slug, 1, ground)
            same, figures = same + found.same, figures + found.figures
    print(
        f"| the first readings of {len(slugs)} fires, again | {began} | {same} the same in {figures:,} values |",
        flush=True,
    )
    assert same == len(slugs)


def _large(ward: Ward, megabytes: int) -> None:
    ward.light()
    ward.grow(0, 0, megabytes)
    ward.night(f"one file of {megabytes} MB, new")
    ward.night(f"one file of {megabytes} MB, an idle night")


def _database(ward: Ward) -> None:
    ward.light()
    ward.grow(0)
    ward.night("a table in a database (SQLite), new")
    ward.night("a table in a database, an idle night")


def _say(what: str, took: Took, night: Night) -> None:
    said, seconds = str(took), took.processor
    read = sum(bool(fire.reading) for fire in night.fires)
    told = sum(len(each.headlines) for each in night.sent)
    part = f"{seconds / read * 1000:.0f} ms a reading" if read else f"{seconds / len(night.fires) * 1000:.2f} ms a fire"
    print(f"| {what} | {said} | {read} of {len(night.fires)} read, {told} told; {part} |", flush=True)
    wrong = [fire.trouble.problem for fire in night.fires if fire.trouble]
    assert not wrong, wrong[0]


if __name__ == "__main__":
    main()
