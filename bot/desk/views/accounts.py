"""Who may log in. Accounts are made by a command (`python -m bot.desk.account`); here they are seen and shut."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.visit import NotThere, Refused, Reply, Visit
from bot.storage import desk


def listing(visit: Visit) -> Reply:
    return Reply("accounts.html", {"accounts": desk.accounts(visit.desk.own)})


def set_active(visit: Visit) -> Reply:
    account = desk.account(visit.desk.own, visit.args["name"])
    if account is None:
        raise NotThere("Kontot finns inte.")
    if account.name == visit.who.account:
        raise Refused("Du kan inte stänga ditt eget konto.")
    active = visit.form.get("active") == "1"
    visit.note("account", f"{account.name} {'öppnat' if active else 'stängt'}")
    desk.save_account(visit.desk.own, replace(account, active=active))
    if not active:
        visit.desk.sessions.end_all_of(account.name)
    visit.tell(f"Kontot {account.name} är {'öppet' if active else 'stängt'}.")
    return Reply(go_to="/konton")
