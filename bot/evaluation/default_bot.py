"""What the pipeline that `rasa init` gives makes of lines: Rasa trains and tests it itself, in processes that have TensorFlow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.measures.rate import Rate

_CONFIG = "recipe: default.v1\nassistant_id: default\nlanguage: sv\n"  # without a pipeline Rasa takes its default


def right_of_default_bot(known: Sequence[tuple[str, str]], asked: Sequence[tuple[str, str]]) -> Rate:
    """Share of `asked` whose topic it tells when it has learnt `known`: both (text, topic).

    Raises subprocess.CalledProcessError, OSError.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "config.yml").write_text(_CONFIG, encoding="utf-8")
        _write(folder / "known.yml", known)
        _write(folder / "asked.yml", asked)
        _rasa(folder, "train", "nlu", "--config", "config.yml", "--nlu", "known.yml", "--out", "models")
        _rasa(folder, "test", "nlu", "--model", "models", "--nlu", "asked.yml", "--successes", "--no-plot")
        told = json.loads((folder / "results" / "intent_successes.json").read_text(encoding="utf-8"))
    return Rate(len(told), len(asked))


def _write(path: Path, lines: Sequence[tuple[str, str]]) -> None:
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    RasaYAMLWriter().dump(path, TrainingData([Message.build(text, topic) for text, topic in lines]))


def _rasa(folder: Path, *arguments: str) -> None:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-m", "rasa", *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, **quiet}, check=True)
