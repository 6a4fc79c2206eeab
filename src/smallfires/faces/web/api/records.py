"""What calls tell that no verb gives as a record of its own: parts of lists, who asks, what is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smallfires.faces.web.work.status import State
from smallfires.fires.diary import Line
from smallfires.fires.extract import Row
from smallfires.fires.overview import Glance


@dataclass(frozen=True)
class FireList:
    """A part of the fires, in the order in which they began.

    Attributes:
        items: the fires at a glance.
        next: the address of the next part; null where this is the last.
    """

    items: tuple[Glance, ...]
    next: str | None


@dataclass(frozen=True)
class DiaryList:
    """A part of a fire's diary, oldest first.

    Attributes:
        items: its lines.
        next: the address of the next part; null where this is the last.
    """

    items: tuple[Line, ...]
    next: str | None


@dataclass(frozen=True)
class EntryList:
    """A part of the ledger, oldest first.

    Attributes:
        items: its entries, as people read them.
        next: the address of the next part; null where this is the last.
    """

    items: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True)
class ReadingGlance:
    """A reading at a glance.

    Attributes:
        number: of the reading; 1 for the first of the fire.
        at: when it was read: ISO 8601 in UTC.
        who: read it.
        decision: what its verdict says.
        sentence: why, in plain words.
    """

    number: int
    at: str
    who: str
    decision: str
    sentence: str


@dataclass(frozen=True)
class ReadingList:
    """A part of a fire's readings, the first first.

    Attributes:
        items: the readings at a glance.
        next: the address of the next part; null where this is the last.
    """

    items: tuple[ReadingGlance, ...]
    next: str | None


@dataclass(frozen=True)
class LedgerProof:
    """Whether every entry of the ledger is there, and as it was written.

    Attributes:
        whole: whether it is.
        number: of the last entry; null where the ledger is not whole.
        hash: of the last entry, worth noting elsewhere; null likewise.
        problem: what is wrong, as a sentence; empty where nothing is.
        way_out: what to do about it; empty likewise.
    """

    whole: bool
    number: int | None
    hash: str | None
    problem: str
    way_out: str


@dataclass(frozen=True)
class Me:
    """Who asks, and where.

    Attributes:
        name: in which they act.
        account: the name of their account; empty where there are none.
        rights: what they may do.
        workspace: its name.
        version: of the software.
    """

    name: str
    account: str
    rights: tuple[str, ...]
    workspace: str
    version: str


@dataclass(frozen=True)
class MeasureGlance:
    """A measure that the workspace names.

    Attributes:
        name: in the workspace.
        source: the name of its source.
        less_is_better: its better direction.
    """

    name: str
    source: str
    less_is_better: bool


@dataclass(frozen=True)
class MeasureList:
    """The measures that the workspace names.

    Attributes:
        items: in the order of their names.
    """

    items: tuple[MeasureGlance, ...]


@dataclass(frozen=True)
class WorkProblem:
    """Why a piece of work came to nothing.

    Attributes:
        status: that an answer with this problem has.
        detail: what is wrong, as a sentence.
        way_out: what to do about it; may be empty.
    """

    status: int
    detail: str
    way_out: str


@dataclass(frozen=True)
class Work:
    """Something that takes a while.

    Attributes:
        id: its name, in its address.
        title: what is done, as a person would say it.
        key: the kind of work, such as that of a deed.
        state: where it stands.
        stage: what is being done; empty where nobody knows.
        share: which share of it is done, from 0 to 1; null where nobody knows.
        place: in line, 1 for the next; 0 where it does not wait.
        at: when it was asked for: ISO 8601.
        ended: when it ended; null while it has not.
        result: the address of what came of it; null where there is nothing to tell, or not yet.
        problem: why it came to nothing; null where it did not.
    """

    id: str
    title: str
    key: str
    state: State
    stage: str
    share: float | None
    place: int
    at: str
    ended: str | None
    result: str | None
    problem: WorkProblem | None


@dataclass(frozen=True)
class WorkList:
    """What somebody asked for that takes a while.

    Attributes:
        items: the newest first.
    """

    items: tuple[Work, ...]


@dataclass(frozen=True)
class SourceGlance:
    """A source that the workspace names. Its address is not told: it may say more than who reads it has to know.

    Attributes:
        name: in the workspace.
        database: whether it is a database; else it is a file.
        columns: what is known of its columns, by the names of the settings in the workspace's file.
        rules: business rules that its cases have to keep, as sentences.
    """

    name: str
    database: bool
    columns: Mapping[str, Any]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class SourceList:
    """The sources that the workspace names.

    Attributes:
        items: in the order of their names.
    """

    items: tuple[SourceGlance, ...]
