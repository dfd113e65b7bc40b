"""What staff should check next in the directory, the most harmful first. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from bot.services.changes import LINKS, NUMBERS
from bot.services.model import Confidence, Directory, Fact, Service
from bot.services.select import EMERGENCY_CARD, MOST_SHOWN
from bot.topics import DANGER_LINE_TOPICS

LASTS = timedelta(days=90)
"""How long a verification counts."""

_WEIGHT_OF_FACT = {"phone": 6, "chat_url": 4, "hours": 3, "url": 3, "anonymous": 3, "on_phone_bill": 3}
_WEIGHT_OF_CARD = 40  # the emergency card shows without any choice


class Why(str, Enum):
    MISSING = "missing"  # no number that may be shown
    UNVERIFIED = "unverified"  # nobody at the kommun has checked it
    UNOFFICIAL = "unofficial"  # read on somebody else's page
    OLD = "old"  # checked longer ago than LASTS


@dataclass(frozen=True)
class Task:
    """`harm` grows with the number of answers that show the fact first, more so where lives are at stake."""

    service: Service
    fact: str
    why: Why
    harm: int


def tasks(directory: Directory, today: date) -> list[Task]:
    """Every fact to check, the most harmful first."""
    shown = _weight_of_services(directory)
    found = [
        Task(
            service,
            name,
            why,
            (1 + shown[service.id]) * _WEIGHT_OF_FACT.get(name, 1) * (2 if why is Why.MISSING else 1),
        )
        for service in directory.services.values()
        if not service.withdrawn
        for name, why in _open(service, today)
    ]
    return sorted(found, key=lambda task: (-task.harm, task.service.name, task.fact))


def why_open(fact: Fact, today: date) -> Why | None:
    """Why `fact` is to be checked; None when somebody did within LASTS."""
    if fact.confidence is Confidence.VERIFIED and fact.verified_on:
        return Why.OLD if date.fromisoformat(fact.verified_on) < today - LASTS else None
    return Why.UNOFFICIAL if fact.confidence is Confidence.SEEN_UNOFFICIAL else Why.UNVERIFIED


def _open(service: Service, today: date) -> list[tuple[str, Why]]:
    found = [(name, why) for name, fact in service.facts.items() if (why := why_open(fact, today))]
    if not any(name in service.facts for name in (*NUMBERS, *LINKS[:1])):
        found.append(("phone", Why.MISSING))
    return found


def _weight_of_services(directory: Directory) -> Counter[str]:
    weight: Counter[str] = Counter(dict.fromkeys(EMERGENCY_CARD, _WEIGHT_OF_CARD))
    for topic, by_who in directory.order.items():
        for ids in by_who.values():
            for place, service_id in enumerate(ids[:MOST_SHOWN]):
                weight[service_id] += (MOST_SHOWN - place) * (2 if topic in DANGER_LINE_TOPICS else 1)
    return weight
