"""The house rules that a machine can check. The layers are import-linter's work, see pyproject.toml."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "smallfires"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 450
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 9
HEAVY = {"numpy", "scipy", "duckdb", "pyarrow", "pandas", "sqlglot", "sqlalchemy", "rich", "jinja2", "openpyxl"}
HEAVY |= {"vl_convert", "typst", "pyspark", "psycopg"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[Path, Function]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, Function):
                yield path, node


def lines(function: Function) -> int:
    """Lines of code: what is said about it does not count."""
    doc = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (doc.count("\n") + 1 if doc else 0)


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"


def imported_by(*command: str) -> set[str]:
    """Top-level names of all modules in memory after a program, in a fresh interpreter."""
    tail = "; import sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", f"{command[0]}{tail}"], capture_output=True, text=True, check=True)
    return set(result.stdout.split("\n")[-2].split())


def test_no_file_is_long() -> None:
    """No file of the package has more than 450 lines."""
    assert {path.name: n for path in FILES if (n := path.read_text("utf-8").count("\n")) > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    """No function has more than 60 lines."""
    assert [place(path, f) for path, f in functions() if lines(f) > LONGEST_FUNCTION] == []


def test_functions_are_short() -> None:
    """Half of all functions have at most nine lines."""
    sizes = sorted(lines(function) for _, function in functions())
    assert sizes[len(sizes) // 2] <= MEDIAN_FUNCTION


def public_members() -> Iterator[tuple[Path, ast.AST]]:
    """Modules' own functions and classes, and the methods of these, without those that are private by name."""
    for path in FILES:
        todo: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
        while todo:
            for node in todo.pop().body:
                if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                    yield path, node
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    todo.append(node)


def test_everything_public_is_explained() -> None:
    """Every public function, class and method says what it is for."""
    assert [place(path, node) for path, node in public_members() if not ast.get_docstring(node)] == []


def test_every_module_is_explained() -> None:
    """Every module begins with what it is."""
    assert [str(path) for path in FILES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


@pytest.mark.parametrize("program", ["import smallfires", "import smallfires.errors, smallfires.fires.work"])
def test_importing_is_instant(program: str) -> None:
    """Importing the package, or its domain, imports no library: only itself and the standard library."""
    bare = imported_by("pass")
    allowed = sys.stdlib_module_names | {"smallfires", "__main__"} | bare
    assert imported_by(program) - allowed == set()


def test_help_is_instant() -> None:
    """``smallfires read --help`` imports nothing heavy."""
    program = "import smallfires.faces.cli as c; assert c.run(['read', '--help']) == 0"
    assert imported_by(program) & HEAVY == set()


def test_no_rule_is_switched_off() -> None:
    """What lint and types were told to overlook is a few, and each names its rule."""
    bare = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line.rstrip().endswith(("# noqa", "# type: ignore"))
    ]
    assert bare == []
