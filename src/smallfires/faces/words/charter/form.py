"""The form of a charter in words: what each field is asked as, and what stands beside it where it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from smallfires.fires.brief import HEADLINES
from smallfires.fires.charter import Intent, Subject
from smallfires.fires.charters.needed import general

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "why",
        "What, and why",
        (
            *("title", "subject", "of", "intent", "owner", "hypothesis.because", "hypothesis.change"),
            *("hypothesis.will", "hypothesis.seen"),
        ),
    ),
    (
        "success",
        "What success is",
        (
            *("success.measure", "success.better", "success.worthwhile", "success.by", "success.today"),
            "success.optimised",
        ),
    ),
    ("guardrails", "What must not get worse", ("guardrails",)),
    ("budget", "What may be lost on the way", ("budget.measure", "budget.better", "budget.lose", "budget.until")),
    ("adoption", "What counts as the new way", ("adoption.new_way", "adoption.share", "adoption.by")),
    ("risks", "What it rests on", ("risks",)),
    ("scope", "Who takes part", ("picked", "scope.units", "scope.compared", "scope.lot", "scope.allow")),
    ("design", "How it will be told", ("design.name",)),
    ("horizon", "When", ("horizon.start", "horizon.end")),
    ("people", "Who is asked", ("people", "asked_of")),
    ("bounds", "What is fixed, and what is free", ("bounds.fixed", "bounds.free")),
    ("cost", "What it costs", ("cost.run", "cost.spread")),
    (
        "more",
        "More, which can be left as it is",
        (
            *("slug", "way", "design.seed", "gates.spread", "gates.put_out", "gates.done"),
            *("threshold.answered", "threshold.match", "threshold.question", "threshold.few"),
        ),
    ),
)
"""Everything that a charter says, in the order in which a person thinks of it: key, title, fields."""
TRANSFORM_ONLY = ("budget", "adoption", "risks", "success.optimised", "guardrails.safety")
"""What only a transformation has."""
INTENTS: Mapping[Intent, str] = {
    Intent.OPTIMIZE: "It stays what it is, and is run better. Nothing that works today may suffer.",
    Intent.TRANSFORM: "Something new takes its place. It may cost something on the way, within a limit that you declare.",
}
SUBJECTS: Mapping[Subject, str] = {
    Subject.PROCESS: "How work goes from one step to the next.",
    Subject.TOOL: "What people work with.",
    Subject.ROLE: "Who does what.",
}
LABELS: Mapping[str, str] = {
    "subject": "What is changed",
    "intent": "What is expected of those who are asked",
    "success.measure": "The one measure that decides",
    "guardrails.measure": "The measure",
    "guardrails.safety": "A transformation is put out when it breaks",
    "people.leads": "They lead it",
    "design.name": "What it is compared with",
    "design.seed": "The number from which the lot is drawn",
}
"""Questions of fields whose own line is none, or stands under another heading here."""
_PARTS = re.compile(r"(.+?)(?:: |; |, such as:? (?=\S))(.+)")
_WRITTEN = re.compile(r"\b([a-z_]+) = (?=[\"'\[\w-])")
_UNDER = re.compile(r"under \[+[a-z]+\]+ ")
_TABLE = re.compile(r"\[+([a-z]+)\]+")
_TITLES = {key: title for key, title, _ in SECTIONS}
_FIELDS = re.compile(r"\bwrite [a-z_]+, [a-z_]+ and by\.")
_RAW = re.compile(r"'([^']*\"[^']*)'")


@dataclass(frozen=True)
class Question:
    """What a field is asked as.

    Attributes:
        label: the question.
        hint: what helps to answer it; may be empty.
    """

    label: str
    hint: str = ""


def question(path: str, notes: Mapping[str, str]) -> Question:
    """A field as a question, made of the one line that says what it is."""
    line = notes[general(path)]
    if general(path) in LABELS:
        return Question(LABELS[general(path)])
    match = _PARTS.fullmatch(line)
    if not match:
        return Question(line.removesuffix("."))
    label, hint = match[1], match[2].removesuffix(".")
    return Question(label, f"such as: {hint}" if ", such as" in line[len(label) :][:10] else hint)


def setting(path: str) -> Question:
    """A setting of a design, which has no line of its own."""
    return Question(path.removeprefix("design."), "a setting of the design")


def beside(path: str, said: str) -> str:
    """What is wrong with a field, without the name that it has in a text: that stands above it already."""
    own = path.rpartition(".")[2]
    said = _TABLE.sub(lambda match: f"“{_TITLES[match[1]]}”" if match[1] in _TITLES else match[0], _UNDER.sub("", said))
    said = _FIELDS.sub("fill in all of its fields.", said)
    return _RAW.sub(r"\1", _WRITTEN.sub(lambda match: "" if match[1] == own else match[0], said))


def headline(intent: Intent) -> str:
    """An intent as the brief says it."""
    return HEADLINES[intent].removesuffix(".")
