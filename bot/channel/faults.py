"""What can be wrong with a request, each with its HTTP status; the Swedish words stand in bot/texts/labels.yml."""

from __future__ import annotations

from enum import Enum
from typing import Any

from bot.texts import labels


class Fault(Enum):
    """(code in the JSON answer, HTTP status). The code is also the key of the sentence."""

    MALFORMED = ("malformed", 400)
    EMPTY = ("empty", 400)
    TOO_LONG = ("too_long", 400)
    NOT_FOUND = ("not_found", 404)
    METHOD = ("method", 405)
    TOO_LARGE = ("too_large", 413)
    WRONG_TYPE = ("wrong_type", 415)
    TOO_MANY = ("too_many", 429)
    UNAVAILABLE = ("unavailable", 503)

    @property
    def code(self) -> str:
        return self.value[0]

    @property
    def status(self) -> int:
        return self.value[1]


_BY_STATUS = {fault.status: fault for fault in Fault if fault not in (Fault.EMPTY, Fault.TOO_LONG)}


class RequestRefused(Exception):
    """A request that cannot be answered as a conversation turn."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def error_body(fault: Fault) -> dict[str, Any]:
    """The JSON of the HTTP contract for an error."""
    return {"error": {"code": fault.code, "message": labels()["errors"][fault.code], "emergency": "112"}}


def fault_for_status(status: int) -> Fault:
    """The fault that stands for a status Sanic itself came to."""
    return _BY_STATUS.get(status, Fault.MALFORMED if 400 <= status < 500 else Fault.UNAVAILABLE)
