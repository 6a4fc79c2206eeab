from __future__ import annotations

import shutil

from tests.faces.web.api.fuzzing import fuzzed
from tests.faces.web.serving import serving

from smallfires.verbs.desk import desk


def test_nothing_that_is_asked_breaks_it(lived, tmp_path, capfd):
    """Whatever is sent, there is no fault of ours, and every answer is one that the description has."""
    folder = tmp_path / "worked"
    shutil.copytree(lived, folder)
    with desk(folder) as worked, serving(worked, board=True) as client:
        code, said = fuzzed(str(client.base_url), "--max-examples", "2", folder=tmp_path)
    assert code == 0, said
    assert "fault of its own" not in "".join(capfd.readouterr())
