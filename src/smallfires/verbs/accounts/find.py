"""People are looked for by a part of their name or address; those whose account is closed come last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from smallfires.fires.accounts import Account, Key, named
from smallfires.verbs.accounts.staff import Staff


def find(staff: Staff, text: str = "") -> list[Account]:
    """Everybody whose name or mail address has a text in it, by name; everybody, where the text is empty."""
    looked = named(text)
    found = [one for one in staff.accounts.all() if looked in named(one.name) or looked in named(one.mail)]
    return sorted(found, key=lambda one: one.closed)


def keys_of(staff: Staff, people: Sequence[Account]) -> Mapping[str, list[Key]]:
    """What opens the door for each of some people, by their name."""
    found: dict[str, list[Key]] = defaultdict(list)
    for key in staff.accounts.held(one.name for one in people):
        found[key.account].append(key)
    return found
