"""The charter: what a fire declares before it is lit. Frozen by its seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from smallfires.fires.plain import canonical, to_plain

Setting = bool | int | float | str


class Subject(StrEnum):
    """What is changed."""

    PROCESS = "process"
    TOOL = "tool"
    ROLE = "role"


class Intent(StrEnum):
    """What is expected."""

    OPTIMIZE = "optimize"
    TRANSFORM = "transform"


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """Because we saw ``because``, we expect that ``change`` will ``will``, which we shall see in ``seen``.

    Attributes:
        because: what was seen, as a clause.
        change: what will be changed.
        will: what that will do.
        seen: in what it will show.
    """

    because: str
    change: str
    will: str
    seen: str


@dataclass(frozen=True, kw_only=True)
class Success:
    """What success is: one measure, its better direction, the worthwhile effect, by when.

    Attributes:
        measure: its name in the workspace.
        less_is_better: the better direction.
        worthwhile: the effect that would be worthwhile, as people write it: ``10%``, or a figure in the measure's unit. Without
            a sign; it is in the better direction.
        by: when it has to show.
        today: the figure of the old way, as people write it; empty where it is taken from the data at lighting.
        optimised: what the old way gives when it is run as well as it can be, as people write it; a transformation has to beat
            this. Empty where it is taken from the work log at lighting (best seen).
    """

    measure: str
    less_is_better: bool
    worthwhile: str
    by: date
    today: str = ""
    optimised: str = ""


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """A measure that must not get worse by more than a margin.

    Attributes:
        measure: its name in the workspace.
        less_is_better: its better direction.
        margin: by how much it may get worse, as people write it: ``5%``, or a figure in its unit.
        safety: whether a transformation is put out when it breaks.
    """

    measure: str
    less_is_better: bool
    margin: str
    safety: bool = False


@dataclass(frozen=True, kw_only=True)
class Budget:
    """The disruption budget: how much of a measure a transformation may lose on its way, until when.

    Attributes:
        measure: its name in the workspace.
        less_is_better: its better direction.
        lose: how much, as people write it: ``8%`` of what is usual over the whole time until then, or a figure in the measure's
            unit for each period, on average over that time.
        until: the declared end of the dip.
    """

    measure: str
    less_is_better: bool
    lose: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What counts as the new way, and how much of it is expected.

    Attributes:
        new_way: a sentence about one case, such as ``activity is "Phone triage"``.
        share: of the eligible cases, expected by then: from 0 to 1.
        by: the milestone.
    """

    new_way: str
    share: float
    by: date


@dataclass(frozen=True, kw_only=True)
class Risk:
    """One of the riskiest assumptions of a transformation.

    Attributes:
        assumption: what has to be true.
        test: how we shall see whether it is.
        by: when.
    """

    assumption: str
    test: str
    by: date


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who takes part.

    Attributes:
        units: who works the new way; where a lot is drawn, among whom it is drawn.
        compared: who they are compared with; empty where all others are, or nobody is.
        lot: how many of ``units`` are drawn by lot at lighting; None where all of them take part.
        allow: slugs of other fires that may burn in the same units over the same dates.
    """

    units: tuple[str, ...]
    compared: tuple[str, ...] = ()
    lot: int | None = None
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Designed:
    """How it will be told what the fire did.

    Attributes:
        name: of the design in the registry.
        settings: its parameters, by the names that ``learn`` knows: ``estimator``, ``block``, ``season``, ...
        seed: of the lot, and of everything drawn.
    """

    name: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """From when to when the fire burns.

    Attributes:
        start, end: its first and its last day.
    """

    start: date
    end: date


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone asked.

    Attributes:
        name: as the others know them; one name a person in the workspace.
        mail: their address; empty where they get the link in another way.
        share: of their time that this asks for, from 0 to 1.
        act: what they have to do, in a few words.
        leads: whether they are one of its leaders, who take the same test.
    """

    name: str
    mail: str = ""
    share: float = 0.0
    act: str = ""
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What it costs, in the currency of the workspace.

    Attributes:
        run: to run the pilot.
        spread: to spread it, for each unit that it spreads to.
    """

    run: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What is fixed, and what people are free to change.

    Attributes:
        fixed, free: short phrases each.
    """

    fixed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gates:
    """At which figures a fire is spread or put out. The defaults are those of ``OPTIMIZE`` and ``TRANSFORM``.

    Attributes:
        spread: probability from which on it is spread: of a worthwhile effect (optimize), or that the end state beats the
            optimised old way (transform).
        put_out: probability of a worthwhile effect up to which it is put out (optimize), or from which on it is taken as known
            that there is no slope upward after the dip (transform).
        done: share of the eligible cases that have to be worked the new way before it is spread.
    """

    spread: float
    put_out: float
    done: float


OPTIMIZE = Gates(spread=0.9, put_out=0.1, done=0.8)
TRANSFORM = Gates(spread=0.8, put_out=0.8, done=0.6)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The clarity below which the fire cannot be lit.

    Attributes:
        answered: share of those asked who have to have answered.
        match: share of those asked whose answers have to match.
        question: the same for every single question.
        few: below so many people, all have to answer and match.
    """

    answered: float = 1.0
    match: float = 0.8
    question: float = 0.8
    few: int = 8


@dataclass(frozen=True, kw_only=True)
class Charter:
    """A fire's declaration.

    Attributes:
        title: what it is called.
        slug: its short name, in the ledger and in addresses.
        owner: who decides.
        subject, of: what is changed, and which: the process "Intake of repairs".
        intent: what is expected. There is no default.
        hypothesis: what we saw, and what we expect.
        success: what success is.
        picked: how the units were picked: ``lot``, ``volunteers``, ``worst``, ``best`` or ``hand``.
        scope: who takes part.
        design: how it will be told.
        horizon: from when to when.
        people: who is asked: who has to act.
        asked_of: of how many people those asked are a sample; None where all are asked.
        guardrails: what must not get worse.
        budget: what may get worse meanwhile; of a transformation only.
        adoption: what counts as the new way; always of a transformation.
        risks: the riskiest assumptions; one to three of a transformation.
        cost: what it costs.
        bounds: what is fixed and what is free.
        gates: at which figures it is spread or put out; those of its intent unless said.
        threshold: the clarity that it needs.
        way: what another way of working is, for the shift: ``activities``, ``path``, ``resource`` or a column.
    """

    title: str
    slug: str
    owner: str
    subject: Subject
    of: str
    intent: Intent
    hypothesis: Hypothesis
    success: Success
    picked: str
    scope: Scope
    design: Designed
    horizon: Horizon
    people: tuple[Person, ...] = ()
    asked_of: int | None = None
    guardrails: tuple[Guardrail, ...] = ()
    budget: Budget | None = None
    adoption: Adoption | None = None
    risks: tuple[Risk, ...] = ()
    cost: Cost = Cost()
    bounds: Bounds = Bounds()
    gates: Gates = OPTIMIZE
    threshold: Threshold = Threshold()
    way: str = "activities"

    def __post_init__(self) -> None:
        """Words become what they name, and gates that are not said are those of the intent."""
        for name, kind in (("intent", Intent), ("subject", Subject)):
            if getattr(self, name) in tuple(kind):
                object.__setattr__(self, name, kind(getattr(self, name)))
        if self.intent is Intent.TRANSFORM and self.gates is OPTIMIZE:
            object.__setattr__(self, "gates", TRANSFORM)

    def to_toml(self) -> str:
        """The same as TOML that a person would have written, with a comment on each field."""
        from smallfires.fires.charters.write import write_charter

        return write_charter(self)

    def seal(self) -> str:
        """Its digest: SHA-256 of its canonical text, in hexadecimal."""
        return sha256(canonical(to_plain(self)).encode("utf-8")).hexdigest()

    @property
    def solo(self) -> bool:
        """Whether its owner is the only person asked."""
        return all(person.name == self.owner for person in self.people)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all measures that it speaks of, each once, the main one first."""
        told = [self.success.measure, *(rail.measure for rail in self.guardrails)]
        return tuple(dict.fromkeys([*told, self.budget.measure] if self.budget else told))
