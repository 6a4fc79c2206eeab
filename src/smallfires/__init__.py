"""Smallfires answers one question first: do you need to optimize or transform?"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smallfires.faces.asked import design as design
    from smallfires.faces.asked import learn as learn
    from smallfires.faces.asked import read as read

__version__ = "0.1.0"

_HOMES = dict.fromkeys(("design", "learn", "read"), "smallfires.faces.asked")

__all__ = ["design", "learn", "read"]


def __getattr__(name: str) -> Any:
    """Import a public word when it is first used, so that importing the package is instant."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'smallfires' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
