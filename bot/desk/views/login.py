"""Logging in and out with a local account."""

from __future__ import annotations

from bot.desk import passwords
from bot.desk.permissions import Role
from bot.desk.throttle import WINDOW
from bot.desk.visit import Reply, Visit
from bot.storage import desk
from bot.storage.desk import Account

_SESSION, _BROWSER = "lotsen_desk", "lotsen_desk_browser"
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
    cookies: dict[str, str | None] = {_SESSION: session_id, _BROWSER: visit.desk.browsers.cookie(account.name)}
    return Reply(go_to="/", cookies=cookies)


def log_out(visit: Visit) -> Reply:
    visit.note("logout")
    visit.desk.sessions.end(visit.session_id)
    return Reply(go_to="/login", cookies={_SESSION: None})


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
    return Reply("login.html", {"wrong": wrong, "name": visit.form.get("name", "")}, status=status)
