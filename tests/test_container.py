"""What goes into the container: no engine is needed to hold its recipe to what it says."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from smallfires.faces.cli import run
from smallfires.faces.web.guard import ALIVE
from smallfires.verbs.serving import setup_of
from smallfires.verbs.workspace import Workspace

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


def composed() -> dict[str, Any]:
    """The compose file of the page on containers."""
    page = (ROOT / "docs" / "container.md").read_text("utf-8")
    return yaml.safe_load(re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1])


def test_what_the_compose_file_names_is_there():
    """Each service waits for one that says whether it is well, each volume is declared, and the board is where it listens."""
    told = composed()
    waited = [name for one in told["services"].values() for name in one.get("depends_on", {})]
    assert [name for name in waited if "healthcheck" not in told["services"][name]] == []
    volumes = {name.split(":")[0] for one in told["services"].values() for name in one["volumes"]}
    assert {name for name in volumes if "/" not in name} == set(told["volumes"])
    assert told["services"]["caddy"]["command"].endswith(f"--to board:{last('EXPOSE')}")
    assert told["services"]["board"]["volumes"] == [f"./workspace:{last('VOLUME')}"]


def test_what_the_page_says_sets_up_the_board():
    """The address of the ledger names what the database is called there; the settings of the server are ones that there are."""
    page, told = (ROOT / "docs" / "container.md").read_text("utf-8"), composed()["services"]["database"]["environment"]
    address = sa.make_url(re.search(r"'(postgresql://[^']+)'", page)[1])
    assert (address.host, address.username, address.database) == (
        "database",
        told["POSTGRES_USER"],
        told["POSTGRES_DB"],
    )
    assert told["POSTGRES_PASSWORD"].replace(":?", "") == address.password
    settings = tomllib.loads(re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1])
    setup = setup_of(Workspace(ROOT, "Ward", "Ruth", settings=settings))
    assert (setup.names, setup.https) == (("fires.example.org",), True)
