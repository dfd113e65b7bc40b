"""The emergency card and the replies that work when everything else is down; from the register, as staff changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.channel.collector import Uttered
from bot.services import register
from bot.services.card import card
from bot.services.hours import SWEDISH_TIME, is_open
from bot.services.model import Directory, Service
from bot.services.select import EMERGENCY, EMERGENCY_CARD, Choice, Reason
from bot.texts import labels, languages, responses

_REASON = {EMERGENCY: Reason.EMERGENCY}


class EmergencyReplies:
    """Holds the card; needs neither the database nor Rasa nor the action server."""

    def __init__(self, directory: Directory | None = None) -> None:
        self.use(directory or register.read())

    def use(self, directory: Directory) -> None:
        """From now on the numbers of `directory`; what is withdrawn there is not shown."""
        shown = {i: s for i, s in directory.services.items() if not s.withdrawn and s.reachable_now_by}
        self._services = [shown[i] for i in EMERGENCY_CARD if i in shown]
        self._others = [s for s in shown.values() if s not in self._services and s.shown("phone")]

    def card(self) -> dict[str, Any]:
        """The JSON of GET /webhooks/chat/emergency."""
        return {"emergency": "112", "text": responses()["utter_danger_now"], "services": list(self._cards())}

    def others(self) -> tuple[dict[str, Any], ...]:
        """The cards of all other services with a number, for readers without JavaScript."""
        return _cards_of(self._others)

    def danger(self) -> Uttered:
        """What is said in certain danger when the dialogue did not say it."""
        return Uttered(responses()["utter_danger_now"], self._cards())

    def danger_in(self, language: str) -> Uttered | None:
        """The same in another language, without cards; None where we have no words in it."""
        texts = languages().get(language)
        return Uttered(texts["danger"], lang=language) if texts else None

    def fault(self) -> Uttered:
        """What is said when no answer came."""
        return Uttered(responses()["utter_fault"], self._cards())

    def too_long(self) -> Uttered:
        """What is said when a conversation has had all its turns."""
        return replace(self.fault(), text=responses()["utter_too_long_talk"])

    def _cards(self) -> tuple[dict[str, Any], ...]:
        return _cards_of(self._services)


def _cards_of(services: Sequence[Service]) -> tuple[dict[str, Any], ...]:
    now = datetime.now(SWEDISH_TIME)
    return tuple(
        card(Choice(service, (_REASON.get(service.id, Reason.FITS_TOPIC),), is_open(service.opening, now)), labels())
        for service in services
    )
