"""What every life of a fire by forms has in common: its charter as it is typed, and those who are asked. For tests only."""

from __future__ import annotations

import re

from tests.faces.web.browsing import Browser

from smallfires.verbs.answer import invited

SLUG = "a-shorter-handover"
SHORTER = {
    "title": "A shorter handover",
    "of": "Handover at the end of a shift",
    "picked": "hand",
    "hypothesis.because": "nurses say the same things twice, which takes ten minutes",
    "hypothesis.change": "a fixed order of five points",
    "hypothesis.will": "shorten the handover",
    "hypothesis.seen": "cost",
    "success.worthwhile": "2%",
    "success.by": "2025-10-05",
    "scope.units": ["Site A", "Site B"],
    "design.permutations": "100",
    "horizon.start": "2025-08-04",
    "horizon.end": "2025-10-05",
    "bounds.fixed": "who takes part",
    "bounds.free": "the words",
}
PEOPLE = '\n[[people]]\nname = "Ada Holm"\nact = "hand over in five points"\n'


def begun(client, intent, solo="no"):
    """A form on which somebody has answered the first question."""
    browser = Browser(client).open("/").follow("New fire").at("/fires/new")
    return browser.fill(subject="process", intent=intent, solo=solo).press().at("/fires/new")


def links(browser):
    """The personal links that a page shows, by person."""
    return dict(re.findall(r'sf-letter.*?<h2[^>]*>([^<]+)</h2>.*?value="(http[^"]+)"', browser.answer.text, re.DOTALL))


def answered(client, desk, link, **wrong):
    """Somebody answers by their link as the charter does, but for some."""
    asked = invited(desk, link.rpartition("/")[2])
    told = {question.name: question.right for question in asked.asked.questions} | {"words": "Five points."} | wrong
    reader = Browser(client).open(link).follow("I have read it: to the questions")
    reader.form = reader.page.forms[0]
    reader.form.action = link
    return reader.fill(told).press()
