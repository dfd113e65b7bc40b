"""Takes out what Rasa does over and over for every message, and sends the action server no more than it needs.

Each cost was measured with a profiler under the load of `make bench`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT_RANKING_KEY
from rasa.utils.endpoints import EndpointConfig

from bot.run.straight_runner import StraightRunner

_TURNS_SEEN = 3  # the listening before the latest message, and two more to be safe
_LONG_TALK = 8  # turns; a shorter talk is read as fast as it is shortened


_KEPT_SECONDS = 3.0  # Sanic closes an idle connection after five
_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


class UnusableAnswer(RasaException):
    """The action server answered with something that is no list of events and responses."""


def install() -> None:
    """Call once, before a model is loaded."""
    processor.DaskGraphRunner = StraightRunner
    # Walked the whole tree of event classes for every event of the conversation, at every message: 9 % of a message.
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=64)(Event.resolve_by_type))
    # A JSON schema with alternatives, tried one after the other for every card and button: 13 %, and 50 % as shipped.
    RemoteAction._validate_action_result = _validate
    # Opened a session and a connection for every call: two milliseconds.
    EndpointConfig.session = _kept_session
    EndpointConfig.request = _asked_again(EndpointConfig.request)
    # Every event of the conversation, all its words and guesses with them, written as JSON: 6 %.
    RemoteAction._action_call_format = call_of
    # Worked out the state at every turn of the talk, twice a message: nothing in a short talk, most of it in a long one.
    RulePolicy._prediction_states = _recent_states
    # Looked for rules about whole texts before those about intents, twice a message: 7 %. We have none, a test holds it.
    RulePolicy._find_action_from_rules = _by_intent(RulePolicy._find_action_from_rules)
    # Built an empty domain at every message to compare ours with: 2 %. `make data-check` holds labels and domain together.
    MessageProcessor._check_for_unseen_features = lambda _self, _parse_data: None


def call_of(action: RemoteAction, tracker: DialogueStateTracker, _domain: Domain) -> dict[str, Any]:
    """What the action server gets: the latest message, the slots and how they were set. No earlier word, and no name of
    the conversation."""
    message = tracker.latest_message.parse_data if tracker.latest_message else {}
    return {
        "next_action": action.name(),
        "sender_id": "",
        "version": rasa.__version__,
        "tracker": {
            "sender_id": "",
            "slots": tracker.current_slot_values(),
            "latest_message": {k: v for k, v in message.items() if k != INTENT_RANKING_KEY},
            "events": [_marked(event) for event in tracker.events if isinstance(event, SlotSet | UserUttered)],
        },
    }


@asynccontextmanager
async def _kept_session(_endpoint: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
    """One session for each event loop; its connections are closed before the action server closes them."""
    loop = asyncio.get_running_loop()
    if loop not in _sessions:
        connector = aiohttp.TCPConnector(keepalive_timeout=_KEPT_SECONDS)
        _sessions[loop] = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=300))
    yield _sessions[loop]


def _asked_again(ask: Callable[..., Any]) -> Callable[..., Any]:
    """A kept connection may have gone with the server's last process. Asking twice does no harm: our actions change nothing."""

    async def request(endpoint: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        try:
            return await ask(endpoint, *args, **kwargs)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
            return await ask(endpoint, *args, **kwargs)

    return request


def _recent_states(policy: RulePolicy, tracker: DialogueStateTracker, *args: Any, **kwargs: Any) -> list[State]:
    states: list[State] = Policy._prediction_states(policy, recent(tracker), *args, **kwargs)
    return states


def recent(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The talk from the turn before the latest on, with the slots as they are: none of our rules looks further back."""
    events = tracker.applied_events()
    listens = [
        at for at, e in enumerate(events) if isinstance(e, ActionExecuted) and e.action_name == ACTION_LISTEN_NAME
    ]
    if len(listens) <= _LONG_TALK:
        return tracker
    start = listens[-_TURNS_SEEN]
    short = tracker.init_copy()
    latest = {event.key: event for event in events[:start] if isinstance(event, SlotSet)}
    for event in (*latest.values(), *events[start:]):
        short.update(event)
    return short


def _by_intent(find: Callable[..., Any]) -> Callable[..., Any]:
    def found(
        policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Any:
        return (None, None, False) if use_text_for_last_user_input else find(policy, tracker, domain, False)

    return found


def _marked(event: Event) -> dict[str, Any]:
    if isinstance(event, SlotSet):
        return {"event": event.type_name, "name": event.key, "value": event.value}
    return {"event": event.type_name}


def _validate(_self: RemoteAction, result: Any) -> bool:
    """The shape that is used next, and no more: what the parts hold, our own actions and their tests answer for."""
    if not isinstance(result, dict):
        raise UnusableAnswer("the action server's answer is no object")
    for name in ("events", "responses"):
        parts = result.get(name, [])
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise UnusableAnswer(f"'{name}' in the action server's answer is no list of objects")
    return True
