"""Organizations that do not exist, and whose waste is therefore known: for tests, benchmarks and the demo.

    organization (units, people, case types, activities, flow)  ->  run (a discrete-event simulation)  ->  log and truth

Needs numpy and pyarrow; nothing else of the package but its errors.
"""

from __future__ import annotations

from smallfires.sim.demo import demo
from smallfires.sim.large import large
from smallfires.sim.organization import Organization
from smallfires.sim.run import Run
from smallfires.sim.teams import teams
from smallfires.sim.write import write

__all__ = ["Organization", "Run", "demo", "large", "teams", "write"]
