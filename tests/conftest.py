"""What the tests share."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long are begun first, so that no worker is left alone with one in the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs and panels, beside the project or named by SMALLFIRES_DATA; skips where it is absent."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SMALLFIRES_DATA", beside))
    if not (folder / "logs").is_dir():
        pytest.skip(f"the real logs are not here ({folder}); set SMALLFIRES_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def lived(tmp_path_factory) -> Path:
    """The worked workspace after its three fires were lived through: once for all workers. Read it only; copy it to act in it."""
    from smallfires.verbs.bench import bench
    from smallfires.verbs.life import live

    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (base / "lived.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "lived.done").exists():
            with bench(threads=1) as ground:
                live(base / "lived", ground)
            (base / "lived.done").touch()
    return base / "lived"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a PostgreSQL server, as SMALLFIRES_TEST_POSTGRES names it; skips where it names none."""
    server = os.environ.get("SMALLFIRES_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL to test on: set SMALLFIRES_TEST_POSTGRES to the address of one")
    pytest.importorskip("psycopg")
    return server
