"""Reads a chat request: bounds, types and cleaning, before anything else sees the text."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.channel.faults import Fault, RequestRefused
from bot.meaning.clean import clean
from bot.settings import MAX_BODY, MAX_TEXT

_JSON_TYPES = ("application/json", "text/json")
_LONGEST_TOKEN = 100


@dataclass(frozen=True)
class ChatRequest:
    """A request as the contract knows it; `text` is cleaned and not empty.

    `store` True: the resident wants a redacted record kept; False: nothing at all, not even a count; None: no choice made.
    """

    text: str
    conversation: str | None
    store: bool | None


def read_object(body: bytes, content_type: str | None) -> dict[str, object]:
    """The JSON object in `body`. Raises RequestRefused (413, 415 or 400)."""
    if len(body) > MAX_BODY:
        raise RequestRefused(Fault.TOO_LARGE)
    if (content_type or "").split(";")[0].strip().lower() not in _JSON_TYPES:
        raise RequestRefused(Fault.WRONG_TYPE)
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RequestRefused(Fault.MALFORMED) from error
    if not isinstance(content, dict):
        raise RequestRefused(Fault.MALFORMED)
    return content


def read_token(content: dict[str, object]) -> str | None:
    """The conversation token. Raises RequestRefused when it is not text."""
    token = content.get("conversation")
    if token is not None and not isinstance(token, str):
        raise RequestRefused(Fault.MALFORMED)
    return token if token and len(token) <= _LONGEST_TOKEN else None


def read_choice(content: dict[str, object], name: str) -> bool | None:
    """A yes, a no, or no choice. Raises RequestRefused when it is anything else."""
    choice = content.get(name)
    if not isinstance(choice, (bool, type(None))):
        raise RequestRefused(Fault.MALFORMED)
    return choice


def read_chat(body: bytes, content_type: str | None) -> ChatRequest:
    """The chat request in `body`. Raises RequestRefused with the fault a resident can act on."""
    content = read_object(body, content_type)
    text, store, language = content.get("text"), read_choice(content, "store"), content.get("language")
    if not isinstance(text, str) or not isinstance(language, (str, type(None))):
        raise RequestRefused(Fault.MALFORMED)
    if len(text) > MAX_TEXT:
        raise RequestRefused(Fault.TOO_LONG)
    text = clean(text)
    if not text:
        raise RequestRefused(Fault.EMPTY)
    return ChatRequest(text, read_token(content), store)
