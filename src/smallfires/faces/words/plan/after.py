"""How the pilot will be read, in words: what is measured, when it is read, and the command that does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from smallfires.faces.words.measured import plural
from smallfires.faces.words.names import tidy
from smallfires.faces.words.page import Section
from smallfires.faces.words.plan.terms import Terms
from smallfires.fires.plan import Candidate, Draw, Plan

_FROM_MEMORY = ("data frame", "Spark data frame")
_FILES = ("table of",)
SHARED = ("measure", "unit", "time", "count", "measured_in", "period", "weigh", "timezone", "sheet", "table")
"""Settings of a plan that the reading needs as they are."""
TABLE = "table.csv"
"""What a table is called that a log has to be turned into."""
_LONGEST, _BEGINNING = 400, 160
"""Letters of a command that are shown, and those of a longer one."""
_DEFAULTS = {"weigh": "units", "measured_in": ""}


KEEP = "Keep this plan before anything starts: what was declared cannot be changed afterwards."


def section(say: Terms) -> Section | None:
    """What will be measured, and the command."""
    plan, chosen = say.plan, say.plan.chosen
    if chosen is None or plan.draw is None or not say.trusted(chosen):
        return None
    return Section(
        key="after",
        title="How it will be read",
        sentences=(_measured(say), _read(say, chosen)),
        items=tuple(filter(None, (_prepare(say, chosen), _once(say), KEEP))),
        commands=(_then(plan, chosen), "To keep it as a file: --write plan.toml"),
    )


def _measured(say: Terms) -> str:
    """What is measured, of whom, and which direction is better."""
    measure = say.plan.measure
    better = {True: "; less is better", False: "; more is better", None: ""}[measure.less_is_better]
    whose = f" of every {say.unit}" if not say.alone else ""
    return f"What is measured: {say.measure}{whose}, {_each(say)}{better}."


def _each(say: Terms) -> str:
    return f"every {say.period}"


def _read(say: Terms, chosen: Candidate) -> str:
    level = f"{say.plan.wanted.level * 100:g}".rstrip(".")
    draw = say.plan.draw
    last = say.moment(len(draw.periods)) if draw else ""
    return f"It is read once, after {last}: {_HOW[chosen.design]} Its interval holds the truth {level} times in 100."


_HOW = {
    "parallel": "what the others did at the same time says what would have been without the change.",
    "randomised": "those that the lot fell on are compared with the others, on average.",
    "rollout": "those that have started are compared with those that have not started yet.",
    "switchback": "times with the change are compared with times without it, as the lot fell.",
    "before-after": "what came before says what would have been without the change.",
}


def _prepare(say: Terms, chosen: Candidate) -> str:
    """What the table of figures needs before it can be read."""
    if _turned_log(say.plan, chosen):
        return (
            f"A log does not say who works the new way when. Make {TABLE} of it, with a row for each {say.unit} and "
            f"{say.period}, and in it a column {_mark(chosen)}: {_marked(say, chosen)}."
        )
    if chosen.steps is not None or chosen.block is not None:
        return f"Add a column {_mark(chosen)} to the table: {_marked(say, chosen)}."
    return f"Go on measuring every {say.unit} as before, the others too." if not say.alone else ""


def _mark(chosen: Candidate) -> str:
    return "“first”" if chosen.steps is not None else "“lit”"


def _marked(say: Terms, chosen: Candidate) -> str:
    """What stands in that column."""
    if chosen.steps is not None:
        return f"for each {say.unit} the {say.period} in which it starts, as listed above; empty for the others"
    return f"1 in the {plural(say.period)} worked the new way, 0 in the others"


def _turned_log(plan: Plan, chosen: Candidate) -> bool:
    """Whether the source is a log of work, which cannot hold the turns of this design."""
    log = any(guess.role == "activity" for guess in plan.source.recognised)
    return log and (chosen.steps is not None or chosen.block is not None)


def _once(say: Terms) -> str:
    """That looking often has its price."""
    draw = say.plan.draw
    if draw is None or len(draw.periods) < 2 or (say.plan.chosen and say.plan.chosen.design == "before-after"):
        return ""
    return (
        f"Who looks every {say.period} and stops when it looks good cries wolf too often. To look safely, say --looks "
        f"{len(draw.periods)}; it then takes a somewhat larger effect."
    )


def _then(plan: Plan, chosen: Candidate) -> str:
    """The command, as long as it can be read."""
    whole = command(plan, chosen)
    if len(whole) <= _LONGEST:
        return f"Then: {whole}"
    return f"Then: {whole[:_BEGINNING].rstrip()} …, which stands whole in the plan that --write keeps."


def command(plan: Plan, chosen: Candidate) -> str:
    """The command that will read the pilot."""
    return " ".join(["smallfires learn", *map(typed, _arguments(plan, chosen))])


def _arguments(plan: Plan, chosen: Candidate) -> Iterator[str]:
    made = _turned_log(plan, chosen)
    yield TABLE if made else plan.source.name if _is_file(plan) else "SOURCE"
    yield from _who(plan, chosen)
    yield from ("--design", chosen.design)
    if chosen.block is not None:
        yield from ("--block", str(chosen.block))
    if plan.wanted.worthwhile is not None:
        yield from ("--worthwhile", plan.settings.get("worthwhile") or f"{plan.wanted.worthwhile:g}")
    if plan.wanted.level != 0.95:
        yield from ("--level", f"{plan.wanted.level:g}")
    yield from _same({**plan.settings, "more_is_better": _direction(plan, made=made)})
    if plan.wanted.left_out:
        yield from ("--leave-out", ",".join(_in_list(label) for label in plan.wanted.left_out))


def _direction(plan: Plan, *, made: bool) -> str:
    """Whether more is better, where that has to be said: a log knows it, a table that was made of one does not."""
    if made and plan.measure.less_is_better is not None:
        return str(not plan.measure.less_is_better)
    return plan.settings.get("more_is_better", "")


def _is_file(plan: Plan) -> bool:
    return plan.source.format not in _FROM_MEMORY and not plan.source.format.startswith(_FILES)


def _who(plan: Plan, chosen: Candidate) -> Iterator[str]:
    draw = plan.draw
    if draw is None:
        return
    if chosen.steps is not None:
        yield from ("--first", "first")
    elif chosen.block is not None:
        yield from ("--lit", "lit", "--since", _start(draw))
    else:
        if plan.history.units > 1:
            yield from ("--treated", ",".join(_in_list(turn.unit) for turn in draw.turns))
        yield from ("--since", _start(draw))
        if draw.by_lot:
            yield from ("--picked", "lot")


def _start(draw: Draw) -> str:
    """The first period of the pilot; for the user to fill in, where it is only counted."""
    return draw.periods[0] if draw.periods[0] != "1" else "START"


def _same(settings: Mapping[str, str]) -> Iterator[str]:
    """What was said of the data and of the measure, said again."""
    for key in SHARED:
        value = settings.get(key, "")
        if value and value != _DEFAULTS.get(key):
            yield from (f"--{key.replace('_', '-')}", value)
    if settings.get("more_is_better") in ("True", "False"):
        yield "--more-is-better" if settings["more_is_better"] == "True" else "--less-is-better"
    if settings.get("percent") == "True":
        yield "--percent"
    if settings.get("season", "1") != "1":
        yield from ("--season", settings["season"])


def _in_list(label: str) -> str:
    """A name as it stands in a list with commas."""
    return '"' + label.replace('"', '""') + '"' if {",", '"'} & set(label) else label


def typed(word: str) -> str:
    """A word of a command in double quotes where it needs them, which every shell understands."""
    plain = tidy(word)
    if re.fullmatch(r"[\w./:%@+=,\-]+", plain, flags=re.ASCII):
        return plain
    return '"' + re.sub(r'(["\\$`])', r"\\\1", plain) + '"'
