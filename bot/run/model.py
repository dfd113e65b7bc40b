"""Where the trained model lies, and whether it still fits what it was trained from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.settings import LEARNT_FILE, MODELS, ROOT

MODEL_FILE = MODELS / "lotsen.tar.gz"
STAMP = MODEL_FILE.with_name("lotsen.sha256")
# What training reads, and the code that turns it into numbers. Texts are not among it: rewording needs no training.
_CODE = ("bot/meaning", "bot/urgency/score.py", "bot/topics.py", "requirements.lock")
_DATA = ("config.yml", "domain.yml", "data")
_FULL = "full"
_SUFFIXES = {".yml", ".py", ".lock"}


@dataclass(frozen=True)
class Inputs:
    """SHA-256 of what a model is trained from. Rasa's own cache sees the data change, but not our code."""

    code: str
    data: str


@dataclass(frozen=True)
class Trained:
    """A model that was made: from what, and whether its encoder was tuned."""

    inputs: Inputs
    full: bool

    def fits(self, now: Inputs, full: bool) -> bool:
        """True when training again would give the same or less; `full` asks for a tuned encoder."""
        return self.inputs == now and (self.full or not full)


def current_inputs(root: Path = ROOT, learnt: Path = LEARNT_FILE) -> Inputs:
    """The inputs as they are on disk now, the lines taught at the desk among them."""
    data = _checksum(root, _DATA)
    if learnt.exists():
        data = hashlib.sha256(data.encode() + learnt.read_bytes()).hexdigest()
    return Inputs(_checksum(root, _CODE), data)


def trained() -> Trained | None:
    """What the model was trained from; None when there is no model or it is not known."""
    if not (MODEL_FILE.exists() and STAMP.exists()):
        return None
    code, data, kind = [*STAMP.read_text(encoding="ascii").split(), "", "", ""][:3]
    return Trained(Inputs(code, data), kind == _FULL)


def mark_trained(made: Trained, stamp: Path | None = None) -> None:
    """Note what a model was trained from (read before the training began), beside the model in use or in `stamp`."""
    kind = _FULL if made.full else "quick"
    (stamp or STAMP).write_text(f"{made.inputs.code} {made.inputs.data} {kind}", encoding="ascii")


def _checksum(root: Path, names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in _SUFFIXES:
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
