"""Asking the API as a program does. For tests only."""

from __future__ import annotations

import time
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


def done(client: httpx.Client, path: str, **body: Any) -> httpx.Response:
    """Have done what takes a while, and wait for what comes of it."""
    answer = post(client, path, **body)
    assert answer.status_code == 202, answer.text
    address = answer.headers["location"]
    until = time.monotonic() + 60
    while client.get(address).json()["ended"] is None and time.monotonic() < until:
        time.sleep(0.02)
    return client.get(f"{address}/result")
