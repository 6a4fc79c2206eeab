"""The process, as blocks that can be nested, and its unrolling into the tasks of one case.

A flow is a tuple of blocks, done one after the other. Chance decides when a case is unrolled, not when it is worked, so
what happens to a case does not depend on how busy the house is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np


@dataclass(frozen=True)
class Do:
    """One activity, by name."""

    activity: str


@dataclass(frozen=True)
class Maybe:
    """A flow that only some cases go through.

    Attributes:
        chance: the share of cases, at a unit of discipline 1.
        flow: what they do.
        lax: whether a unit of less discipline does it more often.
    """

    chance: float
    flow: Flow
    lax: bool = False


@dataclass(frozen=True)
class Choice:
    """One flow of several, by weight."""

    branches: tuple[tuple[float, Flow], ...]


@dataclass(frozen=True)
class Both:
    """Flows that run side by side; what follows waits for all of them."""

    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class Redo:
    """A flow that is done again with some chance each time: rework.

    Attributes:
        flow: what is repeated.
        chance: of one more pass, at a unit of discipline 1; a laxer unit repeats more often.
        most: passes at most.
    """

    flow: Flow
    chance: float
    most: int = 4


@dataclass(frozen=True)
class Leave:
    """Some cases end here, after a last flow: abandoned, withdrawn, refused."""

    chance: float
    flow: Flow


Block: TypeAlias = "Do | Maybe | Choice | Both | Redo | Leave"
Flow: TypeAlias = "tuple[Block, ...]"


@dataclass(eq=False, slots=True)
class Task:
    """One activity instance of one case.

    Attributes:
        activity: its name.
        number: how many times this activity has been planned in this case, from 1.
        after: the tasks that enable it.
    """

    activity: str
    number: int
    after: tuple[Task, ...]


@dataclass
class Plan:
    """The tasks of one case, each after those it waits for.

    Attributes:
        tasks: in an order in which each comes after those that enable it.
        abandoned: whether the case left before the end of the flow.
    """

    tasks: list[Task] = field(default_factory=list)
    abandoned: bool = False


class Unroller:
    """Draws the path of one case.

    Args:
        rng: where chance comes from.
        laxness: multiplies the chances of repeats, and of what a lax unit does more often; 1 is usual.
    """

    def __init__(self, rng: np.random.Generator, laxness: float) -> None:
        self._rng = rng
        self._laxness = laxness
        self._passes: Counter[str] = Counter()
        self.plan = Plan()

    def run(self, flow: Flow, after: tuple[Task, ...] = ()) -> tuple[Task, ...]:
        """Append the tasks of a flow, and give back those that what follows has to wait for."""
        for block in flow:
            if self.plan.abandoned:
                break
            after = self._block(block, after)
        return after

    def _block(self, block: Block, after: tuple[Task, ...]) -> tuple[Task, ...]:
        match block:
            case Do():
                return self._do(block.activity, after)
            case Maybe():
                return self.run(block.flow, after) if self._happens(block.chance, lax=block.lax) else after
            case Choice():
                return self.run(self._pick(block), after)
            case Both():
                return tuple(task for flow in block.flows for task in self.run(flow, after))
            case Redo():
                return self._redo(block, after)
            case Leave():
                return self._leave(block, after)

    def _do(self, activity: str, after: tuple[Task, ...]) -> tuple[Task, ...]:
        self._passes[activity] += 1
        task = Task(activity, self._passes[activity], after)
        self.plan.tasks.append(task)
        return (task,)

    def _redo(self, block: Redo, after: tuple[Task, ...]) -> tuple[Task, ...]:
        after = self.run(block.flow, after)
        for _ in range(block.most - 1):
            if not self._happens(block.chance, lax=True):
                break
            after = self.run(block.flow, after)
        return after

    def _leave(self, block: Leave, after: tuple[Task, ...]) -> tuple[Task, ...]:
        if self._happens(block.chance, lax=False):
            after = self.run(block.flow, after)
            self.plan.abandoned = True
        return after

    def _happens(self, chance: float, lax: bool) -> bool:
        return bool(self._rng.random() < min(1.0, chance * self._laxness if lax else chance))

    def _pick(self, block: Choice) -> Flow:
        weights = np.cumsum([weight for weight, _ in block.branches])
        return block.branches[int(np.searchsorted(weights, self._rng.random() * weights[-1], side="right"))][1]


def activities_of(flow: Flow) -> list[str]:
    """The names of all activities that a flow can do, in the order in which they are written."""
    return list(dict.fromkeys(name for block in flow for name in _names(block)))


def _names(block: Block) -> list[str]:
    match block:
        case Do():
            return [block.activity]
        case Choice():
            return [name for _, flow in block.branches for name in activities_of(flow)]
        case Both():
            return [name for flow in block.flows for name in activities_of(flow)]
        case _:
            return activities_of(block.flow)
