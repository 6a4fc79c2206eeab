"""How passwords are kept and compared: by Argon2, with the same work whether or not there is anything to compare with.

Source: NIST SP 800-63B-4, section 3.1.1.2: a length, no rules about letters, no change without cause.
"""

from __future__ import annotations

import functools
import unicodedata
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from smallfires.errors import UsageError

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 1_000
_AT_ONCE = BoundedSemaphore(2)
"""Each takes 64 MB while it is worked out: who asks often cannot take all of them."""


def kept(password: str) -> str:
    """What is kept of a password.

    Raises:
        UsageError: it is too short, or endless.
    """
    letters = len(password)
    if letters < SHORTEST:
        raise UsageError(
            f"The password has {letters} letters.", f"Take at least {SHORTEST}: four words that nobody would guess."
        )
    if letters > LONGEST:
        raise UsageError(f"The password has {letters:,} letters.", f"Take {LONGEST:,} at most.")
    with _AT_ONCE:
        return _hasher().hash(_same(password))


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one that was kept. Where none was, the same work is done, for nothing."""
    with _AT_ONCE:
        fitting = _hasher().verify(_same(password[: LONGEST + 1]), hashed or _nobodys())
    return fitting and bool(hashed)


def _same(password: str) -> str:
    """The same letters, on whatever keyboard they were typed."""
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _hasher() -> PasswordHash:
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@functools.cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    import secrets

    return _hasher().hash(secrets.token_urlsafe(32))
