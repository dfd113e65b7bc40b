"""The only logging set-up: no process of ours ever writes a resident's words, at any level, in any failure.

Rasa logs them in many places (rasa.md in the project's notes lists them). Three things stop that: Rasa's own hook for
masking structured log values, exceptions reduced to their type and place, and warnings reduced likewise.
"""

from __future__ import annotations

import logging
import warnings
from typing import Any

_FORMAT = "%(asctime)s %(levelname)-8s %(name)s  %(message)s"
MASKED = "[dolt]"


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


class _MaskingPipeline:
    """The object Rasa asks to anonymise: `log_run` for structured log values, `run` for events (unused: no Kafka)."""

    def log_run(self, _value: Any) -> str:
        return MASKED

    def run(self, _event: Any) -> None:
        return None


def _mask_structured_values() -> None:
    import pluggy
    from rasa.plugin import plugin_manager

    hook = pluggy.HookimplMarker("rasa")

    class Masking:
        @hook
        def get_anonymization_pipeline(self) -> _MaskingPipeline:
            return _MaskingPipeline()

    plugin_manager().register(Masking())


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
    warnings.showwarning = _warn
    # Python keeps each warning's text for the life of the process; this one quotes the message that caused it.
    warnings.filterwarnings("ignore", message="(?s).*Failed to parse arguments in line")


def silence_rasa() -> None:
    """What `silence` cannot do before Rasa is imported."""
    _mask_structured_values()


def make_records_wordless() -> None:
    """Strip exceptions from every record of every logger, whatever handlers libraries add later."""
    stripper = WithoutWords()
    original = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = original(*args, **kwargs)
        stripper.filter(record)
        return record

    logging.setLogRecordFactory(factory)
