"""Mails as text files, one a person: they hold the links, so nobody else may read them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from smallfires.errors import UsageError
from smallfires.faces.cli.failures import say

if TYPE_CHECKING:
    from smallfires.verbs.brief import Link, Sent


MOST = 12
"""Mails up to which each is named; of more it is said how many they are."""


def ready(folder: Path) -> Path:
    """The folder, made where it is not there yet, before any link is made.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}.", "Name another one with --mail.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"Nothing can be written in {folder}.", "Name another one with --mail.")
    return folder


def write(sent: Sent, folder: Path, address: str) -> bool:
    """Write a mail for each link.

    Returns:
        Whether all were written; else the links have to be shown, or they would be lost.
    """
    try:
        for link in sent.links:
            path = folder / f"{sent.brief.slug}-{sent.round}-{_named(link.person)}.txt"
            _private(path, _mail(sent, link, address))
            if len(sent.links) <= MOST:
                say(f"Written: {path}")
    except OSError as error:
        say(f"Not all mails could be written: {error.strerror}. The links are below.")
        return False
    if len(sent.links) > MOST:
        say(f"Written: {len(sent.links)} mails, in {folder}")
    return True


def _mail(sent: Sent, link: Link, address: str) -> str:
    from smallfires.faces.words.brief.mail import mail, subject
    from smallfires.faces.words.names import tidy
    from smallfires.fires.brief import brief_of

    page = brief_of(sent.fire.charter, link.person)
    to = f"{tidy(link.person)} <{tidy(link.mail)}>" if link.mail else tidy(link.person)
    return f"To: {to}\nSubject: {subject(page)}\n\n{mail(page, link.under(address))}"


def _named(person: str) -> str:
    """A name as part of a file's name."""
    return re.sub(r"[^\w]+", "-", person).strip("-").lower()[:60] or "nobody"


def _private(path: Path, text: str) -> None:
    """A file that only its owner may read; an older one of the name gives way."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
