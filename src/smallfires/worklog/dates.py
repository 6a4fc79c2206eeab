"""Moments written as text or figures: one style is found that reads a column's values, and turned into SQL.

A style is found from a sample of values in Python; the whole column is then read by DuckDB. Every moment comes out as
microseconds since 1970 UTC; what cannot be read comes out as NULL, never as another moment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smallfires.worklog.formats.table import literal

MISSING = (
    "",
    "NULL",
    "null",
    "Null",
    "NaT",
    "nat",
    "NaN",
    "nan",
    "None",
    "none",
    "N/A",
    "n/a",
    "NA",
    "#N/A",
    "<NA>",
    "-",
    "?",
)
"""What stands in a cell that holds no moment or figure."""

_EARLIEST = -30_610_224_000_000_000
"""The year 1000: before it, a two-digit year was taken for a whole one."""

_DAY_MICROS = 86_400_000_000
_EXCEL_EPOCH_DAYS = 25_569

_TIME = r"(?P<hm>\d{1,2}:\d{2})(?P<sec>:\d{2}(?P<frac>(?P<mark>[.,])\d{1,9})?)?(?P<half>(?P<gap> ?)[AaPp][Mm])?"
_ZONE = r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?"
_REST = rf"(?:(?P<between>T|,? +){_TIME}{_ZONE})?"
_ISO = re.compile(rf"(?P<date>\d{{4}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,2}}){_REST}")
_COMPACT = re.compile(r"(?P<date>(?:19|20)\d{6})(?:(?P<t>T?)(?P<clock>\d{6}|\d{4}))?(?P<zone>Z)?")
_NUMERIC = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d{{2}}){_REST}"
)
_DAY_NAMED = re.compile(
    rf"\d{{1,2}}(?P<sep>[-/. ])(?P<month>[A-Za-z]{{3,9}})(?P<sep2>[-/. ])(?P<year>\d{{4}}|\d{{2}}){_REST}"
)
_MONTH_NAMED = re.compile(rf"(?P<month>[A-Za-z]{{3,9}}) \d{{1,2}}(?P<comma>,?) (?P<year>\d{{4}}){_REST}")
_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = tuple(month[:3] for month in _FULL_MONTHS)
_PLAIN = "({x}[-1] BETWEEN '0' AND '9' AND NOT contains({x}, '+') AND {x} NOT LIKE '%:%-%')"
"""ISO text without a zone: it ends with a figure, and no sign follows its hours."""

_YEAR = "{x}[5] BETWEEN '-' AND '/'"
"""A year of four figures comes first, so that a cast cannot take 24-01-02 for the year 24."""


@dataclass(frozen=True)
class Shape:
    """How one value is written.

    Attributes:
        date: the format of its date, with ``{a}`` and ``{b}`` where day and month may be either way round.
        clock: the format of what follows, empty for a date alone.
        zone: whether it says its zone.
        first, second: the two figures that may be day or month, else 0.
        fine: digits of the fraction of a second.
        gapped: whether a blank stands before the zone.
    """

    date: str
    clock: str = ""
    zone: bool = False
    first: int = 0
    second: int = 0
    fine: int = 0
    gapped: bool = False


@dataclass(frozen=True)
class Style:
    """How a column writes moments.

    Attributes:
        kind: ``iso``, ``format``, ``seconds``, ``milliseconds``, ``microseconds``, ``nanoseconds``, ``excel``, or the
            kind of a typed column: ``moment``, ``instant``, ``date``.
        date: the format of the date, for ``format``.
        clocks: formats of what follows it, the commonest first.
        zone: whether values say their zone.
        example: one of its values.
        share: of the sampled values, how many it reads, 0 to 1.
        fine: the most digits of a fraction of a second.
        order: ``day first`` or ``month first`` where that is a question, else empty.
        unsure: whether no value settles which it is.
        tidy: whether blanks or comma fractions have to be put right before ISO text can be cast.
        same: whether the sampled values mean the same either way.
        mixed: whether some of the sampled values say their zone, and some do not.
    """

    kind: str
    date: str = ""
    clocks: tuple[str, ...] = ()
    zone: bool = False
    example: str = ""
    share: float = 1.0
    fine: int = 0
    order: str = ""
    unsure: bool = False
    tidy: bool = False
    same: bool = False
    mixed: bool = False

    @property
    def absolute(self) -> bool:
        """Whether a value is a moment on its own, without a time zone to read it in."""
        return self.zone or self.kind in ("instant", "seconds", "milliseconds", "microseconds", "nanoseconds")

    def turned(self, order: str) -> Style:
        """The same style with day and month in the given order."""
        return replace(self, order=order, unsure=False)


def shape_of(value: str) -> Shape | None:
    """How a value is written, or None where it is no moment in a way that is known."""
    if match := _ISO.fullmatch(value):
        sep = match["sep"]
        return _with_clock(f"%Y{sep}%m{sep}%d", match)
    if match := _NUMERIC.fullmatch(value):
        return _numeric(match)
    if match := _DAY_NAMED.fullmatch(value):
        return _named(f"%d{match['sep']}%{{}}{match['sep2']}{_year(match)}", match)
    if match := _MONTH_NAMED.fullmatch(value):
        return _named(f"%{{}} %d{match['comma']} %Y", match)
    if match := _COMPACT.fullmatch(value):
        clock = {6: "%H%M%S", 4: "%H%M"}.get(len(match["clock"] or ""), "")
        return Shape("%Y%m%d", (match["t"] or "") + clock, bool(match["zone"]))
    return None


def _year(match: re.Match[str]) -> str:
    return "%Y" if len(match["year"]) == 4 else "%y"


def _numeric(match: re.Match[str]) -> Shape | None:
    first, second, sep = int(match["first"]), int(match["second"]), match["sep"]
    if not (min(first, second) >= 1 and max(first, second) <= 31 and min(first, second) <= 12):
        return None
    shape = _with_clock(f"%{{a}}{sep}%{{b}}{sep}{_year(match)}", match)
    return shape and replace(shape, first=first, second=second)


def _named(pattern: str, match: re.Match[str]) -> Shape | None:
    month = match["month"].lower()
    if month in _MONTHS:
        return _with_clock(pattern.format("b"), match)
    return _with_clock(pattern.format("B"), match) if month in _FULL_MONTHS else None


def _with_clock(date: str, match: re.Match[str]) -> Shape | None:
    if not match["hm"]:
        return Shape(date)
    fraction = f"{match['mark']}%f" if match["frac"] else ""
    hours = "%I" if match["half"] else "%H"
    half = f"{match['gap']}%p" if match["half"] else ""
    seconds = ":%S" if match["sec"] else ""
    between = "T" if match["between"] == "T" else match["between"].rstrip() + " "
    clock = f"{between}{hours}:%M{seconds}{fraction}{half}"
    zone = match["zone"] or ""
    return Shape(date, clock, bool(zone), fine=max(0, len(match["frac"] or "") - 1), gapped=zone.startswith(" "))


def find_style(values: Iterable[str], day_first: bool | None = None) -> Style | None:
    """The one style that reads most of the values.

    Args:
        values: a sample of a column's text; what is missing may be among it.
        day_first: what the user says about day and month, or None.

    Returns:
        The style, or None where most values are no moments. ``unsure`` is set where the order of day and month stays
        open; the dot as a mark is only used with the day first.
    """
    texts = [text for value in values if (text := value.strip()) not in MISSING]
    if not texts:
        return None
    seen = {text: shape_of(text) for text in set(texts)}
    shapes = _full_months([(shape, text) for text in texts if (shape := seen[text]) is not None])
    if len(shapes) * 2 < len(texts):
        return None
    (date, zone), _ = Counter((shape.date, shape.zone) for shape, _ in shapes).most_common(1)[0]
    own = [(shape, text) for shape, text in shapes if shape.date == date]
    style = _style(date, zone, [shape for shape, _ in own], len(texts), own[0][1])
    return _ordered(style, [shape for shape, _ in own], day_first) if "{a}" in date else style


def _full_months(shapes: list[tuple[Shape, str]]) -> list[tuple[Shape, str]]:
    """May is short and long at once: among months written out it is written out too."""
    if not any("%B" in shape.date for shape, _ in shapes):
        return shapes
    return [
        (replace(shape, date=shape.date.replace("%b", "%B")) if "may" in text.lower() else shape, text)
        for shape, text in shapes
    ]


def _style(date: str, zone: bool, shapes: Sequence[Shape], total: int, example: str) -> Style:
    plain_iso = date in ("%Y-%m-%d", "%Y/%m/%d") and not any("%p" in shape.clock for shape in shapes)
    clocks = tuple(clock for clock, _ in Counter(shape.clock for shape in shapes).most_common())
    return Style(
        "iso" if plain_iso else "format",
        date,
        clocks,
        zone,
        example,
        len(shapes) / total,
        max(shape.fine for shape in shapes),
        tidy=any(shape.gapped or "," in shape.clock or "  " in shape.clock for shape in shapes),
        mixed=len({shape.zone for shape in shapes}) > 1,
    )


def _ordered(style: Style, shapes: Sequence[Shape], day_first: bool | None) -> Style:
    if day_first is not None:
        return style.turned("day first" if day_first else "month first")
    first, second = max(shape.first for shape in shapes), max(shape.second for shape in shapes)
    order = order_of(first, second) or ("day first" if "." in style.date else "")
    if order:
        return style.turned(order)
    return replace(style, unsure=True, same=all(shape.first == shape.second for shape in shapes))


def order_of(first: int, second: int) -> str:
    """What the greatest first and second figure say: one over 12 is a day. Empty where they say nothing."""
    if first > 12 >= second:
        return "day first"
    if second > 12 >= first:
        return "month first"
    if first > 12:
        return "day first"
    return ""


def number_style(values: Iterable[str], says_time: bool) -> Style | None:
    """The style of moments written as figures: seconds (or finer) since 1970, or Excel's days.

    Args:
        values: a sample of the column's text.
        says_time: whether the column's name speaks of a time; figures alone are not taken for Excel's days.
    """
    texts = [text for value in values if (text := value.strip()) not in MISSING]
    if not texts:
        return None
    try:
        figures = [float(text.replace(",", ".")) for text in texts]
    except ValueError:
        return None
    low, high = min(figures), max(figures)
    for kind, factor in _SINCE_1970.items():
        if 315_532_800 * factor <= low and high <= 4_102_444_800 * factor and says_time:
            return Style(kind, example=texts[0])
    return Style("excel", example=texts[0]) if says_time and low >= 20_000 and high <= 80_000 else None


_SINCE_1970 = {"seconds": 1, "milliseconds": 10**3, "microseconds": 10**6, "nanoseconds": 10**9}


def micros(style: Style, column: str, timezone: str | None) -> str:
    """SQL that reads a column in a style: microseconds since 1970 UTC, NULL where a value cannot be read.

    Args:
        style: how the column is written.
        column: the column, as SQL.
        timezone: the zone in which values that say none are read, or None to take them as they stand.
    """
    if style.kind in _SINCE_1970:
        return f"TRY_CAST(round(TRY_CAST({column} AS DOUBLE) * {1_000_000 / _SINCE_1970[style.kind]}) AS BIGINT)"
    if style.kind == "excel":
        days = f"TRY_CAST(replace(CAST({column} AS VARCHAR), ',', '.') AS DOUBLE)"
        wall = f"TRY_CAST(round(({days} - {_EXCEL_EPOCH_DAYS}) * 86400000) AS BIGINT) * 1000"
        return _placed(wall, timezone)
    if style.kind == "instant":
        return f"epoch_us({column})"
    if style.kind in ("moment", "date"):
        return _placed(f"epoch_us({column})", timezone)
    return _iso_micros(style, column, timezone) if style.kind == "iso" else _format_micros(style, column, timezone)


def _placed(wall: str, timezone: str | None) -> str:
    """Wall-clock microseconds in a zone as microseconds UTC."""
    return f"epoch_us(timezone({literal(timezone)}, make_timestamp({wall})))" if timezone else wall


def _iso_micros(style: Style, column: str, timezone: str | None) -> str:
    """Casts, which are the fastest; blanks around a value are looked for only where it does not read without."""
    text = _tidied(style, f"trim({column})")
    with_zone = f"CASE WHEN {_YEAR.format(x=text)} THEN epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)) END"
    if style.zone and not timezone:
        return f"CASE WHEN NOT {_PLAIN.format(x=text)} THEN {with_zone} END"
    branches = []
    for value in (text,) if style.tidy else (column, text):
        wall = _placed(f"epoch_us(TRY_CAST({value} AS TIMESTAMP))", timezone)
        branches.append(f"WHEN {_PLAIN.format(x=value)} AND {_YEAR.format(x=value)} THEN {wall}")
    return f"CASE {' '.join(branches)} {f'ELSE {with_zone} ' if timezone else ''}END"


def _format_micros(style: Style, column: str, timezone: str | None) -> str:
    text = f"trim({column})"
    has_zone = f"regexp_matches({text}, '{_ZONE_END}')"
    with_zone, wall = _guarded(_zoned(style, text)), _guarded(_wall(style, text))
    if timezone:
        return f"CASE WHEN {has_zone} THEN {with_zone} ELSE {_placed(wall, timezone)} END"
    return f"CASE WHEN {has_zone} THEN {with_zone} END" if style.zone else f"CASE WHEN NOT {has_zone} THEN {wall} END"


def _guarded(moment: str) -> str:
    return f"CASE WHEN {moment} >= {_EARLIEST} THEN {moment} END"


_OFFSET = r"([+-])(\d{2}):?(\d{2})?$"
_ZONE_END = r":\d{2}(?:[.,]\d+)?(?: ?[AaPp][Mm])? ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$|\dZ$"


def _zoned(style: Style, text: str) -> str:
    """The wall clock less the offset: DuckDB's own %z would take 31 February for 2 March."""
    wall = rf"regexp_replace({text}, ' ?(Z|UTC|GMT|[+-]\d{{2}}(:?\d{{2}})?)$', '')"
    sign, hours, minutes = (f"regexp_extract({text}, '{_OFFSET}', {place})" for place in (1, 2, 3))
    offset = (
        f"coalesce(TRY_CAST({sign} || '1' AS BIGINT) * (TRY_CAST({hours} AS BIGINT) * 60 "
        f"+ coalesce(TRY_CAST(nullif({minutes}, '') AS BIGINT), 0)), 0)"
    )
    return f"({_wall(style, wall)} - {offset} * 60000000)"


def _wall(style: Style, text: str) -> str:
    return f"epoch_us(try_strptime({_cut(style, text)}, {_formats(style)}))"


def _tidied(style: Style, text: str) -> str:
    if not style.tidy:
        return text
    spaced = rf"regexp_replace(regexp_replace({text}, '(\d),(\d)', '\1.\2'), ',? +', ' ')"
    return rf"regexp_replace({spaced}, '(:\d\d(?:\.\d+)?) +([+-])', '\1\2')"


def _cut(style: Style, text: str) -> str:
    """DuckDB's formats read six digits of a fraction; finer ones are cut off."""
    return rf"regexp_replace({text}, '([.,]\d{{6}})\d+', '\1')" if style.fine else text


def _formats(style: Style) -> str:
    """The list of formats to try: those seen in the sample, and the same with more or less of the seconds."""
    a, b = ("m", "d") if style.order == "month first" else ("d", "m")
    date = style.date.replace("{a}", a).replace("{b}", b)
    clocks = list(style.clocks)
    for clock in style.clocks:
        clocks.append(clock.replace(".%f", "").replace(",%f", ""))
        clocks.append(clock.replace(":%S", ":%S.%f") if "%f" not in clock else clock)
    return "[" + ", ".join(literal(date + clock) for clock in dict.fromkeys([*clocks, *_PLAIN_CLOCKS])) + "]"


_PLAIN_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")


def described(style: Style) -> str:
    """The style in a few words, with an example."""
    if style.kind in ("moment", "instant", "date"):
        return "a column of dates"
    names = {"iso": "year first", "excel": "Excel's days"}
    if style.kind in _SINCE_1970:
        return f"{style.kind} since 1970, as {style.example}"
    name = style.order or names.get(style.kind) or "written out"
    return f"{name}, as {style.example}"
