"""The card the widget shows: only what is known, and numbers that can be dialled."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.services.card import card, telephone_link
from bot.services.model import Confidence, Directory, Fact, Service
from bot.services.select import Choice, Reason
from bot.texts import labels

KEYS = {
    "id", "name", "helps_with", "phone", "tel", "phone_alt", "sms", "chat_url", "url", "hours", "open_now", "cost",
    "anonymous", "on_phone_bill", "note", "verified_on", "why",
}  # fmt: skip


def _card(service: Service, *reasons: Reason, open_now: bool | None = None) -> dict[str, Any]:
    return card(Choice(service, reasons or (Reason.FITS_TOPIC,), open_now), labels())


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("020-50 50 50", "tel:+4620505050"),
        ("112", "tel:112"),
        ("116 111", "tel:116111"),
        ("90101", "tel:90101"),
        ("1177", "tel:1177"),
        ("114 14", "tel:11414"),
        ("0243-740 00", "tel:+4624374000"),
        ("010-223 57 60", "tel:+46102235760"),
        ("020-555 666", "tel:+4620555666"),
    ],
)
def test_when_a_number_is_shown_then_it_can_be_dialled_from_any_phone(phone: str, link: str) -> None:
    assert telephone_link(phone) == link


def test_when_a_number_of_the_register_is_shown_then_its_link_is_a_short_or_a_national_number(
    directory: Directory,
) -> None:
    wrong = {
        service.id: made["tel"]
        for service in directory.services.values()
        if (made := _card(service))["phone"]
        and not re.fullmatch(r"tel:(1\d{2,5}|90101|\+46[1-9]\d{6,8})", str(made["tel"]))
    }
    assert not wrong


def test_when_a_card_is_made_then_it_has_every_key_of_the_contract(directory: Directory) -> None:
    for service in directory.services.values():
        assert set(_card(service)) == KEYS


def test_when_all_is_known_of_a_line_then_the_card_says_it(directory: Directory) -> None:
    made = _card(directory.services["kvinnofridslinjen"], Reason.FITS_TOPIC, Reason.OPEN_NOW, open_now=True)
    assert made["phone"] == "020-50 50 50"
    assert made["tel"] == "tel:+4620505050"
    assert made["url"] == "https://kvinnofridslinjen.se"
    assert made["hours"] == "dygnet runt"
    assert made["open_now"] is True
    assert made["cost"] == labels()["cost"]["free"]
    assert made["anonymous"] is True
    assert made["on_phone_bill"] is False
    assert made["why"] == f"{labels()['why']['fits_topic']} {labels()['why']['open_now']}"


def test_when_facts_are_not_known_then_they_are_null_and_not_guessed(directory: Directory) -> None:
    made = _card(directory.services["kvinnojouren_borlange"])
    unknown = ("phone", "tel", "phone_alt", "sms", "chat_url", "hours", "open_now", "cost", "on_phone_bill", "note")
    assert {name: made[name] for name in (*unknown, "verified_on")} == dict.fromkeys((*unknown, "verified_on"))
    assert made["url"] == "http://kvinnojourenborlange.se"


@pytest.mark.parametrize(
    ("service_id", "number"),
    [("kvinnofridslinjen", "116 016"), ("rfsl_stod", "020-34 13 16")],
)
def test_when_a_number_has_no_source_then_it_stands_nowhere_on_the_card(
    directory: Directory, service_id: str, number: str
) -> None:
    service = directory.services[service_id]
    assert number in {fact.value for fact in service.facts.values()}, "no longer in the register: choose another"
    shown = re.sub(r"\D", "", repr(_card(service)))
    assert re.sub(r"\D", "", number) not in shown


def test_when_the_number_is_hidden_then_so_are_its_link_its_note_and_the_day_it_was_checked() -> None:
    hidden = Fact("020-00 00 00", Confidence.GENERAL_KNOWLEDGE, say="be om jouren", verified_on="2026-01-01")
    made = _card(Service("jouren", "Jouren", "local", "Lyssnar.", frozenset({"self"}), facts={"phone": hidden}))
    assert (made["phone"], made["tel"], made["note"], made["verified_on"]) == (None, None, None, None)


def test_when_a_switchboard_answers_then_the_card_says_what_to_ask_for(directory: Directory) -> None:
    assert "socialjouren" in _card(directory.services["socialjouren_dalarna"])["note"]
    assert _card(directory.services["kvinnofridslinjen"])["note"] is None


def test_when_a_person_has_checked_the_number_then_the_card_carries_the_day() -> None:
    checked = Fact("020-00 00 00", Confidence.VERIFIED, verified_on="2026-11-20")
    made = _card(Service("jouren", "Jouren", "local", "Lyssnar.", frozenset({"self"}), facts={"phone": checked}))
    assert made["verified_on"] == "2026-11-20"


@pytest.mark.parametrize(("free", "cost"), [(True, "free"), (False, "ordinary_call")])
def test_when_the_cost_is_known_then_the_card_says_it_in_words(free: bool, cost: str) -> None:
    facts = {"free": Fact(free, Confidence.SEEN, source="https://www.example.se")}
    made = _card(Service("jouren", "Jouren", "local", "Lyssnar.", frozenset({"self"}), facts=facts))
    assert made["cost"] == labels()["cost"][cost]


@pytest.mark.parametrize("reason", list(Reason))
def test_when_there_is_a_reason_then_it_has_words_on_the_card(directory: Directory, reason: Reason) -> None:
    assert _card(directory.services["bris"], reason)["why"].endswith(".")
