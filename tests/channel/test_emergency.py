from __future__ import annotations

import json

import pytest

from bot.channel.collector import Uttered
from bot.channel.emergency import EmergencyReplies
from bot.services.select import EMERGENCY_CARD
from tests.child_process import run_in_child

REPLIES = EmergencyReplies()


def test_when_the_card_is_asked_for_then_112_stands_first_in_text_and_services() -> None:
    card = REPLIES.card()
    assert set(card) == {"emergency", "text", "services"}
    assert card["emergency"] == "112"
    assert card["text"].startswith("112")
    assert card["services"][0]["phone"] == "112"
    assert card["services"][0]["tel"] == "tel:112"
    assert [service["id"] for service in card["services"]] == list(EMERGENCY_CARD)
    json.dumps(card)


def test_when_a_service_stands_on_the_card_then_it_can_be_called() -> None:
    for service in REPLIES.card()["services"]:
        assert service["phone"] and service["tel"].startswith("tel:")
        assert service["name"] and service["why"]


@pytest.mark.parametrize("reply", [REPLIES.danger(), REPLIES.fault(), REPLIES.too_long()])
def test_when_everything_else_is_down_then_the_reply_has_words_and_the_cards(reply: Uttered) -> None:
    assert reply.text.strip()
    assert "112" in reply.text
    assert reply.services[0]["phone"] == "112"


def test_when_the_three_replies_are_compared_then_each_says_something_else() -> None:
    assert len({REPLIES.danger().text, REPLIES.fault().text, REPLIES.too_long().text}) == 3
    assert REPLIES.danger().text.startswith("112")


def test_when_no_database_can_be_opened_then_the_card_is_the_same() -> None:
    ended = run_in_child(
        "import json, sqlite3, sqlalchemy\n"
        "def refuse(*_, **__): raise OSError('no database')\n"
        "sqlite3.connect = sqlite3.dbapi2.connect = sqlalchemy.create_engine = refuse\n"
        "from bot.channel.emergency import EmergencyReplies\n"
        "card = EmergencyReplies().card()\n"
        "print(json.dumps([card['text'], [s['tel'] for s in card['services']]]))",
        LOTSEN_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
        PYTHONWARNINGS="ignore",
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    card = REPLIES.card()
    assert json.loads(ended.stdout) == [card["text"], [s["tel"] for s in card["services"]]]
