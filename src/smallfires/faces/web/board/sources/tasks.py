"""What takes a while with a source: looked at, saved and measured by a process of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from smallfires.errors import SmallfiresError
from smallfires.faces.web.board.sources.levels import Drawn, read
from smallfires.faces.web.board.sources.looks import state_of
from smallfires.faces.web.form import TYPED
from smallfires.faces.web.plain import in_words, sentences
from smallfires.faces.web.work.piece import Back, Done, Given
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.verbs.add import add_measure, add_source
from smallfires.verbs.bench import bench
from smallfires.verbs.look import Look, look
from smallfires.verbs.workspace import NamedSource, Workspace, open_workspace

KEPT = "source.json"
MOST_DRAWN = 6
"""Measures that are read for the page of their source."""
Record = TypeVar("Record")


@dataclass(frozen=True)
class Opened:
    """A source that was opened, with its measures.

    Attributes:
        state: what tells its state then, and what was asked of it.
        look: what is in it.
        drawn: its first measures.
    """

    state: str
    look: Look
    drawn: tuple[Drawn, ...] = ()


def kept(folder: Path, state: str) -> Opened | None:
    """What a piece of work has found in a source; None where it kept nothing, or where that is over.

    Args:
        folder: of its result.
        state: of the source now.
    """
    try:
        found = from_plain(Opened, json.loads((folder / KEPT).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.state == state else None


def state_to_look(source: NamedSource, folder: Path) -> str:
    """What tells the state of a source that has no name yet."""
    return str(state_of(source, folder))


def state_to_open(workspace: Workspace, name: str) -> str:
    """The same of one that has, with its measures."""
    measures = [workspace.measure(each) for each in measures_shown(workspace, name)]
    told = [(each.name, sorted(each.settings.items()), each.less_is_better) for each in measures]
    return f"{state_of(workspace.source(name), workspace.folder)} {told}"


def link(name: str) -> str:
    """The address of a source's page, whatever its name."""
    return f"/sources?name={quote(name, safe='')}"


def measures_shown(workspace: Workspace, source: str) -> list[str]:
    """The measures of a source that are read for its page."""
    return [measure.name for measure in workspace.measures.values() if measure.source == source][:MOST_DRAWN]


@dataclass(frozen=True)
class Looking:
    """A source that has no name yet is looked at.

    Attributes:
        source: where it is, and what is said of it.
    """

    source: NamedSource

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        folder = given.desk.workspace.folder
        state = state_to_look(self.source, folder)
        with bench(given.progress) as ground:
            found = in_words(look(self.source, folder, ground))
        return Done(f"/sources/new?work={_keep(given, Opened(state, found))}")


@dataclass(frozen=True)
class Opening:
    """A source of the workspace is looked at, and its measures are read.

    Attributes:
        name: its own.
    """

    name: str

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        workspace = _now(given)
        state = state_to_open(workspace, self.name)
        with bench(given.progress) as ground:
            found = in_words(look(workspace.source(self.name), workspace.folder, ground))
        drawn = []
        for measure in measures_shown(workspace, self.name):
            given.progress(f"Reading {measure}", None)
            with bench(given.progress) as ground:
                drawn.append(read(workspace, measure, ground))
        return Done(f"{link(self.name)}&work={_keep(given, Opened(state, found, tuple(drawn)))}")


@dataclass(frozen=True)
class Saving:
    """A source gets its name.

    Attributes:
        name, address, settings: as ``add_source`` takes them.
    """

    name: str
    address: str
    settings: Mapping[str, Any]

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        try:
            with bench(given.progress) as ground:
                add_source(_now(given), self.name, self.address, self.settings, ground)
        except SmallfiresError as error:
            raise _back(error) from error
        return Done(f"{link(self.name)}&new=1")


@dataclass(frozen=True)
class Defining:
    """A measure gets its name.

    Attributes:
        name, source, settings: as ``add_measure`` takes them.
    """

    name: str
    source: str
    settings: Mapping[str, Any]

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        try:
            with bench(given.progress) as ground:
                add_measure(_now(given), self.name, self.source, self.settings, ground)
        except SmallfiresError as error:
            raise _back(error) from error
        return Done(f"{link(self.source)}&measured={quote(self.name, safe='')}")


def _now(given: Given) -> Workspace:
    """The workspace as its file says it now: others may have added to it while this waited."""
    return open_workspace(given.desk.workspace.folder)


def _keep(given: Given, found: Opened) -> str:
    """Keep what was found with the work, and say which work that is."""
    (given.folder / KEPT).write_text(canonical(to_plain(found)), "utf-8")
    return given.folder.parent.name


def _back(error: SmallfiresError) -> Back:
    return Back({}, *sentences(error), TYPED, kind=type(error).__name__)
