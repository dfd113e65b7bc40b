"""The one public door: HTTP in, HTTP out. What decides stands in the modules it calls.

A message's way: read_chat (bounds, cleaning) -> direct identifiers out (bot.redaction) -> the danger screen, which
needs nothing else -> the embedding, beside the event loop -> Rasa -> complete() (112 first, never empty) -> JSON.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, empty, json

from bot.channel import answer
from bot.channel.collector import CHANNEL_NAME, Collector, Uttered
from bot.channel.conversations import Conversation, Conversations, Meaning
from bot.channel.emergency import EmergencyReplies
from bot.channel.faults import Fault, RequestRefused, error_body, fault_for_status
from bot.channel.guard import Guard
from bot.channel.hand_over import HandOver
from bot.channel.heartbeat import beat
from bot.channel.metrics import MODEL_NOT_LOADED, NO_EMBEDDINGS, NOT_SHARED, Metrics
from bot.channel.pages import Page, read_pages
from bot.channel.rate import AddressLimits, address_of
from bot.channel.refresh import Decisions, ModelWatch, decisions_in, keep_fresh
from bot.channel.request import ChatRequest, read_chat, read_choice, read_object, read_token
from bot.kommun import kommun
from bot.meaning import ahead, encoder
from bot.meaning.clean import has_words
from bot.meaning.linguist import load_linguist
from bot.records.collection import Collection
from bot.redaction import find_direct, replace
from bot.run import strict_http
from bot.run.model import MODEL_FILE
from bot.services import register
from bot.services.changes import only_verified
from bot.services.notice import Notice
from bot.settings import MAX_BODY, Settings, read_settings
from bot.storage.engine import open_database
from bot.storage.event_broker import RedactingBroker
from bot.storage.lock_store import AsyncLockStore
from bot.storage.shared import KeepsOnDisk, Shared, Unavailable
from bot.storage.tracker_store import MemoryTrackerStore, TurnNote, turn_note
from bot.texts.generator import TextGenerator
from bot.topics import DANGER_NOW, ONLY_SIGNS
from bot.urgency.decide import Danger, decide_without_score
from bot.urgency.foreign import language_of
from bot.urgency.screen import screen
from bot.urgency.signals import Signal

log = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]
_ENCODER_THREADS = 2
_BODY_READ_SECONDS = 20


class ChatChannel(InputChannel):
    """The channel named in credentials.yml."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL_NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ChatChannel:
        return cls(read_settings())

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._conversations = Conversations(settings.messages_per_minute)
        self._shared = Shared(settings.redis_url) if settings.redis_url else None
        self._hand_over = HandOver(self._shared, self._conversations)
        self._limits = AddressLimits(settings.address_per_minute, settings.new_per_address, self._shared)
        known = register.read()  # until what staff decided has been read from the database
        self._emergency = EmergencyReplies(only_verified(known) if settings.production else known)
        self._pages = self._made_pages()
        self._encoders = ThreadPoolExecutor(_ENCODER_THREADS, thread_name_prefix="encoder")
        self._trackers: MemoryTrackerStore | None = None
        self._metrics = Metrics()

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        blueprint = Blueprint("chat", "chat")

        @blueprint.listener("before_server_start")
        async def prepare(app: Sanic, loop: Any) -> None:
            strict_http.begin(app, loop)
            app.config.REQUEST_MAX_SIZE = MAX_BODY + 1024
            app.config.REQUEST_TIMEOUT = _BODY_READ_SECONDS
            app.config.ACCESS_LOG = False
            app.config.FALLBACK_ERROR_FORMAT = "json"
            guard = Guard(self._pages, self._settings.origins)
            # On the app, not the blueprint: a blueprint's middleware never sees "/", 404 and 413.
            app.request_middleware.appendleft(guard.admit)
            app.response_middleware.append(guard.dress)
            app.error_handler.add(Exception, self._refuse)

        @blueprint.listener("after_server_start")
        async def verify(app: Sanic, _loop: Any) -> None:
            self._trackers = _require_our_stores(app)
            self._hand_over.use(self._trackers)
            if self._shared is not None:
                await _require_no_disk(self._shared)
                app.add_task(self._hand_over.sweep_forever())
            read = decisions_in(open_database(self._settings.database_url), self._settings.production)
            app.add_task(keep_fresh(app.ctx.agent, ModelWatch(MODEL_FILE), read, self._use))
            app.add_task(beat())
            broker = self._trackers.event_broker
            self._metrics.watch(lambda: len(self._conversations), lambda: broker.dropped, lambda: self._reasons(app))
            if self._settings.metrics_port:
                self._metrics.serve(self._settings.metrics_host, self._settings.metrics_port)
            screen("värm upp")
            find_direct("värm upp")

        @blueprint.post("/message")
        async def message(request: Request) -> HTTPResponse:
            chat = read_chat(request.body, request.content_type)
            address = address_of(
                request.ip, ",".join(request.headers.getall("x-forwarded-for", ())), self._settings.trust_proxy
            )
            if chat.store is False:
                await self._hand_over.hear_choice(chat.conversation, False)
            async with self._hand_over.turn(chat.conversation) as turn:
                self._hear_no(chat)
                await self._admit(chat, address)
                answered = await self._talk(chat, on_new_message)
                turn.token = answered["conversation"]
            return json(answered)

        @blueprint.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            return await self._hand_over.to_the_end(self._leave(request, MemoryTrackerStore.forget))

        @blueprint.post("/end")
        async def end(request: Request) -> HTTPResponse:
            return await self._hand_over.to_the_end(self._leave(request, MemoryTrackerStore.end))

        @blueprint.post("/store")
        async def store(request: Request) -> HTTPResponse:
            return await self._hand_over.to_the_end(self._note(request, "store", Collection.choose))

        @blueprint.post("/helped")
        async def helped(request: Request) -> HTTPResponse:
            return await self._hand_over.to_the_end(self._note(request, "helped", Collection.set_helped))

        @blueprint.post("/pressed")
        async def pressed(request: Request) -> HTTPResponse:
            return await self._hand_over.to_the_end(self._note(request, "pressed", Collection.set_pressed))

        @blueprint.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return json(self._health(request.app))

        @blueprint.get("/emergency")
        async def emergency(_request: Request) -> HTTPResponse:
            return json(self._emergency.card())

        return blueprint

    def _use(self, decisions: Decisions) -> None:
        self._metrics.know(decisions.unverified)
        self._emergency.use(decisions.directory)
        self._pages.update(self._made_pages(decisions.notice))

    def _made_pages(self, notice: Notice | None = None) -> dict[str, Page]:
        shown = self._emergency.card()["services"]
        return read_pages(self._settings.exit_url or kommun().exit_url, shown, self._emergency.others(), notice)

    def _refuse(self, _request: Request, error: Exception) -> HTTPResponse:
        """Every error as the contract's JSON; what was sent is neither repeated nor logged."""
        if isinstance(error, RequestRefused):
            fault = error.fault
        elif isinstance(error, SanicException):
            fault = fault_for_status(error.status_code)
        else:
            fault = Fault.UNAVAILABLE
            log.error("request failed: %s", type(error).__name__)
        self._metrics.refused(fault)
        return json(error_body(fault), status=fault.status)

    def _hear_no(self, request: ChatRequest) -> None:
        """Before anything can refuse the message: a no must always be heard."""
        if request.store is False and request.conversation is not None and self._trackers is not None:
            self._trackers.records.choose(request.conversation, False)

    async def _leave(self, request: Request, leave: Callable[[MemoryTrackerStore, str], None]) -> HTTPResponse:
        """The conversation's token and words are gone; what becomes of its record, `leave` decides."""
        token = read_token(read_object(request.body, request.content_type))
        if token and self._trackers is not None:
            await self._hand_over.leave(token, keep_record=leave is MemoryTrackerStore.end)
            if self._knows(token):
                self._conversations.forget(token)
                leave(self._trackers, token)
        return empty()

    async def _note(
        self, request: Request, name: str, note: Callable[[Collection, str, bool | None], None]
    ) -> HTTPResponse:
        """Tell the record of a running conversation what the resident chose."""
        content = read_object(request.body, request.content_type)
        token, choice = read_token(content), read_choice(content, name)
        if token and self._trackers is not None:
            if name == "store":
                await self._hand_over.hear_choice(token, choice)
            async with self._hand_over.turn(token):
                if self._knows(token):
                    note(self._trackers.records, token, choice)
        return empty()

    def _knows(self, token: str) -> bool:
        """True for a conversation of ours, also while it waits to be swept; what strangers make up fills no memory."""
        return self._conversations.goes_on(token) or (self._trackers is not None and self._trackers.holds(token))

    async def _admit(self, request: ChatRequest, address: str) -> None:
        """Raises RequestRefused when the sender's address has had its share; the address goes no further than here."""
        may_talk = await self._limits.admit_message(address)
        if may_talk and not self._conversations.goes_on(request.conversation):
            may_talk = await self._limits.admit_conversation(address)
        if not may_talk:
            raise RequestRefused(Fault.TOO_MANY)

    async def _talk(self, request: ChatRequest, on_new_message: Handler) -> dict[str, Any]:
        begun = time.monotonic()
        conversation = self._conversations.enter(request.conversation)
        if self._trackers is not None:  # before anything can refuse the message: a no must always be heard
            self._trackers.records.choose(conversation.token, request.store)
        if not self._conversations.may_write(conversation):
            raise RequestRefused(Fault.TOO_MANY)
        pressed = conversation.options.get(request.text)
        signals, screened = ((), False) if pressed else _screened(request.text)
        text = pressed.title if pressed else _without_identifiers(request.text)
        note = TurnNote()
        if conversation.is_long:
            said = [self._emergency.too_long()]
        elif text is None:
            said = []
        else:
            conversation.turns += 1
            message = _message(text, pressed, conversation, request.store)
            said = await self._ask_rasa(message, note, on_new_message)
            conversation.is_full = note.full
        in_danger = screened or note.understood.get("intent", {}).get("name") == DANGER_NOW
        in_danger = in_danger or bool(said and said[0].text.startswith(answer.EMERGENCY_NUMBER) and note.saved)
        language = (screened and language_of(signals)) or note.slots.get("language") or answer.SWEDISH
        replies = answer.complete(said, in_danger, self._emergency, language)
        self._metrics.answered(in_danger, bool(said), time.monotonic() - begun)
        return {
            "conversation": conversation.token,
            "understood": answer.understood_json(note.understood, note.slots, in_danger),
            "replies": answer.replies_json(replies, conversation),
        }

    async def _ask_rasa(self, message: UserMessage, note: TurnNote, on_new_message: Handler) -> list[Uttered]:
        """What the dialogue uttered within the deadline; nothing it does can raise here."""
        turn_note.set(note)
        task = asyncio.ensure_future(self._encode_and_hand_over(message, on_new_message))
        try:
            await asyncio.wait_for(asyncio.shield(task), self._settings.answer_deadline)
        except Exception as error:  # whatever broke, the resident gets the emergency card, and no word is logged
            task.add_done_callback(lambda t: t.cancelled() or t.exception())
            log.error("turn not completed: %s", type(error).__name__)
        collector = message.output_channel
        assert isinstance(collector, Collector)
        return list(collector.uttered)

    async def _encode_and_hand_over(self, message: UserMessage, on_new_message: Handler) -> None:
        """The embedding counts against the deadline too; what goes wrong with it must not cost a danger answer."""
        if message.parse_data is None and encoder.available():
            loop = asyncio.get_running_loop()
            ahead.hand_over(message.text, await loop.run_in_executor(self._encoders, encoder.encode, message.text))
        await on_new_message(message)

    def _reasons(self, app: Sanic) -> list[str]:
        """Why the assistant is worse than it should be; empty when all is well."""
        holds = {
            MODEL_NOT_LOADED: app.ctx.agent is None or not app.ctx.agent.is_ready(),
            NO_EMBEDDINGS: not encoder.available(),
            NOT_SHARED: self._shared is not None and not self._shared.available,
        }
        return [reason for reason, is_so in holds.items() if is_so]

    def _health(self, app: Sanic) -> dict[str, Any]:
        reasons = self._reasons(app)
        return {
            "status": "degraded" if reasons else "ok",
            "reasons": reasons,
            "model": None if MODEL_NOT_LOADED in reasons else app.ctx.agent.model_id,
            "embeddings": encoder.available(),
            "spacy_model": load_linguist(self._settings.spacy_model).model,
        }


def _screened(text: str) -> tuple[tuple[Signal, ...], bool]:
    """The phrases of danger in `text`, and whether they are certain. Should it fail, Rasa's own screen still stands behind it."""
    try:
        signals = screen(text)
        return signals, decide_without_score(signals).danger is Danger.CERTAIN
    except Exception as error:
        log.error("not screened at the door: %s", type(error).__name__)
        return (), False


def _without_identifiers(text: str) -> str | None:
    """`text` for everything behind the door. None when that failed: nothing may read it then, the resident is answered all the same."""
    try:
        return replace(text, find_direct(text))
    except Exception as error:
        log.error("identifiers not taken out: %s", type(error).__name__)
        return None


def _message(text: str, pressed: Meaning | None, conversation: Conversation, store: bool | None) -> UserMessage:
    """The message for Rasa; parse data stays None where the pipeline has to find out what is meant."""
    if pressed is not None:
        parse_data = _chosen(pressed.intent, pressed.topic, text)
    elif not has_words(text):
        parse_data = _chosen(ONLY_SIGNS, None, text)
    else:
        parse_data = None
    return UserMessage(
        text,
        Collector(),
        conversation.token,
        parse_data=parse_data,
        input_channel=CHANNEL_NAME,
        metadata={"store": store},
    )


def _chosen(intent: str, topic: str | None, text: str) -> dict[str, Any]:
    """Parse data for a message whose meaning is known: a pressed button, or no words at all."""
    urgency = "acute" if intent == DANGER_NOW else "none"
    entities = [{"entity": "topic", "value": topic, "start": 0, "end": 0, "extractor": "button"}] if topic else []
    entities.append({"entity": "danger", "value": "none", "start": 0, "end": 0, "extractor": "button"})
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": entities,
        "topic": topic or intent,
        "topic_confidence": 1.0,
        "urgency": "support" if topic else urgency,
    }


async def _require_no_disk(shared: Shared) -> None:
    """Leave when Redis would write conversations to disk; when it is away, it is asked for nothing until it is back."""
    try:
        await shared.refuse_disk()
    except KeepsOnDisk as error:
        log.critical("refusing to start: %s", error)
        os._exit(1)
    except Unavailable:
        log.warning("Redis is not there yet; conversations stay in this process")


def _require_our_stores(app: Sanic) -> MemoryTrackerStore:
    """Leave at once when Rasa fell back on stores of its own, which it does in silence after a slip in endpoints.yml."""
    agent = app.ctx.agent
    trackers = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    ours = {
        "tracker_store": isinstance(trackers, MemoryTrackerStore),
        "nlg": isinstance(agent.nlg, TextGenerator),
        "event_broker": isinstance(trackers.event_broker, RedactingBroker),
        "lock_store": isinstance(agent.lock_store, AsyncLockStore),
    }
    wrong = [name for name, is_ours in ours.items() if not is_ours]
    if wrong:
        log.critical("endpoints.yml: %s is not Lotsen's own; refusing to start", ", ".join(wrong))
        os._exit(1)
    assert isinstance(trackers, MemoryTrackerStore)
    return trackers
