from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.records.rare import LEAST, combination, writable
from bot.records.record import Record
from tests.records.made_up import record

RECORDS = st.lists(
    st.builds(
        record,
        part_of_day=st.sampled_from(["natt", "dag"]),
        topic=st.sampled_from(["stalking", "gang_exit"]),
        language=st.sampled_from(["sv", "so", "ti"]),
    ),
    max_size=40,
)


def few(count: int, **fields: str) -> list[Record]:
    return [record(**fields) for _ in range(count)]  # type: ignore[arg-type]


@given(st.lists(RECORDS, max_size=4))
def test_whatever_comes_then_no_combination_in_the_database_has_fewer_than_five(batches: list[list[Record]]) -> None:
    stored: Counter[tuple[str, str, str | None]] = Counter()
    waiting: list[Record] = []
    for batch in batches:
        chosen, waiting = writable([*waiting, *batch], stored)
        stored.update(map(combination, chosen))
        assert all(count >= LEAST for count in stored.values())
        assert not chosen or len(chosen) >= LEAST


@given(RECORDS)
def test_whatever_comes_then_each_record_is_written_or_waits_and_only_gets_less_exact(waiting: list[Record]) -> None:
    chosen, left = writable(waiting, {})
    before = {r.id: r for r in waiting}
    assert sorted(r.id for r in [*chosen, *left]) == sorted(before)
    assert all(r == before[r.id] for r in left)
    for r in chosen:
        old = before[r.id]
        assert r.part_of_day in (None, old.part_of_day)
        assert r.language in ((old.language,) if old.language == "sv" else (old.language, "annat"))
        assert (r.topic, r.week, r.turns, r.urgency) == (old.topic, old.week, old.turns, old.urgency)


def test_when_five_are_alike_then_they_are_written_as_they_are() -> None:
    waiting = few(5)
    assert writable(waiting, {}) == (waiting, [])


def test_when_four_are_alike_then_they_wait() -> None:
    waiting = few(4)
    assert writable(waiting, {}) == ([], waiting)


def test_when_languages_are_rare_then_they_are_told_as_another_language() -> None:
    chosen, left = writable([*few(3, language="so"), *few(2, language="ti")], {})
    assert left == []
    assert {combination(r) for r in chosen} == {("stalking", "annat", "kväll")}


def test_when_the_hours_are_rare_then_they_are_left_out() -> None:
    chosen, left = writable([*few(3, part_of_day="natt"), *few(2, part_of_day="dag")], {})
    assert left == []
    assert {combination(r) for r in chosen} == {("stalking", "sv", None)}


def test_when_both_are_rare_then_both_are_blurred() -> None:
    waiting = [*few(3, language="so", part_of_day="natt"), *few(2, language="ti", part_of_day="dag")]
    chosen, _ = writable(waiting, {})
    assert {combination(r) for r in chosen} == {("stalking", "annat", None)}


def test_when_a_topic_is_rare_then_it_waits_beside_a_common_one() -> None:
    rare = few(1, topic="genital_mutilation")
    chosen, left = writable([*few(6), *rare], {})
    assert left == rare
    assert len(chosen) == 6


def test_when_enough_are_stored_already_then_one_more_still_waits_for_company() -> None:
    stored = {("stalking", "sv", "kväll"): 9}
    assert writable(few(1), stored)[0] == []
    five = [*few(1), *few(4, topic="gang_exit")]
    assert writable(five, {**stored, ("gang_exit", "sv", "kväll"): 9})[0] == five
