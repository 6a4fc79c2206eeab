"""Records of fires that show themselves: each is the record of the verb, with ``Shown`` in front."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from smallfires.faces.notebook import Shown, shown
from smallfires.fires import (
    acts,
    again,
    brief,
    checkup,
    clarity,
    extract,
    found,
    lesson,
    load,
    momentum,
    night,
    overview,
    story,
)  # fmt: skip
from smallfires.fires.quantity import many
from smallfires.verbs import brief as sending


@dataclass(frozen=True, repr=False, eq=False)
class Overview(Shown, overview.Overview):
    """All fires that show themselves as a list."""


@dataclass(frozen=True, repr=False, eq=False)
class Story(Shown, story.Story):
    """A fire that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Checkup(Shown, checkup.Checkup):
    """A charter check that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Brief(Shown, brief.Brief):
    """A brief that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Clarity(Shown, clarity.Clarity):
    """A clarity that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Lit(Shown, acts.Lit):
    """A lighting that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Lesson(Shown, lesson.Lesson):
    """A reading of a fire that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Again(Shown, again.Again):
    """A reading that was done again, and shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Night(Shown, night.Night):
    """A nightly run that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Found(Shown, found.Found):
    """What a search found, and shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Extract(Shown, extract.Extract):
    """Entries of the ledger that show themselves."""


@dataclass(frozen=True, repr=False, eq=False)
class Momentum(Shown, momentum.Momentum):
    """The momentum of a workspace that shows itself."""


@dataclass(frozen=True, repr=False, eq=False)
class People(Shown, load.People):
    """Who carries how much change, shown by itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Person(Shown, load.Person):
    """What one person carries, shown by itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Sent(sending.Sent):
    """A brief that went out. It shows the page; the links are in ``links`` only, so that no notebook keeps them."""

    @property
    def page(self) -> Brief:
        """The one page."""
        return shown(self.brief, Brief)

    def __str__(self) -> str:
        return str(self.page)

    def __repr__(self) -> str:
        return f"<{repr(self.page).strip('<>')}, with {many(len(self.links), 'new link')}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.page._repr_mimebundle_(include, exclude)
