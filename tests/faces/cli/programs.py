"""The command line as a program of its own, which can be stopped."""

from __future__ import annotations

import sys

PROGRAM = [
    sys.executable,
    "-c",
    # a shell's background jobs begin with Ctrl-C switched off
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from smallfires.faces.cli import main; main()",
]
"""To be followed by a command and its flags."""
