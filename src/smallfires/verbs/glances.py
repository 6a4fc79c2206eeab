"""All fires at a glance, made anew only where something was noted, and when a day has passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from threading import Lock

from smallfires.fires.outline import Outline
from smallfires.fires.overview import Glance, glance, in_order

MOST = 8
"""Lists that are kept: of those who may see different fires."""


class Glances:
    """Of one workspace."""

    def __init__(self) -> None:
        self._making = Lock()
        self._of: tuple[Mapping[str, Outline], date] | None = None
        self._one: dict[str, Glance] = {}
        self._all: dict[frozenset[str], tuple[Glance, ...]] = {}

    def of(
        self, outlines: Mapping[str, Outline], today: date, hidden: frozenset[str] = frozenset()
    ) -> tuple[Glance, ...]:
        """All of them in the order in which they need somebody's eyes: the same list, as long as nothing has changed.

        Args:
            outlines: of all fires; never changed, but replaced.
            today: the day.
            hidden: slugs of those that are left out.
        """
        with self._making:
            self._renew(outlines, today)
            if hidden not in self._all:
                while len(self._all) >= MOST:
                    self._all.pop(next(iter(self._all)))
                self._all[hidden] = in_order(one for slug, one in self._one.items() if slug not in hidden)
            return self._all[hidden]

    def _renew(self, outlines: Mapping[str, Outline], today: date) -> None:
        before, day = self._of or ({}, None)
        if before is outlines and day == today:
            return
        old = self._one if day == today else {}
        self._one = {
            slug: old[slug] if slug in old and before[slug] is told else glance(told, today)
            for slug, told in outlines.items()
        }
        self._all.clear()
        self._of = outlines, today
