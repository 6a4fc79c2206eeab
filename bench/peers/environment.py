"""Make the environments of the peers, under ``bench/.peers``, out of the ordinary package registry.

pm4py is AGPL-3.0: it is run here as a program of its own, to compare figures. Nothing of it is imported, copied or
shipped.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINNED = {
    "pm4py": ("pm4py==2.7.23.11", "pandas==3.1.1", "pyarrow>=16"),
    "synthdid-py": ("synthdid-py==0.1.0", "pandas==3.1.1"),
    "diff-diff": ("diff-diff==3.13.0", "pandas==3.1.1"),
    "pyfixest": ("pyfixest==0.60.0", "pandas==3.1.1"),
    "CausalPy": ("CausalPy==0.9.0", "pandas==3.1.1"),
    "bsts-causalimpact": ("bsts-causalimpact==1.7.0", "pandas==3.1.1"),
    "mlsynth": ("mlsynth==1.0.0", "pandas==3.1.1"),
    "tea-tasting": ("tea-tasting==1.14.0", "ibis-framework[duckdb]==12.0.0"),
}


def python_of(peer: str) -> Path:
    """The peer's own Python; its environment is made where it is not there yet."""
    home = HERE.parent / ".peers" / peer
    python = home / "bin" / "python"
    if not python.exists():
        print(f"making an environment for {peer}, once: {home}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PINNED[peer]], check=True)
    return python


def script(name: str) -> Path:
    """A program that runs in a peer's environment."""
    return HERE / name
