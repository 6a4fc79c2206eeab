"""Workspaces in a folder, and the command line run in them."""

from __future__ import annotations

from pathlib import Path

from tests.fires.burning import OPTIMIZE
from tests.verbs.desks import OWNER, drafted

from smallfires.faces.cli import run
from smallfires.fires.charter import Charter
from smallfires.verbs.desk import desk

FILE = f"""name = "Ward"
owner = "{OWNER}"

[sources.wards]
file = "wards.csv"

[measures."length of stay"]
source = "wards"
better = "less"
"""


def workspace(folder: Path, charter: Charter = OPTIMIZE) -> Path:
    """A workspace with one fire that was drafted."""
    (folder / "smallfires.toml").write_text(FILE, "utf-8")
    with desk(folder) as opened:
        drafted(opened, charter)
    return folder


def said(capsys, *command: str) -> tuple[int, str, str]:
    """The exit code, and what was said on both streams."""
    code = run(list(command))
    heard = capsys.readouterr()
    return code, heard.out, heard.err
