"""A workspace in Python: each act on a fire is one line, and gives a record that shows itself."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from smallfires.errors import UsageError
from smallfires.faces import records, typed
from smallfires.faces.asked import brought, listed
from smallfires.faces.charters import Told, is_slug, text_of
from smallfires.faces.notebook import shown
from smallfires.fires.acts import Answered, Answers
from smallfires.fires.entry import Head
from smallfires.fires.fire import Fire
from smallfires.fires.quantity import many
from smallfires.fires.teachback import TeachBack
from smallfires.verbs.add import AddedMeasure, AddedSource, add_measure, add_source
from smallfires.verbs.add_fire import add_fire
from smallfires.verbs.again import again
from smallfires.verbs.amend import amend
from smallfires.verbs.answer import Invitation, answer, answer_own, invited, own
from smallfires.verbs.bench import Bench, Progress, bench, silent
from smallfires.verbs.brief import brief
from smallfires.verbs.comment import comment
from smallfires.verbs.decide import decide
from smallfires.verbs.desk import Clock, Desk, clock, desk
from smallfires.verbs.draft import check, draft
from smallfires.verbs.extract import MOST as LAST
from smallfires.verbs.extract import extract
from smallfires.verbs.inquiry import Measuring
from smallfires.verbs.learn_fire import learn_fire
from smallfires.verbs.light import light
from smallfires.verbs.listing import overview
from smallfires.verbs.mark import mark
from smallfires.verbs.momentum import momentum
from smallfires.verbs.nightly import nightly
from smallfires.verbs.override import override as take_on
from smallfires.verbs.people import people, person
from smallfires.verbs.put_out import put_out
from smallfires.verbs.search import MOST, search
from smallfires.verbs.show import show, story
from smallfires.verbs.tested import tested
from smallfires.verbs.understood import understood
from smallfires.verbs.workspace import LEDGER, open_workspace

_LISTS = ("ends", "covariates", "leave_out")


def workspace(
    folder: str | os.PathLike[str] = ".", who: str = "", *, progress: Progress = silent, threads: int | None = None
) -> Workspace:
    """Open the workspace of a folder, or of one above it.

    Args:
        folder: in which to look.
        who: acts; the workspace's owner unless said.
        progress: told the stage and the share of it that is done.
        threads: how many cores to use; all where None.

    Raises:
        UsageError: there is no workspace, or it is not said who acts.
        EngineError: its ledger cannot be opened.

    Example:
        >>> ours = workspace("repairs", who="Mara Lind")  # doctest: +SKIP
        >>> ours.learn("one-visit").verdict.decision  # doctest: +SKIP
        <Decision.KEEP: 'keep burning'>
    """
    return Workspace(Path(folder), who, progress=progress, threads=threads)


def init(
    folder: str | os.PathLike[str], owner: str, *, name: str = "", currency: str = "€", ledger: str = LEDGER
) -> Workspace:
    """Make a workspace, and open it. Nothing that is there is written over.

    Args:
        folder: which it becomes; made where it is not there.
        owner: who acts where nobody is named.
        name: of the organization, team or person; the folder's own unless said.
        currency: of every cost.
        ledger: its address: a file in the folder, or a database.

    Raises:
        UsageError: there is one already, the address has a password in it, or nothing can be written there.
        EngineError: the ledger cannot be opened.
    """
    from smallfires.verbs.init import init as begin

    begin(Path(folder), owner=owner, name=name, currency=currency, ledger=ledger)
    return Workspace(Path(folder))


class Workspace:
    """A workspace and its fires. What is asked of it is looked up anew each time, so that it is never out of date.

    Use it in a ``with`` block, or leave it: it closes its ledger itself when nobody needs it any more.

    Args:
        folder: in which to look for it.
        who: acts; its owner unless said.
        progress: told the stage and the share of it that is done.
        threads: how many cores to use; all where None.
        now: the clock.

    Raises:
        UsageError: there is no workspace, or it is not said who acts.
        EngineError: its ledger cannot be opened.
    """

    def __init__(
        self,
        folder: Path = Path(),
        who: str = "",
        *,
        progress: Progress = silent,
        threads: int | None = None,
        now: Clock = clock,
    ) -> None:
        stack = ExitStack()
        self._opened = stack.enter_context(desk(folder, who, now))
        self._progress, self._threads = progress, threads
        self._close = weakref.finalize(self, stack.close)

    def close(self) -> None:
        """Let the ledger go. Doing it twice does no harm."""
        self._close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """In which it is."""
        return self._opened.workspace.folder

    @property
    def name(self) -> str:
        """Of the organization, team or person."""
        return self._desk.workspace.name

    @property
    def who(self) -> str:
        """The person who acts."""
        return self._opened.who

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of where data come from."""
        return tuple(self._desk.workspace.sources)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures."""
        return tuple(self._desk.workspace.measures)

    def __repr__(self) -> str:
        return f"<Workspace {self.name!r}: {many(len(self._desk.fires()), 'fire')}>"

    def __str__(self) -> str:
        return str(self.fires)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.fires._repr_mimebundle_(include, exclude)

    # What is seen.

    @property
    def fires(self) -> records.Overview:
        """All fires by stage, how long they have burnt, and what is due."""
        return shown(overview(self._desk), records.Overview)

    def fire(self, fire: str) -> records.Story:
        """One fire with all that is known of it: its charter, clarity, last verdict, agenda and diary."""
        return shown(show(self._desk, fire), records.Story)

    def search(self, words: str, most: int = MOST) -> records.Found:
        """Everything ever declared, learned, decided and commented, by its words."""
        return shown(search(self._desk, words, most), records.Found)

    def momentum(self) -> records.Momentum:
        """How many fires were lit, read and decided, how soon each teaches something, what worked, and who carries it."""
        return shown(momentum(self._desk), records.Momentum)

    def people(self) -> records.People:
        """Who carries how much change, those who carry most first."""
        return shown(people(self._desk), records.People)

    def person(self, name: str) -> records.Person:
        """What one person carries, week by week, and what is due from them.

        Raises:
            NotThere: nobody of this name carries anything.
        """
        return shown(person(self._desk, name), records.Person)

    def ledger(self, fire: str = "", last: int = LAST) -> records.Extract:
        """The last entries of the ledger, of a fire or of all."""
        return shown(extract(self._desk, fire, last), records.Extract)

    def verify(self, noted: Head | None = None) -> Head:
        """Prove that no entry of the ledger was changed, removed or put elsewhere.

        Args:
            noted: a last entry that was noted earlier, elsewhere.

        Returns:
            The last entry, worth noting elsewhere.

        Raises:
            BrokenLedger: one was; says which.
        """
        from smallfires.stores.verify import verify

        return verify(self._desk.ledger, noted)

    # What has a name.

    def add_source(self, name: str, address: str | os.PathLike[str], **settings: Any) -> AddedSource:
        """Give a file or a database a name; settings are those of ``Measuring``, such as ``unit="site"``."""
        with self._bench() as ground:
            told = brought(settings, Measuring, _LISTS)
            return add_source(self._desk.workspace, name, os.fspath(address), told, ground)

    def add_measure(self, name: str, source: str, **settings: Any) -> AddedMeasure:
        """Define a measure once, for all; settings are those of ``Measuring``: ``more_is_better=False`` has to be said."""
        with self._bench() as ground:
            return add_measure(self._desk.workspace, name, source, brought(settings, Measuring, _LISTS), ground)

    def add_fire(self, subject: str, intent: str, *, title: str = "", measure: str = "", solo: bool = False) -> Path:
        """Write a charter to fill in, with a line on each field; where it is."""
        return add_fire(self._desk.workspace, subject, intent, title=title, measure=measure, solo=solo)

    # The life of a fire.

    def check(self, charter: Told) -> records.Checkup:
        """Whether a charter could be lit, and which of its words make people guess. Nothing is noted.

        Args:
            charter: made of its parts, the path of its file, its text, or the name of a fire.

        Raises:
            CharterError: it cannot be lit as it stands: every reason at once.
        """
        with self._bench() as ground:
            text, file = self._text(charter)
            found, findings = check(self._desk, text, ground, file=file)
        return records.Checkup(file, found, found.seal(), findings)

    def draft(self, charter: Told) -> records.Checkup:
        """Note a charter in the ledger, where it is new or has changed; gives what ``check`` gives.

        Raises:
            CharterError: it cannot be lit as it stands: every reason at once.
            NotYet: the fire burns already; ``amend`` it.
        """
        text, file = text_of(charter)
        with self._bench() as ground:
            fire, findings = draft(self._desk, text, ground, file=file)
        return records.Checkup(file, fire.charter, fire.charter.seal(), findings)

    def brief(
        self, fire: str, *, ask_again: bool = False, renew: str | Iterable[str] = (), revoke: str | Iterable[str] = ()
    ) -> records.Sent:
        """Send the one page out: everyone asked gets a personal link, told this once in ``links``.

        Args:
            fire: its name.
            ask_again: everyone is asked again, as the next round.
            renew: people whose link is replaced.
            revoke: people whose link ends.
        """
        sent = brief(self._desk, fire, ask_again=ask_again, renew=listed(renew), revoke=listed(revoke))
        return records.Sent(sent.brief, sent.round, sent.links, sent.fire)

    def questions(self, fire: str = "", *, link: str = "") -> TeachBack:
        """The teach-back: of your own fire, in which you alone are asked, or by a personal link."""
        return self._asked(fire, link).asked

    def answer(
        self,
        fire: str = "",
        *,
        intent: str | int,
        measure: str | int,
        effect: str | int,
        worse: str | int,
        words: str = "",
        link: str = "",
    ) -> Answered:
        """Answer the teach-back; each answer is an option's text, its key, or its place among those offered.

        Args:
            fire: your own, in which you alone are asked; or none, and a link.
            intent: what is asked.
            measure: which one figure tells whether it worked.
            effect: which way it has to go, and how far.
            worse: what may get worse, until when, and what stops it.
            words: what you will do differently on Monday.
            link: a personal one, or the token at its end.
        """
        questions, told = self._asked(fire, link).asked.questions, (intent, measure, effect, worse)
        asked = enumerate(zip(questions, told, strict=True), 1)
        keys = {question.name: typed.option(number, question, one) for number, (question, one) in asked}
        given = Answers(**keys, words=words)
        made = answer(self._desk, _token(link), given) if link else answer_own(self._desk, fire, given)
        return made.given[-1]

    def clarity(self, fire: str, round: int | None = None) -> records.Clarity:  # noqa: A002
        """What the people asked understood; of the last round unless said."""
        return shown(understood(self._desk, fire, round), records.Clarity)

    def mark(self, fire: str, code: str, mark_: str) -> records.Clarity:
        """Say whether somebody's own words fit: ``match``, ``partly`` or ``no``; its code is in ``clarity(fire).words``."""
        return shown(mark(self._desk, fire, code, mark_), records.Clarity)

    def light(self, fire: str, *, override: str = "") -> records.Lit:
        """Freeze the charter, draw the lot, and let the fire burn.

        Args:
            fire: its name.
            override: why it may be lit below the clarity that it declares; every reading repeats it.

        Raises:
            NotYet: it burns already, or is not clear enough to those asked; says what is missing.
            CharterError: it cannot be lit as it stands.
        """
        if override:
            take_on(self._desk, fire, override)
        with self._bench() as ground:
            found = light(self._desk, fire, ground).lit
        assert found is not None
        return shown(found, records.Lit)

    def learn(self, fire: str) -> records.Lesson:
        """Read a fire as its charter says, judge it by its gate, and note both in the ledger.

        Raises:
            NotYet: it does not burn.
            DataError: the data cannot be read, or are too few.
        """
        with self._bench() as ground:
            found = learn_fire(self._desk, fire, ground)
        assert found is not None
        return shown(found, records.Lesson)

    def again(self, fire: str, number: int) -> records.Again:
        """Do a reading again: the same to the last digit, or what has changed."""
        with self._bench() as ground:
            return shown(again(self._desk, fire, number, ground), records.Again)

    def nightly(self, *, trial: bool = False) -> records.Night:
        """Read every burning fire that has new data, and tell what is new; on trial, nothing is written or sent."""
        return shown(nightly(self._desk, self._progress, self._threads, trial=trial), records.Night)

    def comment(self, fire: str, text: str) -> records.Story:
        """Write a line in the diary of a fire."""
        return self._story(comment(self._desk, fire, text))

    def tested(self, fire: str, risk: int, because: str, *, holds: bool) -> records.Story:
        """Note what the test of a riskiest assumption showed: 1 for the first in the charter."""
        return self._story(tested(self._desk, fire, risk, because, holds=holds))

    def amend(self, fire: str, charter: Told, because: str) -> records.Story:
        """Change the charter of a fire, for everybody to see; give the whole charter as it shall be."""
        text, file = text_of(charter)
        with self._bench() as ground:
            return self._story(amend(self._desk, fire, text, because, ground, file=file))

    def decide(
        self, fire: str, decision: str, because: str, *, relabel: str = "", units: str | Iterable[str] = ()
    ) -> records.Story:
        """Decide on a fire that burns, with its verdict or against it.

        Args:
            fire: its name.
            decision: ``spread``, ``keep burning`` or ``put out``.
            because: why.
            relabel: what the fire in fact was, where the shift contradicts the declared intent.
            units: to which it spreads.
        """
        return self._story(decide(self._desk, fire, decision, because, relabel=relabel, units=listed(units)))

    def put_out(self, fire: str, because: str) -> records.Story:
        """End a fire, whether it burns or was never lit."""
        return self._story(put_out(self._desk, fire, because))

    # How it is done.

    @property
    def _desk(self) -> Desk:
        """The desk, with the workspace as its file describes it now."""
        if not self._close.alive:
            raise UsageError("This workspace is closed.", "Open it again: smallfires.workspace(folder)")
        return replace(self._opened, workspace=open_workspace(self.folder))

    def _bench(self) -> AbstractContextManager[Bench]:
        return bench(self._progress, self._threads)

    def _story(self, fire: Fire) -> records.Story:
        return shown(story(fire, self._opened.today), records.Story)

    def _text(self, charter: Told) -> tuple[str, str]:
        """The text of a charter, also by the name of its fire."""
        if isinstance(charter, str) and is_slug(charter):
            return self._desk.fire(charter).charter.to_toml(), ""
        return text_of(charter)

    def _asked(self, fire: str, link: str) -> Invitation:
        if bool(fire) == bool(link):
            raise UsageError("It is not said what is answered.", "Name a fire of your own, or give a personal link.")
        return invited(self._desk, _token(link)) if link else own(self._desk, fire)


def _token(link: str) -> str:
    return link.strip().rstrip("/").rpartition("/")[2]
