"""Single values of a charter, out of what people write."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from smallfires.errors import UsageError
from smallfires.fires.charter import Setting
from smallfires.fires.quantity import parse_number
from smallfires.fires.sized import sized
from smallfires.fires.when import parse_when

LONGEST_SLUG = 60
_AMOUNT = 'Write a percentage, a number or a time, such as "10%", 0.5 or "2 days".'
_SHARE = 'Write a share of all, such as "60%" or 0.6.'
_DATE = "Write it as 2026-06-30."


def exact(value: Any) -> str:
    """A name as it stands in the data.

    Raises:
        UsageError: it is no text.
    """
    if not isinstance(value, str):
        raise UsageError(f"{said(value)} is no text.", "Write it in quotes.")
    return value


def line(value: Any) -> str:
    """A text, its blanks and line ends as single blanks."""
    return " ".join(exact(value).split())


def exacts(value: Any) -> tuple[str, ...]:
    """Several names, or one alone."""
    return _several(value, exact)


def lines(value: Any) -> tuple[str, ...]:
    """Several texts, or one alone."""
    return _several(value, line)


def _several(value: Any, one: Callable[[Any], str]) -> tuple[str, ...]:
    if isinstance(value, dict):
        raise UsageError("It is a table, and a list of texts is meant.", 'Write it as ["one", "another"].')
    found = tuple(one(each) for each in value) if isinstance(value, list) else (one(value),)
    return tuple(text for text in found if text.strip())


def measure(value: Any) -> str:
    """The name of one measure.

    Raises:
        UsageError: there are several.
    """
    if isinstance(value, list) and len(value) == 1:
        return exact(value[0])
    if isinstance(value, list):
        raise UsageError(
            f"There are {len(value)} main measures, and people can work towards one.",
            "Keep the one that decides, and make the others [[guardrails]].",
        )
    return exact(value)


def first_day(value: Any) -> date:
    """A day; of a month, week, quarter or year the first."""
    return _day(value)


def last_day(value: Any) -> date:
    """A day on which something ends.

    Raises:
        UsageError: it is no day; or a month, week, quarter or year, of which the first day or the last could be meant.
    """
    begins = _day(value)
    if isinstance(value, str) and (after := _after(value, begins)) is not None:
        ends = after - timedelta(days=1)
        raise UsageError(f'"{value}" could mean {begins} or {ends}.', f"Write {begins} or {ends}.")
    return begins


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise UsageError(f"{said(value)} is no date.", _DATE)
    return parse_when(value).date()


def _after(text: str, begins: date) -> date | None:
    """The day after a month, week, quarter or year; None where a day is named."""
    parts = re.findall(r"\d+|[^\W\d_]{3,}", text)
    if len(parts) > 2 or any(len(part) == 8 and part.isdigit() for part in parts):
        return None
    if re.search(r"[Ww]\d", text):
        return begins + timedelta(days=7)
    months = 3 if re.search(r"[Qq]\d", text) else 1 if len(parts) == 2 else 12
    turn = begins.month - 1 + months
    return date(begins.year + turn // 12, turn % 12 + 1, 1)


def number(value: Any) -> float:
    """A number from 0 on, such as a cost.

    Raises:
        UsageError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UsageError(f"{said(value)} is no number.", "Write it as 1200 or 12.5.")
    found = parse_number(value) if isinstance(value, str) else _float(value)
    if found < 0:
        raise UsageError(f"{said(value)} is below zero.", "Write a number from 0 on.")
    return found


def _float(value: int | float) -> float:
    try:
        found = float(value)
    except OverflowError:
        found = float("inf")
    if not isfinite(found):
        raise UsageError(f"{said(value)} is not a finite number.", "Write it as 1200 or 12.5.")
    return found


def share(value: Any) -> float:
    """A share, from 0 to 1.

    Raises:
        UsageError: it is none; also ``60``, which is no share, but nearly one in percent.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UsageError(f"{said(value)} is no share.", _SHARE)
    found = parse_number(value) if isinstance(value, str) else _float(value)
    if 1 < found <= 100 and not (isinstance(value, str) and "%" in value):
        raise UsageError(
            f"{said(value)} is more than all.", f'Write "{found:g}%" or {found / 100:g}, if that is meant.'
        )
    if not 0 <= found <= 1:
        raise UsageError(f"{said(value)} is no share of all.", _SHARE)
    return found


def whole(value: Any) -> int:
    """A whole number from 1 on."""
    return _whole(value, 1)


def seed(value: Any) -> int:
    """A whole number from 0 on."""
    return _whole(value, 0)


def _whole(value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < 2**63:
        raise UsageError(f"{said(value)} is no whole number from {least} on.", f"Write it as {max(least, 3)}.")
    return value


def yes(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise UsageError(f"{said(value)} is neither true nor false.", "Write true or false, without quotes.")
    return value


def amount(value: Any) -> str:
    """How much, above zero, as it was written."""
    return _amount(value, zero=False)


def margin(value: Any) -> str:
    """How much, from 0 on, as it was written."""
    return _amount(value, zero=True)


def figure(value: Any) -> str:
    """A level of a measure, as it was written; also one below zero."""
    return _amount(value, zero=True, signed=True)


def _amount(value: Any, *, zero: bool, signed: bool = False) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UsageError(f"{said(value)} is no amount.", _AMOUNT)
    text = line(value) if isinstance(value, str) else _decimal(_float(value))
    if not any(letter.isdigit() for letter in text):
        raise UsageError(f"{said(value)} has no number.", _AMOUNT)
    if text[0] in "+-−" and not signed:
        raise UsageError(f"{said(value)} has a sign.", f"Write {text[1:].strip()}: its direction is said elsewhere.")
    if re.search(r"\bper ?cents?\b|\bpct\b", text, re.IGNORECASE):
        raise UsageError(f"{said(value)} is a percentage in words.", f'Write "{re.sub(r"[^0-9.,]", "", text)}%".')
    if sized(text).value == 0 and not zero:
        raise UsageError(f"{said(value)} is nothing.", "Write how much would be worth the effort.")
    return text


def _decimal(value: float) -> str:
    """A number as people write it, without an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def setting(value: Any) -> Setting:
    """A parameter of a design."""
    if not isinstance(value, bool | int | float | str):
        raise UsageError(f"{said(value)} is no setting.", "Write a number, a text in quotes, true or false.")
    return value


def choice(value: Any, known: Mapping[str, str]) -> str:
    """One of a few words.

    Args:
        value: as it was written.
        known: what each spelling stands for, in small letters.

    Raises:
        UsageError: it is none of them.
    """
    word = line(value).casefold()
    if word in known:
        return known[word]
    options = list(dict.fromkeys(known.values()))
    hint = meant(word, known)  # without one, the field's own way out is told
    raise UsageError(f'"{value}" is not one of {", ".join(options)}.', hint)


def meant(name: str, known: Iterable[str]) -> str:
    """``Did you mean "slug"?``, or nothing where no known name is near."""
    small = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(name.casefold().replace(" ", "_"), small, 1)
    return f'Did you mean "{small[near[0]]}"?' if near else ""


def said(value: Any) -> str:
    """A value as it may be quoted: short, and as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "A table" if isinstance(value, dict) else "A list"
    text = f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else _short(value)
    return text if len(text) <= 60 else f"{text[:56]}...{text[-1]}"


def _short(value: Any) -> str:
    return str(value) if not isinstance(value, int) or abs(value) < 10**18 else "This number"


def slug_of(title: str) -> str:
    """A short name out of a title: small letters and digits of any script, with hyphens between words."""
    folded = unicodedata.normalize("NFC", title).casefold()
    kept = (_plain(letter) if unicodedata.category(letter)[0] in "LMN" else " " for letter in folded)
    words = unicodedata.normalize("NFC", "".join(kept)).replace("-", " ").split()
    found = ""
    for word in words:
        if found and len(found) + len(word) >= LONGEST_SLUG:
            break
        found = f"{found}-{word}" if found else word[:LONGEST_SLUG]
    return found


def _plain(letter: str) -> str:
    """A Latin letter without its marks; any other as it is."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalnum() else letter


def slug(value: Any) -> str:
    """A short name that was given.

    Raises:
        UsageError: it has blanks, capitals or signs in it.
    """
    text = line(value)
    made = slug_of(text)
    if text != made:
        raise UsageError(
            f'"{text}" cannot stand in an address.', f'Write slug = "{made}".' if made else "Write letters and digits."
        )
    return text
