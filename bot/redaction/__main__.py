"""`python -m bot.redaction < in.jsonl > out.jsonl`: reads {"id","text"}, adds "masked": [[start, end, type], ...].

Offsets are code points of the text, which stays as it is. Bad input ends with exit code 2 and one line that names the line.
The first time the pipeline is trained, which takes a minute.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import TextIO

from bot.redaction import find
from bot.redaction.dictionary import NoDictionary
from bot.redaction.find import TooLong
from bot.redaction.learning import train_if_needed
from bot.redaction.pipeline import NoPipeline
from bot.run import absent


class BadLine(ValueError):
    """A line is no message. The text says which and why, and holds nothing of the line."""


def redact_lines(lines: Iterable[str], out: TextIO) -> None:
    """Write one line for each line that is not blank. Raises BadLine, vocabulary.NoDictionary."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
        except ValueError as fault:
            raise BadLine(f"line {number}: not JSON") from fault
        if not isinstance(message, dict) or not isinstance(message.get("text"), str) or "id" not in message:
            raise BadLine(f'line {number}: an object with "id" and "text" (a string) is needed')
        try:
            masked = [[span.start, span.end, span.type] for span in find(message["text"])]
        except TooLong as fault:
            raise BadLine(f"line {number}: {fault}") from fault
        out.write(json.dumps({"id": message["id"], "text": message["text"], "masked": masked}) + "\n")


def main() -> int:
    absent.install()  # spaCy would load TensorFlow, which it has no use for here
    try:
        train_if_needed()
        redact_lines(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="strict"), sys.stdout)
    except UnicodeDecodeError:
        print("redaction: the input is not UTF-8", file=sys.stderr)
        return 2
    except (BadLine, NoDictionary, NoPipeline) as fault:
        print(f"redaction: {fault}", file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"redaction: the pipeline cannot be trained: {fault.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
