"""Looks for many secrets at once in bytes, in every spelling and encoding they could have been written in."""

from __future__ import annotations

import base64
import contextlib
import json
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

_WINDOW = 8  # bytes; spellings shorter than this are searched one by one


def spellings(secret: str) -> set[bytes]:
    """`secret` in upper and lower case, as UTF-8, UTF-16, JSON, URL, hexadecimal and base64 (at its three alignments)."""
    found: set[bytes] = set()
    for text in {secret, secret.lower(), secret.upper(), "".join(c for c in secret if c.isalnum()).lower()}:
        raw = text.encode()
        found |= {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode()}
        found |= {
            json.dumps(text)[1:-1].encode(),
            urllib.parse.quote(text).encode(),
            urllib.parse.quote_plus(text).encode(),
        }
        for lead in range(3):
            encoded = base64.b64encode(b"\0" * lead + raw)
            # Only what does not depend on the neighbours: whole groups of four after the lead's own.
            inner = encoded[4 if lead else 0 : len(encoded) // 4 * 4 - 4]
            if len(inner) >= _WINDOW:
                found.add(inner)
    return {s for s in found if len(s) >= 4}


class Searcher:
    """Finds which of `secrets` stand in some bytes."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._by_start: dict[int, list[tuple[bytes, str]]] = {}
        self._short: list[tuple[bytes, str]] = []
        for secret in set(secrets):
            for spelled in spellings(secret):
                if len(spelled) < _WINDOW:
                    self._short.append((spelled, secret))
                else:
                    start = int.from_bytes(spelled[:_WINDOW], "little")
                    self._by_start.setdefault(start, []).append((spelled, secret))
        self._starts = np.array(sorted(self._by_start), dtype=np.uint64)

    def in_bytes(self, content: bytes) -> set[str]:
        """The secrets in `content`, as they stand or in lower case."""
        return self._in(content) | self._in(content.lower())

    def in_files(self, folders: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        """(file, secret) for every secret in a file below `folders`, in its name too."""
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                yield from ((path, secret) for secret in self.in_bytes(path.name.encode()))
                with contextlib.suppress(FileNotFoundError):  # a running process may take it away meanwhile
                    if path.is_file() and not path.is_symlink():
                        yield from ((path, secret) for secret in self.in_bytes(path.read_bytes()))

    def _in(self, content: bytes) -> set[str]:
        found = {secret for spelled, secret in self._short if spelled in content}
        for place in self._candidates(content):
            start = int.from_bytes(content[place : place + _WINDOW], "little")
            found |= {secret for spelled, secret in self._by_start[start] if content.startswith(spelled, place)}
        return found

    def _candidates(self, content: bytes) -> list[int]:
        """Places where some spelling's first eight bytes stand."""
        places: list[int] = []
        for offset in range(_WINDOW):
            count = (len(content) - offset) // _WINDOW
            if count <= 0:
                continue
            numbers: npt.NDArray[np.uint64] = np.frombuffer(content, dtype="<u8", count=count, offset=offset)
            hits = np.flatnonzero(np.isin(numbers, self._starts))
            places += (hits * _WINDOW + offset).tolist()
        return places
