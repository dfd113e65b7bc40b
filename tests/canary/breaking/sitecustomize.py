"""Loaded by every Python process whose PYTHONPATH names this folder: every seventh decision fails, with the message's words in the exception."""

import functools
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # `python -m` adds the working folder later than this
_EVERY = 7


def _failing(decide: Callable[..., Any]) -> Callable[..., Any]:
    calls = itertools.count(1)

    @functools.wraps(decide)
    def sometimes(*arguments: Any, **named: Any) -> Any:
        if next(calls) % _EVERY == 0:
            raise ValueError(f"broken on purpose: {arguments} {sys._getframe(1).f_locals}")
        return decide(*arguments, **named)

    return sometimes


import bot.answers.decide  # noqa: E402
import bot.urgency.decide  # noqa: E402

bot.answers.decide.decide = _failing(bot.answers.decide.decide)
bot.urgency.decide.decide = _failing(bot.urgency.decide.decide)
