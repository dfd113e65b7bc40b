from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.meaning.ngrams import NgramVectorizer

TEXTS = [
    "han slår mig",
    "han slog mig igår",
    "hon slår mig",
    "min mamma dricker",
    "mamma dricker varje dag",
    "jag är rädd",
]
ODD = ["", "xyz", "slår slår slår", "زوجي", "😢", "han slår mig och mamma dricker"]


@pytest.fixture(scope="module")
def vectorizer() -> NgramVectorizer:
    return NgramVectorizer().fit(TEXTS)


def test_when_saved_and_loaded_then_every_row_is_the_same(vectorizer: NgramVectorizer, tmp_path: Path) -> None:
    vectorizer.save(tmp_path)
    loaded = NgramVectorizer.load(tmp_path)
    before, after = vectorizer.transform(TEXTS + ODD), loaded.transform(TEXTS + ODD)
    assert before.shape == after.shape
    assert np.allclose(before.toarray(), after.toarray(), atol=1e-6)  # the weights are kept in single precision
    loaded.save(tmp_path)
    again = NgramVectorizer.load(tmp_path).transform(TEXTS + ODD)
    assert np.array_equal(after.toarray(), again.toarray())


def test_when_saved_then_nothing_has_to_be_unpickled(vectorizer: NgramVectorizer, tmp_path: Path) -> None:
    vectorizer.save(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".json", ".npy", ".npy"]
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_when_a_text_is_known_then_both_views_weigh_the_same(vectorizer: NgramVectorizer) -> None:
    row = vectorizer.transform(["han slår mig"]).toarray()
    assert np.linalg.norm(row) == pytest.approx(np.sqrt(2), abs=1e-5)


@pytest.mark.parametrize("text", ["", "😢", "زوجي يضربني"])
def test_when_nothing_in_a_text_is_known_then_its_row_holds_no_more_than_the_space(
    vectorizer: NgramVectorizer, text: str
) -> None:
    assert vectorizer.transform([text]).nnz <= 1


def test_when_a_word_is_misspelt_then_it_still_shares_letters_with_the_right_one(vectorizer: NgramVectorizer) -> None:
    right, slip, other = vectorizer.transform(["mamma dricker", "mama drikcer", "han slog"]).toarray()
    assert right @ slip > 2 * (right @ other)


def test_when_an_ngram_stands_in_one_example_only_then_it_is_left_out() -> None:
    rare = NgramVectorizer(min_count=2).fit(["han slår", "han slår", "zebra"])
    assert rare.transform(["zz"]).nnz <= 1  # the space between words
    assert NgramVectorizer(min_count=1).fit(["han slår", "zebra"]).transform(["zebra"]).nnz > 5
