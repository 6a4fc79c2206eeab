"""The style of the time columns that were chosen, settled: day or month first, zones the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smallfires.errors import Unclear, UnreadableValue
from smallfires.fires.work import Guess
from smallfires.worklog.columns import Fetch, Profile, pairs_in_cases
from smallfires.worklog.dates import Style, described, micros, order_of
from smallfires.worklog.formats.table import Table, literal, quoted

_CLEAR_LEAD = 0.02


def settle(
    table: Table, fetch: Fetch, times: Mapping[str, Profile], case: Profile | None, everything: Sequence[Profile]
) -> tuple[dict[str, Style], str]:
    """The style of each time column, and how the order of day and month is known (empty where it was no question).

    Args:
        table: the source.
        fetch: runs a query.
        times: the columns by role.
        case: the column of cases, whose order may settle it.
        everything: all columns, one of which may be written alike and have a day over 12.

    Raises:
        Unclear: day or month first stays open.
    """
    styles = {role: profile.style for role, profile in times.items() if profile.style is not None}
    open_ones = [role for role, style in styles.items() if style.unsure]
    reason = ""
    for role in open_ones:
        style, reason = _settled(table, fetch, times[role], case, everything)
        styles[role] = style
    return styles, reason


def _settled(
    table: Table, fetch: Fetch, profile: Profile, case: Profile | None, everything: Sequence[Profile]
) -> tuple[Style, str]:
    style = profile.style
    assert style is not None
    order = _whole_column(table, fetch, profile)
    if order:
        return style.turned(order), "a day over 12 further down"
    for other in everything:
        if other.style and other.style.date == style.date and other.style.order:
            return style.turned(other.style.order), f'as in "{other.name}"'
    order = _by_order(fetch, profile, style, case)
    if order:
        return style.turned(order), "else time would run backwards"
    raise Unclear(
        f'Is "{style.example}" day first or month first? No value in the column has a day over 12.',
        "Say --day-first or --month-first.",
        file=table.name,
        setting="day_first",
        options=("yes", "no"),
        column=profile.name,
    )


def _whole_column(table: Table, fetch: Fetch, profile: Profile) -> str:
    text = f"trim({quoted(profile.name)})"
    figures = ", ".join(
        rf"max(TRY_CAST(regexp_extract({text}, '^(\d{{1,2}})[-/.](\d{{1,2}})[-/.]', {place}) AS INTEGER))"
        for place in (1, 2)
    )
    first, second = fetch(f"SELECT {figures} FROM {table.relation}")[0]
    return order_of(first or 0, second or 0)


def _by_order(fetch: Fetch, profile: Profile, style: Style, case: Profile | None) -> str:
    """The order under which time does not run backwards within a case, or down the file."""
    values = [value for value in profile.values if value]
    listed = ", ".join(f"({place}, {literal(value)})" for place, value in enumerate(profile.values) if value)
    if len(values) < 3:
        return ""
    orders = ("day first", "month first")
    reads = ", ".join(micros(style.turned(order), "v", None) for order in orders)
    moments = {place: both for place, *both in fetch(f"SELECT i, {reads} FROM (VALUES {listed}) AS t(i, v)")}
    pairs = pairs_in_cases(case) if case else []
    for steps in (pairs, [(place, place + 1) for place in range(len(profile.values) - 1)]):
        back = [_backwards(moments, steps, which) for which in (0, 1)]
        if min(back) == 0 and max(back) >= max(2, _CLEAR_LEAD * len(steps)):
            return orders[back.index(min(back))]
    return ""


def _backwards(moments: Mapping[int, Sequence[int | None]], steps: Sequence[tuple[int, int]], which: int) -> int:
    count = 0
    for one, other in steps:
        before, after = moments.get(one, (None, None))[which], moments.get(other, (None, None))[which]
        count += before is not None and after is not None and after < before
    return count


def check_zones(table: Table, times: Mapping[str, Profile], styles: Mapping[str, Style], timezone: str | None) -> None:
    """Refuse to compare moments with a zone to moments without one.

    Raises:
        UnreadableValue: one of the columns says its zone and another does not, and no zone was named.
    """
    bare = [role for role, style in styles.items() if not style.absolute]
    if timezone or not bare or len(bare) == len(styles):
        return
    zoned = next(role for role in styles if role not in bare)
    raise UnreadableValue(
        f'"{styles[bare[0]].example}" says no time zone, while column "{times[zoned].name}" does '
        f'("{styles[zoned].example}").',
        "Say in which zone it was written with --timezone, for instance --timezone Europe/Amsterdam.",
        file=table.name,
        row=table.first_row,
        column=times[bare[0]].name,
    )


def guesses(
    styles: Mapping[str, Style], reason: str, day_first: bool | None, timezone: str | None
) -> tuple[Guess, ...]:
    """How dates and zones were understood."""
    main = next(iter(styles.values()))
    given = day_first is not None and bool(main.order)
    fit = "reads every sampled value" if main.share == 1 else f"reads {main.share:.0%} of the sampled values"
    why = "as the user says" if given else reason or fit
    dates = Guess("dates", described(main), why, "--month-first" if main.order == "day first" else "--day-first", given)
    if all(style.absolute for style in styles.values()):
        mixed = any(style.mixed for style in styles.values())
        return dates, Guess(
            "time zone", "in the data", f"{'not ' if mixed else ''}every moment says its own", "--timezone"
        )
    if timezone:
        return dates, Guess("time zone", timezone, "as the user says", "--timezone", True)
    return dates, Guess("time zone", "none", "no moment says its zone: read as on the wall clock", "--timezone")


def notes(styles: Mapping[str, Style], timezone: str | None) -> tuple[str, ...]:
    """What a reader has to know about the moments."""
    told = []
    if not timezone and not all(style.absolute for style in styles.values()):
        told.append(
            "The times say no time zone, so durations over a change of the clocks may be off by an hour (--timezone)."
        )
    if any(style.fine > 6 or style.kind == "nanoseconds" for style in styles.values()):
        told.append("Times finer than a microsecond were cut off there.")
    return tuple(told)
