"""A ledger as an organization has it after some years: ten thousand fires of a thousand people, by the entries that verbs write.

Each reading is whole: what the worked workspace's own readings hold, under another number. Half of them are any of these, the
others the shortest, as those of small tables are.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.ledger_trials import schema

from smallfires.fires import acts
from smallfires.fires.access import Role
from smallfires.fires.accounts import Account, Kind
from smallfires.fires.acts import Fact
from smallfires.fires.charter import (
    Adoption,
    Bounds,
    Budget,
    Charter,
    Designed,
    Guardrail,
    Horizon,
    Hypothesis,
    Intent,
    Person,
    Risk,
    Scope,
    Subject,
    Success,
)
from smallfires.fires.entry import Act, moment
from smallfires.fires.teachback import matched, teach_back
from smallfires.stores import open_ledger
from smallfires.stores.accounts import accounts_of
from smallfires.verbs.accounts.staff import staff_of
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import desk
from smallfires.verbs.life import live

FIRES, PEOPLE = 10_000, 1_000
MAKING = 4
"""Raised when what is made changes, so that no older one is used."""
SHORT = 2
"""Readings that are taken for those of small tables."""
TOML = 'name = "Northern Counties Care"\nowner = "Mara Lind"\nledger = "ledger.db"\n'
FIRST = [
    "Ada",
    "Ben",
    "Chiara",
    "Deniz",
    "Elena",
    "Femi",
    "Greta",
    "Hamid",
    "Ines",
    "Jonas",
    "Kaya",
    "Lin",
    "Mateo",
    "Noor",
    "Olga",
    "Petra",
    "Quentin",
    "Rosa",
    "Sami",
    "Tilde",
]
LAST = [
    "Adler",
    "Bauer",
    "Costa",
    "Diallo",
    "Eriksen",
    "Fontaine",
    "Garcia",
    "Holm",
    "Ivanov",
    "Jensen",
    "Keller",
    "Lund",
    "Moreau",
    "Novak",
    "Okafor",
    "Petersen",
    "Quist",
    "Rossi",
    "Sato",
    "Tanaka",
    "Ueda",
    "Vogel",
    "Weiss",
    "Xu",
    "Yilmaz",
    "Zuber",
    "Aksoy",
    "Berg",
    "Conti",
    "Dahl",
    "Engel",
    "Faber",
    "Gruber",
    "Haas",
    "Iqbal",
    "Janssen",
    "Kovacs",
    "Lopez",
    "Meyer",
    "Nagy",
    "Olsen",
    "Pereira",
    "Ramos",
    "Silva",
    "Toth",
    "Urban",
    "Vega",
    "Wolf",
    "Young",
    "Zimmer",
]
WORK = ("handover", "intake", "triage", "discharge", "invoicing", "ordering parts", "rota", "repairs", "complaints", "hiring",
        "visits", "claims", "pharmacy round", "night desk", "transport", "cleaning", "training", "billing", "referrals",
        "stock count")  # fmt: skip
CHANGES = ("a shorter list", "one visit instead of two", "photos before planning", "no second approval", "mail twice a day",
           "a fixed order of five points", "a phone call first", "one shared board", "no form at all", "a template",
           "pairs instead of queues", "a stand-up at nine", "self-service", "a single contact")  # fmt: skip
SEEN = ("people wait for a signature", "the same is asked twice", "half of the visits end without a repair", "mail interrupts",
        "nobody knows who has it", "forms come back", "parts are missing", "the phone is engaged")  # fmt: skip
REMARKS = ("Two callers asked for the old way.", "The first week was slow.", "The flu keeps half of us at home.",
           "Nobody wants to go back.", "The printer was broken for three days.", "New colleagues learn it in a day.")  # fmt: skip
MEASURES = ("minutes", "days to repair", "forms returned", "visits per case", "hours", "cost per case")


@dataclass(frozen=True)
class Done:
    """Something that was done, still without its place in the ledger."""

    on: date
    slug: str
    who: str
    fact: Fact


def people() -> list[str]:
    """A thousand names."""
    return [f"{first} {last}" for first in FIRST for last in LAST][:PEOPLE]


def made(fires: int = FIRES) -> Path:
    """The folder of a workspace with so many fires; it is made once a week and kept in the temporary folder."""
    year, week, _ = date.today().isocalendar()
    folder = Path(tempfile.gettempdir()) / f"smallfires-crowd-{MAKING}-{fires}-{year}-{week}"
    if not (folder / "whole").exists():
        folder.mkdir(exist_ok=True)
        (folder / "ledger.db").unlink(missing_ok=True)
        (folder / "smallfires.toml").write_text(TOML, "utf-8")
        _write(folder / "ledger.db", sorted(_everything(fires, whole_readings()), key=lambda done: done.on))
        (folder / "whole").touch()
    return folder


@contextmanager
def organized(folder: Path, server: str) -> Iterator[tuple[Path, str]]:
    """The same ledger in PostgreSQL, where all its people have accounts: another workspace, and the session of an admin in it.

    Args:
        folder: of the workspace whose ledger is a file.
        server: the address of a database; a schema of its own is made there, and taken away in the end.
    """
    with schema(server) as address, tempfile.TemporaryDirectory() as place:
        there = Path(place)
        (there / "smallfires.toml").write_text(TOML.replace('"ledger.db"', json.dumps(address)), "utf-8")
        with closing(open_ledger(folder / "ledger.db")) as kept, desk(there) as opened:
            opened.ledger.adopt(kept.entries())
            accounts = accounts_of(opened.ledger)
            for at, name in enumerate(people()):
                accounts.add(Account(name, list(Role)[at % 3], f"{at}@example.org", made=moment(opened.now())))
            accounts.add(Account("Mara Lind", Role.ADMIN, made=moment(opened.now())))
            session = staff_of(opened, accounts).grant(Kind.SESSION, "Mara Lind").secret
        yield there, session


def whole_readings() -> list[Mapping[str, Any]]:
    """What the readings of the worked workspace hold, the shortest first; the longest, of a diary by the hour, are left out."""
    with tempfile.TemporaryDirectory() as folder, bench(threads=1) as ground:
        live(Path(folder) / "lived", ground)
        with closing(open_ledger(Path(folder) / "lived" / "ledger.db")) as ledger:
            read = [entry.content for entry in ledger.entries() if entry.act is Act.READ]
    return [json.loads(content) for content in sorted(read, key=len) if len(content) < 200_000]


def _write(place: Path, everything: list[Done]) -> None:
    """A day an act of the ledger, at its noon."""
    today = [datetime.now(UTC)]
    with closing(open_ledger(place, lambda: today[0])) as ledger:
        for day, done in groupby(everything, key=lambda each: each.on):
            today[0] = datetime.combine(day, time(12), UTC)
            ledger.append([acts.draft(each.who, each.slug, each.fact) for each in done])


def _everything(fires: int, readings: list[Mapping[str, Any]]) -> Iterator[Done]:
    chance, names, today = random.Random(7), people(), date.today()
    for number in range(fires):
        begun = today - timedelta(days=int(1_800 * (1 - (number / fires) ** 0.7)))
        yield from (done for done in _life(chance, number, begun, names, readings) if done.on <= today)


def _life(
    chance: random.Random, number: int, begun: date, names: list[str], readings: list[Mapping[str, Any]]
) -> Iterator[Done]:
    """One fire, from its draft as far as it comes."""
    charter = _charter(chance, number, begun, names)
    slug, owner, start, end = charter.slug, charter.owner, charter.horizon.start, charter.horizon.end
    yield Done(begun, slug, owner, acts.Drafted(charter))
    if chance.random() < 0.12:
        yield Done(begun + timedelta(days=40), slug, owner, acts.PutOut("Nobody had the time for it."))
        return
    asked = tuple(acts.Invited(one.name, sha256(f"{slug}{one.name}".encode()).hexdigest()) for one in charter.people)
    yield Done(begun + timedelta(days=3), slug, owner, acts.Briefed(charter.seal(), 1, asked, MEASURES[:3]))
    for one in charter.people:
        if chance.random() < 0.95:
            yield Done(begun + timedelta(days=chance.randint(3, 9)), slug, one.name, _answered(charter, one.name))
    if chance.random() < 0.05:
        return
    yield Done(start - timedelta(days=1), slug, owner, acts.Lit(charter, charter.seal()))
    for place, risk in enumerate(charter.risks, 1):
        if chance.random() < 0.9:
            yield Done(risk.by, slug, owner, acts.Tested(place, chance.random() < 0.7, "It was as we thought."))
    if chance.random() < 0.4:
        yield Done(start + timedelta(days=9), slug, chance.choice(charter.people).name, _remark(chance))
    yield from _read_and_decided(chance, charter, end, readings)


def _read_and_decided(
    chance: random.Random, charter: Charter, end: date, readings: list[Mapping[str, Any]]
) -> Iterator[Done]:
    slug, owner, many, last = charter.slug, charter.owner, chance.choice((1, 2, 2, 3)), ""
    for at in range(1, many + 1):
        day = charter.horizon.start + (end - charter.horizon.start) * at / many
        last = chance.choice(("spread", "put out", "keep burning")) if at == many else "keep burning"
        yield Done(day, slug, owner, _read(chance, at, last, charter, readings))
    if chance.random() < 0.03:
        return
    says = last if last != "keep burning" else "put out"
    decision = says if chance.random() < 0.9 else "put out"
    day, reason = end + timedelta(days=chance.randint(0, 20)), f"{_remark(chance).text} It is worth what it costs."
    yield Done(day, slug, owner, acts.Decided(decision, reason, many, last))
    yield Done(day, slug, owner, acts.Spread(reason, ("All sites",)) if decision == "spread" else acts.PutOut(reason))


def _read(
    chance: random.Random, number: int, decision: str, charter: Charter, readings: list[Mapping[str, Any]]
) -> acts.Read:
    sentence = f"The {charter.success.measure} of {charter.scope.units[0]} fell by {chance.uniform(0, 12):.1f} %."
    whole = chance.choice(readings if chance.random() < 0.5 else readings[:SHORT])
    verdict = {**whole["lesson"]["verdict"], "decision": decision, "sentence": sentence}
    lesson = {**whole["lesson"], "verdict": verdict}
    return acts.Read(number, decision, whole["fingerprints"], whole["asked"], "0.1.0", lesson)


def _answered(charter: Charter, person: str) -> acts.Answered:
    asked = teach_back(charter, MEASURES[:3])
    given = acts.Answers(**{question.name: question.right for question in asked.questions}, words="I try it on Monday.")
    return acts.Answered(charter.seal(), 1, person, given, matched(given, asked))


def _remark(chance: random.Random) -> acts.Commented:
    return acts.Commented(chance.choice(REMARKS))


def _charter(chance: random.Random, number: int, begun: date, names: list[str]) -> Charter:
    """A charter of its own words; one in five is to transform."""
    work, change, site = chance.choice(WORK), chance.choice(CHANGES), chance.randint(1, 200)
    start = begun + timedelta(days=chance.randint(10, 30))
    end = start + timedelta(days=7 * chance.randint(4, 20))
    asked = chance.sample(names, chance.randint(2, 9))
    found = Charter(
        title=f"{change[:1].upper()}{change[1:]} for {work}, site {site}",
        slug=f"{change.replace(' ', '-')}-{work.replace(' ', '-')}-{number}",
        owner=names[chance.randrange(120)],
        subject=chance.choice(tuple(Subject)),
        of=work.capitalize(),
        intent=Intent.OPTIMIZE,
        hypothesis=Hypothesis(
            because=chance.choice(SEEN), change=change, will=f"shorten {work}", seen=chance.choice(MEASURES)
        ),
        success=Success(measure=chance.choice(MEASURES), less_is_better=True, worthwhile="5%", by=end, today="24"),
        picked="hand",
        scope=Scope(units=(f"Site {site}",), compared=(f"Site {site + 1}", f"Site {site + 2}")),
        design=Designed(name="parallel"),
        horizon=Horizon(start=start, end=end),
        people=tuple(Person(name=one, share=chance.choice((0.01, 0.02, 0.05, 0.1)), act="work by it") for one in asked),
        guardrails=(Guardrail(measure="complaints", less_is_better=True, margin="2%"),),
        bounds=Bounds(fixed=("who takes part",), free=("the words",)),
    )
    return _transforming(found, start, end) if chance.random() < 0.2 else found


def _transforming(charter: Charter, start: date, end: date) -> Charter:
    return replace(
        charter,
        intent=Intent.TRANSFORM,
        budget=Budget(measure="visits per case", less_is_better=True, lose="8%", until=start + timedelta(days=14)),
        adoption=Adoption(new_way='activity is "Phone triage"', share=0.6, by=start + timedelta(days=21)),
        risks=(Risk(assumption="People pick up the phone", test="count calls", by=start + timedelta(days=18)),),
    )
