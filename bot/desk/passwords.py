"""Passwords as argon2id hashes, and the second factor (TOTP, RFC 6238)."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import argon2
import pyotp

LEAST_LENGTH = 14
MOST_LENGTH = 200
_HASHER = argon2.PasswordHasher()  # argon2id with the parameters of RFC 9106 for little memory
_STEP = 30  # seconds a code lasts
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))
ISSUER = "Lotsen"


class WeakPassword(ValueError):
    """The password is too short or too long."""


def hashed(password: str) -> str:
    """Raises WeakPassword."""
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise WeakPassword(f"a password has {LEAST_LENGTH} to {MOST_LENGTH} characters")
    return _HASHER.hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """True when `password` is the one `stored` was made from; takes as long when there is no such account (None)."""
    try:
        return _HASHER.verify(stored or _NOBODY, password[:MOST_LENGTH]) and stored is not None
    except argon2.exceptions.VerificationError:
        return False


def new_secret() -> str:
    """A secret for an authenticator app, in Base32."""
    return str(pyotp.random_base32())


def enrolment_address(secret: str, account: str) -> str:
    """`otpauth://...`, which an authenticator app reads."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER))


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """The time step in which `code` holds (now, or one before or after), else None; a step may be used once only."""
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // _STEP
    digits = "".join(c for c in code if c.isdigit())
    for step in (current, current - 1, current + 1):
        if hmac.compare_digest(str(totp.at(step * _STEP)), digits):
            return step
    return None
