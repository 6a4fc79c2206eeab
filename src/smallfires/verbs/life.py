"""A worked workspace: three small fires from their charters to their decisions, in the years and at the pace of real ones.

Everything is done by the verbs that a user has, on data that grow as the fires burn; only the clock is wound forward.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from smallfires.errors import UsageError
from smallfires.fires.acts import Answers
from smallfires.fires.lesson import Lesson
from smallfires.sim.demo import demo, piloted
from smallfires.sim.diary import diary
from smallfires.sim.run import Run
from smallfires.sim.teams import teams
from smallfires.sim.write import WRITERS
from smallfires.verbs.answer import Invitation, answer, answer_own, invited, own
from smallfires.verbs.bench import Bench
from smallfires.verbs.brief import Link, brief
from smallfires.verbs.comment import comment
from smallfires.verbs.decide import decide
from smallfires.verbs.desk import Desk, desk
from smallfires.verbs.draft import draft
from smallfires.verbs.learn_fire import learn_fire
from smallfires.verbs.light import light
from smallfires.verbs.tested import tested
from smallfires.verbs.workspace import FILE

KIT = "workspace"
CHARTERS = ("shorter-script", "mail-twice-a-day", "one-visit")
WORDS = {
    "Ada Holm": "Ring every tenant back within the hour, and ask for photos before I plan anything.",
    "Deniz Aksoy": "No inspection goes into the diary any more; I order the parts from the photos.",
    "Femi Adeyemi": "Drive there once, with the parts in the van.",
    "Greta Lund": "I repair at the first visit.",
    "Ben Okafor": "One greeting, then straight to the question.",
    "Chiara Rossi": "The second greeting goes.",
    "Mara Lind": "Close the mail until eleven.",
}
"""What people say that they will do differently on Monday."""


@dataclass
class Calendar:
    """A clock that is wound forward."""

    moment: datetime = datetime(2024, 9, 16, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.moment

    def turn(self, day: str, hour: int = 8) -> date:
        """To an hour of a day; never back."""
        self.moment = max(self.moment, datetime.combine(date.fromisoformat(day), time(hour), UTC))
        return self.moment.date()


@dataclass
class Life:
    """The story as it is told.

    Attributes:
        desk: in the worked workspace.
        bench: where to work.
        calendar: its clock.
        seed: of all that is simulated.
        lessons: readings, by the fire's slug.
    """

    desk: Desk
    bench: Bench
    calendar: Calendar
    seed: int
    lessons: dict[str, list[Lesson]] = field(default_factory=dict)

    @property
    def last(self) -> Lesson:
        """The last reading of the last fire."""
        return list(self.lessons.values())[-1][-1]

    @property
    def folder(self) -> Path:
        """Of the workspace."""
        return self.desk.workspace.folder

    def asked(self, slug: str, *, misread: str = "") -> None:
        """The charter is noted, the brief goes out, and all answer; one of them may get it wrong at first."""
        text = (self.folder / "charters" / f"{slug}.toml").read_text(encoding="utf-8")
        fire, _ = draft(self.desk, text, self.bench, file=f"{slug}.toml")
        if fire.charter.solo:
            answer_own(self.desk, slug, _right(own(self.desk, slug)))
            return
        self._answered(brief(self.desk, slug).links, misread)
        if misread:
            comment(
                self.desk,
                slug,
                f"{misread} took it for the old way, run better. We talked it over; I ask everybody again.",
            )
            self._answered(brief(self.desk, slug, ask_again=True).links)

    def _answered(self, links: tuple[Link, ...], misread: str = "") -> None:
        for link in links:
            answers = _right(invited(self.desk, link.token))
            if link.person == misread:
                answers = replace(answers, intent="optimize")
            answer(replace(self.desk, who=link.person), link.token, answers)

    def read(self, slug: str) -> Lesson:
        """Read a fire as of today."""
        lesson = learn_fire(self.desk, slug, self.bench)
        assert lesson is not None
        self.lessons.setdefault(slug, []).append(lesson)
        return lesson

    def as_the_verdict_says(self, slug: str) -> None:
        """Decide on a fire, with the verdict of its last reading."""
        verdict = self.lessons[slug][-1].verdict
        decide(self.desk, slug, verdict.decision, _because(verdict.sentence, verdict.decision))


def _because(sentence: str, decision: str) -> str:
    """Why it was decided so: what the verdict says, without the decision itself, which stands beside it."""
    lead = f"{decision}. "
    return sentence[len(lead) :] if sentence.lower().startswith(lead) else sentence


def _right(asked: Invitation) -> Answers:
    """The answers that the charter gives, and the person's own words."""
    intent, measure, effect, worse = (question.right for question in asked.asked.questions)
    return Answers(intent, measure, effect, worse, WORDS[asked.person])


def live(folder: Path, bench: Bench, seed: int = 7) -> Life:
    """Make the worked workspace, and live through its three fires.

    Args:
        folder: to be made. What else is in it stays.
        bench: where to work.
        seed: of all that is simulated.

    Raises:
        UsageError: there is a workspace already.
    """
    _unpacked(folder)
    _grown(demo(seed).run(), folder)
    teams(seed).write(folder / "weekly.csv", date(2024, 9, 16))
    diary(seed).write(folder / "diary.csv", date(2026, 5, 4))
    calendar = Calendar()
    with desk(folder, now=calendar) as worked:
        life = Life(worked, bench, calendar, seed)
        for at, (title, told) in enumerate(STORIES.items()):
            bench.progress(title, at / len(STORIES))
            told(life)
    return life


def _unpacked(folder: Path) -> None:
    """The workspace's file and its charters."""
    if (folder / FILE).exists():
        raise UsageError(
            f"There is a workspace in {folder} already.",
            "Take another folder, or remove this one.",
            command="Name another with --folder.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    kit = resources.files("smallfires.sim") / KIT
    _copied(kit / FILE, folder / FILE)
    (folder / "charters").mkdir(exist_ok=True)
    for name in CHARTERS:
        _copied(kit / "charters" / f"{name}.toml", folder / "charters" / f"{name}.toml")


def _copied(file: Traversable, place: Path) -> None:
    place.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")


def _grown(run: Run, folder: Path) -> None:
    """The log of requests as far as it has come."""
    WRITERS["csv"](run.log, folder / "requests.csv")


def _script(life: Life) -> None:
    """An optimization that works, and is spread."""
    slug, table = "shorter-script", life.folder / "weekly.csv"
    life.calendar.turn("2024-09-17")
    life.asked(slug)
    life.calendar.turn("2024-09-20")
    light(life.desk, slug, life.bench)
    for day in ("2024-10-14", "2024-11-11"):
        teams(life.seed).write(table, life.calendar.turn(day))
        life.read(slug)
    comment(life.desk, slug, "Two callers asked for the long greeting; everybody else seems glad of the short one.")
    teams(life.seed).write(table, life.calendar.turn("2024-12-30"))
    life.read(slug)
    life.as_the_verdict_says(slug)


def _mail(life: Life) -> None:
    """A fire of one person, in which nothing is gained: that is a lesson, too."""
    slug, table = "mail-twice-a-day", life.folder / "diary.csv"
    life.calendar.turn("2026-04-30")
    life.asked(slug)
    life.calendar.turn("2026-05-01")
    light(life.desk, slug, life.bench)
    for day in ("2026-05-29", "2026-06-27"):
        diary(life.seed).write(table, life.calendar.turn(day))
        life.read(slug)
    life.as_the_verdict_says(slug)


def _visit(life: Life) -> None:
    """A transformation: it gets worse before it gets better, which its budget allows."""
    slug = "one-visit"
    life.calendar.turn("2026-06-29")
    life.asked(slug, misread="Greta Lund")
    life.calendar.turn("2026-07-03")
    lit = light(life.desk, slug, life.bench)
    run = piloted(lit.charter.scope.units, life.seed).run()
    for day, then in (("2026-08-03", _photos), ("2026-08-31", None), ("2026-10-05", _parts), ("2026-11-23", None)):
        at = life.calendar.turn(day)
        _grown(run.until(at), life.folder)
        if then is not None:
            then(life)
        life.read(slug)


def _photos(life: Life) -> None:
    tested(life.desk, "one-visit", 1, "41 of the first 50 requests came with photos that suffice.", holds=True)
    comment(life.desk, "one-visit", "The first weeks are slow: everybody rings back twice.")


def _parts(life: Life) -> None:
    tested(life.desk, "one-visit", 2, "18 of 112 repairs were done again.", holds=True)


STORIES: Mapping[str, Callable[[Life], None]] = MappingProxyType(
    {
        "Two teams try a shorter script": _script,
        "One person reads mail twice a day": _mail,
        "Four sites repair in one visit": _visit,
    }
)
"""The three fires, in the order of their years."""
