"""All measures of a run as one nested dictionary: what is printed, written as JSON and laid out in the report."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from bot.evaluation.comparison import Change
from bot.evaluation.measures import calibration, danger, offers, topics
from bot.evaluation.measures.rate import Rate
from bot.evaluation.predict import Prediction
from bot.topics import HELP_TOPICS, OUT_OF_SCOPE

Summary = dict[str, Any]
_LENGTHS = ((3, "1-3 ord"), (8, "4-8 ord"), (20, "9-20 ord"), (10_000, "över 20 ord"))


def summarise(predictions: Sequence[Prediction]) -> Summary:
    """Rates stay Rate objects; `as_json` turns them into plain values. Raises ValueError on an empty set."""
    if not predictions:
        raise ValueError("no predictions")
    help_messages = [p for p in predictions if p.sample.topic in HELP_TOPICS]
    indirect = [p for p in predictions if p.sample.style == "indirect"]
    return {
        "Ämne": {
            "rätt ämne": topics.accuracy(predictions),
            "rätt ämne bland de tre första": topics.among_three(predictions),
            "macro-F1": topics.macro_f1(predictions),
            "indirekta: rätt": topics.accuracy(indirect),
            "indirekta: bland de tre första": topics.among_three(indirect),
            "hjälp avvisad som småprat eller annat": topics.help_turned_away(predictions),
            "annat (out_of_scope) igenkänt": topics.accuracy(
                [p for p in predictions if p.sample.topic == OUT_OF_SCOPE]
            ),
            "osäker: ämnen erbjuds": Rate.of(p.unsure for p in predictions),
            "rätt när den svarar": topics.accuracy([p for p in predictions if not p.unsure]),
            "kalibreringsfel (ECE)": calibration.expected_error(predictions),
        },
        "Fara": {
            "upptäckt som säker": danger.recall_certain(predictions),
            "upptäckt som säker eller tillfrågad": danger.recall_certain_or_asked(predictions),
            "falskt larm, svåra fall": danger.false_alarms_hard(predictions),
            "falskt larm, övriga": danger.false_alarms_other(predictions),
            "tillfrågad utan fara": danger.asked_without_danger(predictions),
        },
        "Svara eller erbjuda tre ämnen, per gräns": {f"{o.limit:.2f}": o for o in offers.reject_curve(predictions)},
        "Språk": {"rätt språk": Rate.of(p.language == p.sample.lang for p in predictions)},
        "Tid per meddelande (ms)": {
            "median": statistics.median(p.milliseconds for p in predictions),
            "95 % inom": statistics.quantiles([p.milliseconds for p in [*predictions, *predictions]], n=20)[-1],
        },
        "Vem det gäller": {"rätt (hjälpämnen)": Rate.of(p.who == p.sample.who for p in help_messages)},
        "Per ämne": topics.by_group(predictions, lambda p: p.sample.topic, topics.accuracy),
        "Per stil": topics.by_group(predictions, lambda p: p.sample.style, topics.accuracy),
        "Per längd": topics.by_group(predictions, _length, topics.accuracy),
        "Per vem": topics.by_group(predictions, lambda p: p.sample.who, topics.accuracy),
        "Per språk": topics.by_group(predictions, lambda p: p.sample.lang, topics.accuracy),
    }


def as_json(summary: Summary) -> dict[str, dict[str, object]]:
    return {group: {name: _plain(v) for name, v in rows.items()} for group, rows in summary.items()}


def _plain(value: object) -> object:
    if isinstance(value, Rate):
        return value.as_dict()
    if isinstance(value, offers.Offer):
        return {name: _plain(part) for name, part in vars(value).items()}
    if isinstance(value, Change):
        return {"better": value.better, "worse": value.worse, "chance": value.chance}
    return value


def as_text(summary: Summary) -> str:
    """The summary for a terminal."""
    lines = []
    for group, rows in summary.items():
        lines.append(f"\n{group}")
        for name, value in rows.items():
            lines.append(f"  {name:<42} {f'{value:.3f}' if isinstance(value, float) else value}")
    return "\n".join(lines)


def _length(prediction: Prediction) -> str:
    words = len(prediction.sample.text.split())
    return next(name for most, name in _LENGTHS if words <= most)
