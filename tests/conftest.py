"""Rasa is imported by the tests the way Lotsen's own processes import it: without TensorFlow, on one thread; how checks of files report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

if "tensorflow" not in sys.modules:
    from bot.run import absent

    absent.install()


@pytest.fixture
def no_faults() -> Callable[[Iterable[str]], None]:
    """Fails with all faults at once."""

    def check(faults: Iterable[str]) -> None:
        found = sorted(set(faults))
        if found:
            pytest.fail("\n".join([f"{len(found)} faults:", *found]), pytrace=False)

    return check
