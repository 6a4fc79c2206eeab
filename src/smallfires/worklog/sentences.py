"""Business rules as people write them, read into ``declare``.

A sentence is words that make it a rule around names of activities. Every way of cutting it that leaves names of the
log is tried, so names may hold those words themselves; a name in quotes is never cut. What fits in no way, or in two,
is refused with carets under the words that were not understood: a name is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from smallfires.errors import RuleError, UsageError
from smallfires.fires.quantity import parse_duration
from smallfires.worklog import declare

_MUST = r"(?:(?:is|are|must|has\s+to|have\s+to|always|be|come|comes|happen|happens|done)\s+)*"
_PEOPLE = r"(?:person|people|persons|resource|resources|user|users|handler|handlers|hands)"
_CASE = r"(?:(?:every\s+|each\s+|all\s+|a\s+|the\s+)?(?:cases?)\s+)?(?:must\s+|always\s+)*"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {"once": 1, "twice": 2, **{word: number for number, word in enumerate(_NUMBERS, 1)}}
_TIMES = rf"(?P<times>once|twice|(?:\d+|{'|'.join(_NUMBERS)})\s+times?)"


@dataclass(frozen=True)
class Form:
    """One kind of sentence: ``before`` x ``between`` y ``after``, regular expressions, empty where there is nothing.

    Attributes:
        like: an example, for people.
        build: makes the rule of the codes of its activities and of the extra in ``after`` (times or seconds).
    """

    like: str
    build: Callable[..., declare.Rule]
    before: str = ""
    between: str = ""
    after: str = ""


FORMS = (
    Form("X is followed by Y", declare.Response, between=_MUST + r"(?:eventually\s+|later\s+)?followed\s+by"),
    Form(
        "X is followed by Y within 2 days",
        declare.Response,
        between=_MUST + r"(?:eventually\s+|later\s+)?followed\s+by",
        after=r"within\s+(?P<within>(?:(?!\bwithin\b).)+)",
    ),
    Form(
        "X is directly followed by Y",
        declare.ChainResponse,
        between=_MUST + r"(?:directly|immediately|right\s+away)\s+followed\s+by",
    ),
    Form("X only after Y", declare.Precedence, between=_MUST + r"(?:only\s+after|not\s+before)"),
    Form("Y before X", lambda y, x: declare.Precedence(x, y), between=_MUST + r"before"),
    Form(
        "X right after Y",
        declare.ChainPrecedence,
        between=_MUST + r"(?:only\s+)?(?:right|directly|immediately)\s+after",
    ),
    Form("X at least once", declare.Existence, after=_MUST + r"at\s+least\s+" + _TIMES),
    Form("X at most 2 times", declare.Absence, after=_MUST + r"(?:at\s+most|no\s+more\s+than)\s+" + _TIMES),
    Form("X exactly once", declare.Exactly, after=_MUST + r"exactly\s+" + _TIMES),
    Form("never X", declare.Absence, before=r"never"),
    Form("not both X and Y", declare.NotCoExistence, before=r"(?:not|never)\s+both", between=r"and"),
    Form("begins with X", declare.Init, before=_CASE + r"(?:begins?|starts?)\s+with"),
    Form("ends with X", declare.End, before=_CASE + r"(?:ends?|finish|finishes)\s+with"),
    Form(
        "X and Y by different people",
        declare.DifferentPeople,
        between=r"and",
        after=_MUST + r"by\s+(?:different|two|two\s+different)\s+" + _PEOPLE,
    ),
    Form(
        "X and Y by the same person",
        declare.SamePerson,
        between=r"and",
        after=_MUST + r"by\s+(?:the\s+|one\s+and\s+the\s+)?same\s+" + _PEOPLE,
    ),
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Cut:
    """One way of reading a sentence.

    Attributes:
        form: what kind it is of.
        names: where its activities stand.
        extra: ``times`` or ``within``, its words, and where they stand; None where there are none.
    """

    form: Form
    names: tuple[Span, ...]
    extra: tuple[str, str, Span] | None


def parse(sentence: str, activities: Sequence[str]) -> declare.Rule:
    """Read a rule.

    Args:
        sentence: such as ``Payment only after Approval``; letters' case does not matter.
        activities: the names of the log's activities, in the order of their codes.

    Raises:
        RuleError: it is no sentence that is known, names an activity that is not there, or can mean two things.
    """
    text = re.sub(r"\s", " ", sentence)
    cuts = list(_cuts(text))
    if not cuts:
        raise RuleError(text, *_trim(text, (0, len(text))), f'"{text.strip()}" is no rule that is known here.', _KNOWN)
    known = _Names(activities)
    found: dict[declare.Rule, Cut] = {}
    failures: list[RuleError] = []
    for cut in cuts:
        try:
            found.setdefault(_build(cut, text, known), cut)
        except RuleError as failure:
            failures.append(failure)
    if len(found) == 1:
        return next(iter(found))
    raise _two_meanings(text, list(found.values())) if found else max(failures, key=_progress)


def _build(cut: Cut, text: str, known: _Names) -> declare.Rule:
    codes = [known.code(text, span) for span in cut.names]
    if len(codes) == 2 and codes[0] == codes[1]:
        start, stop = cut.names[1]
        raise RuleError(text, start, stop, "The rule names the same activity twice.", "Name two different activities.")
    if cut.extra is None:
        return cut.form.build(*codes)
    kind, words, (start, stop) = cut.extra
    try:
        return cut.form.build(*codes, _times(words) if kind == "times" else parse_duration(words))
    except UsageError as error:
        raise RuleError(text, start, stop, error.problem, error.way_out) from error


def _times(words: str) -> int:
    number = words.split(maxsplit=1)[0].lower()
    return _WORDS[number] if number in _WORDS else int(number)


def _cuts(text: str) -> Iterator[Cut]:
    """All ways of cutting a sentence into words of a rule and names, with its last full stop and without."""
    masked = _mask(text)
    for whole in dict.fromkeys((masked.rstrip(), masked.rstrip(" .!;"))):
        for form in FORMS:
            yield from _cuts_of(form, text, whole)


def _cuts_of(form: Form, text: str, masked: str) -> Iterator[Cut]:
    before = re.match(rf"\s*(?:{form.before})\s+" if form.before else r"\s*", masked, re.IGNORECASE)
    ending = rf"(?=\s+(?:{form.after})$)" if form.after else r"$"
    for after in re.finditer(ending, masked, re.IGNORECASE) if before else ():
        extra = next(((kind, text[slice(*after.span(kind))], after.span(kind)) for kind in after.groupdict()), None)
        for names in _splits(masked, form.between, before.end() if before else 0, after.start()):
            yield Cut(form, tuple(_trim(text, span) for span in names), extra)


def _splits(masked: str, between: str, start: int, stop: int) -> Iterator[tuple[Span, ...]]:
    if not between:
        yield from [((start, stop),)] * (start < stop)
        return
    for link in re.finditer(rf"(?<=\s)(?=((?:{between})\s))", masked, re.IGNORECASE):
        if start < link.start(1) and link.end(1) < stop:
            yield (start, link.start(1)), (link.end(1), stop)


_QUOTED = re.compile(r"""(?<!\S)(?:"[^"]+"|“[^”]+”|«[^»]+»|'.+?'(?=[\s,.]|$)|‘.+?’(?=[\s,.]|$))""")


def _mask(text: str) -> str:
    """The text with what is in quotes made unreadable, of the same length."""
    return _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)


def _trim(text: str, span: Span) -> Span:
    """The span without blanks and commas at its edges."""
    start, stop = span
    while start < stop and text[start] in " ,":
        start += 1
    while start < stop and text[stop - 1] in " ,":
        stop -= 1
    return start, stop


class _Names:
    """The activities of a log, by how people may write them."""

    def __init__(self, activities: Sequence[str]) -> None:
        self._names = [str(name) for name in activities]
        self._exact = {name: code for code, name in enumerate(self._names)}
        self._loose: dict[str, list[int]] = {}
        for code, name in enumerate(self._names):
            self._loose.setdefault(_loosen(name), []).append(code)

    def code(self, text: str, span: Span) -> int:
        """The code of the activity that is named there.

        Raises:
            RuleError: there is none of that name, or it could be two.
        """
        written = text[slice(*span)]
        bare = written[1:-1].strip() if _QUOTED.fullmatch(written) else written
        tries = [written, bare, re.sub(r"^(?:the|an?)\s+", "", bare, flags=re.IGNORECASE)]
        exact = next((self._exact[name] for name in tries if name in self._exact), None)
        if exact is not None:
            return exact
        loose = next((self._loose[key] for key in map(_loosen, tries) if key in self._loose), [])
        if len(loose) == 1:
            return loose[0]
        raise self._unknown(text, span, bare, loose)

    def _unknown(self, text: str, span: Span, name: str, loose: list[int]) -> RuleError:
        if loose:
            both = _listed([self._names[code] for code in loose])
            return RuleError(
                text, *span, f'"{name}" can be {both}.', "Write the one that is meant exactly so, in quotes."
            )
        near = get_close_matches(_loosen(name), self._loose, n=3, cutoff=0.6)
        names = [self._names[code] for key in near for code in self._loose[key]]
        way_out = (
            f"Did you mean {_listed(names)}?" if names else f"The log has {_listed(self._names[:12])}{self._more}."
        )
        return RuleError(text, *span, f'"{name}" is no activity of this log.', way_out)

    @property
    def _more(self) -> str:
        return f", and {len(self._names) - 12} more" if len(self._names) > 12 else ""


def _loosen(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name).casefold()


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{name}"' for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def _progress(failure: RuleError) -> tuple[int, int]:
    """How far a reading got: the one that fails latest, on the fewest words, is the one that was meant."""
    start, stop = failure.span
    return start, start - stop


def _two_meanings(text: str, cuts: list[Cut]) -> RuleError:
    ways: list[Any] = [" / ".join(text[slice(*span)] for span in cut.names) for cut in cuts]
    return RuleError(
        text,
        *_trim(text, (0, len(text))),
        f"The rule can be read in {len(cuts)} ways: {'; '.join(ways)}.",
        "Put the names of activities in quotes.",
    )


_KNOWN = "Write one of: " + "; ".join(form.like for form in FORMS) + "."
