"""The charter check: what makes people guess, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.fires.charters.written import OPTIMIZE, TRANSFORM, read

from smallfires.fires.charter import Charter, Intent, Success
from smallfires.fires.charters.findings import findings
from smallfires.fires.charters.known import NOTHING, Known
from smallfires.fires.charters.read import read_charter

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.toml"))


def told(charter: Charter, known: Known = NOTHING) -> list[str]:
    return [f'{each.rule} {each.field} "{each.quote}"'.removesuffix(' ""') for each in findings(charter, known)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_charters_from_all_kinds_of_work(sample):
    """Every charter among the samples has the findings that its first lines name, and no other."""
    text = sample.read_text("utf-8")
    expected = [line.removeprefix("# finds: ") for line in text.splitlines() if line.startswith("# finds: ")]
    assert expected
    assert sorted(told(read_charter(text))) == sorted(set(expected) - {"nothing"})


PHRASES = [
    ("optimize", "hypothesis.change", "each nurse writes the bed number on the card", ""),
    ("optimize", "hypothesis.change", "the flow of patients is optimised, and discharge is re-invented", "both intents"),
    ("optimize", "hypothesis.change", "a radical redesign of the ward round", "other intent"),
    ("optimize", "hypothesis.change", "the form is filled in before lunch, with no disruption for the lab", ""),
    ("optimize", "title", "Rethink how we plan shifts", "other intent"),
    ("optimize", "title", "A leaner goods-in", ""),
    ("optimize", "title", "Faster answers to parents", ""),
    ("optimize", "hypothesis.change", "leveraging AI to answer mails", "vague verb"),
    ("optimize", "hypothesis.change", "utilizing the new scanner at each shelf", "vague verb"),
    ("optimize", "hypothesis.change", "the driver parks at bay four and drives the forklift to the rack", ""),
    ("optimize", "hypothesis.change", "the trainer engages the brake before the patient sits", ""),
    ("optimize", "hypothesis.change", "align the labels with the lower edge of the box", ""),
    ("optimize", "hypothesis.change", "align sales and marketing", "vague verb"),
    ("optimize", "hypothesis.change", "drive customer engagement", "vague verb"),
    ("optimize", "hypothesis.change", "maximise stakeholder value", "vague verb"),
    ("optimize", "hypothesis.change", "enable two-factor sign-in for every account", ""),
    ("optimize", "hypothesis.change", "support staff answer the phone from seven", ""),
    ("optimize", "hypothesis.change", "managers ensure quality at every step", "vague verb"),
    ("optimize", "hypothesis.change", "a second nurse checks each dose, to ensure that it is right", ""),
    ("optimize", "hypothesis.change", "unlock the door of the depot at five", ""),
    ("optimize", "hypothesis.change", "unlocking synergies between the two teams", "vague verb"),
    ("optimize", "hypothesis.change", "promote two clerks to shift lead", ""),
    ("optimize", "hypothesis.change", "deliver excellence at the counter", "vague verb"),
    ("optimize", "hypothesis.change", "deliver the parcels before nine", ""),
    ("optimize", "hypothesis.change", "strengthen the shelves with a second bolt", ""),
    ("optimize", "hypothesis.change", "streamlining our processes", "vague verb"),
    ("optimize", "hypothesis.change", "break down silos between departments", "vague verb"),
    ("optimize", "hypothesis.change", "build a culture of excellence", "vague verb"),
    ("optimize", "hypothesis.change", "the lab grows the culture in four dishes, not in ten", ""),
    ("optimize", "hypothesis.change", "focus on quality", "vague verb"),
    ("optimize", "hypothesis.change", "the camera focuses on the barcode", ""),
    ("optimize", "hypothesis.change", "work together more effectively", "vague verb"),
    ("optimize", "hypothesis.change", "increase collaboration", "vague verb"),
    ("optimize", "title", "Rebuilding our sales process", "other intent"),
    ("optimize", "hypothesis.change", "the registrar rebuilds the shelf next to the door", ""),
    ("transform", "hypothesis.change", "make the letter more efficient", "other intent"),
    ("optimize", "hypothesis.seen", "lower costs and higher quality", "several successes"),
    ("optimize", "hypothesis.seen", "fewer complaints, shorter queues", "several successes"),
    ("optimize", "hypothesis.seen", "the wait at the desk and at the door", ""),
    ("optimize", "hypothesis.seen", "orders picked and packed in an hour", ""),
    ("optimize", "hypothesis.seen", "the share of patients who are up and walking on day two", ""),
    ("optimize", "hypothesis.seen", "less time between alarm and start", ""),
    ("optimize", "hypothesis.seen", "the door is open and fewer people wait", ""),
    ("optimize", "hypothesis.seen", "response time as well as customer satisfaction", "several successes"),
    ("optimize", "hypothesis.will", "cut waiting and raise attendance", "several successes"),
    ("optimize", "hypothesis.will", "let drivers load and leave at once", ""),
    ("optimize", "hypothesis.will", "bring considerably fewer calls", "no number"),
    ("optimize", "hypothesis.will", "halve the queue", ""),
    ("optimize", "hypothesis.will", "free the desk as soon as the patient has left", ""),
    ("optimize", "hypothesis.will", "pay off in the long run", "no date"),
    ("transform", "title", "Continuous improvement of triage", "other intent"),
    ("transform", "title", "A nurse on the phone, and no waiting room", ""),
    ("transform", "hypothesis.change", "the booking is fine-tuned", "other intent"),
    ("transform", "hypothesis.will", "improve the share of first visits that are enough", ""),
    ("transform", "hypothesis.change", "Polish speakers call tenants who speak Polish", ""),
    ("transform", "title", "Polishing the intake form", "other intent"),
]  # fmt: skip


@pytest.mark.parametrize(("intent", "field", "text", "rule"), PHRASES)
def test_words_are_judged_where_they_stand(intent, field, text, rule):
    """With their endings, as whole words, and by what follows them: a van is driven, and so is change."""
    charter = read(OPTIMIZE if intent == "optimize" else TRANSFORM)
    assert told(charter) == []
    table, _, name = field.rpartition(".")
    changed = replace(charter.hypothesis, **{name: text}) if table else text
    found = findings(replace(charter, **{table or name: changed}))
    assert {each.rule for each in found} == ({rule} if rule else set())
    assert all(each.quote and each.quote in text for each in found if each.rule != "both intents")


def with_success(charter: Charter, **changes: object) -> Charter:
    return replace(charter, success=replace(charter.success, **changes))


FIGURES = Known(figures=frozenset({"handover minutes", "days to repair", "gas leaks missed", "repairs a week"}))


def test_an_optimize_charter_needs_a_figure_of_the_old_way():
    """From the workspace or from the charter; without either nobody can tell whether it got better."""
    plain = with_success(read(OPTIMIZE), today="")
    assert told(plain) == ["no baseline success.today"]
    assert told(plain, FIGURES) == []
    assert told(plain, Known(figures=frozenset())) == ['no figure success.measure "handover minutes"']
    assert told(read(OPTIMIZE), Known(figures=frozenset())) == []


def test_a_transformation_has_to_go_beyond_the_old_measure():
    """Beyond what better running gives, or on a measure that the old way does not have."""
    plain = with_success(read(TRANSFORM), optimised="")
    assert told(plain) == ['old measure success.measure "days to repair"']
    assert told(plain, FIGURES) == ['old measure success.measure "days to repair"']
    assert told(plain, Known(figures=FIGURES.figures - {"repairs a week"})) == []
    assert told(with_success(plain, today=""), Known(figures=frozenset())) == ["no baseline success.today"]


@pytest.mark.parametrize(
    ("less", "today", "optimised", "worthwhile", "found"),
    [
        (True, "9 days", "7 days", "2 days", True),
        (True, "9 days", "7 days", "2.5 days", False),
        (True, "9 days", "7 days", "22%", True),
        (True, "9 days", "7 days", "23%", False),
        (False, "100", "110", "10", True),
        (False, "100", "110", "10.5", False),
        (False, "40%", "50%", "10%", True),
        (False, "100", "2 days", "10", False),
    ],
)
def test_a_worthwhile_effect_within_reach_is_no_transformation(less, today, optimised, worthwhile, found):
    """Figures, times and percentages in either direction; what cannot be compared is not judged."""
    success = Success(
        measure="a", less_is_better=less, worthwhile=worthwhile, by=date(2026, 9, 1), today=today, optimised=optimised
    )
    rules = [each.rule for each in findings(replace(read(TRANSFORM), success=success))]
    assert rules == (["old measure"] if found else [])


def test_a_measure_of_the_workspace_is_one_measure():
    """Whatever it is called there."""
    charter = with_success(read(OPTIMIZE), measure="time and cost")
    assert [each.rule for each in findings(charter)] == ["several successes"]
    assert findings(charter, Known(measures={"time and cost": True})) == ()


def test_the_other_intent_is_not_told_twice():
    """Where both intents are in a charter, that is one finding, with both words in it."""
    charter = replace(read(OPTIMIZE), title="Optimize and transform the handover")
    found = findings(charter)
    assert [each.rule for each in found] == ["both intents"]
    assert '"Optimize"' in found[0].problem
    assert '"transform"' in found[0].problem


def test_the_same_words_for_many_people_are_one_finding():
    """Who is asked in the same words is not counted again."""
    person = replace(read(OPTIMIZE).people[0], act="leverage the card")
    charter = replace(read(OPTIMIZE), people=(person, replace(person, name="Bo")))
    assert [each.field for each in findings(charter)] == ["people.1.act"]


def test_every_finding_says_what_to_write_instead():
    """A problem and a way out, each a sentence."""
    for sample in SAMPLES:
        for each in findings(read_charter(sample.read_text("utf-8"))):
            assert each.problem[-1] in ".!?"
            assert each.instead[-1] in ".!?"


def test_samples_are_of_both_intents():
    """Good and bad ones of each."""
    charters = [(read_charter(sample.read_text("utf-8")), sample) for sample in SAMPLES]
    kinds = {(charter.intent, bool(findings(charter))) for charter, _ in charters}
    assert kinds == {(intent, bad) for intent in Intent for bad in (True, False)}
