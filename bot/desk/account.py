"""`python -m bot.desk.account NAMN --role ROLL [--no-totp]`: makes a local account, or gives an old one a new password.

The password and the address for the authenticator app are printed once and kept nowhere.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from datetime import datetime

from bot.desk import passwords
from bot.desk.permissions import Role
from bot.services.hours import SWEDISH_TIME
from bot.settings import read_settings
from bot.storage import desk
from bot.storage.desk import Account
from bot.storage.engine import open_database

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,63}")


def make(name: str, role: Role, with_totp: bool) -> tuple[Account, str]:
    """A new account and its password."""
    password = secrets.token_urlsafe(15)
    return Account(
        name, role.value, passwords.hashed(password), passwords.new_secret() if with_totp else None, True
    ), password


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.desk.account", description=__doc__)
    parser.add_argument("name", help="a to z, digits, dot, dash, underscore")
    parser.add_argument("--role", choices=[role.value for role in Role], required=True)
    parser.add_argument("--no-totp", action="store_true", help="without a second factor (not in production)")
    chosen = parser.parse_args(arguments)
    settings = read_settings()
    if not _NAME.fullmatch(chosen.name):
        print("Namnet får ha a till z, siffror, punkt och bindestreck, och börjar med en bokstav.", file=sys.stderr)
        return 2
    if chosen.no_totp and settings.production:
        print("I drift måste varje konto ha en engångskod.", file=sys.stderr)
        return 2
    engine = open_database(settings.desk_database_url)
    desk.create(engine)
    account, password = make(chosen.name, Role(chosen.role), not chosen.no_totp)
    desk.note(engine, datetime.now(SWEDISH_TIME), "kommandorad", "account", f"{account.name} {account.role}")
    desk.save_account(engine, account)
    print(f"Konto: {account.name}\nLösenord: {password}")
    if account.totp:
        print(
            f"Engångskod (lägg in i en app för engångskoder): {passwords.enrolment_address(account.totp, account.name)}"
        )
    print("Skriv upp det nu. Det visas inte igen.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
