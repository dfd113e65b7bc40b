from __future__ import annotations

import pytest

from bot.evaluation.measures import calibration, danger, offers, topics
from bot.evaluation.measures.rate import Rate
from bot.urgency.decide import Danger
from tests.evaluation.made_up import prediction


@pytest.mark.parametrize(
    "hits,count,low,high",
    [  # Wilson's score interval as in statsmodels.proportion_confint(method="wilson") and Newcombe (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        (47, 50, 0.8378, 0.9794),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_when_a_share_is_told_then_its_interval_is_wilsons(hits: int, count: int, low: float, high: float) -> None:
    assert Rate(hits, count).interval == pytest.approx((low, high), abs=0.0001)


@pytest.mark.parametrize("count", [1, 7, 1000])
def test_when_all_or_none_hit_then_the_interval_stays_between_0_and_1(count: int) -> None:
    for hits in (0, count):
        interval = Rate(hits, count).interval
        assert interval is not None
        assert 0.0 <= interval[0] <= hits / count + 1e-12
        assert hits / count - 1e-12 <= interval[1] <= 1.0


def test_when_there_is_nothing_to_count_then_a_rate_says_so_and_does_not_divide() -> None:
    empty = Rate.of([])
    assert (empty.value, empty.interval, str(empty)) == (None, None, "inga exempel")
    assert empty.as_dict() == {"value": None, "hits": 0, "count": 0, "interval": None}


def test_when_a_rate_is_printed_then_value_count_and_interval_stand_there() -> None:
    assert str(Rate.of([True] * 47 + [False] * 3)) == "0.940 (47/50, 95 % 0.838-0.979)"


def test_when_macro_f1_is_counted_then_it_is_the_one_counted_by_hand() -> None:
    predictions = [
        prediction("stalking", "stalking"),
        prediction("stalking", "stalking"),
        prediction("stalking", "greet"),
        prediction("greet", "greet"),
        prediction("greet", "gang_exit"),  # a topic nobody asked for lowers greet's recall only
        prediction("thanks", None),
    ]
    # stalking: P 2/2, R 2/3, F1 0.8; greet: P 1/2, R 1/2, F1 0.5; thanks: F1 0
    assert topics.macro_f1(predictions) == pytest.approx((0.8 + 0.5 + 0.0) / 3)


def test_when_all_topics_are_right_then_macro_f1_is_one() -> None:
    assert topics.macro_f1([prediction("stalking"), prediction("greet", "greet")]) == 1.0


def test_when_a_second_right_topic_is_guessed_then_it_counts_as_right_everywhere() -> None:
    second = prediction("digital_abuse", "stalking", s_also=("stalking",))
    assert topics.accuracy([second]) == Rate(1, 1)
    assert topics.macro_f1([second]) == 1.0
    assert topics.confusion([second]) == {("digital_abuse", "digital_abuse"): 1}
    assert topics.help_turned_away([prediction("friend_worry", "thanks", s_also=("thanks",))]) == Rate(0, 1)


@pytest.mark.parametrize(
    "ranking,hits",
    [(("stalking",), 1), (("greet", "thanks", "stalking"), 1), (("greet", "thanks", "deny", "stalking"), 0), ((), 0)],
)
def test_when_the_right_topic_is_among_the_first_three_then_it_counts(ranking: tuple[str, ...], hits: int) -> None:
    assert topics.among_three([prediction("stalking", "greet", ranking=ranking)]) == Rate(hits, 1)


def test_when_help_is_taken_for_small_talk_or_out_of_scope_then_it_is_turned_away() -> None:
    predictions = [
        prediction("stalking", "out_of_scope"),
        prediction("stalking", "greet"),
        prediction("stalking", "gang_exit"),  # wrong, but an answer
        prediction("stalking", "anonymity"),
        prediction("stalking", None),
        prediction("stalking", "stalking"),
        prediction("greet", "out_of_scope"),  # nobody asked for help
    ]
    assert topics.help_turned_away(predictions) == Rate(2, 6)


def test_when_predictions_are_grouped_then_each_group_has_its_own_rate_by_name() -> None:
    predictions = [
        prediction(s_style="typo"),
        prediction("stalking", "greet", s_style="typo"),
        prediction(s_style="dialect"),
    ]
    grouped = topics.by_group(predictions, lambda p: p.sample.style, topics.accuracy)
    assert list(grouped.items()) == [("dialect", Rate(1, 1)), ("typo", Rate(1, 2))]


def test_when_topics_are_confused_then_the_pairs_are_counted() -> None:
    predictions = [prediction("stalking", "greet"), prediction("stalking", "greet"), prediction("greet", None)]
    assert topics.confusion(predictions) == {("stalking", "greet"): 2, ("greet", "inget"): 1}


ACUTE = [
    prediction(s_urgency="acute", danger=Danger.CERTAIN),
    prediction(s_urgency="acute", danger=Danger.CERTAIN),
    prediction(s_urgency="acute", danger=Danger.ASK),
    prediction(s_urgency="acute", danger=Danger.NONE),
    prediction(s_urgency="acute", s_style="negative", danger=Danger.NONE),
]
CALM = [
    prediction(s_urgency="urgent", danger=Danger.CERTAIN),
    prediction(s_urgency="info", danger=Danger.ASK),
    prediction(s_urgency="none", danger=Danger.NONE),
    prediction(s_urgency="none", s_style="negative", danger=Danger.CERTAIN),
    prediction(s_urgency="none", s_style="negative", danger=Danger.ASK),
    prediction(s_urgency="support", s_style="negative", danger=Danger.NONE),
]


@pytest.mark.parametrize(
    "measure,rate",
    [
        (danger.recall_certain, Rate(2, 5)),
        (danger.recall_certain_or_asked, Rate(3, 5)),
        (danger.false_alarms_hard, Rate(1, 3)),
        (danger.false_alarms_other, Rate(1, 3)),
        (danger.asked_without_danger, Rate(2, 6)),
    ],
)
def test_when_danger_is_measured_then_each_rate_counts_its_own_messages(measure, rate: Rate) -> None:  # type: ignore[no-untyped-def]
    assert measure(ACUTE + CALM) == rate
    assert measure([]) == Rate(0, 0)


def test_when_confidence_is_as_often_right_as_it_says_then_the_calibration_error_is_zero() -> None:
    predictions = [prediction("stalking", "stalking" if n < 8 else "greet", confidence=0.8) for n in range(10)]
    assert calibration.expected_error(predictions) == pytest.approx(0.0)


def test_when_confidence_is_too_high_then_the_calibration_error_is_the_one_counted_by_hand() -> None:
    predictions = [
        prediction("stalking", "greet", confidence=1.0),  # the last bin holds 1.0 as well
        prediction("stalking", "stalking", confidence=0.9),
        prediction("stalking", "greet", confidence=0.25),
        prediction("stalking", "greet", confidence=0.0),
    ]
    # bins: (0.95, 0.5, 2), (0.25, 0, 1), (0.0, 0, 1)
    assert calibration.expected_error(predictions) == pytest.approx((2 * 0.45 + 0.25 + 0.0) / 4)
    assert calibration.curve(predictions) == [(0.0, 0.0, 1), (0.25, 0.0, 1), (0.95, 0.5, 2)]


def test_when_confidence_is_too_low_in_one_place_and_too_high_in_another_then_the_errors_add_up() -> None:
    modest = [prediction("stalking", "stalking", confidence=0.55)]
    boastful = [prediction("stalking", "greet", confidence=0.45)]
    assert calibration.expected_error(modest + boastful) == pytest.approx(0.45)


@pytest.mark.parametrize("measure", [topics.macro_f1, calibration.expected_error])
def test_when_there_is_no_prediction_then_a_number_is_refused(measure) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no predictions"):
        measure([])


def test_when_a_limit_rises_then_fewer_are_answered_and_more_of_those_rightly() -> None:
    predictions = [
        prediction("stalking", "stalking", confidence=0.9),
        prediction("stalking", "greet", confidence=0.42, ranking=("greet", "stalking")),
        prediction("stalking", "greet", confidence=0.32, ranking=("greet", "thanks", "deny", "stalking")),
        prediction("greet", "greet", confidence=0.58),
    ]
    points = {o.limit: o for o in offers.reject_curve(predictions)}
    assert [points[limit].answered.hits for limit in (0.3, 0.4, 0.5, 0.6)] == [4, 3, 2, 1]
    assert [points[limit].right_when_answered.hits for limit in (0.3, 0.4, 0.5, 0.6)] == [2, 2, 2, 1]
    assert [points[limit].helped.hits for limit in (0.3, 0.4, 0.5, 0.6)] == [2, 2, 3, 3]
    with pytest.raises(ValueError, match="no predictions"):
        offers.reject_curve([])
