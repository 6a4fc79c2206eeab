"""The designs, by name. A new one is one file, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smallfires.stats.design import Design
from smallfires.stats.designs.before_after import BeforeAfter
from smallfires.stats.designs.parallel import Parallel
from smallfires.stats.designs.randomised import Randomised
from smallfires.stats.designs.rollout import Rollout
from smallfires.stats.designs.switchback import Switchback

DESIGNS: Mapping[str, Callable[..., Design]] = MappingProxyType(
    {
        "randomised": Randomised,
        "parallel": Parallel,
        "rollout": Rollout,
        "before-after": BeforeAfter,
        "switchback": Switchback,
    }
)
