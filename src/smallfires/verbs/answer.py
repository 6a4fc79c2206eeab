"""The verb ``answer``: someone answers the teach-back, by their personal link, or the owner of a solo fire by name."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from threading import Lock

from smallfires.errors import NotThere, NotYet, UsageError
from smallfires.fires import acts
from smallfires.fires.acts import Answered, Answers, Briefed
from smallfires.fires.brief import Brief, brief_of
from smallfires.fires.clarity import people_asked, standing
from smallfires.fires.entry import Act
from smallfires.fires.fire import Fire
from smallfires.fires.teachback import TeachBack, matched, teach_back
from smallfires.verbs.allowed import unfinished
from smallfires.verbs.brief import brief, key_of
from smallfires.verbs.desk import Desk

LONGEST = 2_000
"""Letters of own words."""

MOST_TIMES = 3
"""How often one person may answer in one round; the first answers count."""

UNKNOWN = (
    "This link leads to no brief.",
    "It was replaced by a newer one, taken back, or not copied whole. Ask whoever sent it for a new one.",
)
"""The same for every link that leads nowhere, so that nothing can be learned by trying."""


@dataclass(frozen=True)
class Invitation:
    """What a personal link opens.

    Attributes:
        fire: as it is.
        person: whose link it is.
        round: of the teach-back.
        brief: the page, for this person.
        asked: the questions.
        given: what this person answered in this round, the first first.
    """

    fire: Fire
    person: str
    round: int
    brief: Brief
    asked: TeachBack
    given: tuple[Answered, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the fire was spread or put out: then nothing is asked any more."""
        return self.fire.over

    @property
    def open(self) -> bool:
        """Whether answers are taken."""
        return not self.over and len(self.given) < MOST_TIMES


class Links:
    """Every link that holds. A server keeps one, so that each request reads only what was written since the last."""

    def __init__(self) -> None:
        self._reading = Lock()
        self._last = 0
        self._rounds: dict[str, int] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def of(self, desk: Desk) -> list[tuple[str, str, bytes]]:
        """The fire, the person and the key of each link of a last round; those of earlier rounds do not hold."""
        with self._reading:
            for entry in desk.ledger.entries(after=self._last):
                self._last = entry.number
                fact = acts.fact(entry) if entry.act is Act.BRIEFED else None
                if isinstance(fact, Briefed):
                    self._take(entry.fire, fact)
            return [(slug, who, key.encode()) for slug, keys in self._keys.items() for who, key in keys.items()]

    def _take(self, slug: str, sent: Briefed) -> None:
        if sent.round > self._rounds.get(slug, 0):
            self._rounds[slug], self._keys[slug] = sent.round, {}
        self._keys[slug] |= {one.person: one.key for one in sent.invited}


def invited(desk: Desk, token: str, links: Links | None = None) -> Invitation:
    """What a token opens. The key of every link is compared, each in constant time, whatever the token is.

    Args:
        desk: where the ledger is.
        token: from the link.
        links: of this ledger, where somebody keeps them.

    Raises:
        NotThere: it opens nothing; the same for every token of that kind.
        NotYet: the charter has changed in what it asks, and the brief has not gone out again.
    """
    key, found = key_of(token).encode(), None
    for slug, person, kept in (links or Links()).of(desk):
        if hmac.compare_digest(kept, key):
            found = slug, person
    fire = desk.fire(found[0]) if found else None
    if found is None or fire is None or found[1] not in people_asked(fire.charter):
        raise NotThere(*UNKNOWN)
    return _invitation(fire, found[1])


def _invitation(fire: Fire, person: str) -> Invitation:
    """What this person is asked in the last round.

    Raises:
        NotYet: the charter has changed in what it asks, and the brief has not gone out again.
    """
    asked = questions_of(fire)
    answers = (noted.fact for noted in fire.every(Answered))
    given = tuple(
        fact for fact in answers if isinstance(fact, Answered) and fact.person == person and fact.round == fire.round
    )
    return Invitation(fire, person, fire.round, brief_of(fire.charter, person), asked, given)


def questions_of(fire: Fire) -> TeachBack:
    """The questions of the last round.

    Raises:
        NotYet: the charter has changed in what it asks, and the brief has not gone out again; or it never went out.
    """
    sent = [noted.fact for noted in fire.every(Briefed)]
    rounds = [fact for fact in sent if isinstance(fact, Briefed) and fact.round == fire.round]
    if not any(fact.seal in standing(fire) for fact in rounds):
        raise NotYet(
            "What is asked has changed since this link was sent.",
            "A new one is on its way; until then, nothing is asked.",
        )
    return teach_back(fire.charter, rounds[0].others)


def answer(desk: Desk, token: str, answers: Answers, links: Links | None = None) -> Invitation:
    """Answer by a personal link. First answers count; later ones are kept beside them.

    Args:
        desk: where the ledger is; who acts is the person whose link it is.
        token: from the link.
        answers: the keys of the chosen options, and own words.
        links: as in ``invited``.

    Returns:
        The invitation, with these answers as the last of those given.

    Raises:
        UsageError: the token opens nothing, or an answer is none of those offered.
        NotYet: nothing is asked any more, or not yet again; or it was answered often enough.
    """
    return _noted(desk, invited(desk, token, links), answers)


def own(desk: Desk, slug: str) -> Invitation:
    """What the owner of a solo fire is asked. The brief goes out to them with that, where it has not yet.

    Raises:
        UsageError: there is no such fire, others are asked in it, or somebody else acts.
        NotYet: it is over.
    """
    fire = unfinished(desk.fire(slug), "ask")
    if not fire.charter.solo:
        raise UsageError(
            f'In "{slug}" others are asked, each by a link of their own.',
            command=f"Make the links with: smallfires brief {slug}",
        )
    if desk.who != fire.charter.owner:
        raise UsageError(
            f"{desk.who} is not asked: {fire.charter.owner} is the only one.",
            command=f'Say --as "{fire.charter.owner}".',
        )
    return _invitation(brief(desk, slug).fire, desk.who)


def answer_own(desk: Desk, slug: str, answers: Answers) -> Invitation:
    """Answer for oneself, in a solo fire.

    Raises:
        UsageError, NotYet: as ``own`` and ``answer``.
    """
    return _noted(desk, own(desk, slug), answers)


def _noted(desk: Desk, asked: Invitation, answers: Answers) -> Invitation:
    """Write the answers down, whatever else was written meanwhile: they hold for the charter of their seal only."""
    unfinished(asked.fire, "answer")
    if not asked.open:
        raise NotYet(
            f"This was answered {MOST_TIMES} times already.", "The first answers count; nothing is left to do."
        )
    given = replace(answers, words=answers.words.strip())
    _offered(given, asked.asked)
    fact = Answered(asked.fire.charter.seal(), asked.round, asked.person, given, matched(given, asked.asked))
    desk.ledger.append([acts.draft(asked.person, asked.fire.slug, fact)])
    return replace(asked, given=(*asked.given, fact))


def _offered(answers: Answers, asked: TeachBack) -> None:
    """Refuse what nobody offered, and words without end."""
    for number, question in enumerate(asked.questions, 1):
        key = getattr(answers, question.name)
        if key not in {option.key for option in question.options}:
            raise UsageError(
                f'"{key[:80]}" is no answer to question {number}.', f"{question.text} Choose one of those offered."
            )
    if len(answers.words) > LONGEST:
        raise UsageError(f"Your own words have {len(answers.words):,} letters.", f"Say it in {LONGEST:,} at most.")
