from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass, replace

import jsonschema
import pytest
from tests.faces.pilots import PILOTS
from tests.faces.plans import PLANS
from tests.faces.sample import READINGS, office

from smallfires.faces.jsonable import jsonable, schema, shipped_schema, to_json
from smallfires.faces.kinds import KINDS, kind_of
from smallfires.faces.words.work.answer import verdict
from smallfires.fires.work import WorkReading

EVERY = {**READINGS, **PILOTS, **PLANS}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
every_reading = pytest.mark.parametrize("reading", EVERY.values(), ids=EVERY)


def same(value, plain) -> bool:
    """Whether a value of a reading and its JSON hold the same, to the last digit."""
    if is_dataclass(value):
        return all(same(getattr(value, field.name), plain[field.name]) for field in fields(value))
    if isinstance(value, dict):
        return len(value) == len(plain) and all(same(item, plain[str(key)]) for key, item in value.items())
    if isinstance(value, tuple):
        return len(value) == len(plain) and all(map(same, value, plain))
    if isinstance(value, float) and not math.isfinite(value):
        return plain is None
    return value == plain and isinstance(plain, bool) == isinstance(value, bool)


@every_kind
def test_the_shipped_schema_is_that_of_the_dataclasses(kind):
    """The schema in the package is the one that the dataclasses give; else run jsonable.write_schema()."""
    assert shipped_schema(kind.record) == json.loads(json.dumps(schema(kind.record)))


@every_kind
def test_every_schema_is_a_schema_of_its_own(kind):
    """Each kind's schema is valid, has an address of its own, and describes every field of its record, at every depth."""
    found = schema(kind.record)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == found["properties"]["schema"]["const"] == kind.address
    assert [each.address for each in KINDS].count(kind.address) == 1
    assert {field.name for field in fields(kind.record)} | {"schema", "says"} == set(found["properties"])


def test_the_schema_is_a_schema():
    """The schema is valid JSON Schema, and describes every field of a reading."""
    jsonschema.Draft202012Validator.check_schema(schema())
    assert {field.name for field in fields(WorkReading)} <= set(schema()["properties"])
    assert schema()["$defs"]["Rung"]["properties"]["who"]["description"] == "best seen only: the unit it belongs to."
    assert schema()["$defs"]["Log"]["properties"]["steps"]["description"].startswith("how many cases")


@every_reading
def test_every_reading_keeps_the_schema(reading):
    """The JSON of any reading is valid against the schema."""
    jsonschema.Draft202012Validator(schema(type(reading))).validate(json.loads(to_json(reading)))


@every_reading
def test_every_figure_survives(reading):
    """Every figure and text of the reading comes back from the JSON, to the last digit."""
    assert same(reading, json.loads(to_json(reading)))


def test_the_schema_refuses_what_is_not_a_reading():
    """A missing field, another field, or text in place of a figure is refused."""
    validator = jsonschema.Draft202012Validator(schema())
    good = jsonable(office())
    assert validator.is_valid(good)
    assert not validator.is_valid({key: value for key, value in good.items() if key != "ladder"})
    assert not validator.is_valid({**good, "more": 1})
    assert not validator.is_valid({**good, "today": {**good["today"], "median": "12 days"}})
    assert not validator.is_valid({**good, "answer": {**good["answer"], "call": "maybe"}})


def test_what_is_not_known_is_null():
    """A figure that is not known, or without end, is null, and the JSON stays JSON."""
    reading = replace(office(), today=replace(office().today, p90=math.nan, mean=math.inf))
    plain = json.loads(to_json(reading))
    assert plain["today"]["p90"] is None
    assert plain["today"]["mean"] is None
    jsonschema.Draft202012Validator(schema()).validate(plain)


def test_the_answer_in_words_is_there():
    """The JSON holds the answer in the same words as every other face."""
    said = verdict(office())
    assert jsonable(office())["says"] == {
        "headline": said.headline,
        "answer": list(said.sentences),
        "chance": said.chance,
    }


@every_reading
def test_json_is_ascii(reading):
    """The JSON survives any pipe."""
    assert to_json(reading).isascii()


@every_reading
def test_the_kind_of_a_record_is_found_by_its_class(reading):
    """A record, its class, and any class made from it have the same kind; what is no record has none."""
    made = type("Shown", (type(reading),), {})
    assert kind_of(reading) is kind_of(type(reading)) is kind_of(made)
    with pytest.raises(TypeError, match="do not know how to show a dict"):
        kind_of({})
