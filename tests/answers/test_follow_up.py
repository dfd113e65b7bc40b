"""Short messages that only the talk explains: what each means, and near misses that speak for themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.about_services import KINDS
from bot.answers.follow_up import FollowUpFaults, find_follow_up, read_follow_ups
from bot.answers.texts_for import FACT_TEXT_FOR


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("e de gratis", "cost"),
        ("va kostar de att ringa", "cost"),
        ("nån som är vaken på helgen då", "hours"),
        ("är det öppet nu?", "hours"),
        ("har dom nåt här i stan", "local"),
        ("kan man skriva istället", "chat"),
        ("går det att prata med dom på arabiska", "language"),
        ("dom svarar inte", "more"),
        ("behöver jag säga mitt namn", "anonymous"),
        ("syns det på räkningen", "bill"),
        ("vad ska jag säga", "what_happens"),
        ("vad ska jag säga till henne", "what_to_say"),
        ("hur pratar jag med honom om det", "what_to_say"),
        ("min son", "who_child"),
        ("mig själv", "who_self"),
        ("alltså inte jag, det är min kompis som tänker så", "who_other"),
        ("de e inte mig de gäller, de e min dotter", "who_child"),
        ("jag är en man på 42", "gender"),
        ("det om gänget", "that_about"),
        ("vågar inte anmäla", "refuses_step"),
        ("jag är kurator på en skola", "who_professional"),
        ("ja är 15 år", "age"),
        ("hon är 14", "age_other"),
        ("nej det var inte det jag menade", "not_that"),
        ("du fattar fel", "not_that"),
        ("vågar inte ringa polisen", "refuses_112"),
        ("kan min man se att jag varit här", "hide_tracks"),
        ("är jag straffmyndig", "fact_age_of_responsibility"),
        ("skriv lite enklare tack", "easy_on"),
        ("kan du ta det igen", "repeat"),
        ("gå tillbaka till det förra", "back"),
        ("vad ska jag göra nu", "what_now"),
    ],
)
def test_when_it_follows_on_what_was_said_then_it_is_recognised(text: str, kind: str) -> None:
    assert find_follow_up(text, in_talk=True) == kind


@pytest.mark.parametrize(
    "text",
    [
        "min man slår mig",
        "jag är rädd",
        "min son har fått nya kompisar",
        "min kompis mår dåligt",
        "hur anmäler jag till polisen",
        "när hämtas soporna",
        "jag är 15 och gravid",
        "jag vill lämna gänget",
        "jag vill dö",
        "vad händer om dom tar mig",
        "jag jobbar i skolan och en elev blir slagen hemma",
        "han slår mig på natten",
        "när öppnar biblioteket på lördag",
        "min man är kurator och slår mig",
        "tack",
    ],
)
def test_when_a_message_speaks_for_itself_then_it_is_no_follow_up(text: str) -> None:
    assert find_follow_up(text, in_talk=True) is None


def test_when_no_talk_runs_then_only_what_is_always_clear_is_recognised() -> None:
    assert find_follow_up("min syster", in_talk=False) is None
    assert find_follow_up("prata enklare", in_talk=False) == "easy_on"


def test_when_our_question_is_open_then_its_answers_are_tried_first() -> None:
    assert find_follow_up("någon annan", in_talk=True) == "more"
    assert find_follow_up("någon annan", in_talk=True, asked="who") == "who_other"
    assert find_follow_up("ja det är jag", in_talk=True, asked="danger") == "yes"


def test_when_a_message_is_long_then_it_tells_something_of_its_own() -> None:
    assert find_follow_up("är det gratis " + "och sedan hände det en sak till " * 3, in_talk=True) is None


def test_when_the_file_is_read_then_every_kind_about_services_and_facts_has_an_answer() -> None:
    ids = {kind.id for kind in read_follow_ups()}
    assert ids >= KINDS.keys() | FACT_TEXT_FOR.keys()
    assert {i for i in ids if i.startswith("fact_")} <= FACT_TEXT_FOR.keys()


def test_when_the_file_has_faults_then_every_one_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "follow_ups.yml"
    bad.write_text(
        "parts: {}\nfollow_ups:\n- {id: a, phrases: ['(']}\n- {id: b, phrases: []}\n- {id: c, phrases: ['{no}']}\n",
        encoding="utf-8",
    )
    with pytest.raises(FollowUpFaults) as told:
        read_follow_ups.__wrapped__(bad)
    assert [f"{name}:" in str(told.value) for name in "abc"] == [True] * 3
