"""The only logging set-up: no process of ours ever writes a resident's words, at any level, in any failure.

Rasa logs them in many places: structured values, exceptions, warnings. Three things stop that: structlog writes event
names only, exceptions are reduced to their type and place, and warnings likewise.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import MutableMapping
from typing import Any

_FORMAT = "%(asctime)s %(levelname)-8s %(name)s  %(message)s"


class WithoutWords(logging.Filter):
    """Replaces a record's exception by its type and place: its message may quote what a resident wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
            record.msg, record.args = "%s at %s", (type(error).__name__, place)
        record.exc_info = record.exc_text = None
        record.stack_info = None
        return True


def _only_the_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """A structured record's own name, which is written in the code, and none of the values that came with it."""
    return str(event.get("event", ""))


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


def _warn(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any, **__: Any) -> None:
    logging.getLogger("bot.log").info("%s at %s:%s", category.__name__, filename, lineno)


class _FilteringHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error, with WithoutWords on it from the start."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter(_FORMAT))
        self.addFilter(WithoutWords())


def silence(level: int = logging.WARNING) -> None:
    """Set up logging for this process; call before Rasa or the action server is imported."""
    root = logging.getLogger()
    root.handlers = [_FilteringHandler()]
    root.setLevel(level)
    if logging.lastResort is not None:
        logging.lastResort.addFilter(WithoutWords())
    make_records_wordless()
    _configure_structlog(level)
    warnings.showwarning = _warn
    # Python keeps each warning's text for the life of the process; this one quotes the message that caused it.
    warnings.filterwarnings("ignore", message="(?s).*Failed to parse arguments in line")


def make_records_wordless() -> None:
    """Strip exceptions from every record of every logger, whatever handlers libraries add later."""
    stripper = WithoutWords()
    original = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = original(*args, **kwargs)
        stripper.filter(record)
        return record

    logging.setLogRecordFactory(factory)
