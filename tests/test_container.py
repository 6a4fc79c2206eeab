"""What goes into the container: no engine is needed to hold its recipe to what it says."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from smallfires.faces.cli import run
from smallfires.faces.web.guard import ALIVE

ROOT = Path(__file__).parents[1]
STEPS = [
    (line.split(" ", 1)[0], line.split(" ", 1)[1])
    for line in re.sub(r"\\\n\s*", " ", (ROOT / "Containerfile").read_text("utf-8")).splitlines()
    if line and not line.startswith("#")
]
"""Each instruction with what it says; one that runs over several lines is one."""


def of(instruction: str) -> list[str]:
    """What is said by all instructions of a kind."""
    return [said for name, said in STEPS if name == instruction]


def last(instruction: str) -> str:
    """What holds of a container that runs."""
    return of(instruction)[-1]


def test_everything_that_is_copied_is_there_and_is_sent_to_the_builder():
    """Each file that the recipe copies stands in the project, and the list of what the builder gets has it."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    copied = [name for said in of("COPY") if "--from" not in said for name in said.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [name for name in copied if not any(fnmatch(name.removeprefix("./"), one) for one in kept)] == []


def test_it_does_not_run_as_root_and_keeps_nothing_in_itself():
    """Whoever breaks in is nobody, and the workspace stands in a volume."""
    assert last("USER").split(":")[0] not in ("0", "root")
    assert last("VOLUME") == last("WORKDIR") == "/workspace"


def test_it_is_asked_whether_it_is_alive():
    """Its health is asked where the server says it, on the port on which it listens."""
    assert f"http://127.0.0.1:{last('EXPOSE')}{ALIVE}" in last("HEALTHCHECK")


def test_what_it_starts_is_there():
    """It starts a command of the package, without a shell between, and listens to more than itself."""
    (program,), (command, *flags) = json.loads(last("ENTRYPOINT")), json.loads(last("CMD"))
    assert program in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert run([command, *flags, "--help"]) == 0
    assert flags == ["--host", "0.0.0.0"]
