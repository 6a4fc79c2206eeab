"""Which column plays which part: names first, then what is in the columns; a real tie is a question, not a coin."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from smallfires.errors import DataError, MissingColumn, Unclear, UsageError
from smallfires.fires.work import Guess
from smallfires.worklog.columns import Profile, constant_within, same
from smallfires.worklog.names import fit

_TIE = 0.03
_WEAKEST = 0.12
_MOST_GROUPS = 300
_STARTS = frozenset({"start", "started", "begin", "begun"})
_COMPLETES = frozenset({"complete", "completed", "end", "ended", "finish", "finished", "stop"})
_LIFECYCLE = (
    _STARTS
    | _COMPLETES
    | frozenset(
        [
            "schedule",
            "scheduled",
            "assign",
            "assigned",
            "reassign",
            "suspend",
            "suspended",
            "resume",
            "resumed",
            "withdraw",
            "abort",
            "ate_abort",
            "pi_abort",
            "autoskip",
            "manualskip",
            "unknown",
            "allocate",
            "enabled",
        ]
    )
)


@dataclass(frozen=True)
class Choice:
    """A column chosen for a role, and why."""

    profile: Profile
    reason: str
    given: bool = False

    def guess(self, role: str) -> Guess:
        """What the reader is told of it."""
        return Guess(role, self.profile.name, self.reason, f"--{role}", self.given)


def named(told: str, profiles: Sequence[Profile], role: str, file: str) -> Choice:
    """The column that the user names; upper case does not count where that leaves no doubt.

    Raises:
        MissingColumn: there is none of that name.
    """
    exact = [profile for profile in profiles if profile.name == told]
    found = exact or [profile for profile in profiles if profile.name.lower() == told.strip().lower()]
    if len(found) == 1:
        return Choice(found[0], "as the user says", True)
    names = [profile.name for profile in profiles]
    near = difflib.get_close_matches(told, names, 1)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    raise MissingColumn(f'There is no column "{told}" for --{role}.', f"{hint}{listed(names)}", file=file)


def listed(names: Sequence[str]) -> str:
    """The columns, as a sentence."""
    shown = ", ".join(f'"{name}"' for name in names[:30])
    return f"The columns are {shown}{' and more' if len(names) > 30 else ''}."


def best(
    role: str, candidates: Sequence[Profile], bonus: Callable[[Profile], float], file: str, required: bool = False
) -> Choice | None:
    """The candidate whose name fits best, with a bonus (or a malus) for its content.

    Raises:
        Unclear: the role is required, and two that differ fit equally well.
    """
    scored = []
    for place, profile in enumerate(candidates):
        by_name = fit(role, profile.name)
        if by_name >= _WEAKEST and by_name + bonus(profile) > 0:
            scored.append((by_name + bonus(profile), -place, profile))
    if not scored:
        return None
    scored.sort(key=lambda item: item[:2], reverse=True)
    top, _, winner = scored[0]
    rivals = [profile for score, _, profile in scored[1:] if top - score < _TIE and not same(profile, winner)]
    if rivals and required:
        raise two_ways(role, [winner, *rivals], file)
    return Choice(winner, "by its name" if bonus(winner) == 0 else "by its name and content")


def two_ways(role: str, columns: Sequence[Profile], file: str) -> Unclear:
    """The question which of several columns plays a required part."""
    names = " or ".join(f'"{profile.name}"' for profile in columns)
    question = {
        "case": "Which column says which case a row belongs to",
        "activity": "Which column names the activity",
        "end": "Which column says when a step ended",
    }[role]
    return Unclear(
        f"{question}: {names}?",
        f'Say --{role} "{columns[0].name}", for instance.',
        file=file,
        setting=role,
        options=tuple(profile.name for profile in columns),
    )


def missing(role: str, profiles: Sequence[Profile], file: str) -> DataError:
    """The error for a required column that cannot be found."""
    what = {
        "case": "says which case a row belongs to",
        "activity": "names the activity",
        "end": "holds the time of a step",
    }[role]
    return MissingColumn(
        f"No column was found that {what}.",
        f"Name it with --{role} COLUMN (a log needs --case, --activity and --end). "
        + listed([profile.name for profile in profiles]),
        file=file,
    )


def find_case(free: Sequence[Profile], profiles: Sequence[Profile], file: str) -> Choice:
    """The column that says which case a row belongs to.

    Raises:
        Unclear, MissingColumn: several fit equally, or none.
    """
    candidates = [profile for profile in free if profile.style is None and profile.present]
    by_name = best("case", candidates, lambda profile: -0.3 if profile.repeats <= 1 else 0.0, file, required=True)
    if by_name:
        return by_name
    likely = [
        profile
        for profile in candidates
        if profile.filled > 0.95 and profile.repeats >= 1.3 and profile.distinct >= max(2, 0.02 * len(profile.values))
        if not _fractions(profile)
    ]
    likely.sort(key=lambda profile: -profile.distinct)
    if not likely:
        raise missing("case", profiles, file)
    if len(likely) > 1 and likely[1].distinct > 0.5 * likely[0].distinct and not same(likely[0], likely[1]):
        raise two_ways("case", likely[:3], file)
    return Choice(likely[0], "its values repeat as cases do")


def _fractions(profile: Profile) -> bool:
    return profile.numeric > 0.9 and any("." in value and not value.endswith(".0") for value in profile.present)


def find_activity(free: Sequence[Profile], case: Profile, profiles: Sequence[Profile], file: str) -> Choice:
    """The column that names what was done.

    Raises:
        Unclear, MissingColumn: several fit equally, or none.
    """
    candidates = [
        profile for profile in free if profile.style is None and profile.present and not speaks_lifecycle(profile)
    ]
    by_name = best("activity", candidates, lambda profile: _activity_bonus(profile, case), file, required=True)
    if by_name:
        return by_name
    likely = [
        profile
        for profile in candidates
        if profile.numeric < 0.5
        and profile.filled > 0.95
        and 2 <= profile.distinct <= max(200, 0.05 * len(profile.values))
        and profile.repeats >= 1.5
        and constant_within(profile, case) < 0.5
        and fit("resource", profile.name) < 0.3
    ]
    if not likely:
        raise missing("activity", profiles, file)
    if len(likely) > 1 and not all(same(likely[0], other) for other in likely[1:]):
        raise two_ways("activity", likely[:3], file)
    return Choice(likely[0], "its values repeat as steps do")


def _activity_bonus(profile: Profile, case: Profile) -> float:
    many = len(profile.present) > 50 and profile.repeats < 2
    still = len(profile.present) > 50 and profile.distinct > 1 and constant_within(profile, case) > 0.95
    return -0.4 * (many + still) - 0.3 * (profile.filled < 0.9)


def find_times(
    free: Sequence[Profile], case: Profile, profiles: Sequence[Profile], start_told: bool, file: str
) -> tuple[Choice, Choice | None]:
    """The columns that say when a step ended and, where there is one, when it began.

    Raises:
        Unclear, MissingColumn: several fit equally, or none.
    """
    timely = [profile for profile in free if profile.style is not None and profile.filled > 0.3]
    moving = [profile for profile in timely if not _belongs_to_case(profile, case)] or timely
    if not moving:
        raise missing("end", profiles, file)
    if len(moving) == 1:
        return Choice(moving[0], "the only column of moments"), None
    begins = None if start_told else best("start", moving, start_bonus, file)
    others = [profile for profile in moving if begins is None or profile is not begins.profile]
    end = best("end", others, _end_bonus, file, required=True)
    if end is None and begins is not None:
        return Choice(begins.profile, "the only moment of the step"), None
    if end is None:
        raise two_ways("end", moving[:4], file)
    return end, begins


def _belongs_to_case(profile: Profile, case: Profile) -> bool:
    return len(set(case.present)) > 1 and case.repeats > 1.5 and constant_within(profile, case) > 0.95


def start_bonus(profile: Profile) -> float:
    """A malus that rules out a column whose name says an end."""
    return -1.0 if fit("end", profile.name) > fit("start", profile.name) else 0.0


def _end_bonus(profile: Profile) -> float:
    return -0.3 * (profile.filled < 0.9)


def speaks_lifecycle(profile: Profile) -> bool:
    """Whether a column says whether a step began or ended."""
    if not profile.present or profile.distinct > 15:
        return False
    seen = {value.strip().lower() for value in profile.present}
    if not seen <= _LIFECYCLE:
        return False
    return bool(seen & _STARTS and seen & _COMPLETES) or fit("lifecycle", profile.name) > 0


def best_lifecycle(speaking: Sequence[Profile]) -> Choice | None:
    """The column of life-cycle words: by its name if one says so, else the first."""
    if not speaking:
        return None
    winner = max(speaking, key=lambda profile: fit("lifecycle", profile.name))
    return Choice(
        winner, "its values say what begins and what ends" if tells_starts(winner) else "by its name and content"
    )


def tells_starts(profile: Profile) -> bool:
    """Whether some rows of the column say that a step began."""
    return any(value.strip().lower() in _STARTS for value in profile.present)


def find_optional(free: Sequence[Profile], case: Profile, role: str, file: str) -> Choice | None:
    """A column for a role that a log may do without; only where its name says so and its content does not object."""
    tests: dict[str, Callable[[Profile], bool]] = {
        "resource": lambda profile: profile.style is None and not _fractions(profile),
        "unit": _groups,
        "type": lambda profile: _groups(profile) and constant_within(profile, case) >= 0.9,
        "cost": lambda profile: profile.style is None and profile.numeric >= 0.95,
        "value": lambda profile: (
            profile.style is None and profile.numeric >= 0.95 and constant_within(profile, case) >= 0.9
        ),
    }
    candidates = [profile for profile in free if profile.present and tests[role](profile)]
    return best(role, candidates, lambda profile: _group_bonus(role, profile, case), file)


def _groups(profile: Profile) -> bool:
    few = 2 <= profile.distinct <= min(_MOST_GROUPS, max(2, len(profile.present) // 3))
    return profile.style is None and few and profile.filled >= 0.5


def _group_bonus(role: str, profile: Profile, case: Profile) -> float:
    return 0.1 if role == "unit" and constant_within(profile, case) >= 0.9 else 0.0


def time_zone(told: str | None, known: Callable[[str], bool]) -> None:
    """Refuse a time zone that does not exist.

    Raises:
        UsageError: it is in no list of time zones.
    """
    if told is not None and not known(told):
        raise UsageError(f'There is no time zone "{told}".', "Say --timezone as in Europe/Amsterdam or UTC.")
