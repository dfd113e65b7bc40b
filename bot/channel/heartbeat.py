"""Ends the process when its event loop stands still, so that it is started again: a hang would leave residents without answers.

The clock that ends it is faulthandler's, which runs beside the interpreter: it works also where Python itself is stuck, in a
regular expression say. What it writes are places in the code, never values.
"""

from __future__ import annotations

import asyncio
import faulthandler

PATIENCE = 20.0  # seconds without a turn of the loop; loading another model takes a few
_EVERY = 2.0


async def beat(patience: float = PATIENCE, every: float = _EVERY) -> None:
    """Run for ever on the loop that is watched."""
    try:
        while True:
            faulthandler.dump_traceback_later(patience, exit=True)
            await asyncio.sleep(every)
    finally:
        faulthandler.cancel_dump_traceback_later()
