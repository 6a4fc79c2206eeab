"""Every page of a served board, found as a person finds them: from the first page along the links.

A page that no link leads to is told: either it cannot be found by anybody, or its address is one that people are sent.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

MOST = 3
"""Pages of one route that are looked at: the tenth reading of a fire has nothing that the first has not."""


@dataclass(frozen=True)
class Seen:
    """A page.

    Attributes:
        path: with its query, as it was asked for.
        route: whose page it is: ``/fires/{slug}``.
        code: HTTP's.
    """

    path: str
    route: str
    code: int

    @property
    def name(self) -> str:
        """As a file may be called."""
        said = self.path if "{token}" not in self.route else self.route
        return "-".join(re.findall(r"\w+", said))[:80] or "board"


@dataclass
class Walk:
    """What was found.

    Attributes:
        pages: each page once.
        other: addresses that lead to something else than a page: a file.
        broken: links that lead to nothing, with the page on which they stand.
        unseen: routes that no link leads to.
    """

    pages: list[Seen] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    unseen: set[str] = field(default_factory=set)


class _Links(HTMLParser):
    """The addresses to which a page links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        told = dict(attrs)
        if tag == "a" and told.get("href"):
            self.found.append(told["href"] or "")


def walk(client: httpx.Client, app: FastAPI, starts: Iterable[str] = ("/",), most: int = MOST) -> Walk:
    """Follow every link, the near ones first.

    Args:
        client: of the server; it may be signed in.
        app: the application, for the names of its routes.
        starts: where to begin; what no link leads to, such as a personal link, is named here.
        most: pages of one route.
    """
    found, routes = Walk(), Routes(app)
    waiting: deque[tuple[str, str]] = deque((start, "") for start in starts)
    known, counts = set(starts), Counter[str]()
    while waiting:
        path, before = waiting.popleft()
        route, kind = routes.of(path), routes.kind(path)
        if counts[kind] >= most and before:
            continue
        counts[kind] += 1
        answer = client.get(path)
        if answer.is_redirect:
            there = _inside(client, path, answer.headers["location"]) or "/"
            waiting.extend([(there, path)] if there not in known else [])
            known.add(there)
            continue
        handed = "content-disposition" in answer.headers
        if handed or not answer.headers.get("content-type", "").startswith("text/html"):
            found.other.append(path)
            continue
        if answer.status_code >= 400 and before:
            found.broken.append((path, before))
        found.pages.append(Seen(path, route, answer.status_code))
        for link in _Links(answer.text).found:
            there = _inside(client, path, link)
            if there and there not in known:
                known.add(there)
                waiting.append((there, path))
    found.unseen = set(routes.patterns) - {routes.of(one) for one in known}
    return found


class Routes:
    """Where an application can be asked for something.

    Args:
        app: the application.
    """

    def __init__(self, app: FastAPI) -> None:
        found = (one for one in iter_route_contexts(app.routes) if "GET" in (one.methods or ()))
        self.patterns = {str(one.path): compile_path(str(one.path))[0] for one in found}

    def of(self, path: str) -> str:
        """The pattern that answers an address; empty where none does."""
        asked = urlsplit(path).path
        return next((pattern for pattern, shape in self.patterns.items() if shape.match(asked)), "")

    def kind(self, path: str) -> str:
        """The same with the names in its query: what is asked for may be another page."""
        return "&".join(
            [self.of(path), *sorted(name for name, _ in parse_qsl(urlsplit(path).query, keep_blank_values=True))]
        )


def _inside(client: httpx.Client, path: str, link: str) -> str:
    """Where a link leads on this server; empty where it leads elsewhere, or only down the page."""
    base = str(client.base_url).rstrip("/")
    there = urldefrag(urljoin(base + path, link)).url
    return (there.removeprefix(base) or "/") if there.startswith(base) and not link.startswith("#") else ""
