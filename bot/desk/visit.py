"""A request as the pages' handlers see it, and the ways a handler can refuse it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from bot.desk.oidc import KommunLogin
from bot.desk.permissions import Permission, may
from bot.desk.sessions import Session, Sessions
from bot.desk.throttle import KnownBrowsers, Throttle
from bot.services.hours import SWEDISH_TIME
from bot.settings import DESK_KEY, Settings
from bot.storage import desk


@dataclass(frozen=True)
class Desk:
    """What lives as long as the process. `records` holds conversations and directory, `own` accounts and log."""

    settings: Settings
    records: Engine
    own: Engine
    sessions: Sessions
    throttle: Throttle
    browsers: KnownBrowsers
    kommun_login: KommunLogin | None = None  # None: local accounts only
    used_codes: dict[str, int] = field(default_factory=dict)  # account -> last time step of its second factor

    def now(self) -> datetime:
        return datetime.now(SWEDISH_TIME)


class Refused(Exception):
    """The request cannot be done; `said` tells the reader why, in Swedish."""

    status = 400

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class NotThere(Refused):
    status = 404


class NotAllowed(Refused):
    status = 403


@dataclass(frozen=True)
class Reply:
    """`template` with `values`, or `go_to` another page; `cookies` are set (None: removed)."""

    template: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    go_to: str | None = None  # a path of the desk, or the kommun's login
    status: int = 200
    cookies: Mapping[str, str | None] = field(default_factory=dict)
    download: tuple[str, str, str] | None = None  # file name, content type, content


@dataclass(frozen=True)
class Visit:
    """`query` and `form` hold one value a name; `args` the parts of the path."""

    desk: Desk
    session: Session | None
    session_id: str | None
    path: str
    args: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    cookies: Mapping[str, str]

    @property
    def who(self) -> Session:
        """The session of a visitor who is logged in, as every route with a permission has it."""
        assert self.session is not None
        return self.session

    def may(self, permission: Permission) -> bool:
        return self.session is not None and may(self.session.role, permission)

    def note(self, act: str, about: str = "") -> None:
        """Write to the log before the act is done. Raises sqlalchemy.exc.SQLAlchemyError; then it must not be done."""
        desk.note(self.desk.own, self.desk.now(), self.who.account, act, about)

    def tell(self, sentence: str) -> None:
        """Show `sentence` on the visitor's next page."""
        self.who.told = sentence

    def choice(self, name: str, known: Container[str], form: bool = True) -> str | None:
        """The value of `name` when it is in `known`, else None; nothing a visitor made up gets further."""
        return one_of((self.form if form else self.query).get(name), known)


def one_of(value: str | None, known: Container[str]) -> str | None:
    return value if value and value in known else None


def data_key(folder: Path) -> bytes:
    """The secret that signs the cookies of known browsers: made once, readable by the desk's user alone."""
    path = folder / DESK_KEY
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()
