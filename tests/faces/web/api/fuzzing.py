"""Every call asked in ways that nobody thought of, by schemathesis, which reads the description. For tests and the bench."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from smallfires.faces.web.api.call import BASE

CONFIG = Path(__file__).with_name("schemathesis.toml")
HOOKS = Path(__file__).with_name("hooks.py")
PHASES = "coverage,fuzzing"
"""Beside the examples: the commands of the page are asked by test_shown.py."""


def fuzzed(address: str, *settings: str, headers: Mapping[str, str] | None = None, folder: Path) -> tuple[int, str]:
    """How schemathesis ended, and what it said.

    Args:
        address: of the server.
        settings: further ones of ``schemathesis run``.
        headers: of every request.
        folder: for what it writes.
    """
    told = [part for name, value in (headers or {}).items() for part in ("--header", f"{name.title()}: {value}")]
    command = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "--config-file", str(CONFIG),
        "run", f"{address.rstrip('/')}{BASE}/openapi.json", "--checks", "all", "--seed", "1", "--no-shrink",
        "--continue-on-failure", "--warnings", "off", "--phases", PHASES, "--generation-database", "none", *told, *settings,
    ]  # fmt: skip
    settled = {**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS)}
    done = subprocess.run(command, cwd=folder, env=settled, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
