"""Clarity: the plain share of those asked who understood what is asked of them, and what keeps a fire from being lit.

Wrong answers count against the charter, not the person: nothing here tells who chose what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from hashlib import sha256

from smallfires.fires import acts
from smallfires.fires.brief import QUESTIONS, brief_of
from smallfires.fires.charter import Charter, Threshold
from smallfires.fires.fire import Fire, Noted
from smallfires.fires.quantity import say_share
from smallfires.fires.teachback import NOBODY, TeachBack, teach_back
from smallfires.fires.wording import some

LEAST = 4
"""People below whom nothing is shown by question: it could be one person's answer."""


@dataclass(frozen=True)
class Belief:
    """What some believe instead.

    Attributes:
        text: as they would say it.
        count: how many of those who answered.
        unknown: whether it is that they do not know, or were not told.
    """

    text: str
    count: int
    unknown: bool = False


@dataclass(frozen=True)
class Understood:
    """One question of the teach-back.

    Attributes:
        name: of the question.
        text: what was asked.
        matched: how many of those who answered chose what the charter says.
        belief: the most common answer beside the right one; None where there is none.
    """

    name: str
    text: str
    matched: int
    belief: Belief | None


@dataclass(frozen=True)
class Rewrite:
    """A sentence of the brief that was not understood by as many as it should be.

    Attributes:
        question: its name.
        sentence: as the brief has it.
    """

    question: str
    sentence: str


@dataclass(frozen=True)
class Group:
    """Some of those asked.

    Attributes:
        asked: how many they are.
        answered: how many of them have answered.
        matched: how many understood all four; None where so few have answered that it would show single answers.
    """

    asked: int
    answered: int
    matched: int | None


@dataclass(frozen=True)
class Words:
    """Someone's own words, without the name.

    Attributes:
        code: a short name for them, which tells nothing of who wrote them or when.
        text: the words.
        mark: ``match``, ``partly`` or ``no``; empty while nobody has marked them.
    """

    code: str
    text: str
    mark: str = ""


@dataclass(frozen=True)
class Clarity:
    """What the people asked understood.

    Attributes:
        slug, title: of the fire.
        round: of the teach-back; 0 where the brief has not gone out.
        current: whether the brief that went out is of the charter as it is; what has to be confirmed again is not.
        solo: whether its owner is the only one asked.
        everyone: all who were asked.
        waiting: names of those who have not answered.
        questions: one by one; none where fewer than four have answered.
        leaders, rest: the leaders apart from the others; None where either are so few that single answers would show.
        words: in an order that has nothing to do with who wrote them; none while few have answered and others have not.
        rewrite: sentences of the brief that were not understood.
        note: what the owner has to know about the teach-back; empty for nothing.
        asked_of: of how many people those asked are a sample; None where all are asked.
        interval: of the share among all of these, where a sample was asked; None where it is not worked out.
        before: everyone, when they were asked the round before: definitions drift; None where they were not, or so few answered
            that single answers would show.
        missing: why the fire cannot be lit yet by what its charter asks, each a sentence; none where it is clear enough.
    """

    slug: str
    title: str
    round: int
    current: bool
    solo: bool
    everyone: Group
    waiting: tuple[str, ...] = ()
    questions: tuple[Understood, ...] = ()
    leaders: Group | None = None
    rest: Group | None = None
    words: tuple[Words, ...] = ()
    rewrite: tuple[Rewrite, ...] = ()
    note: str = ""
    asked_of: int | None = None
    interval: tuple[float, float] | None = None
    before: Group | None = None
    missing: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether enough have answered to say how many understood without showing anyone's own answers."""
        return self.solo or self.everyone.answered >= LEAST or not self.waiting


Given = tuple[int, acts.Answered]
"""A first answer, with the number of its entry."""


def clarity(fire: Fire, round: int | None = None) -> Clarity:  # noqa: A002
    """What the people asked understood in one round of the teach-back.

    First answers count, and those given to a brief that still holds: after an amendment that has to be confirmed, earlier
    answers do not.

    Args:
        fire: with its diary.
        round: of the teach-back; None for the last. Later ones show whether definitions drift.

    Raises:
        UsageError: an amount in the charter cannot be read.
    """
    number = fire.round if round is None else round
    seen = _until(fire, number)
    last = reduce(_followed, seen, _Told())
    charter = last.charter or fire.charter
    asked = teach_back(charter, _others(seen, number))
    names = people_asked(charter)
    first = _first(seen, number, last.seals, names)
    given = list(first.values())
    answers = [said for _, said in given]
    found = Clarity(
        slug=fire.slug,
        title=charter.title,
        round=number,
        current=any(sent.seal in last.seals for sent in _briefed(seen, number)),
        solo=charter.solo,
        everyone=_group(names, first),
        waiting=tuple(name for name in names if name not in first),
        note=asked.questions[1].note,
        asked_of=charter.asked_of,
    )
    if not found.told:
        found = replace(found, everyone=replace(found.everyone, matched=None))
    if not given or not found.told:
        return replace(found, missing=unmet(found, charter.threshold))
    leaders, rest = _apart(charter, first)
    found = replace(
        found,
        questions=_questions(asked, answers) if charter.solo or len(given) >= LEAST else (),
        leaders=leaders,
        rest=rest,
        words=_words(given, seen, charter.seal()),
        before=_before(fire, number),
        rewrite=_rewrite(charter, answers, len(names)),
    )
    return replace(found, missing=unmet(found, charter.threshold))


def _before(fire: Fire, number: int) -> Group | None:
    """Everyone, the round before."""
    earlier = clarity(fire, number - 1) if number > 1 else None
    return earlier.everyone if earlier and earlier.told and earlier.everyone.answered else None


def people_asked(charter: Charter) -> tuple[str, ...]:
    """Names of those who have to understand; the owner alone where nobody is named."""
    return tuple(person.name for person in charter.people) or (charter.owner,)


@dataclass(frozen=True)
class _Told:
    """What holds at a moment: the charter, and the seals to which an answer still counts."""

    charter: Charter | None = None
    seals: frozenset[str] = field(default_factory=frozenset)


def standing(fire: Fire) -> frozenset[str]:
    """Seals of charters of this fire that ask the same as the one in force: answers to their briefs count."""
    return reduce(_followed, fire.diary, _Told()).seals


def _followed(before: _Told, noted: Noted) -> _Told:
    """What holds after one more entry. What a draft asks is compared; an amendment says so itself."""
    fact = noted.fact
    if not isinstance(fact, acts.Drafted | acts.Lit | acts.Amended):
        return before
    again = fact.confirm if isinstance(fact, acts.Amended) else not _asks_the_same(before.charter, fact.charter)
    seal = fact.charter.seal()
    return _Told(fact.charter, frozenset({seal}) if again else before.seals | {seal})


def _asks_the_same(old: Charter | None, new: Charter) -> bool:
    if old is None:
        return False
    return _tested(old) == _tested(new)


def _tested(charter: Charter) -> tuple[object, ...]:
    """What the teach-back is about."""
    return charter.intent, charter.success, charter.budget, charter.guardrails


def _until(fire: Fire, number: int) -> list[Noted]:
    """The diary before the next round was asked."""
    later = (
        i for i, noted in enumerate(fire.diary) if isinstance(noted.fact, acts.Briefed) and noted.fact.round > number
    )
    return list(fire.diary[: next(later, len(fire.diary))])


def _briefed(seen: Iterable[Noted], number: int) -> list[acts.Briefed]:
    facts = (noted.fact for noted in seen)
    return [fact for fact in facts if isinstance(fact, acts.Briefed) and fact.round == number]


def _others(seen: Iterable[Noted], number: int) -> tuple[str, ...]:
    sent = _briefed(seen, number)
    return sent[0].others if sent else ()


def _first(seen: Iterable[Noted], number: int, seals: frozenset[str], names: Sequence[str]) -> dict[str, Given]:
    """The first answer of each of those asked, in this round, to a brief that still holds."""
    found: dict[str, Given] = {}
    for noted in seen:
        fact = noted.fact
        if isinstance(fact, acts.Answered) and fact.round == number and fact.seal in seals and fact.person in names:
            found.setdefault(fact.person, (noted.number, fact))
    return found


def _group(names: Iterable[str], first: dict[str, Given]) -> Group:
    every = list(names)
    given = [first[name][1] for name in every if name in first]
    return Group(len(every), len(given), sum(all(one.matched) for one in given))


def _apart(charter: Charter, first: dict[str, Given]) -> tuple[Group | None, Group | None]:
    """Leaders and others, where enough of both have answered."""
    leaders = _group((one.name for one in charter.people if one.leads), first)
    rest = _group((one.name for one in charter.people if not one.leads), first)
    return (leaders, rest) if min(leaders.answered, rest.answered) >= LEAST else (None, None)


def _questions(asked: TeachBack, given: Sequence[acts.Answered]) -> tuple[Understood, ...]:
    found = []
    for place, question in enumerate(asked.questions):
        wrong = Counter(getattr(one.answers, question.name) for one in given if not one.matched[place])
        key, count = min(wrong.items(), key=lambda pair: (-pair[1], pair[0] == NOBODY, pair[0]), default=("", 0))
        belief = Belief(question.said(key), count, key == NOBODY) if count else None
        found.append(Understood(question.name, question.text, sum(one.matched[place] for one in given), belief))
    return tuple(found)


def _words(given: Sequence[Given], seen: Iterable[Noted], seal: str) -> tuple[Words, ...]:
    """Everybody's own words, shuffled by the charter's seal, each with its last mark."""
    marks = {fact.answer: fact.mark for fact in (noted.fact for noted in seen) if isinstance(fact, acts.Marked)}
    found = [
        Words(code_of(number, seal), said.answers.words.strip(), marks.get(number, ""))
        for number, said in given
        if said.answers.words.strip()
    ]
    return tuple(sorted(found, key=lambda words: words.code))


def code_of(number: int, seal: str) -> str:
    """A short name for the words in an entry, drawn by the charter's seal: it tells nothing of their order."""
    return sha256(f"{seal}\n{number}".encode()).hexdigest()[:6]


def _rewrite(charter: Charter, given: Sequence[acts.Answered], asked: int) -> tuple[Rewrite, ...]:
    """Sentences behind the questions that too few of those who answered got right."""
    least = _least(charter.threshold, charter.threshold.question, asked)
    sentences = brief_of(charter).answers
    return tuple(
        Rewrite(name, sentences[place])
        for place, name in enumerate(QUESTIONS)
        if sum(one.matched[place] for one in given) < _needed(least, len(given))
    )


def _least(threshold: Threshold, share: float, asked: int) -> float:
    """The share that is needed: all of a few."""
    return 1.0 if asked < threshold.few else share


def _needed(share: float, people: int) -> float:
    """How many people a share needs; rounding is not held against them."""
    return share * people - 1e-9


def unmet(found: Clarity, threshold: Threshold) -> tuple[str, ...]:
    """Why the fire cannot be lit yet, each a sentence; none where it is clear enough."""
    if found.round == 0:
        return ("The brief has not gone out yet.",)
    if not found.current:
        return ("The charter was changed after the brief went out, in what it asks: it has to go out again.",)
    return (*_unanswered(found, threshold), *_unmatched(found, threshold), *_misread(found, threshold))


def _unanswered(found: Clarity, threshold: Threshold) -> tuple[str, ...]:
    asked, answered = found.everyone.asked, found.everyone.answered
    if answered >= _needed(_least(threshold, threshold.answered, asked), asked):
        return ()
    if found.solo:
        return ("You are the only one asked, and have not answered yet.",)
    have = "has" if len(found.waiting) == 1 else "have"
    return (f"{len(found.waiting)} of {asked} {have} not answered yet: {some(found.waiting)}.",)


def _unmatched(found: Clarity, threshold: Threshold) -> tuple[str, ...]:
    asked, matching = found.everyone.asked, found.everyone.matched
    least = _least(threshold, threshold.match, asked)
    if matching is None or matching >= _needed(least, asked):
        return ()
    if asked == 1:
        return ("The answers do not match the charter yet.",)
    rule = f"below {threshold.few} people it takes all" if asked < threshold.few else f"it takes {say_share(least)}"
    return (f"{matching} of {asked} understood all that is asked ({say_share(matching / asked)}); {rule}.",)


def _misread(found: Clarity, threshold: Threshold) -> tuple[str, ...]:
    asked = found.everyone.asked
    if asked < threshold.few:
        return ()  # all have to match: nothing is left to say by question
    if not found.questions:
        return (f"Fewer than {LEAST} have answered: what was understood cannot be told by question yet.",)
    takes = f"it takes {say_share(threshold.question)}"
    return tuple(
        f"“{one.text}” was answered right by {one.matched} of {asked}; {takes}."
        for one in found.questions
        if one.matched < _needed(threshold.question, asked)
    )
