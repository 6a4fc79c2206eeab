"""A reading of a fire that is done again: what ``smallfires learn FIRE --again N`` does."""

from __future__ import annotations

from pathlib import Path

from smallfires.faces.cli.desk import at_desk
from smallfires.faces.cli.output import Wanted, deliver


def do_again(folder: Path, who: str, fire: str, number: int, wanted: Wanted, threads: int | None = None) -> int:
    """Do a reading again, and say whether every figure is the same.

    Args:
        folder: the workspace, or a folder in it.
        who: acts; the workspace's owner unless said.
        fire: its name.
        number: of the reading.
        wanted: where the record goes.
        threads: how many the embedded engine may use.

    Returns:
        The exit code: 0 where it is the same to the last digit, 3 where it is not.
    """
    from smallfires.errors import DataError
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.again import again
    from smallfires.verbs.bench import bench

    with at_desk(folder, who) as desk, Bar() as bar, bench(bar, threads) as ground:
        found = again(desk, fire, number, ground)
    deliver(found, wanted)
    return 0 if found.same else DataError.exit_code
