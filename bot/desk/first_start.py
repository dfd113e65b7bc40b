"""A desk that nobody has an account at yet gets demonstration accounts and made-up conversations; never in production."""

from __future__ import annotations

from datetime import datetime

from bot.desk import demo
from bot.desk.account import make
from bot.desk.permissions import Role
from bot.services.hours import SWEDISH_TIME
from bot.settings import Settings
from bot.storage import desk, records
from bot.storage.engine import open_database

_DEMO_ACCOUNTS = {"demo": Role.REVIEWER, "demo2": Role.REVIEWER, "redaktor": Role.EDITOR, "admin": Role.ADMINISTRATOR}


def first_start(settings: Settings) -> str:
    """Return what to tell of the accounts made, once; nothing when there are accounts already."""
    own, stored = open_database(settings.desk_database_url), open_database(settings.database_url)
    desk.create(own)
    if not settings.demo or desk.accounts(own):
        return ""
    records.create(stored)
    now = datetime.now(SWEDISH_TIME)
    lines = []
    for name, role in _DEMO_ACCOUNTS.items():
        account, password = make(name, role, with_totp=False)
        desk.note(own, now, "första starten", "account", f"{name} {role.value}")
        desk.save_account(own, account)
        lines.append(f"  {name:9} {password}  ({role.value})")
    made = demo.add(stored, now.date())
    lines.append(f"  {made} påhittade samtal finns att prova med. Lösenorden visas bara nu.")
    return "\nKonton att prova med:\n" + "\n".join(lines)
