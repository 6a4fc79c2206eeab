"""Some fires among many: those of a stage, with an intent, a subject, an owner, and words in what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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
        told = (self.stage, fire.stage), (self.intent, fire.intent), (self.subject, fire.subject)
        if not all(not one or one == other for one, other in told):
            return False
        if self.owner and folded(self.owner) != _folded(fire.owner):
            return False
        return not self.words or self._in(_folded(f"{fire.title}\n{fire.slug}\n{fire.of}\n{fire.owner}"))

    def _in(self, text: str) -> bool:
        return all(stem(word) in text for word in words(self.words))


_folded = lru_cache(maxsize=65_536)(folded)
