"""`python -m bot.run.train [--force]`: trains the model when it is missing or no longer fits its inputs."""

from __future__ import annotations

import subprocess
import sys
import time

from bot.run import model
from bot.settings import ROOT


class TrainingFailed(RuntimeError):
    """Rasa ended the training with an error; what it said is on standard error."""


def train_if_needed(force: bool = False) -> bool:
    """Train in a process of its own; returns False when the model was current. Raises TrainingFailed."""
    now, before = model.current_inputs(), model.trained_inputs()
    if now == before and not force:
        return False
    print("Tränar modellen (omkring fyra minuter) ...", flush=True)
    begun = time.monotonic()
    command = [sys.executable, "-m", "bot.run.rasa_process", "train", "--fixed-model-name", model.MODEL_FILE.name[:-7]]
    command.append("--skip-validation")  # `make data-check` does it; here it would read everything twice
    if force or before is None or now.code != before.code:
        command.append("--force")  # Rasa would take parts from its cache that our code has changed
    ended = subprocess.run([*command, "--out", str(model.MODEL_FILE.parent)], cwd=ROOT, check=False)
    if ended.returncode != 0 or not model.MODEL_FILE.exists():
        raise TrainingFailed("Träningen avbröts. Felet står ovanför.")
    model.mark_trained(now)
    print(f"Modellen är tränad på {time.monotonic() - begun:.0f} sekunder.", flush=True)
    return True


if __name__ == "__main__":
    try:
        if not train_if_needed(force="--force" in sys.argv[1:]):
            print("Modellen är redan aktuell.")
    except TrainingFailed as error:
        sys.exit(str(error))
