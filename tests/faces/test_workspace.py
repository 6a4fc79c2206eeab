"""A workspace in Python: from the charter to the decision, each act one line."""

from __future__ import annotations

import gc
import inspect
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import smallfires as sf
from smallfires.errors import CharterError, DataError, NotThere, NotYet, UsageError
from smallfires.faces import records
from smallfires.faces.jsonable import schema
from smallfires.faces.kinds import kind_of
from smallfires.faces.notebook import Shown
from smallfires.fires.fire import Stage
from smallfires.fires.verdict import Decision
from smallfires.sim.diary import diary
from smallfires.verbs.life import Calendar

OWNER = "Mara Lind"
MAIL = sf.Charter(
    title="Mail twice a day",
    slug="mail-twice-a-day",
    owner=OWNER,
    subject="tool",
    of="E-mail",
    intent="optimize",
    picked="lot",
    hypothesis=sf.Hypothesis(
        because="mail interrupts me every nine minutes",
        change="mail at eleven and at four only",
        will="leave more of the day for work that needs thought",
        seen="hours of undisturbed work",
    ),
    success=sf.Success(measure="undisturbed", less_is_better=False, worthwhile="0.5", by=date(2026, 6, 26), today="3"),
    scope=sf.Scope(units=(OWNER,)),
    design=sf.Designed(name="switchback", settings={"block": 1}, seed=3),
    horizon=sf.Horizon(start=date(2026, 5, 4), end=date(2026, 6, 26)),
    people=(sf.Person(name=OWNER),),
    bounds=sf.Bounds(fixed=("calls are answered as ever",), free=("which two hours",)),
)
ASKED = replace(MAIL, people=(sf.Person(name="Ada Holm", act="read mail at eleven"),))


@pytest.fixture
def calendar() -> Calendar:
    calendar = Calendar()
    calendar.turn("2026-04-30")
    return calendar


@pytest.fixture
def ours(tmp_path: Path, calendar: Calendar) -> sf.Workspace:
    """A workspace with a measure, on the last day before the fire."""
    diary().write(tmp_path / "diary.csv", date(2026, 4, 30))
    with sf.init(tmp_path, OWNER, name="Repairs") as begun:
        begun.add_source("diary", tmp_path / "diary.csv", time="day")
        begun.add_measure("undisturbed", "diary", measure="undisturbed hours", more_is_better=True)
    with sf.Workspace(tmp_path, now=calendar, threads=1) as opened:
        yield opened


def understood(ours: sf.Workspace) -> None:
    """Its owner answers as the charter has it."""
    ours.draft(MAIL)
    right = {question.name: question.right for question in ours.questions(MAIL.slug).questions}
    assert ours.answer(MAIL.slug, **right, words="Close the mail until eleven.").matched == (True,) * 4


def test_a_fire_lives_in_python(ours, calendar):
    """From its charter to the decision a fire needs nothing but Python, and each act gives a record that shows itself."""
    assert ours.check(MAIL).charter.seal() == MAIL.seal()
    assert ours.fires.fires == ()
    understood(ours)
    assert ours.clarity(MAIL.slug).everyone.matched == 1
    assert ours.light(MAIL.slug).charter.slug == MAIL.slug
    diary().write(ours.folder / "diary.csv", calendar.turn("2026-06-27"))
    lesson = ours.learn(MAIL.slug)
    assert lesson.number == 1
    assert ours.again(MAIL.slug, 1).same
    assert "glad" in str(ours.comment(MAIL.slug, "I am glad of the quiet."))
    story = ours.decide(MAIL.slug, "put out", "Nothing was gained.")
    assert story.glance.stage is Stage.PUT_OUT
    assert story.glance.decision == Decision.PUT_OUT
    assert [hit.what for hit in ours.search("quiet").hits] == ["comment"]
    assert ours.ledger(MAIL.slug).head == ours.verify()
    assert repr(ours) == "<Workspace 'Repairs': 1 fire>"


def test_what_is_given_shows_itself(ours):
    """Each record is a page in a notebook, text as text, and JSON as its schema has it."""
    ours.draft(MAIL)
    ours.brief(MAIL.slug)
    given = (
        ours.fires,
        ours.fire(MAIL.slug),
        ours.check(MAIL),
        ours.clarity(MAIL.slug),
        ours.search("mail"),
        ours.ledger(),
    )
    for record in (*given, ours.brief(MAIL.slug).page, ours.nightly(trial=True)):
        bundle = record._repr_mimebundle_()
        assert bundle["text/html"].startswith('<div class="sf sf-inside"')
        assert bundle["text/plain"] == str(record)
        jsonschema.Draft202012Validator(schema(type(record))).validate(bundle["application/json"])
    assert ours._repr_mimebundle_()["text/plain"] == str(ours) == str(ours.fires)


def test_what_fires_add_up_to_is_counted_in_python(ours):
    """Momentum, who carries how much, and one of them, as the command line and the board count them."""
    understood(ours)
    ours.light(MAIL.slug)
    found = ours.momentum()
    assert (found.fires, found.lit, found.decided, found.verified) == (1, 1, 0, None)
    (load,) = ours.people().people
    assert (load.name, load.owns, ours.people().limits.fires) == (OWNER, 1, 3)
    assert ours.person(OWNER).load == load
    with pytest.raises(NotThere):
        ours.person("Nobody")


def test_every_kind_of_record_of_fires_has_a_class_that_shows_itself():
    """What the acts promise to give can be shown, and is the record of its verb."""
    for name, act in inspect.getmembers(sf.Workspace, inspect.isfunction):
        promised = inspect.signature(act).return_annotation
        if isinstance(promised, str) and promised.startswith("records.") and promised != "records.Sent":
            found = getattr(records, promised.removeprefix("records."))
            assert issubclass(found, Shown), name
            assert kind_of(found).record in found.__mro__


def test_a_charter_is_read_however_it_is_given(ours, tmp_path):
    """Made of its parts, as text, as a file, and by the name of its fire: it is the same charter."""
    text = MAIL.to_toml()
    (tmp_path / "mail.toml").write_text(text, "utf-8")
    ours.draft(MAIL)
    seals = {
        ours.check(told).seal for told in (MAIL, text, tmp_path / "mail.toml", str(tmp_path / "mail.toml"), MAIL.slug)
    }
    assert seals == {MAIL.seal()} == {sf.charter(text).seal(), sf.charter(tmp_path / "mail.toml").seal()}
    assert ours.check(tmp_path / "mail.toml").file == "mail.toml"


def test_a_file_that_is_not_there(ours):
    """A charter's file that is not there is said so."""
    with pytest.raises(DataError, match="cannot be read"):
        ours.check(Path("nowhere.toml"))
    with pytest.raises(DataError, match="cannot be read"):
        sf.charter("nowhere.toml")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"intent": "improve"}, "intent"),
        ({"horizon": sf.Horizon(start=date(2026, 6, 26), end=date(2026, 5, 4))}, "horizon"),
        ({"success": replace(MAIL.success, worthwhile="some")}, "success.worthwhile"),
        ({"success": replace(MAIL.success, by="soon")}, "success.by"),
    ],
)
def test_a_charter_made_in_python_is_refused_as_a_written_one(ours, changed, said):
    """A value that cannot stand in a charter is refused with its field, and nothing is noted."""
    with pytest.raises(CharterError) as refused:
        ours.draft(replace(MAIL, **changed))
    assert any(each.field.startswith(said) for each in refused.value.refusals)
    assert ours.fires.fires == ()


def test_a_charter_without_its_parts(ours):
    """What is no part of a charter is said so, with what would be."""
    with pytest.raises(UsageError, match=r"success=sf\.Success"):
        ours.check(replace(MAIL, success="fewer mails"))


def test_words_of_a_charter_mean_what_they_name():
    """Intent and subject may be given as words, and a transformation has the gates of one."""
    made = replace(MAIL, intent="transform")
    assert made.intent is sf.Intent.TRANSFORM
    assert made.subject is sf.Subject.TOOL
    assert made.gates == sf.Gates(spread=0.8, put_out=0.8, done=0.6)
    own = sf.Gates(spread=0.7, put_out=0.9, done=0.5)
    assert replace(made, gates=own).gates == own
    assert MAIL.gates == sf.Gates(spread=0.9, put_out=0.1, done=0.8)


def test_links_are_told_once_and_kept_in_no_notebook(ours):
    """Personal links are in the record that sends them, and in nothing that it shows."""
    ours.draft(ASKED)
    sent = ours.brief(ASKED.slug)
    (link,) = sent.links
    shown = f"{sent!r} {sent} {sent._repr_mimebundle_()}"
    assert link.token not in shown
    assert repr(sent).endswith("with 1 new link>")
    assert ours.brief(ASKED.slug).links == ()
    (new,) = ours.brief(ASKED.slug, renew="Ada Holm").links
    assert new.token != link.token


def test_someone_answers_by_a_link(ours):
    """Answers by a link may be places among the options or their texts, and count for whoever got it."""
    ours.draft(ASKED)
    (link,) = ours.brief(ASKED.slug).links
    address = link.under("http://127.0.0.1:8765")
    asked = ours.questions(link=address).questions
    places = [[option.key for option in one.options].index(one.right) + 1 for one in asked]
    texts = dict(
        zip(("intent", "measure", "effect", "worse"), [*places[:3], asked[3].said(asked[3].right)], strict=True)
    )
    assert ours.answer(link=address, **texts).person == "Ada Holm"
    with pytest.raises(UsageError, match="no answer to question 1"):
        ours.answer(link=link.token, **{**texts, "intent": "to dream"})
    with pytest.raises(UsageError, match="not said what is answered"):
        ours.questions()


def test_what_its_state_does_not_allow(ours):
    """A fire that is not clear is not lit; a person may take that on themselves, with a reason."""
    ours.draft(MAIL)
    with pytest.raises(NotYet, match="not clear enough"):
        ours.light(MAIL.slug)
    ours.light(MAIL.slug, override="I shall answer tomorrow.")
    with pytest.raises(NotYet, match="frozen"):
        ours.draft(replace(MAIL, title="Mail once a day", slug=MAIL.slug))
    story = ours.amend(MAIL.slug, replace(MAIL, title="Mail once a day"), "Twice was too often.")
    assert story.charter.title == "Mail once a day"
    assert ours.put_out(MAIL.slug, "It was a trial.").glance.stage is Stage.PUT_OUT


def test_the_file_counts_as_it_is_now(ours):
    """What is added to the workspace's file while it is open is known at once."""
    assert ours.measures == ("undisturbed",)
    with sf.workspace(ours.folder) as other:
        other.add_measure("quiet", "diary", measure="undisturbed hours", more_is_better=True)
    assert ours.measures == ("undisturbed", "quiet")
    assert ours.sources == ("diary",)


def test_a_setting_that_is_not_there(ours):
    """A setting of a source that there is not is refused with the one that may have been meant."""
    with pytest.raises(UsageError, match="Did you mean timezone"):
        ours.add_source("other", ours.folder / "diary.csv", timezoone="UTC")


def test_a_charter_to_fill_in(ours):
    """A template is written among the charters."""
    assert ours.add_fire("role", "transform", title="A new role").name == "a-new-role.toml"


def test_it_closes_what_it_opens(tmp_path):
    """A workspace that is closed says so; one that nobody needs any more closes by itself."""
    begun = sf.init(tmp_path, OWNER)
    assert (begun.name, begun.who, begun.folder) == (tmp_path.name, OWNER, tmp_path.resolve())
    begun.close()
    begun.close()
    with pytest.raises(UsageError, match="closed"):
        _ = begun.fires
    left = sf.workspace(tmp_path, who="Ada Holm")
    assert left.who == "Ada Holm"
    closing = left._close
    del left
    gc.collect()
    assert not closing.alive


def test_no_workspace(tmp_path):
    """Where there is none, it is said how one is made."""
    with pytest.raises(UsageError, match="no workspace here"):
        sf.workspace(tmp_path)
