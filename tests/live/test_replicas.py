"""Three assistants behind a load balancer: a conversation goes on at whichever its next message reaches."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa

from bot.redaction import find, replace
from bot.storage.engine import open_database
from bot.storage.records import RECORD, TURN
from tests.live import replicas
from tests.live.replicas import Replicas
from tests.live.running import Lotsen, wait_for


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    with replicas.running(tmp_path_factory.mktemp("three"), LOTSEN_RECORDS_EVERY="1") as running:
        yield running


def test_what_was_said_to_one_assistant_is_known_to_the_next_and_kept_by_none(three: Replicas) -> None:
    talk = three.front.talk()
    first = talk.say("min pappa slår mig")
    for text in ("jag är 14", "finns det någon chatt", "tack"):
        assert talk.say(text)["conversation"] == first["conversation"]
    answers = [one.message("finns det någon chatt", talk.token).body for one in three.each]
    assert {a["conversation"] for a in answers} == {talk.token}
    assert all("chatt" in str(a["replies"]).lower() for a in answers)
    client = redis.Redis(port=three.redis.port)
    assert client.keys("lotsen:talk:*")
    assert not any("slår".encode() in client.get(k) for k in client.keys("lotsen:talk:*"))


def test_buttons_work_wherever_they_are_pressed(three: Replicas) -> None:
    for _ in three.each:
        talk = three.front.talk()
        talk.say("hej")
        assert talk.press("Jag är orolig för ett barn")["understood"]["topic"] == "child_harmed"


def test_a_conversation_forgotten_at_one_is_gone_at_all(three: Replicas) -> None:
    talk = three.front.talk()
    talk.say("jag är rädd för mitt ex", store=True)
    assert three.each[1].post("/webhooks/chat/forget", {"conversation": talk.token}).status == 204
    for one in three.each:
        assert one.message("hej", talk.token).body["conversation"] != talk.token


def test_one_record_comes_of_a_conversation_that_moved_however_it_ended(three: Replicas) -> None:
    places = ("jobb", "hus", "gym", "hem", "tåg", "café", "bibliotek", "bad")
    whens = ("idag", "igen", "varje dag")
    texts = [f"mitt ex står utanför mitt {place} och väntar {when}" for place in places for when in whens]
    for text in texts:
        talk = three.front.talk()
        talk.say(text, store=True)
        for one in three.each:
            one.message("finns det någon chatt", talk.token, store=True)
        assert three.front.post("/webhooks/chat/end", {"conversation": talk.token}).status == 204
    engine = open_database(three.database)

    def written() -> int:
        with engine.connect() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(RECORD)) or 0)

    assert not redis.Redis(port=three.redis.port).keys("lotsen:draft:*")
    wait_for(lambda: written() > 0, 30)
    time.sleep(3)
    with engine.connect() as connection:
        turns = connection.execute(sa.select(TURN.c.record_id, TURN.c.text).where(TURN.c.role == "resident")).all()
    by_record: dict[str, list[str]] = {}
    for record_id, text in turns:
        by_record.setdefault(record_id, []).append(text)
    assert all(len(said) == 4 for said in by_record.values()), by_record
    firsts = Counter(said[0] for said in by_record.values())
    assert firsts <= Counter(replace(text, find(text)) for text in texts)


def test_an_address_has_one_share_for_all_assistants(tmp_path: Path) -> None:
    with replicas.running(tmp_path, 2, LOTSEN_NEW_PER_ADDRESS="4") as two:
        statuses = [two.front.message("hej").status for _ in range(8)]
    assert statuses == [200] * 4 + [429] * 4


def _is_whole(one: Lotsen) -> bool:
    try:
        return one.request("/webhooks/chat/health").body["status"] == "ok"
    except OSError:
        return False


def test_an_assistant_that_dies_or_hangs_costs_nobody_the_answer_and_the_conversation_goes_on(three: Replicas) -> None:
    talk = three.front.talk()
    talk.say("jag vill lämna gänget")
    victim = three.each[2]
    (pid,) = victim.pids("bot.run.rasa_process")
    os.kill(pid, signal.SIGKILL)
    for _ in range(4):
        begun = time.monotonic()
        answer = three.front.message("finns det någon chatt", talk.token)
        assert (answer.status, answer.body["conversation"]) == (200, talk.token)
        assert time.monotonic() - begun < 5
    wait_for(lambda: _is_whole(victim))


def test_while_redis_is_away_everybody_is_answered_and_danger_first(three: Replicas) -> None:
    os.kill(three.redis.process.pid, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(4) as pool:
            begun = time.monotonic()
            answers = list(pool.map(three.front.message, ["han har en kniv i handen", "min pappa slår mig"] * 4))
        assert time.monotonic() - begun < 10
        assert {a.status for a in answers} == {200}
        assert all(a.body["replies"][0]["text"].startswith("112") for a in answers[::2])
        assert all(any(reply["services"] for reply in a.body["replies"]) for a in answers[1::2])
        health = [one.request("/webhooks/chat/health").body for one in three.each]
        assert any("conversations_not_shared" in h["reasons"] for h in health)
        with_one = three.each[0].talk()
        with_one.say("jag är rädd för mitt ex")
        assert with_one.say("finns det någon chatt")["conversation"] == with_one.token
        assert len({t["conversation"] for t in with_one.answers}) == 1
    finally:
        os.kill(three.redis.process.pid, signal.SIGCONT)
    wait_for(lambda: all(map(_is_whole, three.each)), 20)
    talk = three.front.talk()
    talk.say("jag vill lämna gänget")
    assert talk.say("hur gör jag")["conversation"] == talk.answers[0]["conversation"]
