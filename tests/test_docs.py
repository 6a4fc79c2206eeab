"""The README and the documentation are true: what they show is run, and what there is, they name.

In a ``console`` block, lines after ``$`` are run and their output is compared; ``...`` stands for anything. A
``python`` block is a doctest. A ``{code-block}`` with a caption is a file of that name, there for the blocks after it.
Each page starts in a folder of its own in which ``smallfires demo`` has been run: once for all.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getmembers, isclass
from pathlib import Path

import click
import pytest

import smallfires
from smallfires import errors
from smallfires.faces.cli import COMMANDS, EXIT_CODES, cli
from smallfires.faces.jsonable import schema
from smallfires.faces.kinds import KINDS
from smallfires.worklog.sentences import FORMS

pytestmark = pytest.mark.long

PROJECT = Path(__file__).resolve().parents[1]
DOCS = PROJECT / "docs"
PAGES = [PROJECT / "README.md", *sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)]
LIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FENCE = re.compile(r"^(?P<ticks>```+)(?P<kind>\S+)[^\n]*\n(?P<body>.*?)^(?P=ticks)\s*$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r"\A(?::[^\n]*\n)*?:caption: (?P<file>\S+)\n(?::[^\n]*\n)*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: what it is, where it starts, and what is in it."""

    kind: str
    line: int
    body: str


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for fence in FENCE.finditer(text):
        yield Block(fence["kind"], text[: fence.start()].count("\n") + 1, fence["body"])


def examples(body: str) -> Iterator[tuple[str, str]]:
    """Commands of a console block, each with the output that should follow it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = re.sub(r"\\\n\s*", "", part, count=8).partition("\n")
        yield command, expected


def run(command: str, folder: Path) -> tuple[str, int]:
    """What a command prints, both streams, and its exit code."""
    program, *arguments = shlex.split(command)
    assert program == "smallfires", f"only smallfires is run in a console block, not {program}"
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from smallfires.faces.cli import main; main()", *arguments],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout, done.returncode


@dataclass(frozen=True)
class Demo:
    """The folder that ``smallfires demo`` makes, and what it says."""

    folder: Path
    said: str


DEMO = "smallfires demo"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    said, code = run(DEMO, folder)
    assert code == 0, said
    return Demo(folder / "smallfires-demo", said)


def play_console(block: Block, folder: Path, demo: Demo, where: str) -> None:
    checker, code = doctest.OutputChecker(), 0
    for command, expected in examples(block.body):
        if command == "echo $?":
            said = f"{code}\n"
        elif command == DEMO:
            said, code = demo.said, 0
        else:
            said, code = run(command, folder)
        assert checker.check_output(expected, said, LIKE), f"{where}: {command}\nexpected:\n{expected}\ngot:\n{said}"


def play_python(block: Block, names: dict[str, object], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, names, where, where, block.line)
    assert test.examples, f"{where} is a python block without an example: write >>> before what is typed"
    told: list[str] = []
    doctest.DocTestRunner(optionflags=LIKE).run(test, out=told.append, clear_globs=False)
    names.update(test.globs)
    assert not told, "".join(told)


def played() -> list[Path]:
    return [page for page in PAGES if any(block.kind in ("console", "python") for block in blocks(page))]


@pytest.mark.parametrize("page", played(), ids=lambda page: str(page.relative_to(PROJECT)))
def test_examples_are_true(page: Path, demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example prints what the page says that it prints."""
    shutil.copytree(demo.folder, tmp_path / "smallfires-demo")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page):
        where = f"{page.relative_to(PROJECT)}, line {block.line}"
        if block.kind == "console":
            play_console(block, tmp_path, demo, where)
        elif block.kind == "python":
            play_python(block, names, where)
        elif caption := CAPTION.match(block.body):
            place = tmp_path / caption["file"]
            place.parent.mkdir(exist_ok=True)
            place.write_text(block.body[caption.end() :], encoding="utf-8")


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def flags(command: str) -> list[str]:
    """Every flag of a command, and of the commands in it."""
    found = [cli.get_command(click.Context(cli), command)]
    if isinstance(found[0], click.Group):
        found += [found[0].get_command(click.Context(found[0]), name) for name in found[0].list_commands(None)]
    parameters = [parameter for each in found for parameter in each.params]
    return [flag for each in parameters for flag in (*each.opts, *each.secondary_opts) if flag[0] == "-"]


PAGE_OF = {
    **dict.fromkeys(("init", "add"), "workspace"),
    **dict.fromkeys(("account", "serve", "share"), "server"),
    **dict.fromkeys(
        ("amend", "check", "comment", "decide", "light", "list", "put-out", "search", "show", "test"), "fires"
    ),
    "people": "momentum",
    "webhook": "nightly",
}
"""The pages of commands that have none of their own."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_flag_is_documented(command: str) -> None:
    """The page of each command names every flag it has, and none that it has not."""
    page = text_of(f"{PAGE_OF.get(command, command)}.md")
    assert [flag for flag in flags(command) if f"`{flag}" not in page] == []
    every = {flag for name in COMMANDS for flag in flags(name)} | {"--help", "--version"}
    assert set(re.findall(r"`(--[a-z-]+)", page)) - every == set()


def test_every_error_is_documented() -> None:
    """The page of errors names every class, with the exit code that it ends with."""
    page = text_of("errors.md")
    for name, found in getmembers(errors, isclass):
        if issubclass(found, errors.SmallfiresError):
            assert re.search(rf"^\| `{name}` \| {found.exit_code} \|", page, re.MULTILINE), name


def test_every_exit_code_is_documented() -> None:
    """The page of errors has every exit code of ``--help``, and no other."""
    told = set(re.findall(r"^ +(\d+) ", EXIT_CODES, re.MULTILINE))
    assert told == set(re.findall(r"^\| (\d+) \|", text_of("errors.md"), re.MULTILINE))


def test_every_public_name_is_documented() -> None:
    """The page of Python names every public word, and every class of a reading."""
    page = text_of("python.md")
    assert [name for name in smallfires.__all__ if f"smallfires.{name}" not in page] == []
    known = set(re.findall(r"smallfires\.fires\.[\w.]+\.(\w+)", page))
    held = {name for kind in KINDS for name in (kind.record.__name__, *schema(kind.record)["$defs"])}
    assert held - known == set()


def test_every_json_field_is_documented() -> None:
    """Every field of the JSON says what it is, and in which unit, in the schema from which its page is made."""
    bare = [
        f"{name}.{field}"
        for kind in KINDS
        for name, definition in schema(kind.record)["$defs"].items()
        for field, found in definition.get("properties", {}).items()
        if not found.get("description")
    ]
    assert bare == []


def test_every_kind_of_rule_is_documented() -> None:
    """The page of rules shows each kind of sentence."""
    page = text_of("rules.md")
    assert [form.like for form in FORMS if f"`{form.like}`" not in page] == []


def test_every_page_can_be_reached() -> None:
    """No page is outside the tables of contents."""
    listed = set()
    for page in PAGES[1:]:
        for block in blocks(page):
            if block.kind == "{toctree}":
                names = [line.strip() for line in block.body.splitlines() if line.strip() and line[0] != ":"]
                listed |= {(page.parent / f"{name}.md").resolve() for name in names}
    assert {page for page in PAGES[1:] if page.name != "index.md" or page.parent != DOCS} - listed == set()


def test_every_link_leads_somewhere() -> None:
    """Every link to a file of the project finds it."""
    lost = [
        f"{page.relative_to(PROJECT)}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", FENCE.sub("", page.read_text("utf-8")))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert lost == []


def test_the_readme_has_the_two_commands() -> None:
    """One command sets up and runs the demo, one sets up and runs the tests: each on a line of its own."""
    lines = PAGES[0].read_text("utf-8").splitlines()
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/smallfires demo" in lines
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest" in lines
