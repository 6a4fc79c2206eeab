"""What the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs and panels, beside the project or named by SMALLFIRES_DATA; skips where it is absent."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("SMALLFIRES_DATA", beside))
    if not (folder / "logs").is_dir():
        pytest.skip(f"the real logs are not here ({folder}); set SMALLFIRES_DATA to their folder")
    return folder
