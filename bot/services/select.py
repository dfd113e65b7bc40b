"""Which services are shown: one pure function that gives its reasons.

A service starts at its place in the staff's order for the topic and point of view. It is left out when it is not
meant for this person or cannot be reached, and moved back when it is closed or slow to reach and time matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.services.hours import is_open
from bot.services.model import SWITCHBOARD, Directory, Service

MOST_SHOWN = 3  # more at once is a list nobody in distress reads (VERA-MH: "dense resource list")
EMERGENCY = "larm_112"
EMERGENCY_CARD = (EMERGENCY, "kvinnofridslinjen", "mind_sjalvmordslinjen", "bris")  # when nothing can be chosen
PRESSING = frozenset({"acute", "urgent"})
ADULT_AGE = 18


class Reason(str, Enum):
    """Why a service is shown. The Swedish sentence for each stands in bot/texts/labels.yml."""

    EMERGENCY = "emergency"
    FITS_TOPIC = "fits_topic"
    FITS_YOUNG = "fits_young"
    FITS_RELATIVE = "fits_relative"
    FITS_PROFESSIONAL = "fits_professional"
    LOCAL = "local"
    OPEN_NOW = "open_now"
    INSTEAD_OF_CLOSED = "instead_of_closed"
    LAST_RESORT = "last_resort"


class LeftOut(str, Enum):
    """Why a candidate is not shown."""

    NOT_FOR_GENDER = "not_for_gender"
    NOT_FOR_AGE = "not_for_age"
    NOT_FOR_WHO = "not_for_who"
    WITHDRAWN = "withdrawn"
    CALM_ONLY = "calm_only"
    NO_WAY_TO_REACH = "no_way_to_reach"
    STANDBY = "standby"  # the service it stands in for is open
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Situation:
    """What is known of the person and the moment. `now` must carry a time zone."""

    topic: str
    now: datetime
    who: str = "none"  # self, child, other, professional or none (not known)
    urgency: str = "support"
    age: int | None = None  # of the one concerned, when said
    gender: str | None = None  # female, male or trans, of the one concerned, when said


@dataclass(frozen=True)
class Choice:
    service: Service
    reasons: tuple[Reason, ...]
    open_now: bool | None


@dataclass(frozen=True)
class Selection:
    choices: tuple[Choice, ...]
    left_out: dict[str, LeftOut]


def select(situation: Situation, directory: Directory) -> Selection:
    """Return at most three services, the most fitting first, and why the other candidates were left out.

    Never empty as long as the directory holds 112 or the switchboard.
    """
    choices, left_out = rank(situation, directory)
    for choice in choices[MOST_SHOWN:]:
        left_out[choice.service.id] = LeftOut.NO_ROOM
    return Selection(choices[:MOST_SHOWN], left_out)


def rank(situation: Situation, directory: Directory) -> tuple[tuple[Choice, ...], dict[str, LeftOut]]:
    """Every service that fits, the most fitting first, and why the others do not."""
    left_out: dict[str, LeftOut] = {}
    ranked: list[tuple[float, int, Service]] = []
    for place, service_id in enumerate(_candidates(situation, directory)):
        service = directory.services[service_id]
        refusal = _refusal(service, situation, directory)
        if refusal is not None:
            left_out[service_id] = refusal
            continue
        ranked.append((place + _delay(service, situation), place, service))
    ranked.sort(key=lambda row: row[:2])
    services = [service for _, _, service in ranked]
    if situation.urgency == "acute" and EMERGENCY in directory.services:
        services = [directory.services[EMERGENCY]] + [s for s in services if s.id != EMERGENCY]
    if not services:
        # What staff withdrew stays away even here; 112 is always left.
        last = [
            directory.services[i] for i in (*directory.with_role(SWITCHBOARD), EMERGENCY) if i in directory.services
        ]
        services = [s for s in last if s.id == EMERGENCY or not (s.withdrawn or not s.reachable_now_by)]
    return tuple(choose(s, situation) for s in services), left_out


def choose(service: Service, situation: Situation) -> Choice:
    """`service` as it is shown in this situation, whatever its place."""
    return Choice(service, _reasons(service, situation), is_open(service.opening, situation.now))


def _candidates(situation: Situation, directory: Directory) -> tuple[str, ...]:
    by_who = directory.order.get(situation.topic, {})
    wanted = by_who.get(situation.who) or by_who.get("self") or directory.with_role(SWITCHBOARD)
    return tuple(i for i in wanted if i in directory.services)


def _refusal(service: Service, situation: Situation, directory: Directory) -> LeftOut | None:
    about_writer = situation.who in ("self", "none")
    if service.withdrawn:
        return LeftOut.WITHDRAWN
    if service.calm_only and situation.urgency == "acute":
        return LeftOut.CALM_ONLY
    if not service.reachable_now_by:
        return LeftOut.NO_WAY_TO_REACH
    if situation.who != "none" and situation.who not in service.for_who:
        return LeftOut.NOT_FOR_WHO
    if about_writer and service.genders and situation.gender and situation.gender not in service.genders:
        return LeftOut.NOT_FOR_GENDER
    said = situation.gender if about_writer else None
    if service.genders and "female" not in service.genders and said not in service.genders:
        # Lines for men or trans persons are offered to those who said so; to all others they would be noise.
        return LeftOut.NOT_FOR_GENDER
    if situation.age is not None and about_writer and not _fits_age(service, situation.age):
        return LeftOut.NOT_FOR_AGE
    if service.stands_in_for in directory.services:
        regular = directory.services[service.stands_in_for]
        if is_open(regular.opening, situation.now) is not False:
            return LeftOut.STANDBY
    return None


def _fits_age(service: Service, age: int) -> bool:
    return (service.age_min is None or age >= service.age_min) and (service.age_max is None or age <= service.age_max)


def _delay(service: Service, situation: Situation) -> float:
    """Places to move back. Halves break ties in favour of the staff's order."""
    pressing = situation.urgency in PRESSING
    delay = 0.0
    if is_open(service.opening, situation.now) is False:
        delay += {"acute": 2.5, "urgent": 1.0}.get(situation.urgency, 0.5)
    if pressing and service.shown("phone") is None and service.shown("chat_url") is None:
        delay += 1.5 if situation.urgency == "acute" else 0.5
    return delay


def _reasons(service: Service, situation: Situation) -> tuple[Reason, ...]:
    if service.id == EMERGENCY:
        return (Reason.EMERGENCY,)
    if service.role == SWITCHBOARD:
        return (Reason.LAST_RESORT,)
    reasons = [Reason.FITS_TOPIC]
    if service.age_max is not None and service.age_max < 26 and (situation.age or 0) <= service.age_max:
        reasons.append(Reason.FITS_YOUNG)
    if situation.who in ("child", "other"):
        reasons.append(Reason.FITS_RELATIVE)
    if situation.who == "professional":
        reasons.append(Reason.FITS_PROFESSIONAL)
    if service.scope == "local":
        reasons.append(Reason.LOCAL)
    if service.stands_in_for:
        reasons.append(Reason.INSTEAD_OF_CLOSED)
    if is_open(service.opening, situation.now):
        reasons.append(Reason.OPEN_NOW)
    return tuple(reasons)
