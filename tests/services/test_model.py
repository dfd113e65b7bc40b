"""Which facts residents may see: a number without a source can cost a life."""

from __future__ import annotations

import pytest

from bot.services.model import Confidence, Fact, Service

PAGE = "https://www.example.se"


@pytest.mark.parametrize(
    ("fact", "may_be_shown"),
    [
        (Fact("112", Confidence.SEEN, source=PAGE), True),
        (Fact("112", Confidence.SEEN, source="http://example.se"), True),
        (Fact("112", Confidence.SEEN_UNOFFICIAL, source=PAGE), True),
        (Fact("112", Confidence.VERIFIED, verified_on="2026-11-20"), True),
        (Fact("112", Confidence.SEEN), False),
        (Fact("112", Confidence.SEEN, source="sagt på telefon"), False),
        (Fact("112", Confidence.SEEN_UNOFFICIAL), False),
        (Fact("112", Confidence.SEEN_UNOFFICIAL, source="public GitHub files"), False),
        (Fact("112", Confidence.VERIFIED), False),
        (Fact("112", Confidence.VERIFIED, source=PAGE), False),
        (Fact("112", Confidence.GENERAL_KNOWLEDGE, source=PAGE), False),
        (Fact("112", Confidence.GENERAL_KNOWLEDGE), False),
        (Fact("112", Confidence.UNKNOWN, source=PAGE), False),
    ],
)
def test_when_a_fact_has_a_source_one_can_open_or_a_day_of_checking_then_only_it_may_be_shown(
    fact: Fact, may_be_shown: bool
) -> None:
    assert fact.may_be_shown is may_be_shown


def _service(**facts: Fact) -> Service:
    return Service("jouren", "Jouren", "local", "Lyssnar.", frozenset({"self"}), facts=facts)


def test_when_a_fact_may_not_be_shown_then_the_service_says_it_is_missing() -> None:
    unsourced = _service(phone=Fact("020-00 00 00", Confidence.SEEN_UNOFFICIAL))
    assert unsourced.shown("phone") is None
    assert unsourced.shown("sms") is None


def test_when_a_fact_is_false_then_it_is_shown_all_the_same() -> None:
    not_on_the_bill = Fact(False, Confidence.SEEN, source=PAGE)
    assert _service(on_phone_bill=not_on_the_bill).shown("on_phone_bill") == not_on_the_bill


def test_when_a_fact_is_asked_for_by_a_name_that_is_none_then_it_is_an_error() -> None:
    with pytest.raises(KeyError):
        _service().shown("telephone")


def test_when_ways_of_reaching_are_listed_then_the_quickest_is_first_and_hidden_ones_are_missing() -> None:
    seen = Fact("x", Confidence.SEEN, source=PAGE)
    hidden = Fact("x", Confidence.GENERAL_KNOWLEDGE)
    assert _service(url=seen, chat_url=seen, phone=seen).reachable_now_by == ("phone", "chat_url", "url")
    assert _service(url=seen, phone=hidden).reachable_now_by == ("url",)
    assert _service(phone=hidden).reachable_now_by == ()
