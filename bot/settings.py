"""Every environment variable Lotsen reads, once, typed, with a default or a refusal to start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

KOMMUN_FOLDER = ROOT / "kommuner" / os.environ.get("LOTSEN_KOMMUN", "borlange")
"""Everything about the kommun Lotsen works for; LOTSEN_KOMMUN is a name in kommuner/ or a whole path."""
MODELS = Path(os.environ.get("LOTSEN_MODELS", str(ROOT / "models")))
"""Where the model in use lies, the one before it, and the one that is tried; with the lines the desk taught each of them."""
LEARNT_FILE = Path(os.environ.get("LOTSEN_LEARNT", str(MODELS / "learnt.yml")))
"""Training lines from the desk, beside data/nlu/ and in its format; need not exist."""

DESK_KEY = "desk.key"  # file in the data folder: the secret that signs the cookies of browsers the desk knows

MAX_TEXT = 2000  # characters in one message (HTTP contract)
MAX_BODY = 16 * 1024  # bytes in one request (HTTP contract)
MAX_TURNS = 60  # Rasa's cost per message grows with the turns; beyond this the talk is begun anew
IDLE_SECONDS = 30 * 60  # a conversation nobody writes in is forgotten after this
LIFETIME_SECONDS = 4 * 60 * 60  # and in any case after this
MAX_CONVERSATION = 1_000_000  # characters it may take in memory, all that was understood included; then it is full
MAX_HELD = 500_000_000  # characters all conversations together may take; the one idle longest goes first
MAX_CONVERSATIONS = 5000  # held in memory at once; the one idle longest goes first


class BadSetting(ValueError):
    """An environment variable has a value Lotsen cannot use."""


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    actions_port: int
    data_folder: Path
    database_url: str
    redis_url: str  # where several assistants share their conversations; empty: there is one, and it keeps them itself
    origins: frozenset[str]  # sites that may embed the chat, "https://www.kommunen.se"
    exit_url: str  # where "Lämna snabbt" goes; empty: where the kommun's folder says
    answer_deadline: float  # seconds a resident waits at most before the emergency card is shown
    messages_per_minute: int  # per conversation
    address_per_minute: int  # messages from one address; a school or a library shares one
    new_per_address: int  # conversations that one address may begin within five minutes
    trust_proxy: bool  # a proxy of ours stands in front and writes the last hop of X-Forwarded-For
    record_days: int  # how long a redacted conversation is kept; 0: none is ever stored
    records_every: int  # seconds between two batches of them, on average
    metrics_host: str  # the figures and the desk stay on loopback unless something in front keeps strangers out
    metrics_port: int  # of the figures for operators; 0: none
    desk_host: str
    desk_port: int  # of the staff desk
    desk_database_url: str  # accounts and log, apart from the conversations
    desk_url: str  # where staff reach the desk, through the kommun's proxy
    oidc_issuer: str  # the kommun's own login (OpenID Connect); empty: local accounts only
    oidc_client_id: str
    oidc_client_secret: str
    oidc_roles: tuple[tuple[str, str], ...]  # group there, role here; the first that fits counts
    production: bool  # no demonstration, a second factor for staff, only verified numbers
    demo: bool  # the first start makes accounts and conversations to try the desk with; never in production
    spacy_model: str  # package name or folder of a spaCy pipeline


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (default: the process's). Raises BadSetting with the variable's name."""
    env = dict(os.environ) if environ is None else environ
    data_folder = Path(env.get("LOTSEN_DATA", str(ROOT / "var")))
    return Settings(
        host=env.get("LOTSEN_HOST", "127.0.0.1"),
        port=_number(env, "LOTSEN_PORT", 5005),
        actions_port=_number(env, "LOTSEN_ACTIONS_PORT", 5055),
        data_folder=data_folder,
        database_url=env.get("LOTSEN_DATABASE_URL", f"sqlite:///{data_folder / 'lotsen.db'}"),
        redis_url=env.get("LOTSEN_REDIS_URL", ""),
        origins=frozenset(o.strip() for o in env.get("LOTSEN_ORIGINS", "").split(",") if o.strip()),
        exit_url=env.get("LOTSEN_EXIT_URL", ""),
        answer_deadline=float(_number(env, "LOTSEN_DEADLINE", 4)),
        messages_per_minute=_number(env, "LOTSEN_MESSAGES_PER_MINUTE", 40),
        address_per_minute=_number(env, "LOTSEN_ADDRESS_PER_MINUTE", 300),
        new_per_address=_number(env, "LOTSEN_NEW_PER_ADDRESS", 60),
        trust_proxy=_switch(env, "LOTSEN_TRUST_PROXY"),
        record_days=_number(env, "LOTSEN_RECORD_DAYS", 30, least=0),
        records_every=_number(env, "LOTSEN_RECORDS_EVERY", 600),
        metrics_host=env.get("LOTSEN_METRICS_HOST", "127.0.0.1"),
        metrics_port=_number(env, "LOTSEN_METRICS_PORT", 0, least=0),
        desk_host=env.get("LOTSEN_DESK_HOST", "127.0.0.1"),
        desk_port=_number(env, "LOTSEN_DESK_PORT", 5070),
        desk_database_url=env.get("LOTSEN_DESK_DATABASE_URL", f"sqlite:///{data_folder / 'desk.db'}"),
        desk_url=env.get("LOTSEN_DESK_URL", f"http://127.0.0.1:{_number(env, 'LOTSEN_DESK_PORT', 5070)}").rstrip("/"),
        oidc_issuer=env.get("LOTSEN_OIDC_ISSUER", ""),
        oidc_client_id=env.get("LOTSEN_OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.get("LOTSEN_OIDC_CLIENT_SECRET", ""),
        oidc_roles=_pairs(env, "LOTSEN_OIDC_ROLES"),
        production=_switch(env, "LOTSEN_PRODUCTION"),
        demo=_switch(env, "LOTSEN_DEMO", "1") and not _switch(env, "LOTSEN_PRODUCTION"),
        spacy_model=env.get("LOTSEN_SPACY_MODEL", "sv_core_news_sm"),
    )


def _number(env: dict[str, str], name: str, default: int, least: int = 1) -> int:
    raw = env.get(name, str(default))
    if not raw.isdigit() or int(raw) < least:
        raise BadSetting(f"{name} must be a whole number from {least}, not '{raw}'.")
    return int(raw)


def _pairs(env: dict[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """`a=b;c=d`"""
    pairs = tuple(tuple(p.strip() for p in part.split("=", 1)) for part in env.get(name, "").split(";") if part.strip())
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise BadSetting(f"{name} must be group=role;group=role.")
    return tuple((group, role) for group, role in pairs)


def _switch(env: dict[str, str], name: str, default: str = "0") -> bool:
    raw = env.get(name, default)
    if raw not in ("0", "1"):
        raise BadSetting(f"{name} must be 0 or 1, not '{raw}'.")
    return raw == "1"
