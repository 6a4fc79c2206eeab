"""From the conditions of a gate to its verdict: what puts out comes first, then what spreads, then what is still to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smallfires.fires.charter import Charter
from smallfires.fires.gates import sides
from smallfires.fires.gates.common import overdue
from smallfires.fires.gates.evidence import Evidence
from smallfires.fires.quantity import many
from smallfires.fires.verdict import Condition, Decision, Verdict
from smallfires.fires.wording import say_day

WEAK = "Only its own past is there to compare with, which is weak evidence."


@dataclass(frozen=True)
class Case:
    """What a gate found, on its way to a verdict.

    Attributes:
        charter: the fire's.
        evidence: what is known.
        conditions: all of the gate.
        telling: what is known so far, as a sentence or two, where it goes on.
        untold: why nothing can be told yet, as a sentence; empty where something can.
        may_lack: names of conditions that may be unknown and still be spread, with the doubt named.
        doubts: of this gate, each a sentence.
    """

    charter: Charter
    evidence: Evidence
    conditions: tuple[Condition, ...]
    telling: str
    untold: str = ""
    may_lack: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def verdict(self) -> Verdict:
        """The verdict, those conditions first that decided."""
        decision, sentence, deciding = self._decided()
        way, thing = sides.right_way(self.evidence.right_way), sides.right_thing(self.evidence)
        named = sides.named(self.charter, self.evidence, way, thing)
        rest = tuple(one for one in self.conditions if one not in deciding)
        return Verdict(
            decision=decision,
            sentence=" ".join(part for part in (sentence, named) if part),
            conditions=(*deciding, *rest),
            right_way=way,
            right_thing=thing,
            named=named,
            relabel=sides.relabel(self.charter, self.evidence),
            doubts=self._doubts(),
            answer_by=self._answer_by(decision),
        )

    @property
    def over(self) -> bool:
        """Whether the horizon has ended."""
        clock = self.evidence.clock
        return clock.periods >= clock.planned or clock.today > self.charter.horizon.end

    def _decided(self) -> tuple[Decision, str, tuple[Condition, ...]]:
        out = tuple(one for one in self.conditions if one.leads_to is Decision.PUT_OUT and one.met)
        if out:
            return Decision.PUT_OUT, _joined("Put out.", out), out
        wanted = tuple(one for one in self.conditions if one.leads_to is Decision.SPREAD)
        missing = tuple(one for one in wanted if not self._passes(one))
        if not missing:
            return Decision.SPREAD, _joined("Spread.", wanted), wanted
        if self.over:
            return Decision.EARLY, self._not_told(missing), missing
        if self.untold:
            return Decision.EARLY, f"Too early. {self.untold}{self._expected()}", missing
        by = f"An answer is expected by {say_day(self.charter.horizon.end)}."
        return Decision.KEEP, f"Keep burning. {self.telling} {by}", missing

    def _passes(self, one: Condition) -> bool:
        return bool(one.met) or (one.met is None and one.name in self.may_lack)

    def _expected(self) -> str:
        by = self._answer_by(Decision.EARLY)
        if by is None:
            return " As it stands, no answer can be expected within the horizon."
        return f" From {say_day(by)} on something can be told." if by > self.evidence.clock.today else ""

    def _not_told(self, missing: tuple[Condition, ...]) -> str:
        clock = self.evidence.clock
        few = (
            f" Only {clock.periods} of {many(clock.planned, 'period')} were read."
            if clock.periods < clock.planned
            else ""
        )
        why = self.untold or missing[0].sentence
        ended = (
            f"The horizon has ended on {say_day(self.charter.horizon.end)}, and whether to spread it could not be told."
        )
        return f"Could not be told. {ended}{few} {why} What would help: {_help(missing[0])}."

    def _answer_by(self, decision: Decision) -> date | None:
        if self.over or decision in (Decision.SPREAD, Decision.PUT_OUT):
            return None
        end, clock = self.charter.horizon.end, self.evidence.clock
        if decision is Decision.KEEP or self.evidence.effect is None:
            return end
        return clock.telling

    def _doubts(self) -> tuple[str, ...]:
        effect = self.evidence.effect
        weak = (WEAK,) if effect is not None and effect.evidence == "weak" else ()
        unread = tuple(
            f"{rail.measure.name} could not be read. {rail.cannot}".strip()
            for rail in self.evidence.guardrails
            if rail.worse is None
        )
        every = (*self.doubts, *overdue(self.charter, self.evidence), *unread, *weak, *self.evidence.doubts)
        return tuple(dict.fromkeys(every))


def _joined(first: str, deciding: tuple[Condition, ...]) -> str:
    return " ".join([first, *(one.sentence for one in deciding)])


HELP = {
    "done": "getting more of the eligible cases worked the new way",
    "guardrail": "a longer horizon, by an amendment, so that the guardrail is known better",
    "done unknown": "a log that shows which cases were worked the new way",
}
MORE = "a longer horizon, by an amendment that everybody sees, or another fire with more units"


def _help(missing: Condition) -> str:
    """What would help where a condition is not met at the end."""
    kind = missing.name.split(":")[0]
    return HELP.get(f"{kind} unknown" if missing.met is None else kind, HELP.get(kind, MORE))
