"""The people of the organization."""

from __future__ import annotations

import re

import pytest
from tests.faces.web.accounts.staffed import ADA, LU, MARA, inside, organization
from tests.faces.web.board.asking import hidden, text

from smallfires.fires.access import Role
from smallfires.fires.accounts import Account
from smallfires.verbs.extract import extract

HERE = "/settings/people"


@pytest.fixture
def mara(desk, accounts):
    with organization(desk, accounts) as client, inside(client, desk, accounts, MARA) as mara:
        yield mara


@pytest.fixture
def admin(stranger, site):
    """The same at the server that several tests share."""
    with inside(stranger, site.desk, site.accounts, MARA) as admin:
        yield admin


def pressed(client, path, **told):
    """Open the page, and press a button on it."""
    return client.post(f"{HERE}{path}", data={"token": hidden(client.get(HERE))["token"]} | told)


def test_somebody_is_enrolled(mara, desk, accounts):
    """An admin enrols somebody, and gets a link that is shown once; it stands in the ledger who did it."""
    page = pressed(mara, "", name=" Bo  Berg ", mail="bo@example.org", role="lighter")
    link = re.search(r"http://\S+/welcome/[\w-]{43}", page.text)[0]
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "Welcome, Bo Berg ." in text(mara.get(link))
    assert link not in mara.get(HERE).text
    assert (accounts.account("bo@example.org").name, accounts.account("bo berg").role) == ("Bo Berg", Role.LIGHTER)
    said = extract(desk).rows[-1]
    assert (said.who, said.fire, said.text) == (MARA, "", "Enrolled Bo Berg as lighter.")
    assert "Enrolled Bo Berg as lighter." in text(mara.get("/ledger"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "ada ott", "mail": "x@example.org"}, 'The name "ada ott" is taken.'),
        ({"name": " ", "mail": "x@example.org"}, "The name is empty."),
        ({"name": "x@y", "mail": "x@example.org"}, '"x@y" is no name.'),
        ({"name": "Bo", "mail": "nobody"}, '"nobody" is no mail address.'),
        ({"name": "Bo", "role": "king"}, 'There is no role "king".'),
    ],
)
def test_who_cannot_be_enrolled_is_not(admin, typed, said):
    """What is wrong is said, what was typed is still there, and nothing is done."""
    answer = pressed(admin, "", **{"role": "reader"} | typed)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert f'value="{typed["name"]}"' in answer.text


def test_what_is_wrong_with_somebody_new_stands_beside_its_field(admin):
    """Each field says what is wrong with it, all at once."""
    answer = pressed(admin, "", name=" ", mail="nobody", role="reader").text
    assert re.search(
        r'id="problem-name">The name is empty\.[^<]*</p>\s*<input type="text" id="name"[^>]* aria-invalid="true"',
        answer,
    )
    assert re.search(r'id="problem-mail">&#34;nobody&#34; is no mail address\.', answer)


def test_a_role_is_changed_an_account_closed_and_opened_again(mara, desk, accounts):
    """Each is done at once, and stands in the ledger; a closed account has no way in, and is opened as what it was."""
    pressed(mara, "/role", name=LU, role="approver")
    pressed(mara, "/sessions/end", name=LU)
    pressed(mara, "/close", name=LU)
    assert accounts.account(LU).closed
    assert (
        pressed(mara, "/link", name=LU).status_code,
        pressed(mara, "/role", name=LU, role="reader").status_code,
    ) == (409, 409)
    pressed(mara, "/open", name=LU)
    assert (accounts.account(LU).closed, accounts.account(LU).role) == (False, Role.APPROVER)
    assert "The link for Lu Lem" in text(pressed(mara, "/link", name=LU))
    acts = [str(row.act) for row in extract(desk).rows[-5:]]
    assert acts == ["role changed", "sessions ended", "account closed", "account reopened", "link made"]


@pytest.mark.parametrize("path", ["/close", "/role"])
def test_the_last_admin_stays(mara, accounts, path):
    """Nobody shuts everybody out: the last admin is neither closed nor made something else; one of two may be."""
    answer = pressed(mara, path, name=MARA, role="reader")
    assert (answer.status_code, "Mara Lind is the last admin." in text(answer)) == (409, True)
    pressed(mara, "/role", name=ADA, role="admin")
    assert pressed(mara, path, name=MARA, role="reader").status_code == 303
    assert accounts.account(MARA).closed or accounts.account(MARA).role is Role.READER


def test_only_admins_see_and_do_it(stranger, site):
    """Whoever is no admin gets a page that says which right it takes, and changes nothing."""
    with inside(stranger, site.desk, site.accounts, ADA) as ada:
        token = hidden(ada.get("/settings"))["token"]
        answers = [ada.get(HERE), *(ada.post(f"{HERE}{path}", data={"token": token, "name": MARA, "role": "reader"})
                   for path in ("", "/role", "/link", "/sessions/end", "/close", "/open"))]  # fmt: skip
    assert {answer.status_code for answer in answers} == {403}
    assert "It takes the role of admin, which an admin can give." in text(answers[0])


def test_foreign_forms_change_nobody(admin):
    """Without the token of this browser nobody is enrolled, changed or closed."""
    for path in ("", "/role", "/link", "/sessions/end", "/close", "/open"):
        assert admin.post(f"{HERE}{path}", data={"name": LU, "role": "admin"}).status_code == 403


def test_many_people_come_a_page_at_a_time_and_are_found(mara, accounts):
    """Fifty on a page; by a part of the name or address they are found; whoever acts on one comes back to where they were."""
    for at in range(120):
        accounts.add(Account(f"Person {at:03}", Role.READER, f"p{at:03}@example.org", closed=at == 7))
    first, last = mara.get(HERE), mara.get(HERE, params={"page": "99"})
    assert "124 with an account" in text(first)
    assert ("Page 1 of 3" in text(first), "Page 3 of 3" in text(last), "Person 007 closed" in text(last)) == (True,) * 3
    found = mara.get(HERE, params={"q": "  PERSON 11"})
    assert ("10 found" in text(found), "Person 110" in found.text, ADA in found.text) == (
        True,
        True,
        False,
    )
    assert "Person 042" in mara.get(HERE, params={"q": "p042@"}).text
    assert "Nobody of that name" in text(mara.get(HERE, params={"q": "x" * 999}))
    changed = pressed(mara, "/role", name="Person 110", role="lighter", q="person 11", page="1")
    assert (changed.status_code, changed.headers["location"]) == (303, f"{HERE}?q=person+11")
    page = pressed(mara, "/link", name="Person 110", q="person 11", page="1")
    assert ("The link for Person 110" in text(page), "10 found" in text(page)) == (True, True)
