"""What a business rule can ask of a case.

A case is the sequence of its steps in the order of ``steps.i``. A rule is *kept*, *broken*, or *untouched*: its
condition never came up, so there was nothing to keep. Rules about one activity have no condition, and are never
untouched.

===================  ===================================================  ==========================
name                 kept where                                           untouched where
===================  ===================================================  ==========================
Response             every x has a later y (within a time of its end)     there is no x
ChainResponse        the step right after every x is y                    there is no x
Precedence           every x has an earlier y                             there is no x
ChainPrecedence      the step right before every x is y                   there is no x
Existence            x is done ``least`` times or more                    never
Absence              x is done ``most`` times or fewer                    never
Exactly              x is done ``times`` times                            never
NotCoExistence       x or y is done, and not both                         neither is done
Init                 the first step is x                                  never
End                  the last step is x                                   never
DifferentPeople      nobody did both an x and a y                         x or y is not done
SamePerson           all x and all y were done by one person              x or y is not done
===================  ===================================================  ==========================

Time runs from the end of an x to the start of a y, or to its end where starts are unknown. Where it is not known who
did a step, only what the other steps prove counts: two who are known to be the same, or different, break a rule; else
nobody can tell, and the case is untouched.

Source: Pesic, Schonenberg and van der Aalst, "DECLARE: Full Support for Loosely-Structured Processes", EDOC 2007. The
rules about people are its data-aware extension, for all steps of a case instead of for neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class _Pair:
    """Two different activities, as codes."""

    x: int
    y: int


@dataclass(frozen=True)
class _Single:
    """One activity, as a code."""

    x: int


@dataclass(frozen=True)
class Response(_Pair):
    """Every x is followed by a y.

    Attributes:
        within: at most this many seconds after the x ended, or None for any time.
    """

    within: float | None = None


@dataclass(frozen=True)
class ChainResponse(_Pair):
    """Every x is directly followed by a y."""


@dataclass(frozen=True)
class Precedence(_Pair):
    """x only after y."""


@dataclass(frozen=True)
class ChainPrecedence(_Pair):
    """x right after y."""


@dataclass(frozen=True)
class NotCoExistence(_Pair):
    """Not both x and y."""


@dataclass(frozen=True)
class DifferentPeople(_Pair):
    """x and y by different people: four eyes."""


@dataclass(frozen=True)
class SamePerson(_Pair):
    """x and y by the same person."""


@dataclass(frozen=True)
class Existence(_Single):
    """x at least ``least`` times."""

    least: int = 1


@dataclass(frozen=True)
class Absence(_Single):
    """x at most ``most`` times; 0: never."""

    most: int = 0


@dataclass(frozen=True)
class Exactly(_Single):
    """x exactly ``times`` times."""

    times: int = 1


@dataclass(frozen=True)
class Init(_Single):
    """The case begins with x."""


@dataclass(frozen=True)
class End(_Single):
    """The case ends with x."""


Rule: TypeAlias = (
    Response
    | ChainResponse
    | Precedence
    | ChainPrecedence
    | NotCoExistence
    | DifferentPeople
    | SamePerson
    | Existence
    | Absence
    | Exactly
    | Init
    | End
)
