"""How often something may be tried: by whom, and from where."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

SIGN_IN = RateLimitItemPerMinute(10, 15, "sign-in")
"""One name from one address."""
SIGN_IN_NAME = RateLimitItemPerMinute(100, 60, "sign-in-name")
"""One name, from wherever: so many that nobody is locked out by somebody else's few tries."""
SIGN_IN_ADDRESS = RateLimitItemPerMinute(50, 15, "sign-in-address")
"""Any names from one address, behind which there may be a whole office."""
LINKS = RateLimitItemPerMinute(30, 10, "links")
"""Personal links that open nothing, from one address."""
API_TOKEN = RateLimitItemPerMinute(600, 1, "api-token")
API_ADDRESS = RateLimitItemPerMinute(1_200, 1, "api-address")


class TooOften(Exception):
    """It was tried too often.

    Attributes:
        seconds: until it may be tried again.
    """

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@dataclass(frozen=True)
class Tries:
    """What was tried lately; counted in this program, and forgotten with it."""

    _counted: MovingWindowRateLimiter

    def one(self, limit: RateLimitItem, *who: str) -> None:
        """Count a try.

        Raises:
            TooOften: there were too many; this one is not counted.
        """
        if not self._counted.hit(limit, *who):
            raise self._too_often(limit, *who)

    def look(self, limit: RateLimitItem, *who: str) -> None:
        """The same, without counting one.

        Raises:
            TooOften: there were too many.
        """
        if not self._counted.test(limit, *who):
            raise self._too_often(limit, *who)

    def forget(self, limit: RateLimitItem, *who: str) -> None:
        """What was tried came out well: it no longer counts."""
        self._counted.clear(limit, *who)

    def _too_often(self, limit: RateLimitItem, *who: str) -> TooOften:
        free = self._counted.get_window_stats(limit, *who).reset_time
        return TooOften(max(1, math.ceil(free - time.time())))


def tries() -> Tries:
    """Nothing was tried yet."""
    return Tries(MovingWindowRateLimiter(MemoryStorage()))


def whence(request: Request) -> str:
    """Where somebody asks from: their address; of those of version 6 the network, which is one household's."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
