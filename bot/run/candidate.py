"""`python -m bot.run.candidate`: trains a model with the lines approved at the desk and compares it with the one in use.

All of it happens beside the model in use, in models/candidate/: learnt.yml (written by the desk), the model, progress.json
and comparison.json. Nothing is switched on here; bot/run/switch.py does that, when a person says so.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.evaluation.comparison import Change, compare, compare_corrected
from bot.evaluation.samples import Sample, read_samples
from bot.run import model
from bot.settings import MODELS, ROOT, read_settings
from bot.storage import review
from bot.storage.engine import open_database

log = logging.getLogger(__name__)

FOLDER = MODELS / "candidate"
LEARNT, PROGRESS, COMPARISON = FOLDER / "learnt.yml", FOLDER / "progress.json", FOLDER / "comparison.json"
CANDIDATE_FILE, CANDIDATE_STAMP = FOLDER / "lotsen.tar.gz", FOLDER / "lotsen.sha256"
SETS = (ROOT / "tests" / "evaluation" / "danger.jsonl", ROOT / "tests" / "evaluation" / "dev.jsonl")
STEPS = ("waiting", "training", "comparing", "done", "failed")
_STALE = 3 * 60 * 60  # seconds after which a training that tells nothing more counts as failed


@dataclass(frozen=True)
class Progress:
    """`step` is one of STEPS; `since` and `begun` are seconds since the epoch."""

    step: str
    begun: float
    since: float


def progress() -> Progress | None:
    """How far the last training has come; None when there was none."""
    try:
        found = Progress(**json.loads(PROGRESS.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None
    if found.step not in ("done", "failed") and time.time() - found.since > _STALE:
        return Progress("failed", found.begun, found.since)
    return found


def comparison() -> list[Change]:
    """What the comparison found, danger first; empty while there is none. It holds for the candidate that lies there."""
    try:
        return [Change(**row) for row in json.loads(COMPARISON.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def faults(outcomes: Sequence[Change]) -> list[Change]:
    """Why the candidate may not be switched on: figures that fell and may not. Pure."""
    return [outcome for outcome in outcomes if outcome.guards_lives and outcome.after < outcome.before]


def start() -> None:
    """Begin in a process of its own, at low priority, so that residents do not wait longer. Raises OSError."""
    _note("waiting", time.time())
    subprocess.Popen(
        [sys.executable, "-m", "bot.run.candidate"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None,
        start_new_session=True,
        preexec_fn=lambda: os.nice(10),
    )


def main() -> int:
    from bot.run import lean

    lean.prepare()  # quiet: it reads stored messages
    from bot.run.train import train_into

    begun = time.time()
    for old in (CANDIDATE_FILE, CANDIDATE_STAMP, COMPARISON):
        old.unlink(missing_ok=True)
    try:
        _note("training", begun)
        inputs = model.current_inputs(learnt=LEARNT)
        full = train_into(FOLDER, LEARNT)
        _note("comparing", begun)
        outcomes = _compare()
        model.mark_trained(model.Trained(inputs, full), CANDIDATE_STAMP)
        COMPARISON.write_text(json.dumps([asdict(o) for o in outcomes], ensure_ascii=False), encoding="utf-8")
    except Exception as error:  # whatever it was, the desk must be told that nothing more will come
        log.error("no candidate: %s", type(error).__name__)
        _note("failed", begun)
        return 1
    _note("done", begun)
    return 0


def _compare() -> list[Change]:
    from bot.evaluation.predict import predict

    samples = [sample for path in SETS for sample in read_samples(path)]
    asked = [*samples, *_corrected()]
    new, old = (asyncio.run(predict(file, asked)) for file in (CANDIDATE_FILE, model.MODEL_FILE))
    n = len(samples)
    return [*compare(new[:n], old[:n]), *([compare_corrected(new[n:], old[n:])] if asked[n:] else [])]


def _corrected() -> list[Sample]:
    """What staff marked as misunderstood, read where it is kept; no copy of it is written."""
    found = review.corrected(open_database(read_settings().database_url))
    return [Sample(str(number), text, topic) for number, (text, topic) in enumerate(found)]


def _note(step: str, begun: float) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    partial = PROGRESS.with_suffix(".part")
    partial.write_text(json.dumps(asdict(Progress(step, begun, time.time()))), encoding="ascii")
    partial.replace(PROGRESS)


if __name__ == "__main__":
    sys.exit(main())
