"""Logging in and out with a local account."""

from __future__ import annotations

from bot.desk import passwords
from bot.desk.oidc import LoginFailed, NoRole
from bot.desk.permissions import Role
from bot.desk.throttle import WINDOW
from bot.desk.visit import NotThere, Reply, Visit
from bot.storage import desk
from bot.storage.desk import Account

SESSION_COOKIE, _BROWSER = "lotsen_desk", "lotsen_desk_browser"
KOMMUN_COOKIE = "lotsen_desk_kommun"
_KOMMUN_AWAY = "Kommunens inloggning svarar inte. Försök igen om en stund."
_KOMMUN_FAILED = "Inloggningen gick inte att slutföra. Försök igen."
_NO_ROLE = "Ditt konto har ingen behörighet här. Be den som sköter kontona om en."
_WRONG = "Namn, lösenord eller kod stämmer inte. Kontrollera och försök igen."
_TOO_OFTEN = f"Det har blivit fel många gånger. Vänta {int(WINDOW // 60)} minuter och försök igen."
_NO_SECOND = "Kontot saknar engångskod och kan inte användas här. Be den som sköter kontona om en."


def form(visit: Visit) -> Reply:
    return Reply(go_to="/") if visit.session else _page(visit)


def log_in(visit: Visit) -> Reply:
    name = visit.form.get("name", "").strip().lower()[:64]
    counted = visit.desk.browsers.key_for(name, visit.cookies.get(_BROWSER))
    if not visit.desk.throttle.admits(counted):
        return _page(visit, _TOO_OFTEN, 429)
    account = desk.account(visit.desk.own, name)
    right = passwords.is_right(visit.form.get("password", ""), account.password if account else None)
    if not right or account is None or not account.active or not _second_factor_holds(visit, account):
        visit.desk.throttle.note_failure(counted)
        return _page(visit, _WRONG, 403)
    if visit.desk.settings.production and account.totp is None:
        return _page(visit, _NO_SECOND, 403)
    visit.desk.throttle.forgive(counted)
    return admit(visit, account)


def admit(visit: Visit, account: Account) -> Reply:
    """Begin a session for `account`, which has shown who it is."""
    desk.note(visit.desk.own, visit.desk.now(), account.name, "login")
    visit.desk.sessions.end(visit.session_id)
    session_id = visit.desk.sessions.begin(account.name, Role(account.role))
    cookies: dict[str, str | None] = {SESSION_COOKIE: session_id, _BROWSER: visit.desk.browsers.cookie(account.name)}
    return Reply(go_to="/", cookies=cookies)


def begin_at_kommun(visit: Visit) -> Reply:
    login = visit.desk.kommun_login
    if login is None:
        raise NotThere("Kommunens inloggning används inte här.")
    try:
        address, browser = login.begin()
    except LoginFailed:
        return _page(visit, _KOMMUN_AWAY, 503)
    return Reply(go_to=address, cookies={KOMMUN_COOKIE: browser})


def back_from_kommun(visit: Visit) -> Reply:
    """The browser comes from another site, so no strict cookie came along; a page of ours leads on to the start."""
    login = visit.desk.kommun_login
    if login is None:
        raise NotThere("Kommunens inloggning används inte här.")
    query = visit.query
    try:
        person = login.end(query.get("state", ""), query.get("code", ""), visit.cookies.get(KOMMUN_COOKIE, ""))
    except NoRole:
        return _page(visit, _NO_ROLE, 403)
    except LoginFailed:
        return _page(visit, _KOMMUN_FAILED, 403)
    shut = desk.account(visit.desk.own, person.name)
    if shut is not None and not shut.active:
        return _page(visit, _NO_ROLE, 403)
    reply = admit(visit, Account(person.name, person.role.value, None, None, True))
    return Reply("logged_in.html", cookies={**reply.cookies, KOMMUN_COOKIE: None})


def log_out(visit: Visit) -> Reply:
    visit.note("logout")
    visit.desk.sessions.end(visit.session_id)
    return Reply(go_to="/login", cookies={SESSION_COOKIE: None})


def _second_factor_holds(visit: Visit, account: Account) -> bool:
    """A code counts once: whoever looks over the shoulder cannot use it again."""
    if account.totp is None:
        return True
    step = passwords.step_of(visit.form.get("code", ""), account.totp, visit.desk.now())
    if step is None or step <= visit.desk.used_codes.get(account.name, -1):
        return False
    visit.desk.used_codes[account.name] = step
    return True


def _page(visit: Visit, wrong: str | None = None, status: int = 200) -> Reply:
    return Reply(
        "login.html",
        {"wrong": wrong, "name": visit.form.get("name", ""), "kommun": visit.desk.kommun_login is not None},
        status=status,
    )
