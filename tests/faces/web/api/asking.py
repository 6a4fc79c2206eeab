"""Asking the API as a program does. For tests only."""

from __future__ import annotations

from typing import Any

import httpx

API = "/api/v1"


def post(client: httpx.Client, path: str, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    """Send an object to a path below the API."""
    return client.post(f"{API}{path}", json=body, headers=headers)


def wrong(answer: httpx.Response) -> dict[str, str]:
    """What is wrong with what was sent, by its place."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return {one.get("pointer", one.get("parameter")): one["detail"] for one in answer.json()["errors"]}
