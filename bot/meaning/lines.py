"""Reads the training lines of data/nlu/. What Rasa's own reader would check (format, markup), tests/data/test_nlu.py does."""

from __future__ import annotations

from pathlib import Path

import yaml
from rasa.shared.nlu.training_data.message import Message

from bot.settings import ROOT

FOLDER = ROOT / "data" / "nlu"


class LinesFault(ValueError):
    """A file of data/nlu/ cannot be read; the message names it."""


def read_all(folder: Path = FOLDER) -> list[Message]:
    """Every training line, file by file. Raises LinesFault."""
    return [message for path in sorted(folder.glob("*.yml")) for message in read_lines(path)]


def read_lines(path: Path) -> list[Message]:
    """The lines of one file, each with its block's metadata. Raises LinesFault."""
    try:
        blocks = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
        return [
            Message.build(row.strip().removeprefix("- ").strip(), block["intent"], intent_metadata=block["metadata"])
            for block in blocks
            for row in block["examples"].splitlines()
            if row.strip()
        ]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise LinesFault(f"{path.name}: {type(error).__name__}: {error}") from error
