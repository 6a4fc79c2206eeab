"""How it is shown who carries how much change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallfires.faces.kinds.kind import Kind, Part, Sheet
from smallfires.fires.load import People, Person

if TYPE_CHECKING:
    from smallfires.faces.words.page import Page, Verdict


class Carrying(Kind[People]):
    """Who carries how much."""

    record = People
    name = "people"
    title = "Who carries how much change"

    def says(self, record: People) -> Verdict:
        """How many carry change, and how many of them too much."""
        from smallfires.faces.words.people import verdict

        return verdict(record)

    def page(self, record: People) -> Page:
        """Everybody, those who carry most first."""
        from smallfires.faces.words.people import page

        return page(record)

    def brief(self, record: People) -> str:
        """In a few words."""
        return f"{len(record.people)} people of {record.workspace!r} carry change"

    def sheet(self) -> Sheet:
        """Those who carry most."""
        return ((Part("carry", 0, 0, 40, (0, 1, 2, 3, 4, 5)),),)


class Bearing(Kind[Person]):
    """What one person carries."""

    record = Person
    name = "person"
    title = "What one person carries"

    def says(self, record: Person) -> Verdict:
        """In how many fires they are asked, and how much of their time that takes."""
        from smallfires.faces.words.people import one_verdict

        return one_verdict(record)

    def page(self, record: Person) -> Page:
        """Week by week, what is due from them, and the fires."""
        from smallfires.faces.words.people import one

        return one(record)

    def brief(self, record: Person) -> str:
        """In a few words."""
        return f"{record.load.name!r} carries {len(record.load.fires)} fires"

    def sheet(self) -> Sheet:
        """Weeks on the left, what is due and the fires on the right."""
        return (
            (Part("weeks", 0, 0, 12, (0, 1)),),
            (Part("owed", 0, 0, 12, (0, 1, 2)), Part("fires", 0, 0, 20, (0, 1, 2, 3))),
        )
