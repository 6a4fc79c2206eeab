"""A deed: something that can be done to a fire, whoever asks for it and in whichever way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from smallfires.faces.deeds.fields import Field, Wrong
from smallfires.fires.access import Right
from smallfires.fires.accounts import named
from smallfires.fires.fire import Fire
from smallfires.verbs.bench import Bench, Progress, bench, silent
from smallfires.verbs.desk import Desk

Values = Mapping[str, Any]
"""What was said, by field, as verbs take it."""
Problems = dict[str, str]
"""What is wrong with what was said, by field, each a sentence."""
NULL = "null says nothing: give a value, or leave it out."


@dataclass(frozen=True)
class Asked:
    """A deed that is asked for.

    Attributes:
        desk: at which; who acts is the person who asks.
        slug: of the fire; empty for a deed that needs none.
        values: what was said, as verbs take it.
        progress: told what is being done.
        address: of the server that is asked, as whoever asks sees it; personal links begin with it.
    """

    desk: Desk
    slug: str
    values: Values
    progress: Progress = silent
    address: str = ""

    def bench(self) -> AbstractContextManager[Bench]:
        """Where to work, for a deed that reads data."""
        return bench(self.progress)


def _always(fire: Fire) -> bool:
    return True


def _nothing(values: Values, fire: Fire) -> Problems:
    return {}


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that can be done to a fire, or to make one.

    Attributes:
        key: in addresses, of forms and of REST alike: a noun in the plural, or the act itself.
        says: what it does, as a sentence.
        right: what whoever does it has to be allowed.
        owners: whether the owner of the fire may do it as well, without that right.
        fields: what it asks.
        do: does it, and gives a record that faces can show: mostly the fire thereafter.
        about: the field whose text a person would not want to lose; empty where there is none.
        on: whether it can be done to a fire as that is.
        wrong: what is wrong beyond single fields; of those that could not be taken there is no value.
        place: of several forms of this deed on one page, the one that was sent; empty where there is one.
        long: whether it reads data, so that it may take a while.
        notes: whether it notes anything; of one that does not, the answer is what it gives.
        once: whether what it gives is told this once only: it holds secrets, and is kept nowhere, not even to be told again.
    """

    key: str
    says: str
    right: Right
    fields: tuple[Field, ...]
    do: Callable[[Asked], object]
    about: str = ""
    on: Callable[[Fire], bool] = _always
    wrong: Callable[[Values, Fire], Problems] = _nothing
    place: Callable[[Mapping[str, str]], str] = lambda texts: ""
    long: bool = False
    notes: bool = True
    once: bool = False
    owners: bool = False

    @property
    def least(self) -> Right:
        """What whoever does it has to be allowed in any case; which fire it is decides the rest."""
        return Right.READ if self.owners else self.right

    def may(self, rights: Collection[Right], who: str, fire: Fire | None) -> bool:
        """Whether somebody may do it to a fire.

        Args:
            rights: theirs.
            who: their name.
            fire: to which; None for a deed that needs none.
        """
        return self.right in rights or (self.owners and fire is not None and named(fire.charter.owner) == named(who))

    def form(self, texts: Mapping[str, str]) -> str:
        """The key of the form that was sent, on its page."""
        place = self.place(texts)
        return f"{self.key}-{place}" if place else self.key

    def typed(self, texts: Mapping[str, Sequence[str]], fire: Fire | None) -> tuple[Values, Problems]:
        """What was typed into a form, and what is wrong with it; no fire for a deed that needs none."""
        return self._taken(lambda field: field.typed(texts.get(field.name, ())), fire)

    def told(self, body: Mapping[str, Any], fire: Fire | None) -> tuple[Values, Problems]:
        """The same of JSON; a name that is no field is wrong, too."""
        values, problems = self._taken(lambda field: body.get(field.name), fire)
        problems |= {name: NULL for name, value in body.items() if value is None}
        known = [field.name for field in self.fields]
        there = f"There are: {', '.join(known)}." if known else "There are none here."
        return values, problems | {name: f"This is no field. {there}" for name in body if name not in known}

    def _taken(self, value: Callable[[Field], Any], fire: Fire | None) -> tuple[Values, Problems]:
        values: dict[str, Any] = {}
        problems: Problems = {}
        for field in self.fields:
            try:
                values[field.name] = field.take(value(field))
            except Wrong as error:
                problems[field.name] = str(error)
        return values, (self.wrong(values, fire) if fire else {}) | problems
