"""Runs a few lines of Python in a process of their own, for what cannot be undone within one: imports and logging."""

from __future__ import annotations

import os
import subprocess
import sys

from bot.settings import ROOT


def run_in_child(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `code` from the project's folder, with `variables` added to the environment."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **variables}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
