"""Charters as Python users give them: a file, its text, or a charter made of its parts."""

from __future__ import annotations

import os
import re
from pathlib import Path

from smallfires.errors import UsageError
from smallfires.fires.charter import Charter
from smallfires.fires.charters.read import read_charter

Told = Charter | str | os.PathLike[str]
"""A charter, the path of its file, or its TOML text."""


def charter(told: str | os.PathLike[str]) -> Charter:
    """A charter out of TOML. Only what the text alone can tell is refused: a workspace's ``check`` knows more.

    Args:
        told: the path of a file that ends with ``.toml``, or the text itself.

    Raises:
        CharterError: it cannot be lit as it stands: every reason at once, with carets under the words.
        DataError: the file cannot be read.

    Example:
        >>> fire = charter("charters/triage.toml")  # doctest: +SKIP
        >>> fire.intent, fire.success.worthwhile  # doctest: +SKIP
        (<Intent.TRANSFORM: 'transform'>, '10%')
    """
    text, file = text_of(told)
    return read_charter(text, file=file)


def text_of(told: Told) -> tuple[str, str]:
    """The TOML text of a charter, and the name of its file; no name where it is in none.

    Raises:
        DataError: the file cannot be read.
        UsageError: a charter is not made of its parts.
    """
    if isinstance(told, Charter):
        return _written(told), ""
    if not _is_file(told):
        return str(told), ""
    from smallfires.verbs.draft import charter_text

    return charter_text(os.fspath(told)), Path(told).name


def is_slug(told: str) -> bool:
    """Whether a text is the name of a fire, and neither a file nor a charter."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*", told) is not None


def _is_file(told: str | os.PathLike[str]) -> bool:
    return not isinstance(told, str) or ("\n" not in told and told.lower().endswith(".toml"))


def _written(made: Charter) -> str:
    """A charter made in Python as text: so each of its values is read as if it had been written."""
    try:
        return made.to_toml()
    except (TypeError, AttributeError):
        raise UsageError(
            "The charter is not made of its parts.",
            "Each part is a class of its own: success=sf.Success(...), scope=sf.Scope(...).",
        ) from None
