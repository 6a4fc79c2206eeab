"""Names for people who do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

# fmt: off
FIRST = (
    "Ada", "Ali", "Amara", "Ana", "Anton", "Arjun", "Bea", "Ben", "Bilal", "Carla", "Chen", "Clara", "Dana",
    "David", "Dina", "Elif", "Emil", "Eva", "Farah", "Finn", "Freya", "Gus", "Hana", "Hugo", "Ida", "Imran", "Ines",
    "Jack", "Jana", "Jonas", "Kaya", "Kofi", "Lea", "Leo", "Lin", "Luca", "Maja", "Marta", "Mei", "Milo", "Mina",
    "Nadia", "Nils", "Noor", "Nora", "Olga", "Omar", "Oscar", "Pia", "Priya", "Rafa", "Rosa", "Ruth", "Sami",
    "Sara", "Sofia", "Tara", "Theo", "Tom", "Uma", "Vera", "Viktor", "Wanda", "Yara", "Yusuf", "Zoe",
)
# fmt: on


def name_people(rng: np.random.Generator) -> Iterator[str]:
    """First names with an initial, ``Rosa K.``, in random order and never the same twice."""
    for turn in count():
        for pick in rng.permutation(len(FIRST)):
            letters = chr(65 + (int(pick) * 7 + turn) % 26) + ("" if turn < 26 else str(turn // 26))
            yield f"{FIRST[pick]} {letters}."
