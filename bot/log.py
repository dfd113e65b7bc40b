"""The only logging set-up: no process of ours ever writes a resident's words, at any level, in any failure.

Rasa logs them in many places: structured values, exceptions, warnings. Three things stop that: structlog writes event
names only, exceptions are reduced to their type and place, and warnings likewise.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

_OURS = frozenset({"bot", "actions"})
_FORMAT = "%(asctime)s %(levelname)-8s %(name)s  %(message)s"


def place_of(error: BaseException) -> str:
    """`ValueError at door.py:12`: what may be said of an exception, whose message may quote a resident."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(error).__name__} at {where}"


class EventName(str):
    """A structured record's own name, which is written in the code and quotes nobody."""


class WithoutWords(logging.Filter):
    """Takes out of a record what may quote a resident: exceptions, in any position, and ready-made sentences.

    `strict` is for processes that residents talk to: there a library's record keeps its name and place only, since
    libraries put texts into the message itself. Ours are written with this in mind and stay.
    """

    def __init__(self, strict: bool) -> None:
        super().__init__()
        self._strict = strict

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.msg, record.args = "%s", (place_of(record.exc_info[1]),)
        elif isinstance(record.msg, EventName):
            record.args = None
        elif self._strict and record.name.split(".")[0] not in _OURS:
            record.msg, record.args = "%s:%s", (record.filename, record.lineno)
        elif isinstance(record.args, tuple):
            record.args = tuple(place_of(a) if isinstance(a, BaseException) else a for a in record.args)
        record.exc_info = record.exc_text = None
        record.stack_info = None
        return True


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """The record's name and none of the values that came with it."""
    return EventName(event.get("event", ""))


def _configure_structlog(level: int) -> None:
    """Rasa logs messages, slots and whole trackers as structured values, and sets structlog up anew when it starts.

    So ours is set up first and any later attempt is ignored.
    """
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _only_the_event],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.configure = _ignore


def _ignore(*_: Any, **__: Any) -> None:
    return None


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logging.getLogger("bot.log").debug("%s at %s:%s", category.__name__, Path(filename).name, lineno)


def _uncaught(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        logging.getLogger("bot.log").error("uncaught: %s", place_of(error))


def silence(level: int = logging.WARNING, strict: bool = True) -> None:
    """Set up logging for this process; call before Rasa or the action server is imported.

    `strict` False is for training and measuring, where no resident is: there libraries may speak.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    _strip_every_record(WithoutWords(strict))
    _configure_structlog(level)
    warnings.showwarning = _warn
    # Python keeps each warning's text for the life of the process; this one quotes the message that caused it.
    warnings.filterwarnings("ignore", message="(?s).*Failed to parse arguments in line")
    sys.excepthook = lambda _type, error, _trace: _uncaught(error)
    threading.excepthook = lambda args: _uncaught(args.exc_value)
    sys.unraisablehook = lambda args: _uncaught(args.exc_value)


def _strip_every_record(stripper: WithoutWords) -> None:
    """At the source, so that handlers which libraries add later see nothing else."""
    original = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = original(*args, **kwargs)
        stripper.filter(record)
        return record

    logging.setLogRecordFactory(factory)
