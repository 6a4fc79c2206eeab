"""A long deed as a piece of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from smallfires.errors import CharterError, NotYet, Stale, UsageError
from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.deeds.charter import refused
from smallfires.faces.deeds.deed import Asked, Deed
from smallfires.faces.web.board.desk import AGAIN, Standing, looked, standing
from smallfires.faces.web.form import TYPED
from smallfires.faces.web.plain import content, told
from smallfires.faces.web.work.piece import Back, Done, Given
from smallfires.faces.web.work.result import keep_body, keep_json, known
from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.verbs.show import story


@dataclass(frozen=True)
class DeedWork:
    """A deed that takes a while. Its record is kept as ``result.json`` in the work's folder, where faces can show it.

    Attributes:
        key: of the deed.
        slug: of the fire; empty for a deed that needs none.
        values: what was said, as verbs take it.
        seen: the number of the fire's last entry that whoever asks has seen; None where they act whatever was done.
        address: of the server, as in ``Asked``.
        everything: whether whoever asks sees every fire.
    """

    key: str
    slug: str
    values: Mapping[str, Any]
    seen: int | None = None
    address: str = ""
    everything: bool = False

    def run(self, given: Given) -> Done:
        """As ``Piece.run``."""
        deed, at = self.deed, standing(given.desk).of(given.desk.who, everything=self.everything)
        before = at.fire(self.slug).last if self.slug else 0
        record = self._done(deed, at, given)
        if isinstance(record, Fire):
            record = story(record, at.today)
        if known(record):
            keep_json(given.folder, record)
        if not deed.notes:
            keep_body(given.folder, content(record))
            return Done()
        slug = self.slug or str(getattr(getattr(record, "charter", None), "slug", ""))
        return Done(leads(at.fire(slug), before))

    @property
    def deed(self) -> Deed:
        """What is done."""
        return next(deed for deed in (DEEDS if self.slug else FIRST) if deed.key == self.key)

    def _done(self, deed: Deed, at: Standing, given: Given) -> object:
        desk = looked(at, self.seen if self.slug else None)
        try:
            return deed.do(Asked(desk, self.slug, self.values, given.progress, self.address))
        except Stale as error:
            raise Back({}, error.problem, f"{TYPED} {AGAIN}", stale=True, kind=Stale.__name__) from None
        except CharterError as error:
            raise Back(refused(error), str(error), TYPED, kind=CharterError.__name__) from None
        except (NotYet, UsageError) as error:
            raise Back({}, told(error), TYPED, kind=type(error).__name__) from None


def leads(after: Fire, before: int) -> str:
    """The page of what was done: of a reading where one was taken, else that of the fire with what was noted.

    Args:
        after: the fire, as it is then.
        before: the number of its last entry before.
    """
    address = f"/fires/{quote(after.slug)}"
    new = [noted for noted in after.diary if noted.number > before]
    reading = next((noted.fact for noted in new if isinstance(noted.fact, acts.Read)), None)
    if reading is not None:
        return f"{address}/readings/{reading.number}"
    return f"{address}?noted={new[0].number}" if new else address
