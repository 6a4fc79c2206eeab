"""How rules on charters are kept: each with the fields that it judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from smallfires.errors import Refusal
from smallfires.fires.charter import Charter
from smallfires.fires.charters.known import Known

Judge = Callable[[Charter, Known], Iterator[Refusal]]


@dataclass(frozen=True)
class Rule:
    """A reason for which a charter can be refused.

    Attributes:
        judge: gives a refusal for each time that the reason holds.
        needs: the fields that it judges; where one of them could not be read, it is not asked.
    """

    judge: Judge
    needs: tuple[str, ...]


class Rules(list[Rule]):
    """Rules in the order in which they are asked."""

    def on(self, *needs: str) -> Callable[[Judge], Judge]:
        """Marks a rule with the fields that it judges."""

        def mark(judge: Judge) -> Judge:
            self.append(Rule(judge, needs))
            return judge

        return mark
