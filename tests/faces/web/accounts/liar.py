"""A small provider of sign-on that says what it is told to: the truth, or not. For tests only."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

Claims = dict[str, Any]
Sign = Callable[["Provider", Claims], str]


@dataclass
class Answer:
    """What is answered at one address, in place of the truth.

    Attributes:
        code: HTTP's.
        body: as it is sent.
        waits: until this is set, nothing is sent.
    """

    code: int = 200
    body: bytes = b"{}"
    waits: threading.Event | None = None


@dataclass
class Provider:
    """A provider.

    Attributes:
        address: its own.
        key: with which it signs.
        instead: what it answers in place of the truth, by path.
    """

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    instead: dict[str, Answer] = field(default_factory=dict)
    _codes: dict[str, tuple[Claims, Sign]] = field(default_factory=dict)
    _more: dict[str, Claims] = field(default_factory=dict)

    def comes_back(self, asked: str, sign: Sign, more: Claims | None = None, **changes: Any) -> str:
        """Somebody says there who they are: where they are sent back to.

        Args:
            asked: the address to which they were sent.
            sign: how their ID token is made.
            more: what is told of them beside it.
            changes: to what stands in it; None leaves something out.
        """
        told = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        now, code = int(time.time()), secrets.token_urlsafe(16)
        claims = {
            "iss": self.address, "sub": "nia", "aud": told["client_id"], "exp": now + 600, "iat": now, "nonce": told["nonce"],
            "name": "Nia New", "email": "nia@example.org", "email_verified": True,
        } | changes  # fmt: skip
        self._codes[code] = {name: value for name, value in claims.items() if value is not None}, sign
        self._more[code] = more or {}
        return f"{told['redirect_uri']}?state={told['state']}&code={code}"

    def answer(self, path: str, body: dict[str, list[str]], bearer: str) -> Answer:
        """What is answered at an address."""
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "/authorize", "token": "/token", "userinfo": "/userinfo"}
            told = {f"{name}_endpoint": f"{self.address}{place}" for name, place in places.items()}
            return _said({"issuer": self.address, "jwks_uri": f"{self.address}/keys", **told})
        if path == "/keys":
            return _said({"keys": [self.key.as_dict(private=False)]})
        if path == "/userinfo":
            return _said(self._more[bearer])
        code = body["code"][0]
        found = self._codes.pop(code, None)
        if found is None:
            return Answer(400, b'{"error": "invalid_grant"}')
        claims, sign = found
        return _said({"access_token": code, "token_type": "Bearer", "id_token": sign(self, claims)})


def _said(told: dict[str, Any]) -> Answer:
    return Answer(body=json.dumps(told).encode())


def honest(provider: Provider, claims: Claims) -> str:
    """Signed as it should be."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.key)


def by_another_key(provider: Provider, claims: Claims) -> str:
    """Signed by a key that is not the provider's, and says that it is."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))


def by_nobody(provider: Provider, claims: Claims) -> str:
    """Not signed at all, which it says."""
    return f"{_unsigned('none', claims)}."


def by_the_public_key(provider: Provider, claims: Claims) -> str:
    """Signed by what everybody knows: the public key, as if it were a secret that both share."""
    return _shared(provider.key.as_pem(private=False), claims)


def by_the_client_secret(provider: Provider, claims: Claims) -> str:
    """Signed by what this server knows, too."""
    return _shared(b"a secret of the client, which has more than 32 bytes", claims)


def cut_short(provider: Provider, claims: Claims) -> str:
    """The truth, but for its last letters."""
    return honest(provider, claims)[:-8]


def no_token(provider: Provider, claims: Claims) -> str:
    """Something else."""
    return "not a token"


def _shared(secret: bytes, claims: Claims) -> str:
    """Made by hand: the library refuses a public key as a secret."""
    told = _unsigned("HS256", claims)
    return f"{told}.{_coded(hmac.digest(secret, told.encode(), 'sha256'))}"


def _unsigned(how: str, claims: Claims) -> str:
    return ".".join(_coded(json.dumps(part).encode()) for part in ({"alg": how, "kid": "one"}, claims))


def _coded(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


@contextmanager
def provider() -> Iterator[Provider]:
    """One that runs, in threads of this program."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._do({})

        def do_POST(self) -> None:
            self._do(parse_qs(self.rfile.read(int(self.headers["content-length"])).decode()))

        def _do(self, body: dict[str, list[str]]) -> None:
            path = urlsplit(self.path).path
            bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
            told = made.instead.get(path) or made.answer(path, body, bearer)
            if told.waits:
                told.waits.wait(30)
            self.send_response(told.code)
            self.send_header("content-type", "application/json")
            self.end_headers()
            with suppress(OSError):  # whoever asked has gone
                self.wfile.write(told.body)

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join(10)
