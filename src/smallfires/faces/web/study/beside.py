"""At which field an error is said: the one that it names, or whose text it quotes; what is wrong in the data, at the source."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smallfires.errors import DataError, EngineError, SmallfiresError, Unclear
from smallfires.faces.web.study.setting import in_labels
from smallfires.faces.web.study.study import SOURCE, Study

SURE = 6
"""Letters from which on what was typed is known again without quotes around it: a date, a period."""
LESS, MORE = "less_is_better", "more_is_better"
_OTHER = {"yes": "no", "no": "yes"}
_FLAG = re.compile(r"--([a-z][a-z-]*[a-z])")


def field_of(study: Study, texts: Mapping[str, str], error: SmallfiresError) -> str:
    """The field beside which an error stands; empty where it is about none, or several.

    Args:
        study: that was asked.
        texts: what was typed, by field.
        error: what came of it.
    """
    if isinstance(error, Unclear) and error.setting:
        return LESS if error.setting == MORE and study.setting(LESS) else error.setting
    found = _named(study, error.problem) or _quoted(study, texts, error) or _named(study, error.way_out)
    return found or (SOURCE if isinstance(error, DataError | EngineError) else "")


def offers_of(study: Study, error: SmallfiresError) -> dict[str, tuple[str, ...]]:
    """What can be chosen to answer a question, by field; none where an error asks none."""
    if not isinstance(error, Unclear) or not error.options:
        return {}
    field = field_of(study, {}, error)
    turned = field == LESS and error.setting == MORE
    return {field: tuple(_OTHER[one] for one in error.options) if turned else error.options}


def _named(study: Study, text: str) -> str:
    """The first setting whose flag a text names."""
    names = {flag.removeprefix("--"): one.name for one in study.settings for flag in _flags(one.option)}
    return next((names[flag] for flag in _FLAG.findall(text) if flag in names), "")


def _flags(option: object) -> tuple[str, ...]:
    return (*getattr(option, "opts", ()), *getattr(option, "secondary_opts", ()))


def _quoted(study: Study, texts: Mapping[str, str], error: SmallfiresError) -> str:
    """The setting of which an error quotes what was typed."""
    for one in study.settings:
        text = texts.get(one.name, "").strip()
        if text and one.shape != "flag" and (_stands(text, error.problem) or text == error.column):
            return one.name
    return ""


def _stands(text: str, problem: str) -> bool:
    """Whether a problem quotes what was typed; without quotes only what can be nothing else."""
    return f'"{text}"' in problem or (len(text) >= SURE and re.search(rf"\b{re.escape(text)}\b", problem) is not None)


def sentence_of(study: Study, error: SmallfiresError) -> str:
    """What an error says, in the words of the form; a question alone, where it is one that can be answered by choosing."""
    if isinstance(error, Unclear) and error.options:
        return f"{_place(error)}{error.problem}"
    shown = f"\n{error.shown}\n" if error.shown else " "
    return in_labels(f"{_place(error)}{error.problem}{shown}{error.way_out}".strip(), study.labels)


def _place(error: SmallfiresError) -> str:
    return f"{error.where}: " if error.where else ""
