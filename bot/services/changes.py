"""What staff changed in the directory, laid over the register: pure. The newest change of a fact counts.

Nothing is ever overwritten: changes are a list that only grows, and so the history of every number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bot.services import hours
from bot.services.model import FACT_NAMES, Confidence, Directory, Fact, Service
from bot.services.select import EMERGENCY

WHOLE = "service"
"""In the place of a fact's name: the service as a whole."""
OPENING = "opening"
"""In the place of a fact's name: the hours in OpenStreetMap's notation."""

NUMBERS = ("phone", "phone_alt", "sms")
LINKS = ("chat_url", "url")
SWITCHES = ("free", "anonymous", "on_phone_bill")


class Act(str, Enum):
    VERIFY = "verify"  # a person checked that the value holds
    CORRECT = "correct"  # a person found another value
    WITHDRAW = "withdraw"  # not to be shown
    RESTORE = "restore"  # to be shown again as before it was withdrawn


HOW = ("called", "website", "mail", "visit")
"""How a person checked: rang the number, read the service's own page, asked by mail, was there."""


@dataclass(frozen=True)
class Change:
    """`fact` is a name of FACT_NAMES, WHOLE or OPENING; `value` what was verified or is right instead; `on` an ISO date."""

    service_id: str
    fact: str
    act: Act
    on: str
    account: str
    value: str | bool | None = None
    how: str | None = None


class BadChange(ValueError):
    """The change cannot be made; the message says why, in Swedish, for staff."""


def check(change: Change, directory: Directory) -> None:
    """Raises BadChange when `change` makes no sense for `directory` as it stands."""
    service = directory.services.get(change.service_id)
    if service is None:
        raise BadChange("Tjänsten finns inte.")
    if change.fact not in FACT_NAMES | {WHOLE, OPENING}:
        raise BadChange("Uppgiften finns inte.")
    if service.id == EMERGENCY and change.act is not Act.VERIFY:
        raise BadChange("112 kan inte ändras eller dras in.")
    if change.act in (Act.VERIFY, Act.CORRECT) and change.how not in HOW:
        raise BadChange("Välj hur du kontrollerade uppgiften.")
    if change.act is Act.VERIFY and (
        change.fact not in service.facts or service.facts[change.fact].value != change.value
    ):
        raise BadChange("Uppgiften har ändrats sedan du öppnade sidan. Kontrollera den igen.")
    if change.act is Act.CORRECT:
        _check_value(change.fact, change.value)


def apply(directory: Directory, changes: Iterable[Change]) -> Directory:
    """`directory` (the register's) with `changes`, the oldest first. What a later register took away is passed over."""
    services, hidden = dict(directory.services), dict[tuple[str, str], Fact]()
    for change in changes:
        service = services.get(change.service_id)
        if service is not None:
            services[service.id] = _changed(service, change, hidden)
    return replace(directory, services=services)


def only_verified(directory: Directory) -> Directory:
    """`directory` without the numbers that no person of the staff has verified; 112 stays."""

    def strict(service: Service) -> Service:
        kept = {
            name: fact
            for name, fact in service.facts.items()
            if name not in NUMBERS or service.id == EMERGENCY or fact.confidence is Confidence.VERIFIED
        }
        return replace(service, facts=kept)

    return replace(directory, services={id: strict(service) for id, service in directory.services.items()})


def unverified(directory: Directory) -> int:
    """How many telephone numbers no person of the staff has verified."""
    facts = [fact for s in directory.services.values() for name, fact in s.facts.items() if name in NUMBERS]
    return sum(fact.confidence is not Confidence.VERIFIED for fact in facts)


def _changed(service: Service, change: Change, hidden: dict[tuple[str, str], Fact]) -> Service:
    if change.fact == WHOLE:
        return replace(service, withdrawn=change.act is Act.WITHDRAW)
    if change.fact == OPENING:
        return replace(service, opening=str(change.value)) if change.act is Act.CORRECT else service
    facts, key = dict(service.facts), (service.id, change.fact)
    old = facts.get(change.fact)
    if change.act is Act.VERIFY and old is not None and old.value == change.value:
        facts[change.fact] = replace(old, confidence=Confidence.VERIFIED, verified_on=change.on)
    elif change.act is Act.CORRECT and change.value is not None:
        base = old or Fact(change.value, Confidence.VERIFIED)
        facts[change.fact] = replace(
            base,
            value=change.value,
            confidence=Confidence.VERIFIED,
            verified_on=change.on,
            source=None,
            source_date=None,
        )
    elif change.act is Act.WITHDRAW and old is not None:
        hidden[key] = facts.pop(change.fact)
    elif change.act is Act.RESTORE and old is None and key in hidden:
        facts[change.fact] = hidden.pop(key)
    return replace(service, facts=facts)


_NUMBER = re.compile(r"\+?\d[\d \-–]{1,18}\d")
_LINK = re.compile(r"https?://[^\s<>\"']{4,300}")


def _check_value(fact: str, value: str | bool | None) -> None:
    if fact in SWITCHES:
        if not isinstance(value, bool):
            raise BadChange("Välj ja eller nej.")
        return
    if not isinstance(value, str) or not value.strip() or len(value) > 300:
        raise BadChange("Skriv den rätta uppgiften, högst 300 tecken.")
    if fact in NUMBERS and not _NUMBER.fullmatch(value):
        raise BadChange("Ett telefonnummer har bara siffror, mellanslag och bindestreck.")
    if fact in LINKS and not _LINK.fullmatch(value):
        raise BadChange("En länk börjar med https:// och har inga mellanslag.")
    if fact == OPENING:
        try:
            hours.check(value)
        except hours.BadOpeningHours:
            raise BadChange("Öppettiderna gick inte att läsa. Skriv till exempel Mo-Fr 09:00-16:00; PH off.") from None
    if fact == WHOLE:
        raise BadChange("En hel tjänst kan dras in eller tas tillbaka.")
