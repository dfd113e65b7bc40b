"""What Lotsen takes out of Rasa must change nothing but the cost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.policy import Policy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Tracker

from bot.answers.situation import slots_before
from bot.run import shortcuts
from bot.run.straight_runner import StraightRunner
from bot.settings import ROOT

DOMAIN = Domain.from_dict({
    "version": "3.1",
    "intents": ["stalking", "affirm"],
    "slots": {
        "topic": {"type": "any", "mappings": [{"type": "custom"}]},
        "asked": {"type": "text", "influence_conversation": True, "mappings": [{"type": "custom"}]},
    },
    "actions": ["action_answer"],
})  # fmt: skip


def _talk(turns: int) -> DialogueStateTracker:
    tracker = DialogueStateTracker.from_events("hemlig-beteckning", [], slots=DOMAIN.slots)
    tracker.update(ActionExecuted("action_listen"))
    for turn in range(turns):
        found = {"intent": {"name": "stalking"}, "entities": [], "text": f"ord{turn}", "topic": "stalking"}
        ranking = [{"name": "stalking", "confidence": 1.0}]
        tracker.update(UserUttered(f"ord{turn}", found["intent"], parse_data={**found, "intent_ranking": ranking}))
        tracker.update(SlotSet("topic", f"t{turn}"))
        tracker.update(ActionExecuted("action_answer"))
        tracker.update(BotUttered(f"svar{turn}"))
        tracker.update(SlotSet("asked", "danger" if turn % 2 else None))
        tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered("sist", {"name": "affirm"}, parse_data={"intent": {"name": "affirm"}, "text": "sist"}))
    tracker.update(SlotSet("topic", "nytt"))
    return tracker


def test_the_action_server_gets_the_latest_words_and_no_earlier_ones_nor_the_name_of_the_talk() -> None:
    tracker = _talk(4)
    call = shortcuts.call_of(RemoteAction("action_answer", None), tracker, DOMAIN)
    assert "sist" in str(call)
    for leak in ("ord0", "ord3", "svar", "hemlig", "ranking"):
        assert leak not in str(call)


def test_the_action_server_can_tell_the_slots_as_they_were_before_the_message() -> None:
    tracker = _talk(4)
    whole = tracker.current_state(EventVerbosity.ALL)
    short = Tracker.from_dict(shortcuts.call_of(RemoteAction("action_answer", None), tracker, DOMAIN)["tracker"])
    assert slots_before(short.events) == slots_before(whole["events"]) == {"topic": "t3", "asked": "danger"}
    assert short.slots == whole["slots"]
    assert short.latest_message["intent"] == whole["latest_message"]["intent"]


@pytest.mark.parametrize("turns", [1, 5, 9, 40])
def test_rules_see_the_same_latest_states_in_a_shortened_talk(turns: int) -> None:
    tracker = _talk(turns)
    short = shortcuts.recent(tracker)
    whole, seen = (DOMAIN.states_for_tracker_history(t, omit_unset_slots=False) for t in (tracker, short))
    assert seen[1:] == whole[1 - len(seen) :]  # the first is the beginning, where nothing stands before
    assert len(seen) >= min(len(whole), 5)
    assert len(short.events) < 60
    assert short.current_slot_values() == tracker.current_slot_values()


def test_no_rule_looks_further_back_than_a_shortened_talk_reaches_nor_at_whole_texts() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "stories").glob("*.yml"))
    assert "- rule:" in texts and "- user:" not in texts and "stories:" not in texts
    assert "conversation_start" not in texts
    assert all(rule.count("  - intent:") <= 1 or "- or:" in rule for rule in texts.split("- rule:")[1:])


@pytest.mark.parametrize("answer", [None, [], "ok", {"events": None}, {"events": {}}, {"responses": ["hej"]}])
def test_an_answer_of_another_shape_is_refused(answer: Any) -> None:
    with pytest.raises(shortcuts.UnusableAnswer):
        shortcuts._validate(RemoteAction("action_answer", None), answer)


def test_an_answer_with_events_and_responses_or_none_is_taken() -> None:
    for answer in (
        {},
        {"events": [], "responses": []},
        {"events": [{"event": "slot"}], "responses": [{"text": "hej"}]},
    ):
        assert shortcuts._validate(RemoteAction("action_answer", None), answer)


def test_what_is_shortened_is_there_in_this_version_of_rasa() -> None:
    """A new version may rename them, and an assignment to a name that nobody calls would be silent."""
    for owner, name in ((Event, "resolve_by_type"), (RemoteAction, "_validate_action_result"),
                        (RemoteAction, "_action_call_format"), (Policy, "_prediction_states")):  # fmt: skip
        assert callable(getattr(owner, name))


def test_a_kept_connection_is_used_again_and_one_that_has_gone_does_not_cost_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(EndpointConfig, "session", shortcuts._kept_session)
    monkeypatch.setattr(EndpointConfig, "request", shortcuts._asked_again(EndpointConfig.request))
    connections = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers two calls on a connection and leaves the third unanswered."""
        connections.append(writer)
        for _ in range(2):
            await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(len(b'{"a": 1}'))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def ask() -> list[Any]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        endpoint = EndpointConfig(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/webhook")
        answers = [await endpoint.request(json={"a": 1}) for _ in range(5)]
        server.close()
        return answers

    assert asyncio.run(ask()) == [{}] * 5
    assert len(connections) == 3


# --- the runner ---


class Add(GraphComponent):
    def __init__(self, number: int) -> None:
        self.number = number

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Add:
        return cls(config["number"])

    def run(self, left: int, right: int) -> int:
        if self.number < 0:
            raise RuntimeError("broken")
        return self.number + left + right


def _runner(kind: type[DaskGraphRunner], last: int = 100) -> DaskGraphRunner:
    def node(number: int, left: str, right: str) -> SchemaNode:
        return SchemaNode({"left": left, "right": right}, Add, "create", "run", {"number": number}, eager=True)

    schema = GraphSchema({
        "late": node(last, "early", "middle"),
        "middle": node(10, "early", "given"),
        "early": node(1, "given", "given"),
        "aside": node(1000, "given", "given"),
    })  # fmt: skip
    return kind.create(schema, None, ExecutionContext(schema))


@pytest.mark.parametrize("targets", [["late"], ["middle"], ["aside", "early"], ["late", "aside"]])
def test_the_runner_finds_what_rasas_own_finds(targets: list[str]) -> None:
    straight, dask = (_runner(kind).run({"given": 3}, targets) for kind in (StraightRunner, DaskGraphRunner))
    assert straight == dask
    assert list(straight) == targets


def test_the_runner_tells_what_breaks_the_way_rasas_own_does() -> None:
    for kind in (StraightRunner, DaskGraphRunner):
        with pytest.raises(Exception) as broken:
            _runner(kind, last=-1).run({"given": 3}, ["late"])
        assert type(broken.value).__name__ == "GraphComponentException"
        with pytest.raises(GraphRunError):
            _runner(kind).run({}, ["late"])
