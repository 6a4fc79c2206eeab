"""How a ledger's database is made, guarded and opened, and what is said when it cannot be."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.stores.conftest import draft

import smallfires.stores
from smallfires.errors import Away, EngineError
from smallfires.stores.ledger import open_ledger
from smallfires.stores.tables import LATEST, METADATA, VERSION
from smallfires.stores.verify import verify

GUARDED = [
    "update smallfires_entries set who = 'Eve' where number = 1",
    "update smallfires_entries set number = 7",
    "delete from smallfires_entries where number = 1",
    "delete from smallfires_entries",
    "delete from smallfires_head",
    "update smallfires_head set number = number - 1",
    "update smallfires_head set hash = 'other'",
]
OF_SQLITE = [
    "replace into smallfires_entries select 1, at, 'Eve', fire, act, content, before, hash from smallfires_entries",
    "insert into smallfires_entries select 7, at, who, fire, act, content, before, hash from smallfires_entries limit 1",
]
OF_POSTGRES = [
    "truncate smallfires_entries",
    "truncate smallfires_head",
    "truncate smallfires_entries, smallfires_head",
]


@pytest.fixture
def made(address):
    """The address of a ledger with two entries."""
    with closing(open_ledger(address)) as opened:
        opened.append([draft(), draft("one-form")])
    return address


def run(address, statement):
    """Run SQL as somebody would who has the right to."""
    engine = sa.create_engine(address if "://" in address else f"sqlite:///{address}")
    try:
        with engine.begin() as link:
            return link.execute(sa.text(statement))
    finally:
        engine.dispose()


def assert_guarded(address, statement):
    """The database refuses it, and the ledger is as it was."""
    with pytest.raises(sa.exc.DBAPIError, match="The ledger is append-only"):
        run(address, statement)
    with closing(open_ledger(address)) as opened:
        verify(opened)
        assert opened.head().number == 2


def run_for(address, question):
    """What SQL answers."""
    engine = sa.create_engine(address if "://" in address else f"sqlite:///{address}")
    try:
        with engine.connect() as link:
            return [tuple(row) for row in link.execute(sa.text(question))]
    finally:
        engine.dispose()


@pytest.mark.parametrize("statement", GUARDED)
def test_the_database_itself_refuses_to_change_an_entry(made, statement):
    """Whoever gets at the tables past Smallfires can add entries only."""
    assert_guarded(made, statement)


@pytest.mark.parametrize("statement", OF_SQLITE)
def test_sqlite_puts_entries_at_the_end_only(tmp_path, statement):
    """An entry cannot be put in another's place, nor after a gap."""
    path = str(tmp_path / "ledger.db")
    with closing(open_ledger(path)) as opened:
        opened.append([draft(), draft("one-form")])
    assert_guarded(path, statement)


@pytest.mark.postgres
@pytest.mark.parametrize("statement", OF_POSTGRES)
def test_postgresql_empties_no_table(postgres, statement):
    """Truncating is refused as deleting is."""
    with closing(open_ledger(postgres)) as opened:
        opened.append([draft(), draft("one-form")])
    assert_guarded(postgres, statement)


def test_the_migrations_make_what_the_software_knows(made):
    """After all migrations the tables, columns and indexes are those that the code uses; and the last is its own."""
    engine = sa.create_engine(made if "://" in made else f"sqlite:///{made}")
    with engine.connect() as link:
        context = MigrationContext.configure(link, opts={"version_table": VERSION.name})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == LATEST
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", str(Path(smallfires.stores.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [LATEST]


def test_the_migrations_go_along_in_the_wheel():
    """The steps stand inside the package, as Python, so that whatever packs it packs them."""
    folder = Path(smallfires.stores.__file__).parent / "migrations"
    assert {path.suffix for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts} == {".py"}
    assert (folder / "env.py").is_file() and (folder / "versions" / f"step_{LATEST}.py").is_file()


def test_a_ledger_of_a_newer_version_is_refused(made):
    """It is left as it is, and the way out is the newer version."""
    run(made, f"update {VERSION.name} set version_num = '9999'")
    with pytest.raises(EngineError, match=r"newer version of Smallfires \(tables 9999.*Install a newer Smallfires"):
        open_ledger(made)
    run(made, f"update {VERSION.name} set version_num = '{LATEST}'")
    with closing(open_ledger(made)) as opened:
        assert opened.head().number == 2


@pytest.mark.parametrize("version", ["0000", "", "000\u00b1"])
def test_a_version_that_there_never_was(made, version):
    """It is said, and nothing is done to the tables."""
    run(made, f"update {VERSION.name} set version_num = '{version}'")
    with pytest.raises(EngineError, match=r"a version that there never was|a newer version"):
        open_ledger(made)
    assert run_for(made, f"select version_num from {VERSION.name}") == [(version,)]
    run(made, f"delete from {VERSION.name}")
    with pytest.raises(EngineError, match="a version that there never was"):
        open_ledger(made)


def test_opening_needs_no_migrations(made):
    """A ledger that is up to date is opened, read and written without Alembic, which is slow to import."""
    program = (
        "import sys; from smallfires.stores import open_ledger; from smallfires.fires.entry import Act, Draft;"
        "assert 'sqlalchemy' not in sys.modules; ledger = open_ledger(sys.argv[1]);"
        "ledger.append([Draft('Ann', 'x', Act.READ, {})]); list(ledger.entries()); ledger.close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, made], check=True)


def test_threads_share_a_ledger(address):
    """A server's threads write through one ledger: nothing is lost."""
    with closing(open_ledger(address)) as opened:
        threads = [Thread(target=lambda: [opened.append([draft()]) for _ in range(10)]) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        verify(opened)
        assert opened.head().number == 120


def test_sqlite_has_it_on_the_disk_before_it_is_acknowledged(tmp_path):
    """Writes go ahead to a journal, and to the disk with each act."""
    with closing(open_ledger(tmp_path / "ledger.db")) as opened, opened.opened.engine.connect() as link:
        settings = [
            link.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert settings == ["wal", 2, 30000]


@pytest.mark.postgres
def test_postgresql_has_it_on_the_disk_before_it_is_acknowledged(postgres):
    """A server that acknowledges before it has written is told not to; one that waits for more is left to it."""
    told = sa.make_url(postgres)
    for setting, expected in (("off", "on"), ("local", "local"), ("on", "on")):
        options = f"{told.query['options']} -csynchronous_commit={setting}"
        address = told.update_query_dict({"options": options}).render_as_string(hide_password=False)
        with closing(open_ledger(address)) as opened, opened.opened.engine.connect() as link:
            assert link.exec_driver_sql("show synchronous_commit").scalar() == expected


@pytest.mark.postgres
def test_a_stricter_server_is_as_good(postgres):
    """Whatever isolation a server has by itself, writers wait for each other and go on."""
    told = sa.make_url(postgres)
    options = f"{told.query['options']} -cdefault_transaction_isolation=serializable"
    address = told.update_query_dict({"options": options}).render_as_string(hide_password=False)
    test_threads_share_a_ledger(address)


def test_files_that_are_no_ledger(tmp_path):
    """Another file, another program's database, or a folder: it is said so, and left as it is."""
    text, other, folder = tmp_path / "notes.txt", tmp_path / "other.db", tmp_path / "folder"
    text.write_text("not a database " * 500)
    with closing(sqlite3.connect(other)) as link:
        link.execute("create table orders (number integer)")
        link.commit()
    folder.mkdir()
    before = text.read_bytes(), other.read_bytes()
    for path, said in ((text, "not a database"), (other, "a database of something else"), (folder, "cannot be opened")):
        with pytest.raises(EngineError, match=said) as raised:
            open_ledger(path)
        assert raised.value.way_out
    assert (text.read_bytes(), other.read_bytes()) == before
    with pytest.raises(EngineError, match=r"cannot be opened\. Is its folder there"):
        open_ledger(tmp_path / "nowhere" / "ledger.db")


@contextmanager
def _as_anybody():
    """Without the rights of an administrator, who may write everything."""
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)


@pytest.fixture
def folder():
    """A folder that anybody may come to."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
@pytest.mark.parametrize(
    ("of_file", "of_folder", "said"),
    [
        (0o444, 0o555, "(read-only|cannot be opened)"),
        (0o000, 0o777, "cannot be opened"),
        (0o444, 0o777, "read-only"),
        (None, 0o555, ""),
    ],
)
def test_a_file_that_may_not_be_written(folder, of_file, of_folder, said):
    """Without the right to write, it is said so, and how to get on."""
    path = folder / "ledger.db"
    with closing(open_ledger(path)) as opened:
        opened.append([draft()])
    if of_file is None:
        path.unlink()
    else:
        path.chmod(of_file)
    folder.chmod(of_folder)
    with (
        _as_anybody(),
        pytest.raises(EngineError, match=f"ledger.db .*{said}") as raised,
        closing(open_ledger(path)) as opened,
    ):
        opened.append([draft()])
    assert raised.value.way_out
    assert raised.value.__cause__ is None and raised.value.__suppress_context__


def test_a_full_disk(tmp_path):
    """Where there is no room, nothing of the act is written; when there is again, it goes on."""
    with closing(open_ledger(tmp_path / "ledger.db")) as opened:
        opened.append([draft()])
        full = sa.event.listen(opened.opened.engine, "checkout", _full)
        with pytest.raises(EngineError, match=r"the disk is full\. Nothing was written\. Make room"):
            opened.append([draft(text="x" * 1000) for _ in range(1000)])
        sa.event.remove(opened.opened.engine, "checkout", _full)
        sa.event.listen(opened.opened.engine, "checkout", _roomy)
        verify(opened)
        assert opened.append([draft(text="x" * 1000) for _ in range(1000)])[-1].number == 1001
        assert full is None


def _full(link, _record, _proxy):
    link.execute("pragma max_page_count = 20")


def _roomy(link, _record, _proxy):
    link.execute("pragma max_page_count = 1000000")


def test_a_ledger_that_another_program_holds(tmp_path, monkeypatch):
    """It waits; and where it waited in vain, it says so."""
    monkeypatch.setattr("smallfires.stores.connect.WAIT", 0)
    monkeypatch.setattr("smallfires.stores.connect._SQLITE", "pragma busy_timeout = 10")
    path = tmp_path / "ledger.db"
    with closing(open_ledger(path)) as opened, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(EngineError, match="is held by another program"):
            opened.append([draft()])
        assert list(opened.entries()) == []
        other.execute("rollback")
        assert opened.append([draft()])[0].number == 1


@pytest.mark.postgres
def test_a_server_that_refuses_is_explained_without_the_password(postgres):
    """No right, no server, no such database: an error with the way out, and never the password."""
    run(postgres, "drop role if exists ledger_guest")
    run(postgres, "create role ledger_guest login password 'secret-word'")
    guest = sa.make_url(postgres).set(username="ledger_guest", password="secret-word")
    cases = {
        guest: "Ask its owner for the right",
        guest.set(database="nowhere"): "Check the name",
        guest.set(host="127.0.0.1", port=1): "Is it running",
        guest.set(host="no-such-host.invalid"): "Check the host",
    }
    try:
        for address, way_out in cases.items():
            with pytest.raises(EngineError, match=way_out) as raised:
                open_ledger(address.render_as_string(hide_password=False))
            assert "secret-word" not in str(raised.value)
            assert raised.value.__cause__ is None and raised.value.__suppress_context__
    finally:
        run(postgres, "drop role ledger_guest")


@pytest.mark.postgres
def test_a_lost_connection(postgres):
    """Where a server cuts the connection, the next act has a new one."""
    with closing(open_ledger(postgres)) as opened:
        opened.append([draft()])
        with opened.opened.engine.connect() as link:
            own = link.exec_driver_sql("select pg_backend_pid()").scalar()
        run(postgres, f"select pg_terminate_backend({own}, 5000)")
        assert opened.append([draft()])[0].number == 2


def test_a_server_that_is_silent_is_not_waited_for_without_end():
    """Where something listens and says nothing, it is said within the time that the address gives it."""
    pytest.importorskip("psycopg")
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Away) as refused:
        open_ledger(f"postgresql://ann@127.0.0.1:{silent.getsockname()[1]}/fires?connect_timeout=2")
    assert refused.value.way_out == "Is the host right, and may this machine reach it?"
