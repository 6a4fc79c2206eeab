from __future__ import annotations

import json
import re

import pytest
from tests.verbs.desks import OWNER
from tests.verbs.wards import ALONE, TEXT, a_workspace, grown

from smallfires.errors import CharterError, Stale
from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.deeds.charter import refused
from smallfires.faces.deeds.deed import Asked
from smallfires.faces.jsonable import jsonable
from smallfires.faces.web.board.desk import looked, standing
from smallfires.fires.access import Right
from smallfires.fires.acts import Answers
from smallfires.fires.charters.syntax import values_of
from smallfires.fires.fire import Fire, Stage
from smallfires.verbs.answer import answer, invited, own
from smallfires.verbs.brief import key_of
from smallfires.verbs.comment import comment
from smallfires.verbs.override import override
from smallfires.verbs.understood import understood

SLUG = "a-shorter-handover"
PEOPLE = """
[[people]]
name = "Ada Holm"
mail = "ada@example.org"
act = "hand over in five points"
"""


def right(asked, **others):
    """The answers that the charter gives, but for some."""
    keys = {question.name: question.right for question in asked.asked.questions}
    return Answers(**{**keys, **others})


def done(desk, key, slug="", **told):
    """A deed is done as a program asks for it: with JSON; gives what it gave."""
    deed = next(one for one in (DEEDS if slug else FIRST) if one.key == key)
    fire = desk.fire(slug) if slug else None
    assert fire is None or deed.on(fire)
    values, problems = deed.told(json.loads(json.dumps(told, default=str)), fire)
    assert problems == {}
    found = deed.do(Asked(desk, slug, values, address="http://here/"))
    assert isinstance(found, Fire) or jsonable(found)["schema"]
    return found


def test_each_deed_has_an_address_of_its_own():
    """No two deeds of a fire share a key, none of which is long to type; each says what it does, and names its fields once."""
    for deeds in (DEEDS, FIRST):
        keys = [deed.key for deed in deeds]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch(r"[a-z-]{3,12}", key) for key in keys)
        for deed in deeds:
            assert deed.says.endswith(".")
            assert len({field.name for field in deed.fields}) == len(deed.fields)


def test_what_an_approver_is_for_takes_their_right():
    """To decide, and to take it on oneself that something is lit before it is clear, is an approver's; all else is not."""
    assert {deed.key for deed in DEEDS if deed.right is Right.APPROVE} == {"decisions", "overrides"}


def test_a_fire_lives_by_deeds_alone(tmp_path):
    """From its charter to its decision a fire can be lived by what programs send, with the same records as the verbs give."""
    desk = a_workspace(tmp_path)
    assert done(desk, "checks", charter=TEXT + PEOPLE).findings == ()
    assert desk.fires() == {}
    assert done(desk, "drafts", charter=TEXT + PEOPLE).charter.slug == SLUG
    posted = done(desk, "briefs", SLUG)
    letter = posted.letters[0]
    assert (letter.person, letter.mail, letter.link[:14]) == ("Ada Holm", "ada@example.org", "http://here/b/")
    assert letter.link in letter.text
    token = letter.link.removeprefix("http://here/b/")
    assert [key_of(token)] == [one.key for one in desk.fire(SLUG).diary[-1].fact.invited]
    assert done(desk, "briefs", SLUG).letters == ()
    answer(desk, token, right(invited(desk, token)))
    assert done(desk, "light", SLUG).charter.slug == SLUG
    assert done(desk, "readings", SLUG if grown(desk, 36) else "").number == 1
    assert done(desk, "again", SLUG, number=1).same
    longer = TEXT.replace("end = 2025-10-05", "end = 2025-10-12")
    assert done(desk, "amendments", SLUG, charter=longer + PEOPLE, reason="A week was lost.").burning
    assert done(desk, "decisions", SLUG, decision="spread", reason="It works.").stage is Stage.SPREAD


def test_words_are_marked_and_a_fire_is_lit_unclear(tmp_path):
    """The owner marks own words by their code; who takes it on themselves lets a fire be lit that is not clear."""
    desk = a_workspace(tmp_path)
    done(desk, "drafts", charter=TEXT + PEOPLE)
    token = done(desk, "briefs", SLUG).letters[0].link.rpartition("/")[2]
    answer(desk, token, right(invited(desk, token), intent="both", words="Five points."))
    (shown,) = understood(desk, SLUG).words
    words = done(desk, "marks", SLUG, code=shown.code, mark="match").words
    assert [one.mark for one in words] == ["match"]
    done(desk, "overrides", SLUG, reason="Ada knows by now.")
    assert done(desk, "light", SLUG).charter.slug == SLUG


def test_an_owner_answers_alone(tmp_path):
    """The owner of a solo fire answers by name; an option that is not offered is refused beside its question."""
    desk = a_workspace(tmp_path, until=30)
    text = ALONE.replace('measure = "hours"', 'measure = "cost"').replace('"more"', '"less"').replace('"0.5"', '"2%"')
    text = text.replace('units = ["Ruth Adler"]', 'units = ["Site A", "Site B", "Site C", "Site D"]')
    done(desk, "drafts", charter=text.replace("2026-06-26", "2025-10-05").replace("2026-05-04", "2025-08-04"))
    done(desk, "briefs", "mail-twice-a-day")
    asked = right(own(desk, "mail-twice-a-day"))
    deed = next(one for one in DEEDS if one.key == "answers")
    fire = desk.fire("mail-twice-a-day")
    assert set(deed.told({**vars(asked), "intent": "neither"}, fire)[1]) == {"intent"}
    assert done(desk, "answers", "mail-twice-a-day", **vars(asked)).missing == ()


def test_a_charter_comes_as_json_too(tmp_path):
    """The same fields as an object give the same charter; a name that cannot be one is refused before anything is read."""
    desk = a_workspace(tmp_path)
    told = json.loads(json.dumps(values_of(TEXT + PEOPLE), default=str))
    assert done(desk, "drafts", charter=told).charter == done(desk, "checks", SLUG).charter
    deed = FIRST[0]
    for wrong in ({"a b": 1}, {"title": {"deep": {"deeper": 1}}}, {"cost": {"run": float("inf")}}, 5, {"x": [1, "a"]}):
        assert set(deed.told({"charter": wrong}, None)[1]) == {"charter"}


def test_reasons_come_by_field(tmp_path):
    """What is wrong with a charter is told by the path of its field, rows counted from 1."""
    desk = a_workspace(tmp_path)
    with pytest.raises(CharterError) as error:
        done(
            desk,
            "drafts",
            charter=TEXT.replace("worthwhile", "# ") + '[[guardrails]]\nmeasure = "cost"\nmargin = "5%"\n',
        )
    assert {"success.worthwhile", "guardrails.1.measure"} <= set(refused(error.value))


def test_a_new_fire_takes_no_name_that_is_taken(tmp_path):
    """Who declares a new fire of a name that there is changes nothing; who declares a fire anew changes that one only."""
    desk = a_workspace(tmp_path)
    done(desk, "drafts", charter=TEXT)
    before = desk.ledger.head()
    with pytest.raises(CharterError) as error:
        done(desk, "drafts", charter=TEXT.replace("2%", "3%"))
    assert set(refused(error.value)) == {"slug"}
    with pytest.raises(CharterError) as error:
        done(desk, "drafts", SLUG, charter=TEXT.replace("A shorter handover", "Another"))
    assert set(refused(error.value)) == {"slug"}
    assert desk.ledger.head() == before
    assert done(desk, "drafts", SLUG, charter=TEXT.replace("2%", "3%")).charter.success.worthwhile == "3%"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("drafts", {"charter": TEXT.replace("2%", "3%")}),
        ("light", {}),
        ("briefs", {}),
        ("overrides", {"reason": "So."}),
    ],
)
def test_who_has_not_seen_what_changed_changes_nothing(tmp_path, key, told):
    """Each deed on a fire that has changed since it was looked at is refused, and notes nothing."""
    desk = standing(a_workspace(tmp_path))
    done(desk, "drafts", charter=TEXT)
    if key == "light":
        override(desk, SLUG, "It is a test.")
    seen = desk.fire(SLUG).last
    comment(desk, SLUG, "Meanwhile.")
    with pytest.raises(Stale):
        done(looked(desk, seen), key, SLUG, **told)
    assert desk.fire(SLUG).diary[-1].who == OWNER
    assert desk.fire(SLUG).last == seen + 1
