"""Where a fire is worked on."""

from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.verbs.comment import comment
from smallfires.verbs.desk import desk
from smallfires.verbs.init import init
from smallfires.verbs.listing import overview


@pytest.fixture
def nobodys(tmp_path):
    """A workspace whose owner is not said."""
    init(tmp_path, owner="Ruth")
    path = tmp_path / "smallfires.toml"
    path.write_text(path.read_text("utf-8").replace('owner = "Ruth"', 'owner = ""'), "utf-8")
    return tmp_path


def test_who_looks_need_not_say_who_they_are(nobodys):
    """Looking changes nothing, and is noted nowhere."""
    with desk(nobodys, acting=False) as opened:
        assert overview(opened).fires == ()


def test_who_acts_says_who_they_are(nobodys):
    """What is noted has a name: the owner's, or one that is said."""
    with pytest.raises(UsageError, match="not said who acts") as caught, desk(nobodys):
        pass
    assert "--as" in caught.value.command
    with desk(nobodys, "Bo") as opened, pytest.raises(UsageError, match="no fire"):
        comment(opened, "nothing", "A line.")
