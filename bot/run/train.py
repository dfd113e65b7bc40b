"""`python -m bot.run.train [--full] [--force]`: trains the models when they are missing or no longer fit their inputs.

The quick model takes a few minutes. The full one first tunes the sentence encoder on the training lines, for about
45 minutes, and understands more; it also counts as current where a quick one would do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from bot.meaning.kept import kept_encoder
from bot.redaction import learning
from bot.run import model
from bot.settings import LEARNT_FILE, ROOT


class TrainingFailed(RuntimeError):
    """Rasa ended the training with an error; what it said is on standard error."""


def train_if_needed(full: bool = False, force: bool = False) -> bool:
    """Train in a process of its own; returns False when the model was current. Raises TrainingFailed."""
    full = full or kept_encoder().exists()  # tuned before on these lines: costs little now, and is never lost
    now, before = model.current_inputs(), model.trained()
    if before is not None and not force and before.fits(now, full):
        return False
    print(f"Tränar modellen ({_patience(full)}) ...", flush=True)
    begun = time.monotonic()
    # Rasa would take parts from its cache that our code has changed.
    _train(model.MODEL_FILE.parent, LEARNT_FILE, full, force or before is None or now.code != before.inputs.code)
    model.mark_trained(model.Trained(now, full))
    print(f"Modellen är tränad på {time.monotonic() - begun:.0f} sekunder.", flush=True)
    return True


def train_redaction_if_needed() -> bool:
    """Train the redactor's pipeline, in a process of its own too; returns False when it was current. Raises TrainingFailed."""
    if learning.is_current():
        return False
    print("Tränar redigeringens modell (en minut) ...", flush=True)
    if subprocess.run([sys.executable, "-m", "bot.redaction.learning"], cwd=ROOT, check=False).returncode != 0:
        raise TrainingFailed("Redigeringens modell gick inte att träna. Felet står ovanför.")
    return True


def provide_model(came: Path = ROOT / "models") -> bool:
    """Where models lie apart from the code (LOTSEN_MODELS): put the one there that came with this version.

    Where the desk has taught lines a new one is trained with these. Returns False when the model was current. Raises
    TrainingFailed, OSError.
    """
    if LEARNT_FILE.exists():
        return train_if_needed()
    before = model.trained()
    if before is not None and before.fits(model.current_inputs(), full=False):
        return False
    model.MODEL_FILE.parent.mkdir(parents=True, exist_ok=True)
    for file in (model.MODEL_FILE, model.STAMP):
        partial = file.with_name(f"{file.name}.{os.getpid()}.{time.time_ns()}")  # several may do this at once
        shutil.copyfile(came / file.name, partial)
        partial.replace(file)
    return True


def train_into(folder: Path, learnt: Path) -> bool:
    """Train a model with the lines in `learnt` into `folder`, beside the one in use; True when its encoder is tuned.

    Raises TrainingFailed.
    """
    full = kept_encoder().exists()
    _train(folder, learnt, full, anew=False)
    return full


def _train(folder: Path, learnt: Path, full: bool, anew: bool) -> None:
    name = model.MODEL_FILE.name
    command = [sys.executable, "-m", "bot.run.rasa_process", "train", "--fixed-model-name", name[:-7]]
    command += ["--skip-validation"]  # `make data-check` does it; here it would read everything twice
    command += ["--force"] if anew else []
    with tempfile.TemporaryDirectory() as made:
        config = _full_config(Path(made)) if full else ROOT / "config.yml"
        command += ["--config", str(config), "--out", str(folder)]
        ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "LOTSEN_LEARNT": str(learnt)}, check=False)
    if ended.returncode != 0 or not (folder / name).exists():
        raise TrainingFailed("Träningen avbröts. Felet står ovanför.")


def _patience(full: bool) -> str:
    return "omkring 45 minuter" if full and not kept_encoder().exists() else "några minuter"


def _full_config(folder: Path) -> Path:
    """config.yml with every `tune: false` switched on."""
    content = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    content["pipeline"] = [{**part, **({"tune": True} if "tune" in part else {})} for part in content["pipeline"]]
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


if __name__ == "__main__":
    try:
        trained = train_redaction_if_needed()
        if not train_if_needed(full="--full" in sys.argv[1:], force="--force" in sys.argv[1:]) and not trained:
            print("Modellerna är redan aktuella.")
    except TrainingFailed as error:
        sys.exit(str(error))
