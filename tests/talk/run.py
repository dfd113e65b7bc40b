"""Holds every talk of tests/talk/ with a running Lotsen, over its HTTP contract.

    python -m tests.talk.run [--address http://127.0.0.1:5005] [--kind follow_ups] [--talk name]

Prints a line for each expectation that failed and a table by kind. Exits 0 when all talks pass, 1 when not, and 2 with
one line when the assistant does not answer or a talk file is malformed. Without an address it starts Lotsen itself.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.services import register
from bot.services.model import FACT_NAMES
from tests.live.running import start
from tests.talk.checks import Answer, button, faults_of, seen, titles_in
from tests.talk.talk_files import KINDS, Talk, TalkFaults, Turn, read

MESSAGE = "/webhooks/chat/message"
FORGET = "/webhooks/chat/forget"
PATIENCE = 20.0
ALL_PASSED, SOME_FAILED, NOT_RUN = 0, 1, 2

Send = Callable[[str, str | None], Answer]
"""Sends a text in the conversation with this token (None: a new one) and returns the answer."""


class NoAnswer(Exception):
    """The assistant cannot be reached, or does not speak the contract."""


@dataclass(frozen=True)
class Outcome:
    talk: Talk
    faults: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        talks = chosen(read(), options.kind, options.talk)
        facts = directory_facts()
        with _assistant(options.address) as address:
            outcomes = [_hold_and_tell(talk, address, facts) for talk in talks]
    except TalkFaults as faults:
        print(f"talk-test: {faults}", file=sys.stderr)
        return NOT_RUN
    except NoAnswer as trouble:
        print(f"talk-test: {trouble}", file=sys.stderr)
        return NOT_RUN
    print(table(outcomes))
    return SOME_FAILED if any(outcome.faults for outcome in outcomes) else ALL_PASSED


def chosen(talks: Sequence[Talk], kind: str | None, name: str | None) -> list[Talk]:
    """The talks to hold. Raises TalkFaults when none is left."""
    found = [talk for talk in talks if kind in (None, talk.kind) and name in (None, talk.name)]
    if not found:
        raise TalkFaults([f"no talk of kind '{kind or 'any'}' is called '{name or 'anything'}'"])
    return found


def hold(talk: Talk, send: Send, facts: frozenset[str]) -> Outcome:
    """Hold one talk. A button that is not there ends it, for the turns after it would mean something else."""
    faults: list[str] = []
    answer: Answer | None = None
    for number, turn in enumerate(talk.turns, start=1):
        where = f"{talk.kind}/{talk.name}/turn {number}"
        text = _text_of(turn, answer)
        if text is None:
            faults.append(
                f"{where}: expected a button that begins '{turn.press}'; buttons were {titles_in(answer or _NOTHING)}"
            )
            break
        running = answer["understood"]["topic"] if answer else None
        answer = send(text, answer["conversation"] if answer else None)
        failed = faults_of(answer, turn.checks, running, facts)
        faults.extend(
            f"{where} {(turn.user or turn.press)!r}: expected {fault}; saw {seen(answer)}" for fault in failed
        )
    return Outcome(talk, tuple(faults))


def table(outcomes: Sequence[Outcome]) -> str:
    """Passed and all talks by kind."""
    every = Counter(outcome.talk.kind for outcome in outcomes)
    passed = Counter(outcome.talk.kind for outcome in outcomes if not outcome.faults)
    rows = [(kind, f"{passed[kind]}/{every[kind]}") for kind in KINDS if kind in every]
    rows.append(("all", f"{sum(passed.values())}/{sum(every.values())}"))
    width = max(len(kind) for kind, _ in rows)
    return "\n".join(f"{kind:<{width}}  {share:>8}" for kind, share in rows)


def directory_facts() -> frozenset[str]:
    """What an answer may fill in from the directory: names and shown facts of services."""
    services = register.read().services.values()
    shown = (service.shown(name) for service in services for name in FACT_NAMES)
    return frozenset(
        {s.name for s in services} | {f.value for f in shown if f is not None and isinstance(f.value, str)}
    )


_NOTHING: Answer = {"replies": []}


def _text_of(turn: Turn, answer: Answer | None) -> str | None:
    return turn.user if turn.press is None else button(answer, turn.press)


def _hold_and_tell(talk: Talk, address: str, facts: frozenset[str]) -> Outcome:
    tokens: list[str] = []

    def send(text: str, conversation: str | None) -> Answer:
        answer: Answer = _post(
            address + MESSAGE, {"text": text, "conversation": conversation, "language": None, "store": None}
        )
        tokens.append(answer["conversation"])
        return answer

    outcome = hold(talk, send, facts)
    for token in set(tokens):
        _post(address + FORGET, {"conversation": token})
    for fault in outcome.faults:
        print(fault, flush=True)
    return outcome


def _post(url: str, body: dict[str, Any]) -> Any:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            raw = answer.read()
            return json.loads(raw) if raw else None
    except urllib.error.HTTPError as error:
        raise NoAnswer(f"{url} answered {error.code}") from error
    except (OSError, ValueError) as error:
        raise NoAnswer(f"{url} does not answer as Lotsen does ({type(error).__name__})") from error


@contextlib.contextmanager
def _assistant(address: str | None) -> Iterator[str]:
    """The address of a running Lotsen: the given one, or one that lives as long as the block."""
    if address is not None:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        try:
            lotsen = stack.enter_context(start(Path(folder) / "var"))
        except (AssertionError, OSError) as error:
            raise NoAnswer(
                f"Lotsen did not start: {(str(error).strip().splitlines() or ['no reason given'])[-1]}"
            ) from error
        yield lotsen.address


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.talk.run", description="Hold the talks with a running Lotsen."
    )
    parser.add_argument("--address", help="of a running Lotsen; without it one is started")
    parser.add_argument("--kind", choices=KINDS, help="only talks of this kind")
    parser.add_argument("--talk", help="only the talk with this name")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
