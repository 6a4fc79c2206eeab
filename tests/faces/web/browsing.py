"""A browser without scripts: opens pages, fills in their forms as they stand, and presses their buttons. For tests only."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

import httpx
from tests.faces.web.board.asking import text

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form as a browser has it.

    Attributes:
        action, method: where it goes.
        fields: what it sends, in order.
        offered: all that can be chosen, by name.
        buttons: their names, values and words.
    """

    action: str
    method: str
    fields: Fields = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms and links of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.marked: set[str] = set()
        self.problems: dict[str, str] = {}
        self._form: Form | None = None
        self._select = ""
        self._first: str | None = None
        self._area: str | None = None
        self._said: tuple[str, list[str]] | None = None
        self._link = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._link = told.get("href", "")
        if tag == "p" and "sf-problem" in told.get("class", ""):
            self._said = told.get("id", "").removeprefix("problem-"), []
        if told.get("aria-invalid") == "true":
            self.marked.add(told.get("name", ""))
        if tag == "form":
            self._form = Form(told.get("action", ""), told.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, told, self._form)

    def _field(self, tag: str, told: dict[str, str], form: Form) -> None:
        name, value, kind = told.get("name", ""), told.get("value", ""), told.get("type", "text")
        if tag == "button":
            form.buttons.append((name, value))
        elif tag == "textarea":
            self._area = ""
            form.fields.append((name, ""))
        elif tag == "select":
            self._select, self._first = name, None
        elif tag == "option" and self._select:
            form.offered.setdefault(self._select, []).append(value)
            if self._first is None:
                self._first = value
            if "selected" in told:
                self._first = None
                form.fields.append((self._select, value))
                self._select += " "  # chosen
        elif tag == "input" and name:
            if kind in ("radio", "checkbox"):
                form.offered.setdefault(name, []).append(value)
            if kind not in ("radio", "checkbox") or "checked" in told:
                form.fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._form:
            self._area += data
        if self._said is not None:
            self._said[1].append(data)
        if self._link and data.strip():
            self.links[" ".join(data.split())] = self._link

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form and self._area is not None:
            body = self._area.removeprefix("\n")
            self._form.fields[-1] = (self._form.fields[-1][0], body)
            self._area = None
        if tag == "select" and self._form:
            if not self._select.endswith(" ") and self._first is not None:
                self._form.fields.append((self._select, self._first))
            self._select = ""
        if tag == "form":
            self._form = None
        if tag == "a":
            self._link = ""
        if tag == "p" and self._said is not None:
            self.problems[self._said[0]] = " ".join("".join(self._said[1]).split())
            self._said = None


class Browser:
    """One person before a board.

    Args:
        client: of the server.
    """

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.answer: httpx.Response
        self.page: Page
        self.form: Form

    def open(self, address: str) -> Browser:
        """Open a page, and follow where it leads."""
        return self._got(self.client.get(address))

    def _got(self, answer: httpx.Response) -> Browser:
        while answer.is_redirect or (answer.request.url.path.startswith("/work/") and "data-events" in answer.text):
            at = str(answer.request.url)
            answer = self.client.get(urljoin(at, answer.headers["location"]) if answer.is_redirect else at)
        self.answer, self.page = answer, Page(answer.text)
        return self

    @property
    def says(self) -> str:
        """All that the page says."""
        return text(self.answer)

    @property
    def path(self) -> str:
        """Where it is."""
        return self.answer.request.url.path

    def follow(self, words: str) -> Browser:
        """Follow the link that says so."""
        return self.open(urljoin(str(self.answer.request.url), self.page.links[words]))

    def at(self, action: str) -> Browser:
        """Take the form that goes there."""
        self.form = next(form for form in self.page.forms if form.action.endswith(action))
        return self

    def having(self, name: str) -> Browser:
        """Take the form that sends a field of this name."""
        self.form = next(form for form in self.page.forms if any(one == name for one, _ in form.fields))
        return self

    def fill(self, told: dict[str, str | list[str]] | None = None, **more: str | list[str]) -> Browser:
        """Fill in fields of the form; each has to be there."""
        for name, value in {**(told or {}), **more}.items():
            there = [at for at, (one, _) in enumerate(self.form.fields) if one == name]
            assert there or name in self.form.offered, f"there is no field {name}"
            values = value if isinstance(value, list) else [value]
            if name in self.form.offered and not isinstance(value, list):
                assert value in self.form.offered[name], f"{value} is not offered for {name}"
            self.form.fields = [pair for pair in self.form.fields if pair[0] != name] + [(name, one) for one in values]
        return self

    def typed(self, name: str) -> list[str]:
        """What stands in a field."""
        return [value for one, value in self.form.fields if one == name]

    def press(self, value: str = "") -> Browser:
        """Press a button of the form."""
        button = next(pair for pair in self.form.buttons if pair[1] == value)
        fields = [*self.form.fields, *([button] if button[0] else [])]
        if self.form.method == "get":
            return self.open(f"{self.form.action}?{urlencode(fields)}")
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = self.client.post(self.form.action, content=urlencode(fields), headers=kind)
        return self._got(answer)
