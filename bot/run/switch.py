"""Puts another model in the place of the one in use; the assistant notices and reads it without a restart.

A model, its stamp and the lines the desk taught it go together: models/ (in use), models/candidate/, models/previous/.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.run import candidate
from bot.settings import MODELS

PREVIOUS = MODELS / "previous"
_MODEL = "lotsen.tar.gz"
_FILES = ("lotsen.sha256", "learnt.yml", _MODEL)  # the model last: it is what the assistant watches


class MayNotSwitch(RuntimeError):
    """The model cannot be put in use; the message says why, in Swedish."""


def switch_on() -> None:
    """Put the candidate in use and keep what was. Raises MayNotSwitch, OSError."""
    check()
    _copy(MODELS, PREVIOUS)
    _copy(candidate.FOLDER, MODELS)
    shutil.rmtree(candidate.FOLDER)


def check() -> None:
    """Raises MayNotSwitch when there is no candidate that may be put in use."""
    outcomes, done = candidate.comparison(), candidate.progress()
    if done is None or done.step != "done" or not outcomes or not candidate.CANDIDATE_FILE.exists():
        raise MayNotSwitch("Det finns ingen färdig modell att byta till.")
    if candidate.faults(outcomes):
        raise MayNotSwitch("Den nya modellen missar mer fara än den som används. Den kan inte användas.")


def switch_back() -> None:
    """Put the model before in use; the one in use becomes the one before. Raises MayNotSwitch, OSError."""
    if not can_switch_back():
        raise MayNotSwitch("Det finns ingen tidigare modell.")
    aside = MODELS / "aside"
    _copy(MODELS, aside)
    _copy(PREVIOUS, MODELS)
    _copy(aside, PREVIOUS)
    shutil.rmtree(aside)


def can_switch_back() -> bool:
    return (PREVIOUS / _MODEL).exists()


def _copy(source: Path, target: Path) -> None:
    """Each file is there in whole or not at all; one that `source` lacks is taken away."""
    target.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        if not (source / name).exists():
            (target / name).unlink(missing_ok=True)
            continue
        partial = target / f"{name}.part"
        shutil.copyfile(source / name, partial)
        partial.replace(target / name)
