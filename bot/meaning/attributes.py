"""Names under which the pipeline keeps what it found on a Rasa message; all but the first two reach the tracker."""

from __future__ import annotations

NORMALISED = "normalised_text"
TUNED = "tuned"  # training only: what a tuned encoder's heads know of this example (bot.meaning.heads.TunedExample)

TOPIC = "topic"  # label of bot/topics.py, as it was before danger or doubt replaced the intent
TOPIC_CONFIDENCE = "topic_confidence"
TOPIC_RANKING = "topic_ranking"  # [{"name", "confidence"}], untouched by danger or doubt
WHO = "who"
URGENCY = "urgency"
DANGER = "danger"  # none, ask or certain
DANGER_REASONS = "danger_reasons"
LANGUAGE = "language"
AGE = "age"
GENDER = "gender"
NAMES_SOMEONE = "names_someone"

SLOTS_FROM_MEANING = (TOPIC, WHO, URGENCY, DANGER, LANGUAGE, AGE, GENDER)
"""Attributes that become slots of the same name inside Rasa, so that memory does not depend on the action server."""
