from __future__ import annotations

import shutil

import pytest
from openapi_spec_validator import validate
from tests.faces.web.accounts.staffed import PEOPLE, organization, token, with_people
from tests.faces.web.api.asking import API, post, wrong
from tests.faces.web.api.fuzzing import fuzzed
from tests.faces.web.serving import serving
from tests.verbs.desks import HANDOVER, a_desk, lit

from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.web.api.examples import EXAMPLES
from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.routes import CALLS
from smallfires.fires.access import RIGHTS
from smallfires.verbs.desk import desk


@pytest.mark.parametrize("signs_in", [False, True])
def test_the_description_is_one(signs_in):
    """It is valid OpenAPI 3.1, and names each call once, with an example."""
    told = document(CALLS, signs_in=signs_in)
    validate(told)
    named = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert sorted(named) == sorted(EXAMPLES)
    assert len(named) == len(set(named)) == len(CALLS)
    assert all(bool(one["security"]) == signs_in for path in told["paths"].values() for one in path.values())


def test_every_deed_and_field_is_described():
    """What can be done by a form is in the description, with each of its fields."""
    paths = document(CALLS, signs_in=False)["paths"]
    for deed in DEEDS:
        told = paths[f"/fires/{{slug}}/{deed.key}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(told["properties"]) == {field.name for field in deed.fields} | ({"seen"} if deed.notes else set())
    assert {"/fires", "/checks"} == {path for path, told in paths.items() if "post" in told and path.count("/") == 1}
    assert len(FIRST) == 2


def test_the_description_is_told_as_it_is():
    """The server tells the description that it was made from."""
    made = a_desk()
    lit(made)
    with serving(made, board=True) as client:
        assert client.get(f"{API}/openapi.json").json() == document(CALLS, signs_in=False)
        assert set(wrong(post(client, f"/fires/{HANDOVER}/comments"))) == {"/text"}


def test_nothing_that_is_asked_breaks_it(lived, tmp_path, capfd):
    """Whatever is sent, there is no fault of ours, and every answer is one that the description has."""
    folder = tmp_path / "worked"
    shutil.copytree(lived, folder)
    with desk(folder) as worked, serving(worked, board=True) as client:
        code, said = fuzzed(str(client.base_url), "--max-examples", "2", folder=tmp_path)
    assert code == 0, said
    assert "fault of its own" not in "".join(capfd.readouterr())


def test_no_role_breaks_it(lived, tmp_path, capfd):
    """With a token of each role there is no fault of ours, and every answer is described; without one nothing is told."""
    folder = tmp_path / "worked"
    shutil.copytree(lived, folder)
    found = {}
    with desk(folder) as worked:
        accounts = with_people(worked)
        with organization(worked, accounts) as client:
            for name, role in PEOPLE.items():
                sent = token(worked, accounts, name, *RIGHTS[role])
                few = ("--phases", "examples,fuzzing", "--max-examples", "1")
                found[role] = fuzzed(str(client.base_url), *few, headers=sent, folder=tmp_path)
    assert {role: said for role, (code, said) in found.items() if code} == {}
    assert "fault of its own" not in "".join(capfd.readouterr())
