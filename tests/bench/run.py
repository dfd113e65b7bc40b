"""`python -m tests.bench.run [--seconds 10] [--rounds 2]`: measures, prints the table, writes reports/bench.json."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import ROOT
from tests.bench.bots import HELP, Started, lotsen, rasa_init
from tests.bench.floor import understanding_seconds
from tests.bench.load import Figures, measure

USERS = (1, 8, 32)
_WARM_UP = 3.0  # seconds


@dataclass
class Seen:
    """What all rounds of one bot showed: seconds to start, MiB by process after the load, and the load's figures."""

    starts: list[float] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    loads: dict[int, Figures] = field(default_factory=dict)

    def look(self, bot: Started, seconds: float) -> None:
        self.starts.append(bot.start_seconds)
        measure(bot.say, bot.messages, 2, _WARM_UP)
        for users in USERS:
            figures = measure(bot.say, bot.messages, users, seconds)
            self.loads[users] = self.loads[users].joined(figures) if users in self.loads else figures
        self.memory = dict(bot.memory())


def rows(ours: Seen, theirs: Seen, floor: float) -> list[tuple[str, str, str, str, str]]:
    """The table: what, Lotsen, rasa init, ratio, and whether the goal (issue 8) is met. Pure."""
    start, their_start = statistics.median(ours.starts), statistics.median(theirs.starts)
    memory, their_memory = ours.memory["assistant"], theirs.memory["assistant"]
    table = [
        _row("start to first answer, s", start, their_start, 1 / 5),
        _row("memory of the assistant, MiB", memory, their_memory, 1 / 3),
        _row("memory of all processes, MiB", sum(ours.memory.values()), their_memory, None),
    ]
    for users in USERS:
        a, b = ours.loads[users], theirs.loads[users]
        table += [
            _row(f"{users} users: messages a second", a.per_second, b.per_second, 2.0, more_is_better=True),
            _row(f"{users} users: median, ms", 1000 * a.percentile(0.5), 1000 * b.percentile(0.5), None),
            _row(f"{users} users: p95, ms", 1000 * a.percentile(0.95), 1000 * b.percentile(0.95), 1 / 2),
        ]
    share = floor / ours.loads[1].percentile(0.5)
    return [*table, ("understanding alone, ms", f"{1000 * floor:.1f}", "", f"{share:.0%} of the median at 1 user", "")]


def _row(
    what: str, ours: float, theirs: float, goal: float | None, more_is_better: bool = False
) -> tuple[str, str, str, str, str]:
    ratio = ours / theirs
    met = "" if goal is None else "yes" if (ratio >= goal if more_is_better else ratio <= goal) else "NO"
    return what, f"{ours:.1f}", f"{theirs:.1f}", f"{ratio:.2f}", met


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each load")
    parser.add_argument("--rounds", type=int, default=2, help="of each bot, in turn")
    wishes = parser.parse_args()
    ours, theirs = Seen(), Seen()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(wishes.rounds):
            bots: list[tuple[Seen, Callable[[], AbstractContextManager[Started]]]] = [
                (theirs, rasa_init),
                (ours, lambda number=number: lotsen(Path(folder) / f"var{number}")),  # type: ignore[misc]
            ]
            for seen, make in bots:
                with make() as bot:
                    seen.look(bot, wishes.seconds)
    table = rows(ours, theirs, understanding_seconds(HELP))
    print(f"{'':34}{'Lotsen':>10}{'rasa init':>11}{'ratio':>8}  goal met")
    for what, a, b, ratio, met in table:
        print(f"{what:34}{a:>10}{b:>11}{ratio:>8}  {met}")
    reports = ROOT / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "bench.json").write_text(json.dumps(table, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
