"""Rasa is imported by the tests the way Lotsen's own processes import it: without TensorFlow, on one thread."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

if "tensorflow" not in sys.modules:
    from bot.run import absent

    absent.install()
