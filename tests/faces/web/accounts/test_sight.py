"""Who sees which fire."""

from __future__ import annotations

import httpx
import pytest
from tests.faces.web.accounts.staffed import ADA, LU, MARA, REA, inside, token, with_people
from tests.faces.web.board.asking import hidden, text
from tests.fires.burning import OPTIMIZE, TRANSFORM
from tests.verbs.desks import HANDOVER, OWNER, TRIAGE, a_desk, drafted, lit, noted, read

from smallfires.errors import CharterError, UsageError
from smallfires.faces.web.board.desk import standing
from smallfires.fires.access import Right, Role
from smallfires.fires.membership import Shared
from smallfires.verbs.accounts.enrol import enrol
from smallfires.verbs.accounts.staff import staff_of
from smallfires.verbs.bench import bench
from smallfires.verbs.comment import comment
from smallfires.verbs.draft import draft
from smallfires.verbs.extract import extract, rows
from smallfires.verbs.known import known_of
from smallfires.verbs.search import search
from smallfires.verbs.share import share

SECRET = "Half of the nurses whisper."


@pytest.fixture
def desk():
    made = a_desk()
    lit(made)
    lit(made, TRANSFORM)
    noted(made, HANDOVER, read(1, "put out", SECRET))
    comment(made, HANDOVER, SECRET)
    share(made, HANDOVER, [LU])
    return made


@pytest.fixture
def accounts(desk):
    made = with_people(desk)
    enrol(staff_of(desk, made, MARA), OWNER, Role.READER)
    enrol(staff_of(desk, made, MARA), OPTIMIZE.people[0].name, Role.READER)
    return made


PAGES = ("/", f"/fires/{HANDOVER}", f"/fires/{HANDOVER}/readings/1", "/search?q=nurses", "/ledger", "/search?q=whisper")
FIRE = f"/fires/{HANDOVER}"
CALLS = ("/fires", FIRE, f"{FIRE}/readings", "/ledger", f"/ledger?fire={HANDOVER}", "/search?q=whisper")


def seen(client: httpx.Client, addresses: tuple[str, ...], **headers: str) -> list[tuple[int, bool]]:
    """What is answered, and whether anything of the fire is in it."""
    answers = [client.get(address, headers=headers) for address in addresses]
    return [
        (one.status_code, any(word in one.text for word in (SECRET, OPTIMIZE.title, f"/{HANDOVER}"))) for one in answers
    ]


@pytest.mark.parametrize("name", [REA, ADA])
def test_an_unseen_fire_is_as_if_it_were_not(client, desk, accounts, name):
    """Whoever may not see a fire finds nothing of it on any page or by any call, and 404 where it stands, as for any name."""
    with inside(client, desk, accounts, name) as who:
        assert seen(who, PAGES) == [(200, False), (404, False), (404, False), (200, False), (200, False), (200, False)]
        none, there = who.get("/fires/there-is-none"), who.get(f"/fires/{HANDOVER}")
        assert (
            there.text.replace(HANDOVER, "x").split("<main")[1]
            == none.text.replace("there-is-none", "x").split("<main")[1]
        )
        form = hidden(who.get(f"/fires/{TRIAGE}")) | {"text": "I guessed its name."}
        head = desk.ledger.head()
        for deed in ("comments", "shares", "decisions"):
            assert who.post(f"/fires/{HANDOVER}/{deed}", data=form).status_code in (403, 404)
    bearer = token(desk, accounts, name, Right.READ)
    answers = seen(client, tuple(f"/api/v1{one}" for one in CALLS), **bearer)
    assert [code for code, _ in answers] == [200, 404, 404, 200, 404, 200]
    assert not any(found for (code, found) in answers if code == 200)
    assert client.post(f"/api/v1/fires/{HANDOVER}/comments", headers=bearer, json={"text": "x"}).status_code == 404
    assert desk.ledger.head().number == head.number + 1, "only the token was made"


@pytest.mark.parametrize("name", [LU, MARA, OWNER, OPTIMIZE.people[0].name])
def test_who_may_see_it_sees_all_of_it(client, desk, accounts, name):
    """Its owner, the people asked, those who are named and admins see the fire everywhere."""
    with inside(client, desk, accounts, name) as who:
        assert seen(who, tuple(one for one in PAGES if "readings" not in one)) == [(200, True)] * 5
        assert "may see it" in text(who.get(f"/fires/{HANDOVER}"))


def test_who_sees_it_is_said_by_its_owner_and_admins(client, desk, accounts):
    """The owner and admins say for whom it is, by form and by call, and the diary keeps it; nobody else can."""
    with inside(client, desk, accounts, OWNER) as owner:
        form = hidden(owner.get(f"/fires/{HANDOVER}"))
        wrong = owner.post(f"/fires/{HANDOVER}/shares", data=form | {"everyone": "yes", "people": REA})
        assert (wrong.status_code, "Everybody may see it then" in text(wrong)) == (422, True)
        done = owner.post(f"/fires/{HANDOVER}/shares", data=form | {"everyone": "no", "people": f"{REA}, {LU}"})
        assert done.status_code == 303
        said = f"Only its owner, the people asked, {REA}, {LU} and admins may see it."
        assert said in text(owner.get(done.headers["location"]))
    assert desk.fire(HANDOVER).shared == Shared(False, (REA, LU))
    with inside(client, desk, accounts, REA) as rea:
        page = rea.get(f"/fires/{HANDOVER}")
        assert (page.status_code, "form-shares" in page.text) == (200, False)
        refused = rea.post(f"/fires/{HANDOVER}/shares", data=hidden(page) | {"everyone": "yes"})
        assert (refused.status_code, "It takes the role of admin" in text(refused)) == (403, True)
    told = {"everyone": True}
    for name, right, code in ((LU, Right.LIGHT, 403), (MARA, Right.READ, 404), (MARA, Right.ADMIN, 200)):
        bearer = token(desk, accounts, name, Right.READ, right)
        assert client.post(f"/api/v1/fires/{HANDOVER}/shares", headers=bearer, json=told).status_code == code
    with inside(client, desk, accounts, ADA) as ada:
        assert ada.get(f"/fires/{HANDOVER}").status_code == 200


def test_what_has_to_hold_among_all_fires_still_holds(desk):
    """A unit in which an unseen fire burns is refused without saying which fire it is; an unseen fire's name is taken."""
    at = standing(desk).of(REA, everything=False)
    assert (at.hidden, at.find(HANDOVER), HANDOVER in at.fires()) == ({HANDOVER}, None, False)
    known = known_of(at, TRIAGE)
    assert HANDOVER in known.slugs
    assert [one.slug for one in known.burning if one.units == OPTIMIZE.scope.units] == [""]
    head = desk.ledger.head()
    with bench(threads=1) as ground, pytest.raises(CharterError) as refused:
        draft(at, OPTIMIZE, ground)
    assert SECRET not in str(refused.value)
    assert desk.ledger.head() == head


def test_what_is_searched_and_listed_is_what_is_seen(desk):
    """Search, extracts and lists of a desk for somebody hold nothing of what they may not see; acts of no fire they do."""
    at = standing(desk).of(REA, everything=False)
    assert search(at, "whisper").hits == ()
    assert {row.fire for row in extract(at).rows} == {row.fire for row in rows(at, 0)} == {TRIAGE}
    with pytest.raises(UsageError, match="no fire"):
        extract(at, HANDOVER)
    assert [one.slug for one in at.glances()] == [TRIAGE]


def test_it_is_worked_out_once_for_each_change(desk):
    """Whoever asks again gets the same answer without a look at every fire, until something is noted."""
    desks = standing(desk)
    assert desks.of(REA, everything=False).hidden is desks.of(REA, everything=False).hidden
    drafted(desk, OPTIMIZE.__class__(**{**vars(OPTIMIZE), "slug": "another"}))
    share(desk, "another")
    assert desks.of(REA, everything=False).hidden == {HANDOVER, "another"}
    share(desk, HANDOVER, everyone=True)
    assert desks.of(REA, everything=False).hidden == {"another"}
