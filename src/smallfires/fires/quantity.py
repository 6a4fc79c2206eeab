"""Durations and numbers as people write them, and as people read them.

Reading is strict: what could mean two things is refused with both meanings. Saying is modest: two or three digits, in
the unit a person would choose (``12.7 days``, ``3 h 20 min``), because more digits would promise more than is known.
"""

from __future__ import annotations

import math
import re

from smallfires.errors import UsageError

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86_400.0, 604_800.0
YEAR = 365.25 * DAY
MONTH = YEAR / 12

_UNITS = {
    "s sec secs second seconds": 1.0,
    "m min mins minute minutes": MINUTE,
    "h hr hrs hour hours": HOUR,
    "d day days": DAY,
    "w wk wks week weeks": WEEK,
    "mo month months": MONTH,
    "y yr yrs year years": YEAR,
}
UNITS = {name: seconds for names, seconds in _UNITS.items() for name in names.split()}
"""Every spelling of a unit of time, in seconds. A month is a twelfth of 365.25 days."""

_NUMBER = r"\d[\d,.'\u00a0\u2009\u202f]*"
_PART = re.compile(rf"\s*({_NUMBER})\s*([a-z]+)\s*(?:,|and\b)?\s*", re.IGNORECASE)
_ISO = re.compile(
    r"P(?!$)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?!$)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d)[ '\u00a0\u2009\u202f](?=\d{3}(?:\D|$))")
_HOW = "Write it as in 5d, 36h, 90 min, 1.5 days, 2 weeks or 1 day 4 hours."


def parse_duration(text: str) -> float:
    """Seconds in a duration as people write it.

    Args:
        text: such as ``5d``, ``2 weeks``, ``36h``, ``1.5 days``, ``90 min``, ``1d 4h`` or ISO 8601's ``P1DT4H``.

    Raises:
        UsageError: it is empty, has no unit, an unknown unit, or could mean two things.
    """
    tidy = text.strip()
    if tidy[:1] in "-−" and tidy:
        raise UsageError(f'"{text}" is negative, and a duration never is.', _HOW)
    iso = _ISO.fullmatch(tidy)
    if iso:
        sizes = (WEEK, DAY, HOUR, MINUTE, 1.0)
        return math.fsum(float(n) * size for n, size in zip(iso.groups(), sizes, strict=True) if n)
    if not tidy or not re.search(r"[a-z]", tidy, re.IGNORECASE):
        raise UsageError(f'"{text}" does not say how long: it needs a number and a unit.', _HOW)
    return math.fsum(_parts(tidy, text))


def _parts(tidy: str, text: str) -> list[float]:
    """The seconds of each part of ``1 day 4 hours``."""
    tidy = _THOUSANDS.sub("", tidy)
    seconds, place = [], 0
    while place < len(tidy):
        part = _PART.match(tidy, place)
        if part is None:
            raise UsageError(f'"{text}" cannot be read as a duration.', _HOW)
        seconds.append(parse_number(part[1]) * _unit(part[2], text))
        place = part.end()
    return seconds


def _unit(name: str, text: str) -> float:
    if name.lower() not in UNITS:
        raise UsageError(f'"{name}" in "{text}" is not a unit of time that is known here.', _HOW)
    return UNITS[name.lower()]


def parse_number(text: str) -> float:
    """A plain number as people write it: ``1200``, ``1 200``, ``1'200``, ``1,200.5``, ``1.200,5``, ``0,5``, ``95%``.

    Raises:
        UsageError: it is no number, or could mean two (``1,200`` is 1200 to some readers and 1.2 to others).
    """
    tidy = text.strip().replace("−", "-")
    percent = tidy.endswith("%")
    tidy = _THOUSANDS.sub("", tidy.removesuffix("%").rstrip())
    try:
        number = float(_with_point(tidy, text))
    except ValueError:
        raise UsageError(f'"{text}" is not a number.', "Write it as in 1200 or 12.5.") from None
    if not math.isfinite(number):
        raise UsageError(f'"{text}" is not a finite number.', "Write it as in 1200 or 12.5.")
    return number / 100 if percent else number


def _with_point(tidy: str, text: str) -> str:
    """The same number with a decimal point and nothing between thousands."""
    if not re.fullmatch(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?", tidy):
        raise ValueError
    if "," not in tidy:
        return tidy.replace(".", "") if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3}){2,}", tidy) else tidy
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}", tidy):
        return tidy.replace(",", "")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", tidy):
        joined, pointed = tidy.replace(",", ""), tidy.replace(",", ".")
        raise UsageError(f'"{text}" could mean {joined} or {pointed}.', f"Write {joined} or {pointed}.")
    if re.fullmatch(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+", tidy):
        return tidy.replace(".", "").replace(",", ".")
    raise ValueError


def say_duration(seconds: float) -> str:
    """A duration as a person would say it: ``12.7 days``, ``3 h 20 min``, ``45 s``; ``unknown`` for NaN."""
    if not math.isfinite(seconds):
        return "unknown" if math.isnan(seconds) else "without end"
    sign, size = ("−" if seconds < 0 else ""), abs(seconds)
    if size < 0.5:
        return "0 s" if size < 0.05 else f"{sign}{size:.1f} s"
    for limit, say in _SCALES:
        if size < limit:
            return sign + say(size)
    return f"{sign}{say_number(size / YEAR)} years"


def _mixed(size: float, big: float, small: float, rounding: float, names: tuple[str, str]) -> str:
    """Two units, the smaller one rounded and left out where it is zero: ``3 h 20 min``."""
    whole, rest = divmod(round(size / rounding) * rounding, big)
    tail = f" {rest / small:.0f} {names[1]}" if rest else ""
    return f"{whole:.0f} {names[0]}{tail}"


def _days(size: float) -> str:
    days = f"{size / DAY:.1f}".removesuffix(".0") if size < 99.95 * DAY else f"{size / DAY:.0f}"
    return f"{days} day" + ("" if days == "1" else "s")


_SCALES = (
    (59.5, lambda size: f"{size:.0f} s"),
    (595.0, lambda size: _mixed(size, MINUTE, 1.0, 10.0, ("min", "s"))),
    (59.5 * MINUTE, lambda size: f"{size / MINUTE:.0f} min"),
    (9.92 * HOUR, lambda size: _mixed(size, HOUR, MINUTE, 10 * MINUTE, ("h", "min"))),
    (23.5 * HOUR, lambda size: f"{size / HOUR:.0f} h"),
    (2 * YEAR, _days),
)


def say_number(value: float) -> str:
    """A number to three digits, thousands apart: ``12.7``, ``0.034``, ``13,100``; small whole numbers as they are."""
    if not math.isfinite(value):
        return "unknown" if math.isnan(value) else "without end"
    if value == 0:
        return "0"
    if value == int(value) and abs(value) < 10_000:
        return f"{value:,.0f}".replace("-", "−")
    digits = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    text = f"{rounded:,.{max(0, digits)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def say_count(count: int) -> str:
    """A count, exact, thousands apart: ``13,087``."""
    return f"{count:,}"


def say_share(share: float) -> str:
    """A share of one as a percentage without false precision: ``38 %``, ``3.4 %``, ``under 0.1 %``."""
    if not math.isfinite(share):
        return "unknown"
    percent = share * 100
    if 0 < percent < 0.1:
        return "under 0.1 %"
    if 99.5 < percent < 100:
        return "over 99 %"
    text = f"{percent:.1f}".removesuffix(".0") if abs(percent) < 9.95 else f"{percent:.0f}"
    return f"{text} %".replace("-", "−")


def say_level(level: float) -> str:
    """The level of an interval, exact: ``95 %``, ``99.9 %``."""
    return f"{100 * level:.6g} %"


def many(count: int, one: str, more: str | None = None) -> str:
    """``1 case``, ``13,087 cases``."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def say_chance(probability: float) -> str:
    """A probability as a count in a hundred: ``97 in 100``; never certain, never nothing."""
    if probability > 0.99:
        return "more than 99 in 100"
    if probability < 0.01:
        return "less than 1 in 100"
    return f"{probability * 100:.0f} in 100"
