"""What takes a while of writing a charter: it is held against the data there are."""

from __future__ import annotations

from dataclasses import dataclass

from smallfires.errors import CharterError, UsageError
from smallfires.faces.deeds.charter import refused
from smallfires.faces.web.form import TYPED
from smallfires.faces.web.plain import sentences
from smallfires.faces.web.work.deed import DeedWork
from smallfires.faces.web.work.piece import Back, Done, Given
from smallfires.verbs.bench import bench
from smallfires.verbs.draft import check
from smallfires.verbs.unfinished import forget


@dataclass(frozen=True)
class Checking:
    """A charter is checked, and its form comes back with what was found.

    Attributes:
        text: of the charter.
        of: the fire whose charter it is; empty for a new one.
        back: the page of the form.
    """

    text: str
    of: str
    back: str

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        try:
            with bench(given.progress) as ground:
                check(given.desk, self.text, ground, of=self.of)
        except CharterError as error:
            raise Back(refused(error), error.problem, TYPED) from None
        except UsageError as error:
            raise Back({}, *sentences(error), TYPED) from None
        return Done(f"{self.back}?work={given.folder.parent.name}")


@dataclass(frozen=True)
class Declaring:
    """A charter is noted; then what was kept of it while it was unfinished can go.

    Attributes:
        work: notes it.
        key: of what was kept.
    """

    work: DeedWork
    key: str

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        done = self.work.run(given)
        forget(given.desk, self.key)
        return done
