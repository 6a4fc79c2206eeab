"""What a ledger lives through. ``python -m bench.ledger`` does more of the same."""

from __future__ import annotations

from dataclasses import replace

from bench import ledger_trials

MANY = 20


def test_writers_that_are_killed(address):
    """Killed at random moments, also while the tables are made: nothing acknowledged is lost, and no act is there in part."""
    places = iter([address])
    found = ledger_trials.kill(lambda: next(places), MANY, each=MANY)
    assert found == replace(found, times=MANY, lost=0, torn=0)
    assert found.kept >= found.acknowledged > 0


def test_sixteen_writers_at_once(address):
    """Sixteen programs open a ledger that is not there yet, and write at once: no act is lost, stale ones are refused."""
    found = ledger_trials.together(address, writers=16, acts=4, fires=1)
    assert (found.kept, found.lost) == (16 * 4, 0)
    assert found.refused > 0
