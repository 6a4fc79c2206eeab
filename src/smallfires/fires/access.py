"""Who may do what: four roles, each with the rights of those before it and one more."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """What can be allowed. A token for programs is given some of them, by the same names."""

    READ = "read"
    LIGHT = "light"
    APPROVE = "approve"
    ADMIN = "admin"


class Role(StrEnum):
    """What somebody is in an organization.

    A reader sees fires, and says what they saw. A lighter declares, briefs, lights and reads them, and brings the files that
    they rest on. An approver decides, and takes it on themselves that something is lit before it is clear. An admin looks after
    people, databases and settings.
    """

    READER = "reader"
    LIGHTER = "lighter"
    APPROVER = "approver"
    ADMIN = "admin"


EVERYTHING = frozenset(Right)

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {role: frozenset(tuple(Right)[: place + 1]) for place, role in enumerate(Role)}
)
"""What each role may do."""


def least(right: Right) -> Role:
    """The first of the roles that has a right."""
    return next(role for role in Role if right in RIGHTS[role])
