"""Who may do what, for every role and every route, against the running desk."""

from __future__ import annotations

import pytest

from bot.desk.permissions import ALLOWED, Permission, Role
from bot.desk.routes import ROUTES, Route
from tests.desk.running import RunningDesk

# Written out here, apart from the code: what each role may do, as the kommun was promised.
PROMISED = {
    Role.READER: {"be_here", "see_statistics", "see_directory", "read_conversations"},
    Role.REVIEWER: {"be_here", "see_statistics", "see_directory", "read_conversations", "mark_conversations", "teach"},
    Role.EDITOR: {"be_here", "see_statistics", "see_directory", "edit_directory"},
    Role.ADMINISTRATOR: {"be_here", "see_statistics", "see_directory", "change_model", "see_log", "see_accounts"},
}
NEEDS = {
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("GET", "/login/kommun"): None,
    ("GET", "/login/tillbaka"): None,
    ("POST", "/logout"): "be_here",
    ("GET", "/"): "be_here",
    ("GET", "/samtal"): "read_conversations",
    ("GET", "/samtal/skal"): "read_conversations",
    ("POST", "/samtal/skal"): "read_conversations",
    ("GET", "/samtal/<record_id>"): "read_conversations",
    ("POST", "/samtal/<record_id>/marka"): "mark_conversations",
    ("POST", "/samtal/<record_id>/maska"): "mark_conversations",
    ("GET", "/larande"): "teach",
    ("GET", "/larande/nytt"): "teach",
    ("POST", "/larande/fran-samtal"): "teach",
    ("POST", "/larande/nytt"): "teach",
    ("POST", "/larande/<number>"): "teach",
    ("GET", "/modell"): "change_model",
    ("POST", "/modell/trana"): "change_model",
    ("POST", "/modell/byt"): "change_model",
    ("POST", "/modell/tillbaka"): "change_model",
    ("POST", "/demo/ta-bort"): "see_accounts",
    ("GET", "/tjanster"): "see_directory",
    ("GET", "/tjanster/fil/<kind>"): "see_directory",
    ("POST", "/tjanster"): "edit_directory",
    ("GET", "/tjanster/<service_id>"): "see_directory",
    ("POST", "/tjanster/<service_id>/<fact>"): "edit_directory",
    ("GET", "/texter"): "see_directory",
    ("POST", "/texter/meddelande"): "edit_directory",
    ("GET", "/statistik"): "see_statistics",
    ("GET", "/statistik/tabell.csv"): "see_statistics",
    ("GET", "/statistik/rapport"): "see_statistics",
    ("GET", "/konton"): "see_accounts",
    ("POST", "/konton/<name>/status"): "see_accounts",
    ("GET", "/logg"): "see_log",
}
NEEDED = [route for route in ROUTES if route.needs is not None and route.path != "/logout"]


def _path(route: Route) -> str:
    """The route's path for things that do not exist: who may come in is told "not there", others "not allowed"."""
    return "/".join("finnsinte" if part.startswith("<") else part for part in route.path.split("/"))


def test_the_table_is_what_was_promised() -> None:
    assert {role: {p.value for p in ALLOWED[role]} for role in Role} == PROMISED
    assert {(r.method, r.path): r.needs.value if r.needs else None for r in ROUTES} == NEEDS


@pytest.mark.parametrize("role", Role)
def test_every_route_admits_the_roles_that_have_its_permission_and_no_other(desk: RunningDesk, role: Role) -> None:
    visitor = desk.visitor(role)
    for route in NEEDED:
        visitor.get("/")
        answer = visitor.get(_path(route)) if route.method == "GET" else visitor.post(_path(route))
        allowed = route.needs is not None and route.needs.value in PROMISED[role]
        assert (answer.status_code != 403) == allowed, (route.method, route.path, answer.status_code)
        assert answer.status_code < 500, route.path


def test_without_login_every_route_leads_to_the_login(desk: RunningDesk) -> None:
    for route in ROUTES:
        if route.needs is None:
            continue
        visitor = desk.visitor()
        answer = visitor.http.request(route.method, desk.address + _path(route), allow_redirects=False, timeout=20)
        assert (answer.status_code, answer.headers.get("location")) == (302, "/login"), route.path


@pytest.mark.parametrize("route", [r for r in NEEDED if r.method == "POST"], ids=lambda r: r.path)
def test_a_form_without_the_sessions_token_or_from_another_site_does_nothing(desk: RunningDesk, route: Route) -> None:
    role = next(role for role in Role if route.needs in ALLOWED[role])
    visitor = desk.visitor(role)
    assert visitor.post(_path(route), csrf="").status_code == 403
    assert visitor.post(_path(route), headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert visitor.post(_path(route), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_every_permission_is_somebodys() -> None:
    assert set().union(*ALLOWED.values()) == set(Permission)
