"""A database that is open: its tables are those of this version, and who writes, writes alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, Connection

from smallfires.stores import connect
from smallfires.stores.migrate import migrate, up_to_date, version
from smallfires.stores.refused import explained, parsed, place_of


class Opened:
    """Connections to one database, which threads may share.

    Args:
        address: of the ledger in it; see ``open_ledger``.
    """

    def __init__(self, address: str | Path) -> None:
        self._url: URL = parsed(address)
        self._here = threading.local()
        with explained(self._url):
            self.engine = connect.engine(self._url)
            try:
                self._make_ready()
            except BaseException:
                self.close()
                raise

    @property
    def file(self) -> Path | None:
        """The file that it is in; None for PostgreSQL."""
        return Path(str(self._url.database)) if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """To look; within ``writing``, at what was written there, too."""
        writing = self._writing
        if writing is not None:
            yield writing
            return
        with explained(self._url), connect.reader(self.engine).connect() as link:
            yield link

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer is beside. One within another of the same thread is a part of it."""
        outer = self._writing
        if outer is not None:
            yield outer
            return
        with explained(self._url), connect.writer(self.engine).begin() as link:
            self._here.link = link
            try:
                yield link
            finally:
                self._here.link = None

    def close(self) -> None:
        """Let go of it."""
        self.engine.dispose()

    @property
    def _writing(self) -> Connection | None:
        """The transaction in which this thread writes; None where it does not."""
        found: Connection | None = getattr(self._here, "link", None)
        return found

    def _make_ready(self) -> None:
        with self.engine.connect() as link:
            ready = up_to_date(version(link), place_of(self._url))
        if not ready:
            with connect.writer(self.engine).begin() as link:
                migrate(link, place_of(self._url))
        connect.write_ahead(self.engine)
