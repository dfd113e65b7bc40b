"""Statistics: what people need, by week, topic, urgency, language and part of the day; as charts, table, CSV and report."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

from bot.desk.figures import Figure, figure, rising
from bot.desk.labels import LABELS
from bot.desk.visit import Reply, Visit
from bot.records.weeks import PARTS_OF_DAY, iso_week
from bot.storage import review, tallies
from bot.topics import HELP_TOPICS, LANGUAGES, META_TOPICS, OUT_OF_SCOPE, URGENCY

_PERIODS = (4, 12, 52)  # weeks
_TOPICS = tuple(sorted(HELP_TOPICS | META_TOPICS | {OUT_OF_SCOPE}, key=lambda t: LABELS["topic"].get(t, t)))
_PRESSED = {"True": "Ja", "False": "Nej", "None": "Inte känt"}
_HELPED = {"True": "Tumme upp", "False": "Tumme ner", "None": "Inget svar"}


def page(visit: Visit) -> Reply:
    return Reply("statistics.html", _values(visit))


def report(visit: Visit) -> Reply:
    return Reply("report.html", {**_values(visit), "today": visit.desk.now().date().isoformat()})


def csv_file(visit: Visit) -> Reply:
    values = _values(visit)
    visit.note("export", "statistik")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["tabell", "rad", "antal"])
    figures: list[Figure] = values["figures"]  # type: ignore[assignment]
    for each in figures:
        for label, count in each.rows:
            writer.writerow([each.title, label, "färre än 5 eller dold" if count is None else count])
    return Reply(download=("lotsen-statistik.csv", "text/csv; charset=utf-8", "\ufeff" + out.getvalue()))


def _values(visit: Visit) -> dict[str, object]:
    weeks = int(visit.choice("veckor", {str(p) for p in _PERIODS}, form=False) or _PERIODS[0])
    today = visit.desk.now().date()
    period = [iso_week(today - timedelta(weeks=back)) for back in range(weeks, -1, -1)]
    messages = _messages(visit, period)
    demo = review.count_demo(visit.desk.records) > 0
    stored = _stored(visit, period)
    by_topic, by_urgency = Counter[str](), Counter[str]()
    for (_, topic, urgency), count in messages.items():
        by_topic[topic] += count
        by_urgency[urgency] += count
    words = LABELS["topic"]
    busiest = sorted(_TOPICS, key=lambda t: (-by_topic[t], words.get(t, t)))
    weekly = Counter[tuple[str, str]]()
    for (week, topic, _), count in messages.items():
        weekly[week, topic] += count
    per_week = _by_week(weekly)
    figures = [
        figure("Meddelanden per vecka", "meddelanden", per_week, _since_first(per_week, period), {}),
        figure("Ämnen", "meddelanden", by_topic, busiest, words),
        figure("Läge", "meddelanden", by_urgency, URGENCY, LABELS["urgency"]),
        figure("Sparade samtal per vecka", "samtal", stored["week"], _since_first(stored["week"], period), {}),
        figure("Språk", "samtal", stored["language"], _languages(stored["language"]), LABELS["language"]),
        figure("Tid på dagen", "samtal", stored["part_of_day"], [*PARTS_OF_DAY, "None"], {"None": "inte sparad"}),
        figure("Fick personen hjälp?", "samtal", stored["helped"], list(_HELPED), _HELPED),
        figure("Tryckte på ett nummer eller en chatt", "samtal", stored["pressed"], list(_PRESSED), _PRESSED),
    ]
    return {
        "figures": figures,
        "rising": [(words.get(r.topic, r.topic), r.last, r.before) for r in rising(weekly, period[:-1], busiest)],
        "period": period,
        "weeks": weeks,
        "periods": _PERIODS,
        "demo": demo,
    }


def _messages(visit: Visit, period: list[str]) -> Counter[tallies.Key]:
    tallies.create(visit.desk.records)
    return Counter({key: count for key, count in tallies.read(visit.desk.records).items() if key[0] in period})


def _stored(visit: Visit, period: list[str]) -> dict[str, Counter[str]]:
    """Column -> stored conversations of the period by that column's value, from one pass over the table."""
    counted = {name: Counter[str]() for name in review.COUNTED}
    for values, count in review.counts(visit.desk.records).items():
        if values[0] in period:
            for name, value in zip(review.COUNTED, values, strict=True):
                counted[name][value] += count
    return counted


def _by_week(weekly: Counter[tuple[str, str]]) -> Counter[str]:
    counted = Counter[str]()
    for (week, _), count in weekly.items():
        counted[week] += count
    return counted


def _since_first(counted: Counter[str], period: list[str]) -> list[str]:
    """The weeks from the first with anything in it on: those before Lotsen was there would have to be hidden as small."""
    first = next((place for place, week in enumerate(period) if counted[week]), len(period) - 1)
    return period[first:]


def _languages(found: Counter[str]) -> list[str]:
    return [name for name in (*LANGUAGES, "annat") if found[name]] or ["sv"]
