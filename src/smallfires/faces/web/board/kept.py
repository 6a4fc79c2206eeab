"""What is made of all fires for a page, kept until something is noted, a day has passed, or a setting was changed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from smallfires.faces.web.board.desk import Standing
from smallfires.fires.load import Limits
from smallfires.fires.overview import Glance

Made = TypeVar("Made")
MOST = 8
"""Ones that are kept, each for all who may see the same fires."""


class Kept(Generic[Made]):
    """One thing made of all fires; one for all who may see the same ones.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[Standing], Made]) -> None:
        self._make, self._making = make, Lock()
        self._kept: dict[frozenset[str], tuple[tuple[Glance, ...], tuple[str, Limits], Made]] = {}

    def of(self, desk: Standing) -> Made:
        """The thing as it is now."""
        found, told = desk.glances(), (desk.workspace.name, desk.workspace.limits)
        kept = self._kept.get(desk.hidden)
        if kept is not None and kept[0] is found and kept[1] == told:
            return kept[2]
        with self._making:
            made = self._make(desk)
            others = [(hidden, old) for hidden, old in self._kept.items() if hidden != desk.hidden]
            self._kept = dict([*others[-MOST + 1 :], (desk.hidden, (found, told, made))])
        return made
