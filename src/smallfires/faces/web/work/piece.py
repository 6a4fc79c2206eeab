"""A piece of work: what is to be done, what it is given to do it with, and how it may end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from smallfires.verbs.bench import Progress
from smallfires.verbs.desk import Desk


@dataclass(frozen=True)
class Given:
    """What a piece of work is done with.

    Attributes:
        desk: at which; who acts is whoever started it.
        progress: told what is being done, and which share of it is.
        folder: for what is kept as its result.
    """

    desk: Desk
    progress: Progress
    folder: Path


@dataclass(frozen=True)
class Done:
    """How it ended well.

    Attributes:
        to: the address to go to; empty where the result is shown under the work's own address.
        links: what can be done with it: what each says, and where it leads.
    """

    to: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Piece(Protocol):
    """What is to be done. It goes to another process, so it has to be small, and made of what can be pickled."""

    def run(self, given: Given) -> Done:
        """Do it.

        Raises:
            SmallfiresError: it cannot be done, in plain words.
            Back: what was typed cannot be taken; with what is wrong, by field.
        """
        ...


class Back(Exception):
    """What was typed cannot be taken.

    Attributes:
        note: what is said first, as sentences.
        problems: by field, each a sentence.
        stale: whether it was asked for by a page that shows less than there is now.
        offers: what can be chosen instead, by field.
        kind: the name of the error's class that said so; empty where none did.
    """

    def __init__(
        self,
        problems: Mapping[str, str],
        *note: str,
        stale: bool = False,
        offers: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        kind: str = "",
    ) -> None:
        self.note = note
        self.kind = kind
        self.problems = dict(problems)
        self.stale = stale
        self.offers = dict(offers)
        super().__init__(*note)
