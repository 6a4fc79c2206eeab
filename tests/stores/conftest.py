"""The three stores, empty: every promise of the ledger is kept by each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from bench.ledger_trials import schema

from smallfires.fires.entry import Act, Draft
from smallfires.stores.ledger import open_ledger

SQLITE, POSTGRES = "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture(params=[SQLITE, POSTGRES])
def address(request, tmp_path):
    """Where a database for one test is."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return request.getfixturevalue("postgres")


@pytest.fixture
def postgres(postgres_server):
    """A schema of its own."""
    with schema(postgres_server) as address:
        yield address


@pytest.fixture(params=["memory", SQLITE, POSTGRES])
def ledger(request, tmp_path, clock):
    """An empty ledger in each store."""
    found = {"memory": "memory:", "sqlite": str(tmp_path / "ledger.db")}.get(request.param)
    opened = open_ledger(found or request.getfixturevalue("postgres"), clock)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    """A clock that can be set; a second passes whenever it is looked at."""
    return Clock()


class Clock:
    """A clock."""

    def __init__(self):
        self.moment = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)

    def __call__(self):
        self.moment += timedelta(seconds=1)
        return self.moment


def draft(fire="faster-triage", act=Act.DRAFTED, who="Ann", **content):
    """Something to write."""
    return Draft(who, fire, act, content)


def with_five(ledger):
    """The ledger with five entries of two fires."""
    for number in range(5):
        ledger.append([draft(("faster-triage", "one-form")[number % 2], number=number)])
    return ledger


@pytest.fixture
def some(ledger):
    """Five entries in each store."""
    return with_five(ledger)
