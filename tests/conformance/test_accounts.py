"""What every store of accounts promises: memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bench.ledger_trials import schema

from smallfires.errors import UsageError
from smallfires.fires import acts
from smallfires.fires.access import Right, Role
from smallfires.fires.accounts import IDLE, Account, Key, Kind
from smallfires.fires.entry import moment
from smallfires.fires.membership import Enrolled
from smallfires.stores.accounts import Taken, accounts_of
from smallfires.stores.backup import backup, restore
from smallfires.stores.database import DatabaseLedger
from smallfires.stores.ledger import open_ledger
from smallfires.stores.verify import verify

NOW = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
MARA = Account(
    "Mara Lind", Role.ADMIN, "mara@example.org", "$argon2id$…", "https://id.example mara", False, moment(NOW)
)
BO = Account("Bo Berg", Role.READER, made=moment(NOW))
STORES = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=STORES)
def ledger(request, tmp_path):
    """An empty ledger in each store."""
    if request.param != "postgres":
        address = "memory:" if request.param == "memory" else str(tmp_path / "ledger.db")
        with closing(open_ledger(address)) as opened:
            yield opened
        return
    with schema(request.getfixturevalue("postgres_server")) as address, closing(open_ledger(address)) as opened:
        yield opened


@pytest.fixture
def accounts(ledger):
    """The accounts beside it, two of them."""
    made = accounts_of(ledger)
    made.add(MARA)
    made.add(BO)
    return made


def key(digest: str, kind: Kind = Kind.SESSION, name: str = BO.name, **told) -> Key:
    """A key of somebody."""
    return Key(digest * 64, kind, name, moment(NOW), moment(NOW + timedelta(days=30)), **told)


def test_an_account_comes_back_as_it_was_kept(accounts):
    """By name, mail or subject, whatever the capitals, accents and blanks; all of them come in order."""
    for told in ("Mara Lind", "  mara   LIND ", "Mára Lind", "MARA@example.org"):
        assert accounts.account(told) == MARA
    assert accounts.by_subject(MARA.subject) == MARA
    assert (accounts.account("Bo Berg"), accounts.all()) == (BO, (BO, MARA))
    assert [accounts.account(told) for told in ("", "Mara", "bo@example.org")] == [None] * 3
    assert accounts.by_subject("") is None


def test_a_name_belongs_to_whoever_had_it_first(accounts):
    """No two accounts have a name, a mail or a subject that a reader would take for the same; those without one do not mind."""
    accounts.add(Account("Cy", Role.READER))
    for other in (
        Account("mara lind", Role.READER),
        Account("Eve", Role.READER, "Mara@Example.org"),
        Account("Eve", Role.READER, subject=MARA.subject),
    ):
        with pytest.raises(Taken):
            accounts.add(other)
    with pytest.raises(Taken):
        accounts.change(replace(BO, mail=MARA.mail))
    assert [one.name for one in accounts.all()] == ["Bo Berg", "Cy", "Mara Lind"]


def test_an_account_is_changed(accounts):
    """What is changed is kept; what is not there cannot be."""
    changed = replace(BO, role=Role.LIGHTER, mail="bo@example.org", password="x", subject="s", closed=True)
    accounts.change(changed)
    assert accounts.account("bo@example.org") == accounts.account("Bo Berg") == accounts.by_subject("s") == changed
    with pytest.raises(UsageError, match='no account "Nobody"'):
        accounts.change(Account("Nobody", Role.READER))


def test_a_key_opens_until_it_is_taken_away(accounts):
    """A key comes back with whose it is, as that is now; each can be taken away, and then is gone."""
    token = key("a", Kind.TOKEN, label="Power BI", rights=frozenset([Right.READ, Right.LIGHT]))
    session, other = key("b", label="Firefox"), replace(key("c"), made=moment(NOW + timedelta(hours=1)))
    for one in (token, session, other, key("d", name=MARA.name)):
        accounts.grant(one)
    assert accounts.opened(token.digest) == (token, BO)
    accounts.change(replace(BO, closed=True))
    assert accounts.opened(token.digest) == (token, replace(BO, closed=True))
    assert accounts.keys("bo berg", Kind.SESSION) == (other, session)
    accounts.used(session.digest, moment(NOW + timedelta(minutes=5)))
    assert accounts.opened(session.digest)[0].used == moment(NOW + timedelta(minutes=5))
    assert accounts.withdraw([session.digest, token.digest, "e" * 64]) == 2
    assert accounts.opened(token.digest) is None
    assert accounts.keys(BO.name, Kind.SESSION) == (other,)
    assert len(accounts.keys(MARA.name, Kind.SESSION)) == 1
    with pytest.raises(UsageError):
        accounts.grant(key("f", name="Nobody"))


def test_a_key_ends():
    """A session ends when nobody looked for long, and in any case at its end; a token at its end only."""
    session, token = key("a"), key("b", Kind.TOKEN)
    assert session.holds(NOW + IDLE - timedelta(seconds=1))
    assert not session.holds(NOW + IDLE)
    assert token.holds(NOW + IDLE)
    used = replace(session, used=moment(NOW + timedelta(days=29)))
    assert used.holds(NOW + timedelta(days=29, hours=23))
    assert not used.holds(NOW + timedelta(days=30))
    assert not token.holds(NOW + timedelta(days=30))


def test_together_or_not_at_all(accounts, ledger):
    """What is done to people and what is noted of it in the same database are there both, or none of them."""
    with pytest.raises(Taken), accounts.together():
        accounts.change(replace(BO, role=Role.ADMIN))
        accounts.grant(key("a"))
        if isinstance(ledger, DatabaseLedger):
            ledger.append([acts.draft("Mara Lind", "", Enrolled("x", "reader"))])
        accounts.add(MARA)
    assert accounts.account(BO.name) == BO
    assert accounts.opened(key("a").digest) is None
    assert ledger.head().number == 0
    with accounts.together():
        accounts.change(replace(BO, role=Role.ADMIN))
        assert accounts.account(BO.name).role is Role.ADMIN
        ledger.append([acts.draft("Mara Lind", "", Enrolled("x", "reader"))])
    assert (accounts.account(BO.name).role, verify(ledger).number) == (Role.ADMIN, 1)


def test_nobody_comes_between(accounts):
    """Of several who look and then write at once, each sees what the one before has written."""

    def one_more() -> None:
        with accounts.together():
            mail = accounts.account(BO.name).mail
            accounts.change(replace(BO, mail=f"{int(mail or 0) + 1}"))

    threads = [threading.Thread(target=one_more) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert accounts.account(BO.name).mail == "8"


def test_a_backup_brings_the_people_back(tmp_path):
    """A backup of a ledger in SQLite has its accounts, which come back where there are none; who is there stays as they are."""
    with closing(open_ledger(tmp_path / "ledger.db")) as first:
        first.append([acts.draft("Mara Lind", "", Enrolled("x", "reader"))])
        people = accounts_of(first)
        people.add(MARA)
        people.grant(key("a", Kind.TOKEN, MARA.name))
        backup(first, tmp_path / "backup.db")
        restore(tmp_path / "backup.db", tmp_path / "second.db")
        people.change(replace(MARA, role=Role.READER))
    restore(tmp_path / "backup.db", tmp_path / "ledger.db")
    for name, role in (("second.db", Role.ADMIN), ("ledger.db", Role.READER)):
        with closing(open_ledger(tmp_path / name)) as opened:
            assert accounts_of(opened).all() == (replace(MARA, role=role),)
            assert accounts_of(opened).opened(key("a").digest)[0] == key("a", Kind.TOKEN, MARA.name)


def test_an_older_ledger_gets_its_accounts(tmp_path):
    """A ledger that an older version wrote is opened with all its entries, and has room for accounts."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from smallfires.stores import migrations

    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as link:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = link
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(open_ledger(tmp_path / "old.db")) as opened:
        opened.append([acts.draft("Mara Lind", "", Enrolled("x", "reader"))])
        accounts_of(opened).add(MARA)
        assert accounts_of(opened).all() == (MARA,)
        assert verify(opened).number == 1


def test_the_keys_of_some_people_come_together(accounts):
    """All keys of the people who are named, and of nobody else, whatever the capitals."""
    for one in (key("a"), key("b", Kind.LINK), key("c", name=MARA.name)):
        accounts.grant(one)
    assert {one.digest[0] for one in accounts.held(["bo BERG"])} == {"a", "b"}
    assert {one.digest[0] for one in accounts.held([BO.name, MARA.name])} == {"a", "b", "c"}
    assert (accounts.held([]), accounts.held(["Nobody"])) == ((), ())
