"""`python -m bot.evaluation.redaction SET.jsonl ...`: what the redactor finds, and what it leaves of harmless words.

A set is JSON Lines in the format `python -m bot.redaction` writes: {"id", "text", "masked": [[start, end, type], ...]}.
A span counts as found when every letter and digit of it is masked, under whatever type. `--misses` also prints what was
missed and masked without need, for work on a development set of made-up messages.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.evaluation.measures.rate import Rate
from bot.redaction import Span, find
from bot.redaction.marked import Marked, SetFault, read_marked
from bot.redaction.spans import DIRECT, TYPES

_WORD = re.compile(r"\w+")
_WORST = 400


@dataclass
class Outcome:
    """Counts over a set. `missed` and `needless` hold (type, words) of made-up messages, never a resident's."""

    found: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    harmless: int = 0
    messages: int = 0
    seconds: float = 0.0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    needless: Counter[tuple[str, str]] = field(default_factory=Counter)

    def recall(self, types: Sequence[str] = TYPES) -> Rate:
        return Rate(sum(self.found[t] for t in types), sum(self.spans[t] for t in types))


def measure(messages: Sequence[Marked], finder: Callable[[str], Sequence[Span]] = find) -> Outcome:
    """Run `finder` over `messages` and count."""
    outcome = Outcome(messages=len(messages))
    finder("värm upp")
    for message in messages:
        began = time.process_time()
        spans = finder(message.text)
        outcome.seconds += time.process_time() - began
        _count(outcome, message, spans)
    return outcome


def _count(outcome: Outcome, message: Marked, spans: Sequence[Span]) -> None:
    masked = {place for span in spans for place in range(span.start, span.end)}
    to_mask = {place for start, end, _ in message.masked for place in range(start, end)}
    for start, end, kind in message.masked:
        whole = all(p in masked for p in range(start, end) if message.text[p].isalnum())
        outcome.spans[kind] += 1
        outcome.found[kind] += whole
        if not whole:
            outcome.missed.append((kind, message.text[start:end], message.text))
    for word in _WORD.finditer(message.text):
        places = range(*word.span())
        if to_mask.isdisjoint(places):
            outcome.harmless += 1
            outcome.kept += masked.isdisjoint(places)
            if not masked.isdisjoint(places):
                by = next(s.by for s in spans if s.start < word.end() and word.start() < s.end)
                outcome.needless[by, word.group().lower()] += 1


def as_text(name: str, outcome: Outcome) -> str:
    """The report of one set."""
    lines = [
        f"{name}: {outcome.messages} meddelanden, {sum(outcome.spans.values())} uppgifter att dölja",
        f"  direkta uppgifter     {outcome.recall(DIRECT)}",
        f"  alla uppgifter        {outcome.recall()}",
        f"  ofarliga ord kvar     {Rate(outcome.kept, outcome.harmless)}",
        f"  meddelanden i sekunden på en kärna {outcome.messages / outcome.seconds:.0f}",
    ]
    lines += [f"    {kind:14} {outcome.recall([kind])}" for kind in TYPES if outcome.spans[kind]]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation.redaction", description="Measure the redactor.")
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    try:
        read = [(path.name, read_marked(path)) for path in chosen.sets]
    except (SetFault, OSError) as fault:
        print(f"The set cannot be read: {fault}", file=sys.stderr)
        return 2
    for name, messages in read:
        outcome = measure(messages)
        print(as_text(name, outcome))
        if chosen.misses:
            for kind, said, text in outcome.missed:
                print(f"  - {kind}: {said!r} in {text!r}")
            for (by, word), times in outcome.needless.most_common(_WORST):
                print(f"  + {times} {by}: {word}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
