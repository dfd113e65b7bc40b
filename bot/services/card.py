"""A chosen service as the widget shows it: only what is known, each missing fact said to be missing by being null."""

from __future__ import annotations

import re
from typing import Any

from bot.services.model import Fact, Service
from bot.services.select import Choice

COUNTRY_CODE = "+46"
# Swedish short numbers (emergency, authorities, EU helplines) cannot be dialled with the country code.
_SHORT_NUMBER = re.compile(r"^(1\d{2,5}|90101)$")


def telephone_link(phone: str) -> str:
    """`020-50 50 50` -> `tel:+4620505050`; short numbers such as 112 or 116 111 stay as they are."""
    digits = re.sub(r"\D", "", phone)
    if _SHORT_NUMBER.match(digits):
        return f"tel:{digits}"
    return f"tel:{COUNTRY_CODE}{digits.lstrip('0')}"


def card(choice: Choice, labels: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Return the card in the shape of the HTTP contract. `labels` are the phrases of bot/texts/labels.yml."""
    service = choice.service
    phone = service.shown("phone")
    return {
        "id": service.id,
        "name": service.name,
        "helps_with": service.helps_with,
        "phone": phone.value if phone else None,
        "tel": telephone_link(str(phone.value)) if phone else None,
        "phone_alt": _value(service.shown("phone_alt")),
        "sms": _value(service.shown("sms")),
        "chat_url": _value(service.shown("chat_url")),
        "url": _value(service.shown("url")),
        "hours": _value(service.shown("hours")),
        "open_now": choice.open_now,
        "cost": _cost(service, labels["cost"]),
        "anonymous": _value(service.shown("anonymous")),
        "on_phone_bill": _value(service.shown("on_phone_bill")),
        "note": _note(phone, labels["note"]),
        "verified_on": phone.verified_on if phone else None,
        "why": " ".join(labels["why"][reason.value] for reason in choice.reasons),
    }


def _value(fact: Fact | None) -> str | bool | None:
    return fact.value if fact else None


def _cost(service: Service, labels: dict[str, str]) -> str | None:
    free = service.shown("free")
    if free is None:
        return None
    return labels["free"] if free.value else labels["ordinary_call"]


def _note(phone: Fact | None, labels: dict[str, str]) -> str | None:
    if phone is None:
        return None
    return labels["ask_for"].format(what=phone.say) if phone.say else None
