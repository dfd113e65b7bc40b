from __future__ import annotations

import json

import pytest

from bot.evaluation.measures.rate import Rate
from bot.evaluation.summary import as_json, as_text, summarise
from bot.urgency.decide import Danger
from tests.evaluation.made_up import prediction

PREDICTIONS = [
    prediction(s_who="self", text="han följer efter mej"),
    prediction("stalking", "out_of_scope", s_who="child", text="hjälp", unsure=True, s_style="indirect"),
    prediction(
        "out_of_scope", "out_of_scope", text="när öppnar simhallen på lördag egentligen å va kostar de", who="none"
    ),
    prediction(s_urgency="acute", danger=Danger.CERTAIN, s_who="self", text=" ".join(["han"] * 21)),
    prediction(s_urgency="acute", danger=Danger.ASK, s_who="self", text="han e här nu"),
    prediction("gang_exit", "gang_exit", s_who="other", who="other", s_lang="so", text="ord " * 9),
]


def test_when_a_run_is_summed_up_then_each_figure_counts_its_own_messages() -> None:
    summary = summarise(PREDICTIONS)
    assert summary["Ämne"]["rätt ämne"] == Rate(5, 6)
    assert summary["Ämne"]["indirekta: rätt"] == Rate(0, 1)
    assert summary["Ämne"]["hjälp avvisad som småprat eller annat"] == Rate(1, 5)
    assert summary["Ämne"]["annat (out_of_scope) igenkänt"] == Rate(1, 1)
    assert summary["Ämne"]["osäker: ämnen erbjuds"] == Rate(1, 6)
    assert summary["Ämne"]["rätt när den svarar"] == Rate(5, 5)
    assert summary["Fara"]["upptäckt som säker"] == Rate(1, 2)
    assert summary["Fara"]["upptäckt som säker eller tillfrågad"] == Rate(2, 2)
    assert summary["Vem det gäller"]["rätt (hjälpämnen)"] == Rate(4, 5)


def test_when_a_run_is_summed_up_then_every_message_stands_in_one_group_of_each_kind() -> None:
    summary = summarise(PREDICTIONS)
    for group in ("Per ämne", "Per stil", "Per längd", "Per vem", "Per språk"):
        assert sum(rate.count for rate in summary[group].values()) == len(PREDICTIONS)
    assert {name: rate.count for name, rate in summary["Per längd"].items()} == {
        "1-3 ord": 1,
        "4-8 ord": 2,
        "9-20 ord": 2,
        "över 20 ord": 1,
    }
    assert set(summary["Per språk"]) == {"so", "sv"}


def test_when_a_group_is_empty_then_it_says_so_in_text_and_json() -> None:
    summary = summarise([prediction("greet", "greet")])
    assert "inga exempel" in as_text(summary)
    assert as_json(summary)["Fara"]["upptäckt som säker"] == {"value": None, "hits": 0, "count": 0, "interval": None}


def test_when_the_summary_is_written_as_json_then_it_is_plain_and_complete() -> None:
    plain = json.loads(json.dumps(as_json(summarise(PREDICTIONS)), ensure_ascii=False))
    assert set(plain) == {
        "Ämne",
        "Fara",
        "Svara eller erbjuda tre ämnen, per gräns",
        "Språk",
        "Tid per meddelande (ms)",
        "Vem det gäller",
        "Per ämne",
        "Per stil",
        "Per längd",
        "Per vem",
        "Per språk",
    }
    assert plain["Ämne"]["rätt ämne"]["hits"] == 5
    assert plain["Ämne"]["rätt ämne"]["interval"][0] < 5 / 6 < plain["Ämne"]["rätt ämne"]["interval"][1]
    assert 0 <= plain["Ämne"]["macro-F1"] <= 1
    assert plain["Svara eller erbjuda tre ämnen, per gräns"]["0.45"]["answered"]["count"] == len(PREDICTIONS)


def test_when_the_summary_is_printed_then_every_figure_has_its_line() -> None:
    summary = summarise(PREDICTIONS)
    lines = as_text(summary).splitlines()
    for rows in summary.values():
        for name in rows:
            assert any(line.startswith(f"  {name} ") for line in lines)


def test_when_there_is_no_prediction_then_there_is_no_summary() -> None:
    with pytest.raises(ValueError, match="no predictions"):
        summarise([])
