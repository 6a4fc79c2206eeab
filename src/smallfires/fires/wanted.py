"""Some fires among many: those of a stage, with an intent, a subject, an owner, and words in what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from smallfires.fires.folded import folded, stem, words
from smallfires.fires.outline import Outline
from smallfires.fires.overview import Glance


@dataclass(frozen=True)
class Wanted:
    """Which fires are looked for; what is empty does not matter.

    Attributes:
        stage, intent, owner: theirs.
        words: that stand in what it is called, in its slug, in what is changed, or in its owner's name.
        subject: theirs.
    """

    stage: str = ""
    intent: str = ""
    owner: str = ""
    words: str = ""
    subject: str = ""

    def fits(self, fire: Outline | Glance) -> bool:
        """Whether a fire is one of them."""
        if self.stage and self.stage != fire.stage:
            return False
        if (self.intent and self.intent != fire.intent) or (self.subject and self.subject != fire.subject):
            return False
        if self.owner and folded(self.owner) != _folded(fire.owner):
            return False
        if not self.words:
            return True
        text = _called(fire.title, fire.slug, fire.of, fire.owner)
        return all(stem in text for stem in self._stems)

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        return tuple(map(stem, words(self.words)))


_folded = lru_cache(maxsize=65_536)(folded)


@lru_cache(maxsize=65_536)
def _called(*parts: str) -> str:
    """What a fire is called, as it is compared."""
    return folded("\n".join(parts))
