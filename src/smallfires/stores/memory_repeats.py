"""Answers that are kept to be given again, in memory, for trials and tests: they are gone with the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import RLock

from smallfires.fires.repeat import Repeat
from smallfires.stores.repeats import late


class MemoryRepeats:
    """A dictionary; threads may share it."""

    def __init__(self) -> None:
        self._alone = RLock()
        self._told: dict[tuple[str, str], Repeat] = {}

    def claim(self, wanted: Repeat, lease: str, kept: str) -> Repeat | None:
        """As ``Repeats.claim``."""
        with self._alone:
            self._told = {name: one for name, one in self._told.items() if one.at >= kept}
            found = self._told.get((wanted.who, wanted.key))
            if found and (found.answer is not None or found.at >= lease or found.digest != wanted.digest):
                return found
            self._told[wanted.who, wanted.key] = wanted
        return None

    @contextmanager
    def done(self, mine: Repeat) -> Iterator[_Keeping]:
        """As ``Repeats.done``."""
        with self._alone:
            if not self._has(mine):
                raise late()
            yield _Keeping(self._told, mine)

    def release(self, mine: Repeat) -> None:
        """As ``Repeats.release``."""
        with self._alone:
            if self._has(mine):
                del self._told[mine.who, mine.key]

    def _has(self, mine: Repeat) -> bool:
        return self._told.get((mine.who, mine.key)) == mine


@dataclass(frozen=True)
class _Keeping:
    """As ``Answering``."""

    told: dict[tuple[str, str], Repeat]
    mine: Repeat

    def keep(self, answer: str) -> None:
        self.told[self.mine.who, self.mine.key] = replace(self.mine, answer=answer)
