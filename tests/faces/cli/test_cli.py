from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import smallfires.faces.cli.output
from smallfires import __version__, errors
from smallfires.faces.cli import COMMANDS, EXIT_CODES, HEADINGS, cli, run
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.lazy import LazyGroup

HEAVY = ("numpy", "scipy", "duckdb", "pyarrow", "rich", "jinja2", "vl_convert", "typst", "sqlalchemy", "sqlglot")


def imported(*arguments: str) -> set[str]:
    """The top-level modules that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from smallfires.faces.cli import main; main()", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines() if "import time:" in line}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "--help"], ["demo", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    """Help and version import neither arrays nor databases nor pictures, so that they answer at once."""
    found = imported(*arguments)
    assert "click" in found
    assert not found & set(HEAVY)


@pytest.mark.parametrize(("told", "taken"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_linear_algebra_takes_one_thread(told, taken):
    """The program has numpy solve its many small systems on one thread, unless the environment says otherwise."""
    shown = "print(os.environ['OPENBLAS_NUM_THREADS'])"
    program = f"import os; from smallfires.faces import cli; cli.run = lambda _: {shown}; cli.main()"
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=free | told)
    assert done.stdout.strip() == taken


def test_help_names_every_command_and_every_exit_code(capsys):
    """The help lists every command, and every exit code that an error can have."""
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in COMMANDS)
    documented = {int(code) for code in re.findall(r"^  (\d+)  ", EXIT_CODES, re.MULTILINE)}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    assert {kind.exit_code for kind in kinds if issubclass(kind, errors.SmallfiresError)} <= documented


def test_every_command_is_there():
    """Every command that the help lists can be called, and its own help starts as the list says it."""
    assert isinstance(cli, LazyGroup)
    for name in COMMANDS:
        assert run([name, "--help"]) == 0


def test_every_command_stands_under_a_heading_once(capsys):
    """The help lists the commands under headings, in the order of a fire's life, each once."""
    assert set(HEADINGS) <= set(COMMANDS)
    assert next(iter(COMMANDS)) in HEADINGS
    run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert [line[:-1] for line in lines if line.endswith(":") and line[0] != " "][1:] == list(HEADINGS.values())
    found = [line.split()[0] for line in lines if re.match(r"  [a-z]", line)]
    assert [name for name in found if name in COMMANDS] == list(COMMANDS)


def test_version(capsys):
    """The version is that of the package."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"smallfires {__version__}\n"


def test_a_wrong_command_is_answered_with_a_near_one(capsys):
    """A command that is not there is answered with the one that may have been meant, and exit code 2."""
    assert run(["raed"]) == 2
    assert "Did you mean read?" in capsys.readouterr().err
    assert run(["read"]) == 2
    assert "SOURCE" in capsys.readouterr().err
    assert run(["read", "x.csv", "--tarket", "5d"]) == 2
    assert "--target" in capsys.readouterr().err


@pytest.fixture
def failing(monkeypatch):
    """Makes the delivery of a reading fail in a given way."""

    def fail(error: BaseException) -> None:
        def raise_it(*_: object) -> None:
            raise error

        monkeypatch.setattr(smallfires.faces.cli.output.Wanted, "check", raise_it)

    return fail


def test_a_fault_of_our_own_is_one_line_and_a_file(failing, capsys):
    """An unexpected exception is one friendly line, exit code 1, and a file with the details; never a traceback."""
    failing(ZeroDivisionError("by zero"))
    assert run(["read", "x.csv"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    log = Path(re.search(r"in (.*fault.*\.txt)", said)[1])
    assert "ZeroDivisionError: by zero" in log.read_text("utf-8")
    log.unlink()


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (errors.UsageError("5 what?", "Write 5d."), 2, ["Error: 5 what?", "  Write 5d."]),
        (
            errors.UnreadableValue('"31.02." is no date.', "Correct it.", file="a.csv", row=70_001, column="end"),
            3,
            ['Error: "31.02." is no date.', '  in a.csv, row 70001, column "end"', "  Correct it."],
        ),
        (errors.Unclear("Two sheets.", "Add --sheet."), 4, ["Error: Two sheets.", "  Add --sheet."]),
        (errors.EngineError("The database is gone.", ""), 5, ["Error: The database is gone."]),
        (errors.RuleError("A bef B", 2, 5, "What is bef?"), 2, ["Error: What is bef?", "  A bef B", "    ^^^"]),
    ],
)
def test_an_error_says_what_where_and_what_to_do(failing, capsys, error, code, lines):
    """An error says what was wrong, where, and what to do, and ends with its exit code."""
    failing(error)
    assert run(["read", "x.csv"]) == code
    assert capsys.readouterr().err.splitlines() == lines


def test_stopping_is_no_fault(failing, capsys):
    """Whoever stops it gets one word and exit code 130."""
    failing(KeyboardInterrupt())
    assert run(["read", "x.csv"]) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


def test_errors_cannot_command_a_terminal(capsys):
    """A value with escape codes in an error message is shown as harmless text."""
    say('"\x1b[31mred" is no date.\n  next\x07 line')
    assert capsys.readouterr().err == '" [31mred" is no date.\n  next  line\n'
