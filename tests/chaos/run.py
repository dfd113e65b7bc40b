"""`python -m tests.chaos.run`: breaks one part after the other, prints a table and writes reports/chaos.json.

While a part is broken somebody in danger and somebody with a question write again and again for ten seconds. Then the part is let be
whole, and the time is taken until an ordinary answer with services comes again. Needs root for a small file system of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.run import model
from bot.settings import ROOT
from tests.chaos.cases import ONE, Case, several
from tests.live import replicas
from tests.live.running import Lotsen, start

_BROKEN_SECONDS = 10.0
_HEALING_SECONDS = 60.0
DANGER, QUESTION = "han har en kniv i handen", "min son hänger med ett gäng och har mycket pengar"
DEADLINE = 5.0  # seconds within which a resident must have an answer


@dataclass
class Outcome:
    """`asked` messages while the part was broken; of them `answered` in time, `first` with 112 first where it was called for, and
    `told` in time that there is no answer, on which the widget shows its own card with 112 (tests/widget/test_failures.py)."""

    case: str
    asked: int = 0
    answered: int = 0
    dangers: int = 0
    first: int = 0
    told: int = 0
    slowest: float = 0.0
    healed: float | None = None
    down: bool = False

    @property
    def good(self) -> bool:
        """Everybody was answered in time; where nobody could be, it came back by itself."""
        in_time = self.answered + self.told == self.asked and (self.first == self.dangers or self.told > 0)
        return self.healed is not None and (self.down or in_time)


def try_case(lotsen: Lotsen, case: Case) -> Outcome:
    outcome = Outcome(case.name, down=case.down)
    with case.broken(lotsen):
        until = time.monotonic() + _BROKEN_SECONDS
        while time.monotonic() < until:
            for text in (DANGER, QUESTION):
                _ask(lotsen, text, outcome)
            time.sleep(0.3)
    begun = time.monotonic()
    while time.monotonic() - begun < _HEALING_SECONDS:
        found = _said(lotsen, QUESTION)
        if found and any(reply["services"] for reply in found["replies"]) and "SIG" in str(found):
            outcome.healed = time.monotonic() - begun
            break
        time.sleep(0.3)
    return outcome


def _ask(lotsen: Lotsen, text: str, outcome: Outcome) -> None:
    begun = time.monotonic()
    found = _said(lotsen, text)
    took = time.monotonic() - begun
    outcome.asked += 1
    outcome.dangers += text == DANGER
    outcome.slowest = max(outcome.slowest, took)
    if found and took <= DEADLINE and found["replies"] and "112" in str(found["replies"]):
        outcome.answered += 1
        outcome.first += text == DANGER and found["replies"][0]["text"].startswith("112")
    elif found is None and took <= DEADLINE:
        outcome.told += 1


def _said(lotsen: Lotsen, text: str) -> dict[str, Any] | None:
    try:
        answer = lotsen.message(text)
    except (OSError, urllib.error.URLError):
        return None
    return answer.body if answer.status == 200 else None


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 700 MB for the data folder, so that it can be filled."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def main() -> int:
    outcomes = []
    with tempfile.TemporaryDirectory() as name, _small_disk(Path(name)) as disk:
        folder = Path(name)
        models = folder / "models"
        models.mkdir()
        for file in ("lotsen.tar.gz", "lotsen.sha256"):
            shutil.copy(model.MODEL_FILE.with_name(file), models)
        os.environ["LOTSEN_MODELS"] = str(models)
        with start(disk / "var") as lotsen:
            for case in ONE:
                outcomes.append(_told(try_case(lotsen, case)))
        with replicas.running(folder) as three:
            for case in several(three):
                outcomes.append(_told(try_case(three.front, case)))
    reports = ROOT / "reports"
    reports.mkdir(exist_ok=True)
    content = [{**asdict(outcome), "good": outcome.good} for outcome in outcomes]
    (reports / "chaos.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    return 0 if all(outcome.good for outcome in outcomes) else 1


def _told(outcome: Outcome) -> Outcome:
    healed = "never" if outcome.healed is None else f"{outcome.healed:.1f} s"
    print(
        f"{outcome.case:34} answered {outcome.answered:3}/{outcome.asked:<3} 112 first {outcome.first:3}/{outcome.dangers:<3} card {outcome.told:2} "
        f"slowest {outcome.slowest:4.1f} s  whole again after {healed:7} {'good' if outcome.good else 'NOT GOOD'}",
        flush=True,
    )
    return outcome


if __name__ == "__main__":
    sys.exit(main())
