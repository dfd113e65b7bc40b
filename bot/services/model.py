"""A help service as the deciders see it: plain, frozen values, free of database and network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Confidence(str, Enum):
    """How sure a fact is; the names are those of the fact sheet the register was made from."""

    VERIFIED = "verified"  # a person rang the number or read the live page
    SEEN = "seen"  # stood on a page of the service itself or the authority responsible for it
    SEEN_UNOFFICIAL = "seen-unofficial"  # stood elsewhere
    GENERAL_KNOWLEDGE = "general-knowledge"
    UNKNOWN = "unknown"


SWITCHBOARD = "switchboard"  # the kommun's own number: what is shown when nothing else fits
SHELTER_ROLES = frozenset({"womens_shelter", "sheltered_housing", "social_services_out_of_hours", "social_services"})
ROLES = SHELTER_ROLES | {
    SWITCHBOARD, "addiction_advice", "child_psychiatry", "disturbance_service", "family_centre", "gang_exit",
    "outpatient_support", "parent_support", "police_gang_exit", "psychiatric_emergency", "youth_at_risk", "youth_clinic",
    "youth_health",
}  # fmt: skip
"""What a kommun or region has its own service for. order.yml names these; a kommun's services say which of them they are."""

FACT_NAMES = frozenset({
    "phone", "phone_alt", "sms", "chat_url", "url", "hours", "free", "anonymous", "on_phone_bill", "languages",
})  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One thing known about a service, with where it was read and when."""

    value: str | bool
    confidence: Confidence
    source: str | None = None  # web address of the page it was read on
    source_date: str | None = None  # as the page dates itself: "2024-04-16", "2023" or nothing
    say: str | None = None  # what to ask for when a switchboard answers
    verified_on: str | None = None  # ISO date on which a person checked it

    @property
    def may_be_shown(self) -> bool:
        """True when the fact has a source that can be named: a wrong number can cost a life."""
        if self.confidence is Confidence.VERIFIED:
            return self.verified_on is not None
        seen = self.confidence in (Confidence.SEEN, Confidence.SEEN_UNOFFICIAL)
        return seen and self.source is not None and self.source.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Service:
    """One help service. `opening` is in OpenStreetMap's opening hours notation, or None when not known."""

    id: str
    name: str
    scope: str  # local, regional or national
    helps_with: str  # one plain Swedish sentence, shown to residents
    for_who: frozenset[str]  # subset of self, child, other, professional
    genders: frozenset[str] | None = None  # female, male, trans; None: everybody
    age_min: int | None = None
    age_max: int | None = None
    opening: str | None = None
    role: str | None = None  # of ROLES: what it is to the order, whatever it is called in this kommun
    stands_in_for: str | None = None  # id of the service this one replaces while that one is closed
    calm_only: bool = False  # of no use while the danger lasts, such as the police's number for what can wait
    withdrawn: bool = False
    staff_note: str | None = None  # what staff should know; never shown to residents
    facts: dict[str, Fact] = field(default_factory=dict)

    def shown(self, name: str) -> Fact | None:
        """The fact called `name` if residents may see it, else None. Raises KeyError for a name not in FACT_NAMES."""
        if name not in FACT_NAMES:
            raise KeyError(name)
        fact = self.facts.get(name)
        return fact if fact is not None and fact.may_be_shown else None

    @property
    def reachable_now_by(self) -> tuple[str, ...]:
        """The ways of reaching it that may be shown, the quickest first: phone, chat_url, url."""
        return tuple(way for way in ("phone", "chat_url", "url") if self.shown(way) is not None)


@dataclass(frozen=True)
class Directory:
    """All services, and for each topic and point of view the order in which staff want them offered.

    `order[topic][who]` is a tuple of service ids, the most fitting first; `who` is self, child, other or professional.
    """

    services: dict[str, Service]
    order: dict[str, dict[str, tuple[str, ...]]]

    def with_role(self, role: str) -> tuple[str, ...]:
        """Ids of the services that have this role here; often one, sometimes none."""
        return tuple(service.id for service in self.services.values() if service.role == role)

    def named(self, names: Iterable[str]) -> tuple[str, ...]:
        """Ids for `names`, which are ids or roles, each once; what does not exist here drops out."""
        return tuple(
            dict.fromkeys(i for n in names for i in (self.with_role(n) if n in ROLES else (n,)) if i in self.services)
        )
