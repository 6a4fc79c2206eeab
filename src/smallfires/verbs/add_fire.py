"""The verb ``add fire``: a charter to fill in. Nothing is noted in the ledger before it can be read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.charters.template import template
from smallfires.fires.charters.values import slug_of
from smallfires.verbs.init import CHARTERS
from smallfires.verbs.workspace import Workspace


def add_fire(
    workspace: Workspace, subject: str, intent: str, *, title: str = "", measure: str = "", solo: bool = False
) -> Path:
    """Write a charter to fill in, among the workspace's charters.

    Args:
        workspace: whose fire it is to be.
        subject: ``process``, ``tool`` or ``role``.
        intent: ``optimize`` or ``transform``.
        title: what it is called; the file is named after it.
        measure: of its success; empty where that is still open.
        solo: whether its owner is the only one asked.

    Returns:
        Where it is, as seen from the folder in which the user is, where it is in there.

    Raises:
        UsageError: there is no such subject, intent or measure, or a file of this name is there.
    """
    filled: dict[str, Any] = {"title": title} if title else {}
    if workspace.owner:
        filled["owner"] = workspace.owner
    if measure:
        better = "less" if workspace.measure(measure).less_is_better else "more"
        filled |= {"success.measure": measure, "success.better": better}
    text = template(subject, intent, solo, **filled)
    path = workspace.folder / CHARTERS / f"{slug_of(title) or f'{intent}-a-{subject}'}.toml"
    try:
        path.parent.mkdir(exist_ok=True)
        _put(path, text)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Give it another title.") from None
    except OSError as problem:
        raise UsageError(f"{path} cannot be written: {problem.strerror}.", "May you write there?") from None
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _put(path: Path, text: str) -> None:
    """Write a new file whole, or leave none."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise
    except OSError:  # such as a full disk
        with suppress(OSError):
            path.unlink()
        raise
