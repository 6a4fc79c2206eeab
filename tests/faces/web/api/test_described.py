from __future__ import annotations

import pytest
from openapi_spec_validator import validate
from tests.faces.web.api.asking import API, post, wrong
from tests.faces.web.serving import serving
from tests.verbs.desks import HANDOVER, a_desk, lit

from smallfires.faces.deeds import DEEDS, FIRST
from smallfires.faces.web.api.examples import EXAMPLES
from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.routes import CALLS


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
