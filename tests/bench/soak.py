"""`make soak`: people talk for hours, come and go; memory must stay flat. `--minutes 10` is the short form.

Everybody says yes to saving, talks, and ends the conversation: one that nobody ends is held for half an hour, of such at most
MAX_CONVERSATIONS, about 70 KiB each, and ten minutes of them would hide a leak.

Writes reports/soak.json and the picture reports/soak.png. Exits with 1 when the assistant grew in the second half of the run by more
than MOST_GROWTH.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import aiohttp

from bot.settings import ROOT
from tests.bench.bots import HELP, Started, lotsen
from tests.bench.load import TURNS, NotAnswered, Say, measure

USERS = 4
MOST_GROWTH = 10.0  # MiB
_SAMPLES = 120


def watch(bot: Started, minutes: float) -> tuple[list[tuple[float, dict[str, float]]], int]:
    """MiB by process over the minutes, and how many messages were answered."""
    samples: list[tuple[float, dict[str, float]]] = []
    begun, over = time.monotonic(), threading.Event()

    def sample() -> None:
        while not over.wait(minutes * 60 / _SAMPLES):
            samples.append(((time.monotonic() - begun) / 60, dict(bot.memory())))

    watching = threading.Thread(target=sample)
    watching.start()
    figures = measure(_ending(bot), HELP, USERS, minutes * 60)
    over.set()
    watching.join()
    return samples, len(figures.times)


def _ending(bot: Started) -> Say:
    """Talks as `bot.say` does, and ends each conversation after its last message."""
    said: Counter[str] = Counter()

    async def say(session: aiohttp.ClientSession, text: str, conversation: str | None) -> str:
        conversation = await bot.say(session, text, conversation)
        said[conversation] += 1
        if said[conversation] == TURNS:
            del said[conversation]
            async with session.post(f"{bot.address}/webhooks/chat/end", json={"conversation": conversation}) as answer:
                if answer.status not in (200, 204):
                    raise NotAnswered(f"status {answer.status}")
        return conversation

    return say


def growth(samples: list[tuple[float, dict[str, float]]], name: str) -> float:
    """MiB that the mean of the last quarter lies above the mean of the third one. Pure."""
    values = [found[name] for _, found in samples]
    quarter = max(1, len(values) // 4)
    third, last = values[2 * quarter : 3 * quarter], values[3 * quarter :]
    return sum(last) / len(last) - sum(third) / len(third)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak")
    parser.add_argument("--minutes", type=float, default=120.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder, lotsen(Path(folder) / "var") as bot:
        samples, answered = watch(bot, minutes)
    grew = growth(samples, "assistant")
    for name, first in samples[0][1].items():
        print(f"{name:12} {first:6.0f} MiB at first, {samples[-1][1][name]:6.0f} at last")
    print(
        f"{answered} messages in {minutes:g} minutes; the assistant grew by {grew:.1f} MiB from the third quarter to the last"
    )
    reports = ROOT / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "soak.json").write_text(json.dumps(samples), encoding="utf-8")
    _draw(reports / "soak.png", samples)
    return 0 if grew <= MOST_GROWTH else 1


def _draw(path: Path, samples: list[tuple[float, dict[str, float]]]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.add_subplot()
    for name in samples[0][1]:
        axes.plot([minute for minute, _ in samples], [found[name] for _, found in samples], label=name)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("minutes")
    axes.set_ylabel("MiB")
    axes.legend()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
