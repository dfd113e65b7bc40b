"""Predictions made by hand, for the measures to count."""

from __future__ import annotations

from typing import Any

from bot.evaluation.predict import Prediction
from bot.evaluation.samples import Sample
from bot.urgency.decide import Danger


def prediction(gold: str = "stalking", guessed: str | None = "stalking", **more: Any) -> Prediction:
    """A prediction on a sample of topic `gold`; names of Sample's own fields go to the sample with a leading `s_`."""
    sample = Sample(
        id=more.pop("id", "x1"),
        text=more.pop("text", "mitt ex står utanför mitt jobb"),
        topic=gold,
        **{name[2:]: more.pop(name) for name in list(more) if name.startswith("s_")},
    )
    fields: dict[str, Any] = {
        "ranking": (guessed,) if guessed else (),
        "confidence": 0.9,
        "who": "self",
        "urgency": "support",
        "danger": Danger.NONE,
        "language": "sv",
        "unsure": False,
    }
    return Prediction(sample=sample, topic=guessed, **{**fields, **more})
