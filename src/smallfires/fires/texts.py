"""What people read in an entry of the ledger, for who searches.

Answers to a teach-back, links and addresses are not among it: nobody finds out by searching what somebody answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from smallfires.fires.entry import Act

Text = tuple[str, str]
"""Which text it is, and the text."""

_UNREAD = frozenset(
    [
        "settings",
        "asked",
        "fingerprints",
        "version",
        "source",
        "schema",
        "effect",
        "charter",
        "repeated",
        "drawn",
        "who",
        "at",
    ]
)
"""Parts of a reading that hold figures and settings, or what stands elsewhere in the ledger."""


def texts(act: Act, content: Mapping[str, Any]) -> Iterator[Text]:
    """The texts of one entry.

    Args:
        act: what was done.
        content: of the entry, as plain values.
    """
    tell = _TOLD.get(act)
    if tell is not None:
        yield from ((what, text) for what, text in tell(content) if text)


def _charter(content: Mapping[str, Any]) -> Iterator[Text]:
    told = content["charter"]
    yield "title", told["title"]
    yield "hypothesis", _hypothesis(told["hypothesis"])
    yield "subject", f"{told['subject']}: {told['of']}"
    yield "success", told["success"]["measure"]
    yield from (("guardrail", rail["measure"]) for rail in told.get("guardrails", ()))
    yield from (("assumption", f"{one['assumption']}. Test: {one['test']}") for one in told.get("risks", ()))
    yield from (("new way", told["adoption"]["new_way"]) for _ in [0] if told.get("adoption"))
    bounds = told.get("bounds", {})
    yield from (("fixed", text) for text in bounds.get("fixed", ()))
    yield from (("free", text) for text in bounds.get("free", ()))
    yield "scope", ", ".join(told["scope"]["units"])
    yield from (("asked to", one.get("act", "")) for one in told.get("people", ()))


def _hypothesis(told: Mapping[str, str]) -> str:
    return f"Because we saw {told['because']}, we expect that {told['change']} will {told['will']}: {told['seen']}."


def _amended(content: Mapping[str, Any]) -> Iterator[Text]:
    yield "amendment", content["reason"]
    yield from _charter(content)


def _checked(content: Mapping[str, Any]) -> Iterator[Text]:
    yield from (("finding", f"{one['problem']} {one['instead']}") for one in content["findings"])


def _read(content: Mapping[str, Any]) -> Iterator[Text]:
    what = f"reading {content['number']}"
    yield f"verdict of {what}", f"Verdict: {content['decision']}."
    yield from ((what, text) for text in _sentences(content["lesson"]))


def _sentences(plain: Any) -> Iterator[str]:
    """Every text of several words in a record, but for its settings."""
    if isinstance(plain, str):
        if plain.count(" ") > 1:
            yield plain
    elif isinstance(plain, Mapping):
        for name, part in plain.items():
            if name not in _UNREAD:
                yield from _sentences(part)
    elif isinstance(plain, list):
        for part in plain:
            yield from _sentences(part)


def _decided(content: Mapping[str, Any]) -> Iterator[Text]:
    yield "decision", f"{content['decision']}: {content['reason']}"


def _reason(what: str) -> Callable[[Mapping[str, Any]], Iterator[Text]]:
    def tell(content: Mapping[str, Any]) -> Iterator[Text]:
        yield what, content["reason"]

    return tell


def _tested(content: Mapping[str, Any]) -> Iterator[Text]:
    outcome = "holds" if content["holds"] else "does not hold"
    yield f"test of assumption {content['risk']}", f"It {outcome}: {content['because']}"


def _commented(content: Mapping[str, Any]) -> Iterator[Text]:
    yield "comment", content["text"]


_TOLD: Mapping[Act, Callable[[Mapping[str, Any]], Iterator[Text]]] = {
    Act.DRAFTED: _charter, Act.LIT: _charter, Act.AMENDED: _amended, Act.CHECKED: _checked, Act.READ: _read,
    Act.DECIDED: _decided, Act.SPREAD: _reason("spread"), Act.PUT_OUT: _reason("put out"),
    Act.OVERRIDDEN: _reason("lit below its clarity"), Act.TESTED: _tested, Act.COMMENTED: _commented,
}  # fmt: skip
"""How each act is told; those that are not here are not searched."""
