"""The designs, by name. A new one is one file, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from smallfires.stats.design import Design
from smallfires.stats.designs.parallel import Parallel

DESIGNS: Mapping[str, Callable[..., Design]] = MappingProxyType({"parallel": Parallel})
