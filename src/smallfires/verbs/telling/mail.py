"""A letter to a mail server, or into a folder for people who have none."""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path

from smallfires.errors import EngineError
from smallfires.verbs.keep import fresh
from smallfires.verbs.telling.within import WHOLE, within

TIMEOUT = 20.0
"""Seconds that a mail server may be silent."""


class Security(StrEnum):
    """How the line to a mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True)
class Server:
    """A mail server.

    Attributes:
        host, port: where it is.
        security: of the line; with TLS its certificate has to be good. There is no way back to an open line.
        user, password: who we are there; empty where it does not ask.
        timeout: seconds that it may be silent.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT

    def post(self, message: EmailMessage, name: str) -> None:
        """Hand a letter over.

        Raises:
            EngineError: the server cannot be reached, or does not take it; says what it said.
        """
        try:
            within(WHOLE * self.timeout, lambda: self._hand_over(message))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._refused(error) from None

    def _hand_over(self, message: EmailMessage) -> None:
        with self._open() as link:
            if self.security is Security.STARTTLS:
                link.starttls(context=ssl.create_default_context())
            if self.user:
                link.login(self.user, self.password)
            link.send_message(message)

    def _open(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)

    def _refused(self, error: Exception) -> EngineError:
        said = " ".join(_said(error).split()) or type(error).__name__
        said = said.replace(self.password, "***") if self.password else said
        way_out = next((way for kind, way in _WAYS if isinstance(error, kind)), "Ask whoever runs it.")
        return EngineError(f"The mail server {self.host}:{self.port} did not take it: {said}.", way_out)


@dataclass(frozen=True)
class Folder:
    """A folder into which letters are written, each a file that mail programs open."""

    path: Path

    def post(self, message: EmailMessage, name: str) -> None:
        """Write a letter, whole or not at all; one that is there already is left as it is.

        Raises:
            EngineError: it cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            there = self.path / f"{name}.eml"
            if there.exists():
                return
            with fresh(self.path) as new:
                with new.open("wb") as file:
                    file.write(message.as_bytes())
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(there)
        except OSError as error:
            raise EngineError(
                f"The letter cannot be written to {self.path}: {error.strerror}.",
                "May this program write there, and is there room?",
            ) from None


@dataclass(frozen=True)
class Mail:
    """How letters are sent.

    Attributes:
        post: where they go.
        sender: whom they are from.
        to: who gets the news of every fire.
    """

    post: Server | Folder
    sender: Address
    to: tuple[Address, ...] = ()


def _said(error: Exception) -> str:
    """What a mail server said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {text.decode('utf-8', 'replace')}" for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return str(error)


_WAYS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "Check user and password under [mail], and the variables that they name."),
    (smtplib.SMTPRecipientsRefused, "Check the address."),
    (smtplib.SMTPSenderRefused, 'Check "from" under [mail].'),
    (smtplib.SMTPNotSupportedError, 'Check "security" under [mail]: starttls, tls or none.'),
    (ssl.SSLCertVerificationError, "Its certificate has to be one that this machine trusts: set SSL_CERT_FILE."),
    (ssl.SSLError, 'Check "security" and "port" under [mail].'),
    (OSError, "Check host and port under [mail], and whether this machine may reach it."),
)
