from __future__ import annotations

import pytest

from bot.channel.conversations import Conversation, Conversations, Meaning
from bot.settings import IDLE_SECONDS, LIFETIME_SECONDS, MAX_TURNS
from tests.fake_clock import FakeClock

YES = Meaning("Ja, det är fara nu", "danger_now", None)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def conversations(clock: FakeClock) -> Conversations:
    return Conversations(messages_per_minute=5, clock=clock)


@pytest.mark.parametrize("token", [None, "", "påhittad", "../../etc/passwd", "c_4f1a"])
def test_when_a_token_is_unknown_then_a_new_one_is_given(conversations: Conversations, token: str | None) -> None:
    conversation = conversations.enter(token)
    assert conversation.token != token
    assert len(conversation.token) >= 32
    assert conversations.enter(conversation.token) is conversation


def test_when_many_conversations_begin_then_no_two_tokens_are_alike(conversations: Conversations) -> None:
    assert len({conversations.enter(None).token for _ in range(500)}) == 500


def test_when_someone_writes_within_the_idle_limit_then_it_is_the_same_conversation(
    conversations: Conversations, clock: FakeClock
) -> None:
    conversation = conversations.enter(None)
    clock.pass_seconds(IDLE_SECONDS)
    assert conversations.enter(conversation.token) is conversation


def test_when_a_conversation_was_idle_too_long_then_a_new_one_is_given(
    conversations: Conversations, clock: FakeClock
) -> None:
    conversation = conversations.enter(None)
    conversation.offer(YES)
    clock.pass_seconds(IDLE_SECONDS + 1)
    later = conversations.enter(conversation.token)
    assert later.token != conversation.token
    assert not later.options
    assert len(conversations) == 1


def test_a_conversation_goes_on_until_it_was_idle_too_long_or_is_forgotten(
    conversations: Conversations, clock: FakeClock
) -> None:
    idle, forgotten = conversations.enter(None).token, conversations.enter(None).token
    assert conversations.goes_on(idle) and conversations.goes_on(forgotten)
    assert not conversations.goes_on(None) and not conversations.goes_on("påhittad")
    conversations.forget(forgotten)
    assert not conversations.goes_on(forgotten)
    clock.pass_seconds(IDLE_SECONDS + 1)
    assert not conversations.goes_on(idle)


def test_when_a_conversation_never_rests_then_it_ends_all_the_same(
    conversations: Conversations, clock: FakeClock
) -> None:
    first = conversations.enter(None)
    for _ in range(LIFETIME_SECONDS // 600):
        clock.pass_seconds(600)
        assert conversations.enter(first.token) is first
    clock.pass_seconds(1)
    assert conversations.enter(first.token) is not first


def test_when_an_expired_token_is_used_again_then_it_stays_dead(conversations: Conversations, clock: FakeClock) -> None:
    dead = conversations.enter(None).token
    clock.pass_seconds(IDLE_SECONDS + 1)
    assert len({dead, conversations.enter(dead).token, conversations.enter(dead).token}) == 3


def test_when_there_are_more_than_the_cap_then_the_one_idle_longest_goes(clock: FakeClock) -> None:
    conversations = Conversations(messages_per_minute=5, cap=3, clock=clock)
    tokens = [conversations.enter(None).token for _ in range(3)]
    conversations.enter(tokens[0])  # writes again, so the second is now the one idle longest
    newest = conversations.enter(None).token
    assert len(conversations) == 3
    assert [conversations.enter(t).token == t for t in (tokens[0], tokens[2], newest)] == [True, True, True]
    assert conversations.enter(tokens[1]).token != tokens[1]


def test_when_messages_come_faster_than_anyone_types_then_they_are_refused(
    conversations: Conversations, clock: FakeClock
) -> None:
    conversation = conversations.enter(None)
    assert [conversations.may_write(conversation) for _ in range(7)] == [True] * 5 + [False] * 2
    clock.pass_seconds(59)
    assert not conversations.may_write(conversation)
    clock.pass_seconds(2)
    assert conversations.may_write(conversation)


def test_when_one_conversation_is_refused_then_the_others_may_still_write(conversations: Conversations) -> None:
    loud, quiet = conversations.enter(None), conversations.enter(None)
    for _ in range(6):
        conversations.may_write(loud)
    assert not conversations.may_write(loud)
    assert conversations.may_write(quiet)


def test_when_refused_messages_go_on_then_they_do_not_prolong_the_wait(
    conversations: Conversations, clock: FakeClock
) -> None:
    conversation = conversations.enter(None)
    for _ in range(100):
        conversations.may_write(conversation)
    clock.pass_seconds(61)
    assert conversations.may_write(conversation)


def test_when_a_button_is_offered_then_its_token_works_in_that_conversation_alone(conversations: Conversations) -> None:
    mine, theirs = conversations.enter(None), conversations.enter(None)
    token = mine.offer(YES)
    assert mine.options.get(token) == YES
    assert theirs.options.get(token) is None


def test_when_the_same_button_is_offered_twice_then_the_tokens_differ_and_say_nothing(
    conversations: Conversations,
) -> None:
    conversation = conversations.enter(None)
    tokens = [conversation.offer(YES) for _ in range(10)]
    assert len(set(tokens)) == 10
    assert not any("danger" in token for token in tokens)


def test_when_very_many_buttons_were_offered_then_the_latest_still_work_and_the_memory_is_bounded(
    conversations: Conversations,
) -> None:
    conversation = conversations.enter(None)
    tokens = [conversation.offer(YES) for _ in range(1000)]
    assert len(conversation.options) <= 50
    assert all(token in conversation.options for token in tokens[-20:])
    assert tokens[0] not in conversation.options


def test_when_a_conversation_is_forgotten_then_its_token_and_buttons_are_dead(conversations: Conversations) -> None:
    conversation = conversations.enter(None)
    button = conversation.offer(YES)
    conversations.forget(conversation.token)
    assert len(conversations) == 0
    later = conversations.enter(conversation.token)
    assert later.token != conversation.token
    assert button not in later.options


def test_when_an_unknown_conversation_is_forgotten_then_nothing_happens(conversations: Conversations) -> None:
    kept = conversations.enter(None)
    conversations.forget("finns inte")
    assert conversations.enter(kept.token) is kept


def test_when_a_conversation_has_had_all_its_turns_then_it_is_long() -> None:
    conversation = Conversation("t", 0.0, 0.0, turns=MAX_TURNS - 1)
    assert not conversation.is_long
    conversation.turns += 1
    assert conversation.is_long
