"""Asking the board as a browser does: a page, its form as it stands, and what comes back. For tests only."""

from __future__ import annotations

import httpx
from tests.faces.test_page import Reader


def text(answer: httpx.Response) -> str:
    """What a page says, on one line."""
    return " ".join(" ".join(data for _, data in Reader(answer.text).texts).split())


def hidden(answer: httpx.Response) -> dict[str, str]:
    """What the forms of a page send by themselves."""
    return {one["name"]: one["value"] for one in Reader(answer.text).every("input") if one["type"] == "hidden"}


def typed(answer: httpx.Response) -> dict[str, str]:
    """What stands in the text fields of a page, by their ids."""
    seen = Reader(answer.text)
    found = {one["id"]: one["value"] for one in seen.every("input") if one["type"] in ("text", "search")}
    areas = answer.text.split("<textarea")[1:]
    for area in areas:
        head, body = area.split(">", 1)
        found[head.split('id="')[1].split('"')[0]] = Reader(f"<p>{body.split('</textarea>')[0]}</p>").texts[0][1][1:]
    return found


def chosen(answer: httpx.Response) -> set[tuple[str, str]]:
    """What is chosen on a page."""
    return {(one["name"], one["value"]) for one in Reader(answer.text).every("input") if "checked" in one}


def send(client: httpx.Client, slug: str, form: str, **values: str) -> httpx.Response:
    """Open a fire's page, fill in one of its forms, and send it."""
    opened = client.get(f"/fires/{slug}")
    return client.post(f"/fires/{slug}/{form}", data=hidden(opened) | values)
