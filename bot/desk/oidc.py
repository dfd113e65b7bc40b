"""Logging in with the kommun's own login: OpenID Connect, authorization code flow with PKCE, state and nonce.

Authlib talks to the provider, joserfc (of the same makers) checks the token's signature. The role comes from the groups the
provider tells; nobody without one of the agreed groups gets in.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.desk.permissions import Role
from bot.settings import BadSetting, Settings

_TIMEOUT = 5.0  # seconds a provider may take to answer
_LASTS = 10 * 60.0  # seconds a begun login may take
_MOST_BEGUN = 1000
_ALGORITHMS = ["RS256", "ES256", "PS256"]
_LEEWAY = 60  # seconds two clocks may differ


@dataclass(frozen=True)
class Provider:
    """What the kommun's login needs to be told. `roles`: the provider's group -> role; the most powerful group listed first."""

    issuer: str
    client_id: str
    client_secret: str
    roles: Mapping[str, Role]
    groups_claim: str = "groups"


@dataclass(frozen=True)
class Person:
    name: str
    role: Role


class LoginFailed(RuntimeError):
    """The provider could not be reached, or what it said does not hold; no detail is for the visitor."""


class NoRole(LoginFailed):
    """The person is known to the provider but has none of the agreed groups."""


@dataclass(frozen=True)
class _Begun:
    nonce: str
    verifier: str
    browser: str
    at: float


class KommunLogin:
    """Begins and ends logins with one provider. What was begun is remembered in memory, for some minutes and once."""

    def __init__(self, provider: Provider, redirect_uri: str) -> None:
        self._provider, self._redirect_uri = provider, redirect_uri
        self._begun: OrderedDict[str, _Begun] = OrderedDict()
        self._facts: dict[str, Any] | None = None

    def begin(self) -> tuple[str, str]:
        """The provider's page to go to, and a secret for the browser's cookie. Raises LoginFailed."""
        nonce, verifier, browser = (secrets.token_urlsafe(48) for _ in range(3))
        with self._session() as session:
            address, state = session.create_authorization_url(
                self._endpoint("authorization_endpoint"), code_verifier=verifier, nonce=nonce
            )
        self._begun[state] = _Begun(nonce, verifier, browser, time.monotonic())
        while len(self._begun) > _MOST_BEGUN:
            self._begun.popitem(last=False)
        return address, browser

    def end(self, state: str, code: str, browser: str) -> Person:
        """Who came back, after every check. Raises LoginFailed."""
        begun = self._begun.pop(state, None)
        if begun is None or time.monotonic() - begun.at > _LASTS or not secrets.compare_digest(begun.browser, browser):
            raise LoginFailed("unknown state")
        try:
            with self._session() as session:
                token = session.fetch_token(
                    self._endpoint("token_endpoint"), code=code, code_verifier=begun.verifier, timeout=_TIMEOUT
                )
            claims = self._claims(str(token["id_token"]), begun.nonce)
        except (requests.RequestException, AuthlibBaseError, JoseError, KeyError, ValueError, TypeError) as error:
            raise LoginFailed(type(error).__name__) from error
        return self._person(claims)

    def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        keys = KeySet.import_key_set(self._get(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        claims: dict[str, Any] = jwt.decode(id_token, keys, algorithms=_ALGORITHMS).claims
        must = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client_id},
            "nonce": {"essential": True, "value": nonce},
            "exp": {"essential": True},
        }
        jwt.JWTClaimsRegistry(leeway=_LEEWAY, **must).validate(claims)  # type: ignore[arg-type]
        return claims

    def _person(self, claims: Mapping[str, Any]) -> Person:
        groups = claims.get(self._provider.groups_claim) or ()
        name = str(claims.get("preferred_username") or claims.get("email") or claims.get("sub") or "").strip().lower()
        role = next((role for group, role in self._provider.roles.items() if group in groups), None)
        if role is None or not name:
            raise NoRole("no agreed group")
        return Person(name[:64], role)

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self._provider.client_id,
            self._provider.client_secret,
            scope="openid profile email",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
        )

    def _endpoint(self, name: str) -> str:
        """An address from the provider's discovery document, which is asked for once."""
        if self._facts is None:
            facts = self._get(self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
            if facts.get("issuer") != self._provider.issuer:
                raise LoginFailed("another issuer answered")
            self._facts = facts
        return str(self._facts[name])

    @staticmethod
    def _get(address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=_TIMEOUT)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise LoginFailed(type(error).__name__) from error
        return found


def kommun_login(settings: Settings) -> KommunLogin | None:
    """The login that the settings name, or None. Raises BadSetting when they name it in part or a role there is not."""
    if not settings.oidc_issuer:
        return None
    known = {role.value for role in Role}
    wrong = [role for _, role in settings.oidc_roles if role not in known]
    if wrong or not settings.oidc_roles or not settings.oidc_client_id:
        raise BadSetting("LOTSEN_OIDC_ISSUER needs LOTSEN_OIDC_CLIENT_ID and LOTSEN_OIDC_ROLES with roles of the desk.")
    roles = {group: Role(role) for group, role in settings.oidc_roles}
    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, roles)
    return KommunLogin(provider, f"{settings.desk_url}/login/tillbaka")
