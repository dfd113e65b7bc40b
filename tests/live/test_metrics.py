"""The figures for operators, read from the running assistant: they count, and hold no word and no id."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.live.running import Lotsen, Talk, free_port, start, wait_for

WORD = "kvarnhjulsekot"


@dataclass
class Measured:
    lotsen: Lotsen
    port: int

    def read(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    def value(self, name: str) -> float:
        found = re.search(rf"^{re.escape(name)} ([\d.e+]+)$", self.read(), re.MULTILINE)
        assert found, name
        return float(found[1])


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    port = free_port()
    with start(tmp_path_factory.mktemp("metrics") / "var", LOTSEN_METRICS_PORT=str(port)) as lotsen:
        yield Measured(lotsen, port)


def test_answers_refusals_and_talks_are_counted_by_kind(measured: Measured) -> None:
    before = {kind: measured.value(f'lotsen_answers_total{{kind="{kind}"}}') for kind in ("danger", "ordinary", "card")}
    talk = Talk(measured.lotsen)
    talk.say(f"jag vill lämna gänget {WORD}")
    talk.say("han har en kniv i handen")
    measured.lotsen.message("")
    assert measured.value('lotsen_answers_total{kind="ordinary"}') == before["ordinary"] + 1
    assert measured.value('lotsen_answers_total{kind="danger"}') == before["danger"] + 1
    assert measured.value('lotsen_answers_total{kind="card"}') == before["card"]
    assert measured.value('lotsen_refused_total{fault="empty"}') == 1
    assert measured.value("lotsen_conversations") >= 1
    assert measured.value("lotsen_answer_seconds_count") == sum(before.values()) + 2
    assert WORD not in measured.read()
    assert talk.token is not None
    assert talk.token not in measured.read()


def test_unverified_numbers_and_reasons_are_told(measured: Measured) -> None:
    wait_for(lambda: measured.value("lotsen_unverified_numbers") > 20)
    assert measured.value('lotsen_degraded{reason="no_embeddings"}') == 0
    assert measured.value('lotsen_degraded{reason="model_not_loaded"}') == 0


def test_the_public_door_shows_none_of_it(measured: Measured) -> None:
    for path in ("/metrics", "/webhooks/chat/metrics"):
        assert measured.lotsen.request(path).status == 404
