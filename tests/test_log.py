from __future__ import annotations

import pytest

from tests.child_process import run_in_child

MARK = "Zlatanmarkor"  # ASCII: JSON would write an ö as an escape, and the search would miss it
_PREPARE = f"MARK = {MARK!r}\nfrom bot.run import lean\nlean.prepare()\nimport logging, sys, warnings, structlog\n"
_RAISE = "try:\n    raise ValueError(MARK)\nexcept ValueError as error:\n    {}\n"

LEAKS = {
    "exception": _RAISE.format("logging.getLogger('rasa.core.processor').exception('failed')"),
    "exception_with_the_error_as_message": _RAISE.format("logging.getLogger('rasa').exception(error)"),
    "exc_info_true": _RAISE.format("logging.getLogger('sanic.error').error('failed', exc_info=True)"),
    "exc_info_given": _RAISE.format("logging.getLogger('sanic.root').critical('failed', exc_info=error)"),
    "stack_info": "def f(word=MARK):\n    logging.error('failed', stack_info=True)\nf()\n",
    "chained": "try:\n    try:\n        raise KeyError(MARK)\n    except KeyError as e:\n        raise RuntimeError(MARK) from e\n"
    "except RuntimeError:\n    logging.exception('failed')\n",
    "handler_added_later": "logging.getLogger('late').addHandler(logging.StreamHandler())\n"
    + _RAISE.format("logging.getLogger('late').exception('failed')"),
    "basic_config_later": "logging.basicConfig(force=True, level=logging.DEBUG)\n"
    + _RAISE.format("logging.exception('failed')"),
    "warning": "warnings.warn(MARK)\nwarnings.warn(MARK, DeprecationWarning)\n",
    "warning_of_rasa": "import rasa.shared.utils.io\nrasa.shared.utils.io.raise_warning(MARK)\n",
    "structlog_values": "structlog.get_logger('rasa').error('processor.message', text=MARK, slots={'a': MARK})\n",
    "structlog_nested": "structlog.get_logger().warning('x', rasa_events=[MARK], tracker={'a': MARK})\n",
    "structlog_exception": _RAISE.format("structlog.get_logger().exception('processor.failed', text=MARK)"),
    "structlog_exc_info": _RAISE.format("structlog.get_logger().error('processor.failed', exc_info=error)"),
    "structlog_bound": "structlog.get_logger().bind(text=MARK).error('processor.message')\n",
    "structlog_context": "structlog.contextvars.bind_contextvars(text=MARK)\nstructlog.get_logger().error('x')\n",
    "structlog_set_up_anew_by_rasa": "from rasa.utils.common import configure_logging_and_warnings\n"
    "from rasa.utils.log_utils import configure_structlog\n"
    "configure_structlog(logging.DEBUG)\nstructlog.get_logger('rasa').error('processor.message', text=MARK)\n",
    "structlog_logger_made_before": "import rasa.core.processor as p\n"
    "p.structlogger.error('processor.message', text=MARK)\np.structlogger.debug('processor.message', text=MARK)\n",
    "debug_message": "logging.getLogger('rasa.core.processor').debug('Received message ' + MARK)\n",
    "info_message": "logging.getLogger('rasa.core.processor').info('Received message %s', MARK)\n",
}  # fmt: skip


def spoken(code: str) -> str:
    """What a prepared process writes to standard error and standard output."""
    ended = run_in_child(_PREPARE + code + "print('reached the end')")
    assert "reached the end" in ended.stdout, ended.stderr[-800:]
    return ended.stderr + ended.stdout


@pytest.mark.parametrize("leak", LEAKS)
def test_when_a_residents_word_stands_in_an_exception_warning_or_value_then_it_is_not_written(leak: str) -> None:
    assert MARK not in spoken(LEAKS[leak])


def test_when_something_fails_then_its_type_and_place_are_written() -> None:
    said = spoken(LEAKS["exception"])
    assert "ValueError at " in said and "rasa.core.processor" in said


def test_when_rasa_logs_an_error_event_then_its_name_is_written() -> None:
    assert "processor.message" in spoken(LEAKS["structlog_values"])


def test_when_our_own_code_logs_an_error_then_it_is_written() -> None:
    assert "turn not completed: TimeoutError" in spoken(
        "logging.getLogger('bot.channel.door').error('turn not completed: %s', 'TimeoutError')\n"
    )


def test_when_a_task_fails_unseen_then_the_loop_writes_no_word_of_it() -> None:
    said = spoken(
        "import asyncio, gc\n"
        "async def fail():\n"
        "    raise ValueError(MARK)\n"
        "async def main():\n"
        "    asyncio.ensure_future(fail())\n"
        "    await asyncio.sleep(0.01)\n"
        "    gc.collect()\n"
        "asyncio.run(main())\n"
    )
    assert MARK not in said
