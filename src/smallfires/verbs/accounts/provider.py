"""A provider of sign-on, by OpenID Connect: the authorization code flow with PKCE.

Source: OpenID Connect Core 1.0, sections 3.1 and 5.3; OpenID Connect Discovery 1.0, section 4; RFC 7636; RFC 9700.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from smallfires.errors import EngineError
from smallfires.verbs.accounts.arrive import Person
from smallfires.verbs.serving import SignOn
from smallfires.verbs.telling.within import WHOLE, within

Answered = TypeVar("Answered")

SCOPE = "openid profile email"
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How an ID token may be signed: by a key that only the provider has."""
LEEWAY = 60
"""Seconds by which its clock and ours may differ."""
TIMEOUT = 10.0
"""Seconds that it may take to answer."""
TELL = "Try again. If it stays so, tell whoever runs this server."
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Begun:
    """Somebody who was sent to the provider.

    Attributes:
        address: where they were sent.
        state: by which they are known when they come back.
        nonce: that has to stand in what the provider says of them.
        verifier: that shows the provider who had asked.
        back: where they come back to.
    """

    address: str
    state: str
    nonce: str
    verifier: str
    back: str


@dataclass(frozen=True)
class Provider:
    """A provider of sign-on.

    Attributes:
        told: how it is set up.
    """

    told: SignOn

    def begin(self, back: str) -> Begun:
        """Where to send somebody.

        Args:
            back: the page to which they come back.

        Raises:
            EngineError: the provider cannot be reached, or is another one.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        place = self._asking(self._described)["authorization_endpoint"]
        address = prepare_grant_uri(
            place, self.told.client_id, "code", redirect_uri=back, scope=SCOPE, state=state, nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
        )  # fmt: skip
        return Begun(address, state, nonce, verifier, back)

    def person(self, begun: Begun, code: str) -> Person:
        """Who came back.

        Args:
            begun: as they were sent.
            code: that the provider gave them.

        Raises:
            EngineError: the provider cannot be reached, does not take the code, or what it says is not to be believed.
        """
        claims, more = self._asking(lambda client: self._told(client, begun, code))
        name = next(
            (told[key] for told in (claims, more) for key in ("name", "preferred_username") if told.get(key)), ""
        )
        return Person(f"{self.told.issuer} {claims['sub']}", str(name), _proved(claims) or _proved(more), self.host)

    @property
    def host(self) -> str:
        """Its own name."""
        return urlsplit(self.told.issuer).hostname or self.told.issuer

    def _asking(self, ask: Callable[[httpx.Client], Answered]) -> Answered:
        """What comes of asking it, within a time: however slowly it drips."""

        def run() -> Answered:
            with httpx.Client(
                timeout=TIMEOUT, follow_redirects=False, headers={"accept": "application/json"}
            ) as client:
                return ask(client)

        try:
            return within(WHOLE * TIMEOUT, run)
        except TimeoutError:
            raise self._wrong("cannot be reached in time") from None

    def _told(self, client: httpx.Client, begun: Begun, code: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What the ID token says of whoever came back; and what is said beside it, where the token leaves something out."""
        place = self._described(client)
        granted = self._granted(client, place["token_endpoint"], begun, code)
        claims = self._claims(client, place["jwks_uri"], granted, begun.nonce)
        if (claims.get("name") and claims.get("email")) or not place.get("userinfo_endpoint"):
            return claims, {}
        return claims, self._more(client, place["userinfo_endpoint"], granted, claims["sub"])

    def _described(self, client: httpx.Client) -> Mapping[str, Any]:
        """What the provider says of itself."""
        found = self._asked(client, "GET", f"{self.told.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.told.issuer:
            raise EngineError(
                f'The provider {self.host} says that it is "{found.get("issuer")}", and not "{self.told.issuer}".',
                f"{TELL} The issuer has to stand under [server.sign_on] as the provider writes it, to the last letter.",
            )
        missing = [name for name in _NEEDED if not isinstance(found.get(name), str)]
        if missing:
            raise self._wrong(f"does not say its {missing[0]}")
        return found

    def _granted(self, client: httpx.Client, place: str, begun: Begun, code: str) -> Mapping[str, Any]:
        """What the provider gives for a code."""
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": begun.back, "code_verifier": begun.verifier,
            "client_id": self.told.client_id,
        }  # fmt: skip
        secret = self.told.client_secret
        proof = httpx.BasicAuth(quote(self.told.client_id, ""), quote(secret, "")) if secret else None
        found = self._asked(client, "POST", place, data=sent, auth=proof)
        if not isinstance(found.get("id_token"), str) or not isinstance(found.get("access_token"), str):
            raise self._wrong("gave no ID token")
        return found

    def _claims(self, client: httpx.Client, place: str, granted: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What the ID token says, when it is proved: signed by the provider, for this server, for this try, and not over."""
        try:
            keys = KeySet.import_key_set(self._asked(client, "GET", place))  # type: ignore[arg-type]
            claims = jwt.decode(granted["id_token"], keys, list(SIGNED)).claims
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": self.told.issuer},
                aud={"essential": True, "value": self.told.client_id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise self._wrong(f"sent an ID token that cannot be believed ({type(error).__name__})") from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.told.client_id:
            raise self._wrong("sent an ID token that is for somebody else")
        return dict(claims)

    def _more(self, client: httpx.Client, place: str, granted: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        """What else the provider says of them, where it is of the same person."""
        found = self._asked(client, "GET", place, headers={"authorization": f"Bearer {granted['access_token']}"})
        if found.get("sub") != subject:
            raise self._wrong("told of somebody else")
        return found

    def _asked(self, client: httpx.Client, method: str, place: str, **more: Any) -> Mapping[str, Any]:
        try:
            answer = client.request(method, place, **more)
            found = answer.json() if answer.is_success else None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise self._wrong("cannot be reached") from None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._wrong(f"answered {answer.status_code}, which was not expected")
        return found

    def _wrong(self, what: str) -> EngineError:
        return EngineError(f"The provider {self.host} {what}.", TELL)


def _proved(told: Mapping[str, Any]) -> str:
    """The mail address of somebody, where the same statement says that it is really theirs; empty otherwise."""
    return str(told.get("email") or "") if told.get("email_verified") is True else ""
