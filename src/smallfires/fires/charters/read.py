"""A charter out of the TOML text that a person wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from smallfires.errors import CharterError, Refusal
from smallfires.fires import charter as parts
from smallfires.fires.charter import Charter, Intent, Setting, Subject
from smallfires.fires.charters import values
from smallfires.fires.charters.known import NOTHING, Known
from smallfires.fires.charters.places import normal, places
from smallfires.fires.charters.refusals import refusals
from smallfires.fires.charters.sheet import Refused, Sheet
from smallfires.fires.charters.syntax import values_of

SUBJECTS = {subject.value: subject.value for subject in Subject}
INTENTS = {"optimize": "optimize", "transform": "transform", "optimise": "optimize"}
PICKED = MappingProxyType(
    {
        **dict.fromkeys(("lot", "by lot", "a lot", "drawn", "drawn by lot", "random", "at random", "randomly"), "lot"),
        **dict.fromkeys(("volunteers", "volunteer", "by volunteers", "volunteered", "voluntary"), "volunteers"),
        **dict.fromkeys(("worst", "the worst", "by worst"), "worst"),
        **dict.fromkeys(("best", "the best", "by best"), "best"),
        **dict.fromkeys(("hand", "by hand", "picked by hand", "hand picked", "hand-picked", "chosen"), "hand"),
    }
)
"""How units were picked, in the words that people use for it."""
BETTER = MappingProxyType(
    {
        **dict.fromkeys(("less", "lower", "fewer", "down", "smaller", "shorter"), "less"),
        **dict.fromkeys(("more", "higher", "up", "greater", "bigger", "longer"), "more"),
    }
)
"""The better direction of a measure."""
_TABLES = {
    "hypothesis": parts.Hypothesis, "success": parts.Success, "budget": parts.Budget, "adoption": parts.Adoption,
    "scope": parts.Scope, "horizon": parts.Horizon, "cost": parts.Cost, "bounds": parts.Bounds, "gates": parts.Gates,
    "threshold": parts.Threshold,
}  # fmt: skip
ELSEWHERE = MappingProxyType(
    {each.name: f"under [{table}]" for table, kind in reversed(_TABLES.items()) for each in fields(kind)}
    | {each.name: "into the first lines, above all tables" for each in fields(Charter) if each.name not in _TABLES}
    | {"seed": "under [design]", "better": "under [success]", "margin": "under [[guardrails]]"}
)
"""Where a field belongs that stands in the wrong table."""
_DAY = date(1, 1, 1)
Read = Callable[[Any], float]
Numbers = parts.Cost | parts.Gates | parts.Threshold


def read_charter(text: str, *, file: str = "", known: Callable[[str], Known] = lambda _: NOTHING) -> Charter:
    """A charter out of its text.

    Args:
        text: TOML.
        file: its name, for the error.
        known: what the workspace knows, for a fire of that slug; without it only what the text alone can tell is refused.

    Raises:
        CharterError: it cannot be lit as it stands; with every reason at once, and carets under the words.
    """
    text = normal(text)
    told = values_of(text, file)
    refused = Refused(text, places(text))
    sheet = Sheet(told, (), refused)
    title = sheet.take("title", values.line, "", needed=True)
    slug = sheet.take("slug", values.slug, "") or values.slug_of(title)
    there = known(slug)
    charter = _charter(sheet, title, slug, there)
    sheet.done(ELSEWHERE)
    found = refusals(charter, there, skip=refused.failed)
    if refused.all or found:
        raise CharterError(refused.ordered((*refused.all, *found)), file=file or None)
    return charter


def located(text: str, found: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """Refusals with carets under the words of the text that the charter was read from."""
    text = normal(text)
    refused = Refused(text, places(text))
    return tuple(refused.under(each) for each in found)


def _charter(sheet: Sheet, title: str, slug: str, known: Known) -> Charter:
    intent = Intent(_choice(sheet, "intent", INTENTS, "optimize"))
    return Charter(
        title=title,
        slug=slug,
        owner=sheet.take("owner", values.line, "", needed=True),
        subject=Subject(_choice(sheet, "subject", SUBJECTS, "process")),
        of=sheet.take("of", values.line, "", needed=True),
        intent=intent,
        picked=_choice(sheet, "picked", PICKED, "hand"),
        hypothesis=_hypothesis(sheet),
        success=_success(sheet, known),
        scope=_scope(sheet),
        design=_design(sheet),
        horizon=_horizon(sheet),
        guardrails=tuple(_guardrail(each, known) for each in sheet.sheets("guardrails")),
        budget=_budget(sheet, known),
        adoption=_adoption(sheet),
        risks=tuple(_risk(each) for each in sheet.sheets("risks")),
        people=tuple(_person(each) for each in sheet.sheets("people", "name")),
        asked_of=sheet.take("asked_of", values.whole, None),
        cost=parts.Cost(**_numbers(sheet, "cost", values.number, parts.Cost())),
        bounds=_bounds(sheet),
        gates=_gates(sheet, intent),
        threshold=_threshold(sheet),
        way=sheet.take("way", values.exact, "activities"),
    )


def _choice(sheet: Sheet, name: str, known: Mapping[str, str], blank: str) -> str:
    return sheet.take(name, partial(values.choice, known=known), blank, needed=True)


def _hypothesis(sheet: Sheet) -> parts.Hypothesis:
    table = sheet.sheet("hypothesis", needed=True)
    if table is None:
        return parts.Hypothesis(because="", change="", will="", seen="")
    names = ("because", "change", "will", "seen")
    found = parts.Hypothesis(**{name: table.take(name, values.line, "", needed=True) for name in names})
    table.done(ELSEWHERE)
    return found


def _success(sheet: Sheet, known: Known) -> parts.Success:
    table = _one_success(sheet)
    if table is None:
        return parts.Success(measure="", less_is_better=True, worthwhile="", by=_DAY)
    name = table.take("measure", values.measure, "", needed=True)
    found = parts.Success(
        measure=name,
        less_is_better=_better(table, name, known),
        worthwhile=table.take("worthwhile", values.amount, "", needed=True),
        by=table.take("by", values.last_day, _DAY, needed=True),
        today=table.take("today", values.figure, ""),
        optimised=table.take("optimised", values.figure, ""),
    )
    table.done(ELSEWHERE)
    return found


def _one_success(sheet: Sheet) -> Sheet | None:
    told = sheet.told.get("success")
    if not isinstance(told, list) or len(told) < 2:
        return sheet.sheet("success", needed=True)
    sheet.taken.add("success")
    problem = f"There are {len(told)} definitions of success, and people can work towards one."
    sheet.refused.refuse(("success",), problem, "Keep one [success], and make the others [[guardrails]].")
    return None


def _better(table: Sheet, measure: str, known: Known) -> bool:
    """The better direction; where it is not written, the workspace's."""
    there = (known.measures or {}).get(measure)
    told = table.take("better", partial(values.choice, known=BETTER), "", needed=there is None)
    return told == "less" if told else there is not False


def _guardrail(table: Sheet, known: Known) -> parts.Guardrail:
    name = table.take("measure", values.measure, "", needed=True)
    found = parts.Guardrail(
        measure=name,
        less_is_better=_better(table, name, known),
        margin=table.take("margin", values.margin, "", needed=True),
        safety=table.take("safety", values.yes, False),
    )
    table.done(ELSEWHERE)
    return found


def _budget(sheet: Sheet, known: Known) -> parts.Budget | None:
    table = sheet.sheet("budget")
    if table is None:
        return None
    name = table.take("measure", values.measure, "", needed=True)
    found = parts.Budget(
        measure=name,
        less_is_better=_better(table, name, known),
        lose=table.take("lose", values.amount, "", needed=True),
        until=table.take("until", values.last_day, _DAY, needed=True),
    )
    table.done(ELSEWHERE)
    return found


def _adoption(sheet: Sheet) -> parts.Adoption | None:
    table = sheet.sheet("adoption")
    if table is None:
        return None
    found = parts.Adoption(
        new_way=table.take("new_way", values.line, "", needed=True),
        share=table.take("share", values.share, 0.0, needed=True),
        by=table.take("by", values.last_day, _DAY, needed=True),
    )
    table.done(ELSEWHERE)
    return found


def _risk(table: Sheet) -> parts.Risk:
    found = parts.Risk(
        assumption=table.take("assumption", values.line, "", needed=True),
        test=table.take("test", values.line, "", needed=True),
        by=table.take("by", values.last_day, _DAY, needed=True),
    )
    table.done(ELSEWHERE)
    return found


def _scope(sheet: Sheet) -> parts.Scope:
    table = sheet.sheet("scope", needed=True)
    if table is None:
        return parts.Scope(units=())
    found = parts.Scope(
        units=table.take("units", values.exacts, (), needed=True),
        compared=table.take("compared", values.exacts, ()),
        lot=table.take("lot", values.whole, None),
        allow=table.take("allow", values.exacts, ()),
    )
    table.done(ELSEWHERE)
    return found


def _design(sheet: Sheet) -> parts.Designed:
    if isinstance(sheet.told.get("design"), str):
        return parts.Designed(name=sheet.take("design", values.line, "", needed=True))
    table = sheet.sheet("design", needed=True)
    if table is None:
        return parts.Designed(name="")
    name = table.take("name", values.line, "", needed=True)
    seed = table.take("seed", values.seed, 0)
    none: Setting = 0
    settings = {each: table.take(each, values.setting, none) for each in table.rest()}
    table.done(ELSEWHERE)
    return parts.Designed(name=name, settings=settings, seed=seed)


def _horizon(sheet: Sheet) -> parts.Horizon:
    table = sheet.sheet("horizon", needed=True)
    if table is None:
        return parts.Horizon(start=_DAY, end=_DAY)
    found = parts.Horizon(
        start=table.take("start", values.first_day, _DAY, needed=True),
        end=table.take("end", values.last_day, _DAY, needed=True),
    )
    table.done(ELSEWHERE)
    return found


def _person(table: Sheet) -> parts.Person:
    found = parts.Person(
        name=table.take("name", values.line, "", needed=True),
        mail=table.take("mail", values.line, ""),
        share=table.take("share", values.share, 0.0),
        act=table.take("act", values.line, ""),
        leads=table.take("leads", values.yes, False),
    )
    table.done(ELSEWHERE)
    return found


def _bounds(sheet: Sheet) -> parts.Bounds:
    table = sheet.sheet("bounds")
    if table is None:
        return parts.Bounds()
    found = parts.Bounds(fixed=table.take("fixed", values.lines, ()), free=table.take("free", values.lines, ()))
    table.done(ELSEWHERE)
    return found


def _gates(sheet: Sheet, intent: Intent) -> parts.Gates:
    usual = parts.TRANSFORM if intent is Intent.TRANSFORM else parts.OPTIMIZE
    return parts.Gates(**_numbers(sheet, "gates", values.share, usual))


def _threshold(sheet: Sheet) -> parts.Threshold:
    return parts.Threshold(**_numbers(sheet, "threshold", values.share, parts.Threshold(), few=values.whole))


def _numbers(sheet: Sheet, name: str, read: Read, usual: Numbers, **special: Read) -> dict[str, Any]:
    """The fields of a table of numbers; those that are not written as they usually are."""
    told = {each.name: getattr(usual, each.name) for each in fields(usual)}
    table = sheet.sheet(name)
    if table is None:
        return told
    found = {each: table.take(each, special.get(each, read), value) for each, value in told.items()}
    table.done(ELSEWHERE)
    return found
