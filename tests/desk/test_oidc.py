"""Logging in with the kommun's own login, against a real provider on this machine."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests
from joserfc.jwk import RSAKey

from bot.desk.oidc import kommun_login
from bot.desk.permissions import Role
from bot.settings import BadSetting, read_settings
from bot.storage import desk as stored
from tests.desk import oidc_provider
from tests.desk.oidc_provider import CLIENT, SECRET, Provider
from tests.desk.running import RunningDesk, Visitor, account, running
from tests.live.running import free_port

ROLES = "lotsen-admin=administrator;lotsen-granskare=reviewer"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with oidc_provider.provider() as held:
        yield held


@pytest.fixture(scope="module")
def desk(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    variables = {
        "LOTSEN_OIDC_ISSUER": provider.issuer,
        "LOTSEN_OIDC_CLIENT_ID": CLIENT,
        "LOTSEN_OIDC_CLIENT_SECRET": SECRET,
        "LOTSEN_OIDC_ROLES": ROLES,
    }
    with running(tmp_path_factory.mktemp("oidc"), **variables) as started:
        yield started


@pytest.fixture(autouse=True)
def usual(provider: Provider) -> Iterator[None]:
    claims, key = dict(provider.claims), provider.key
    yield
    provider.claims, provider.key = claims, key


def _log_in(desk: RunningDesk) -> tuple[Visitor, requests.Response]:
    visitor = desk.visitor()
    return visitor, visitor.get("/login/kommun")


def test_who_has_an_agreed_group_gets_in_with_its_role(desk: RunningDesk) -> None:
    assert "Logga in med kommunens konto" in desk.visitor().get("/login").text
    visitor, page = _log_in(desk)
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.text
    start = visitor.get("/").text
    assert "Hej asa.berg" in start
    assert "granskare" in start
    assert stored.entries(desk.own, limit=1)[0].account == "asa.berg"


def test_the_first_group_that_fits_counts(desk: RunningDesk, provider: Provider) -> None:
    provider.claims = {**provider.claims, "groups": ["lotsen-granskare", "lotsen-admin"]}
    visitor, _ = _log_in(desk)
    assert visitor.get("/logg").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"groups": ["andra"]},
        {"groups": []},
        {"groups": None},
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"nonce": "made up"},
    ],
)
def test_whose_token_does_not_hold_stays_outside(
    desk: RunningDesk, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = {**provider.claims, **claims}
    visitor, page = _log_in(desk)
    assert page.status_code == 403
    assert visitor.get("/").url.endswith("/login")


def test_a_token_signed_with_another_key_is_refused(desk: RunningDesk, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    assert _log_in(desk)[1].status_code == 403


def test_a_login_begun_in_another_browser_or_used_twice_is_refused(desk: RunningDesk) -> None:
    mine, theirs = desk.visitor(), desk.visitor()
    to_provider = mine.http.get(desk.address + "/login/kommun", allow_redirects=False, timeout=20).headers["location"]
    back = requests.get(to_provider, allow_redirects=False, timeout=20).headers["location"]
    path = back.removeprefix(desk.address)
    assert theirs.get(path).status_code == 403
    assert mine.get(path).status_code == 403  # spent by the other one's attempt
    again = mine.http.get(desk.address + "/login/kommun", allow_redirects=False, timeout=20).headers["location"]
    path = requests.get(again, allow_redirects=False, timeout=20).headers["location"].removeprefix(desk.address)
    assert mine.get(path).status_code == 200
    assert mine.get(path).status_code == 403


def test_a_person_whose_account_is_shut_stays_outside(desk: RunningDesk) -> None:
    stored.save_account(desk.own, account("asa.berg", Role.REVIEWER, active=False))
    try:
        assert _log_in(desk)[1].status_code == 403
    finally:
        stored.save_account(desk.own, account("asa.berg", Role.REVIEWER))


def test_when_the_provider_is_away_then_the_page_says_so_and_local_accounts_work(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    variables = {
        "LOTSEN_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}",
        "LOTSEN_OIDC_CLIENT_ID": CLIENT,
        "LOTSEN_OIDC_ROLES": ROLES,
    }
    with running(tmp_path_factory.mktemp("away"), **variables) as started:
        visitor, page = _log_in(started)
        assert page.status_code == 503
        assert "svarar inte" in page.text
        assert visitor.log_in("reader").status_code == 200


@pytest.mark.parametrize("roles", ["", "grupp=kung", "grupp", "=reader"])
def test_a_login_described_in_part_is_refused_at_start(roles: str) -> None:
    env = {"LOTSEN_OIDC_ISSUER": "https://login.example", "LOTSEN_OIDC_CLIENT_ID": "x", "LOTSEN_OIDC_ROLES": roles}
    with pytest.raises(BadSetting):
        kommun_login(read_settings(env))
