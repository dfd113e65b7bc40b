"""The register: every fault is reported at once, each with its file; the real one has none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.services import register
from bot.services.model import SWITCHBOARD, Confidence, Directory, Fact
from bot.services.select import EMERGENCY
from bot.topics import DANGER_NOW, HELP_TOPICS, META_TOPICS, OUT_OF_SCOPE
from tests.small_register import SmallRegister, fact, service

_URL = re.compile(r"https?://[^\s/]+\.[a-zå-ö]{2,}(/\S*)?")


# --- reading ---


def test_when_a_register_is_right_then_its_services_and_order_are_read(small: SmallRegister) -> None:
    small.write(
        service(
            "tjejjouren",
            genders=["female"],
            ages={"min": 13, "max": 24},
            opening="Mo-Fr 09:00-12:00",
            stands_in_for="jouren",
            withdrawn=True,
            facts={"phone": fact("020-00 00 00", say="be om jouren", verified_on="2026-11-20")},
        )
    )
    directory = small.read()
    read = directory.services["tjejjouren"]
    assert directory.order["stalking"] == {"self": ("jouren",)}
    assert (read.age_min, read.age_max, read.genders) == (13, 24, frozenset({"female"}))
    assert (read.opening, read.stands_in_for, read.withdrawn) == ("Mo-Fr 09:00-12:00", "jouren", True)
    assert read.facts["phone"] == Fact(
        "020-00 00 00",
        Confidence.SEEN,
        source="https://www.example.se/kontakt",
        source_date="2024-01-01",
        say="be om jouren",
        verified_on="2026-11-20",
    )


def test_when_a_service_says_nothing_of_age_gender_or_hours_then_it_is_for_everybody(small: SmallRegister) -> None:
    read = small.read().services["jouren"]
    assert (read.age_min, read.age_max, read.genders, read.opening, read.withdrawn) == (None, None, None, None, False)


# --- faults ---


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"id": "annan"}, "register/jouren.yml: id 'annan' differs from the file name"),
        (
            {"role": "granne"},
            "register/jouren.yml: role 'granne' is none of ['addiction_advice', 'child_psychiatry', "
            "'disturbance_service', 'family_centre', 'gang_exit', 'outpatient_support', 'parent_support', "
            "'police_gang_exit', 'psychiatric_emergency', 'sheltered_housing', 'social_services', "
            "'social_services_out_of_hours', 'switchboard', 'womens_shelter', 'youth_at_risk', 'youth_clinic', 'youth_health']",
        ),
        ({"scope": "global"}, "register/jouren.yml: scope 'global' is none of ['local', 'national', 'regional']"),
        (
            {"for_who": ["self", "granne"]},
            "register/jouren.yml: for_who 'granne' is none of ['child', 'other', 'professional', 'self']",
        ),
        ({"genders": ["kvinna"]}, "register/jouren.yml: gender 'kvinna' is none of ['female', 'male', 'trans']"),
        ({"opening": "vardagar"}, "register/jouren.yml: cannot read opening hours 'vardagar'"),
        ({"facts": {"telefon": fact("1")}}, "register/jouren.yml: unknown fact 'telefon'"),
        (
            {"facts": {"phone": fact("1", confidence="säker")}},
            "register/jouren.yml: fact 'phone' has confidence 'säker'",
        ),
        (
            {"facts": {"phone": {"value": "1"}}},
            "register/jouren.yml: fact 'phone' has confidence 'None'",
        ),
        ({"stands_in_for": "ingen"}, "jouren.yml: stands_in_for names an unknown service 'ingen'"),
    ],
)
def test_when_a_service_file_is_wrong_then_the_fault_names_the_file_and_the_value(
    small: SmallRegister, more: dict[str, Any], fault: str
) -> None:
    small.write({**service("jouren"), **more}, "jouren.yml")
    assert fault in small.faults()


@pytest.mark.parametrize("missing", ["id", "name", "scope", "helps_with", "for_who", "facts"])
def test_when_a_service_file_lacks_a_needed_key_then_it_is_said(small: SmallRegister, missing: str) -> None:
    small.write({k: v for k, v in service("jouren").items() if k != missing}, "jouren.yml")
    assert "register/jouren.yml: needs id, name, scope, helps_with, for_who and facts" in small.faults()


@pytest.mark.parametrize("content", ["", "- en lista\n", "bara text\n"])
def test_when_a_service_file_is_no_service_then_it_is_said(small: SmallRegister, content: str) -> None:
    (small.folder / "tom.yml").write_text(content, encoding="utf-8")
    assert small.faults() == ["register/tom.yml: needs id, name, scope, helps_with, for_who and facts"]


@pytest.mark.parametrize(
    ("topic", "by_who", "fault"),
    [
        ("stalkning", {"self": ["jouren"]}, "order.yml: unknown topic 'stalkning'"),
        ("stalking", {"other": ["jouren"]}, "order.yml: topic 'stalking' has no order for 'self', which the others fall back on"),
        ("stalking", {"self": ["jouren"], "granne": ["jouren"]}, "order.yml: topic 'stalking' has an order for unknown 'granne'"),
        ("stalking", {"self": ["joren"]}, "order.yml: topic 'stalking' names unknown service 'joren'"),
    ],
)  # fmt: skip
def test_when_the_order_is_wrong_then_the_fault_names_the_topic(
    small: SmallRegister, topic: str, by_who: dict[str, list[str]], fault: str
) -> None:
    small.write_order({**small.order(), topic: by_who})
    assert small.faults() == [fault]


@pytest.mark.parametrize("topic", sorted(HELP_TOPICS))
def test_when_a_help_topic_has_no_services_then_it_is_said(small: SmallRegister, topic: str) -> None:
    small.write_order({t: w for t, w in small.order().items() if t != topic})
    assert small.faults() == [f"order.yml: topic '{topic}' has no services"]


def test_when_several_files_are_wrong_then_all_faults_are_reported_at_once_and_by_file(small: SmallRegister) -> None:
    small.write(service("ett", scope="global", opening="ibland"))
    small.write(service("tva", facts={"phone": fact("1", confidence="säker"), "fax": fact("2")}))
    small.write_order({t: w for t, w in small.order().items() if t != "stalking"} | {"fiske": {"self": ["tre"]}})
    faults = small.faults()
    assert sorted(f.split(":", 1)[0] for f in faults) == [
        "order.yml", "order.yml", "order.yml", "register/ett.yml", "register/ett.yml", "register/tva.yml", "register/tva.yml",
    ]  # fmt: skip
    with pytest.raises(register.RegisterFaults) as raised:
        small.read()
    assert str(raised.value).splitlines() == faults


# --- faults that are not found yet ---


def test_when_a_key_is_misspelt_then_the_fault_names_it(small: SmallRegister) -> None:
    small.write(service("jouren", withdrawm=True))
    assert any("withdrawm" in fault for fault in small.faults())


def test_when_a_number_is_written_without_quotes_then_it_is_a_fault(small: SmallRegister) -> None:
    small.write(service("jouren", facts={"phone": fact(1177)}))
    assert any("phone" in fault for fault in small.faults())


@pytest.mark.parametrize(
    "content",
    [
        "id: [",
        "id: jouren\nname: J\nscope: local\nhelps_with: x\nfor_who: [self]\nfacts:\n",
        "id: jouren\nname: J\nscope: local\nhelps_with: x\nfor_who:\nfacts: {}\n",
        "id: jouren\nname: J\nscope: local\nhelps_with: x\nfor_who: [self]\nfacts: {phone: {confidence: seen}}\n",
        "id: jouren\nname: J\nscope: local\nhelps_with: x\nfor_who: [self]\nfacts: {phone: 0243-74000}\n",
    ],
)
def test_when_a_file_is_broken_then_it_is_a_fault_with_its_path_like_any_other(
    small: SmallRegister, content: str
) -> None:
    (small.folder / "jouren.yml").write_text(content, encoding="utf-8")
    assert any(fault.startswith("register/jouren.yml:") for fault in small.faults())


def test_when_a_service_the_code_relies_on_is_missing_then_it_is_a_fault(small: SmallRegister) -> None:
    (small.folder / f"{EMERGENCY}.yml").unlink()
    assert any(EMERGENCY in fault for fault in small.faults())


def test_when_no_service_is_the_switchboard_then_it_is_a_fault(small: SmallRegister) -> None:
    (small.folder / "vaxeln.yml").unlink()
    assert small.faults() == ["services: no service has the role 'switchboard', the last resort"]


def test_when_a_kommun_takes_an_id_of_a_national_service_then_it_is_a_fault(
    small: SmallRegister, tmp_path: Path
) -> None:
    local = tmp_path / "services"
    local.mkdir()
    (local / "jouren.yml").write_text((small.folder / "jouren.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(register.RegisterFaults) as refused:
        register.read((small.folder, local), small.order_file)
    assert refused.value.faults == ["services/jouren.yml: 'jouren' stands in another folder too"]


# --- roles ---


def test_when_the_order_names_a_role_then_the_services_that_have_it_stand_there(small: SmallRegister) -> None:
    small.write(service("ena", role="womens_shelter"))
    small.write(service("tva", role="womens_shelter"))
    small.write_order({**small.order(), "stalking": {"self": ["jouren", "womens_shelter", "gang_exit"]}})
    assert small.read().order["stalking"]["self"] == ("jouren", "ena", "tva")


# --- the real register ---


def test_when_the_real_register_is_read_then_it_has_no_faults() -> None:
    try:
        register.read()
    except register.RegisterFaults as error:
        pytest.fail(str(error))


def test_when_the_code_falls_back_on_a_service_then_the_real_register_has_it_with_a_number(
    directory: Directory,
) -> None:
    for service_id in (EMERGENCY, *directory.with_role(SWITCHBOARD)):
        assert directory.services[service_id].shown("phone"), service_id


def test_when_a_topic_can_show_cards_then_the_real_order_has_it(directory: Directory) -> None:
    assert {*HELP_TOPICS, "human_handoff", OUT_OF_SCOPE, DANGER_NOW} <= directory.order.keys()
    assert directory.order.keys() <= HELP_TOPICS | META_TOPICS | {OUT_OF_SCOPE, DANGER_NOW}


def test_when_a_service_is_offered_first_then_residents_can_reach_it(directory: Directory) -> None:
    out_of_reach = [
        f"order.yml: {topic}/{who}: {ids[0]}"
        for topic, by_who in directory.order.items()
        for who, ids in by_who.items()
        if not directory.services[ids[0]].reachable_now_by
    ]
    assert not out_of_reach


def test_when_the_real_register_states_a_fact_then_its_kind_fits_its_name(directory: Directory) -> None:
    wrong = [
        f"register/{service.id}.yml: {name} is {fact.value!r}"
        for service in directory.services.values()
        for name, fact in service.facts.items()
        if not isinstance(fact.value, bool if name in ("free", "anonymous", "on_phone_bill") else str)
        or (name in ("url", "chat_url") and not _URL.fullmatch(str(fact.value)))
        or (name in ("phone", "phone_alt") and not re.fullmatch(r"[0-9][0-9 -]{1,14}[0-9]", str(fact.value)))
    ]
    assert not wrong


def test_when_a_service_is_in_the_real_register_then_its_sentence_is_short_and_gives_no_number_but_112(
    directory: Directory,
) -> None:
    wrong = [
        f"register/{service.id}.yml: {service.helps_with}"
        for service in directory.services.values()
        if len(service.helps_with.split()) > 25
        or not service.helps_with.endswith(".")
        or re.search(r"\d{3}", service.helps_with.replace("112", ""))
    ]
    assert not wrong
