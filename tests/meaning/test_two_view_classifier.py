from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from bot.meaning import two_view_classifier
from bot.meaning.two_view_classifier import HeldOut, TwoViewClassifier, softmax

LABELS = ("gang_exit", "stalking", "thanks")
WRITERS = ["w1", "w2", "w3", "w4", "w5"]


def made_up(rows: int = 150, seed: int = 3) -> tuple[sparse.csr_matrix, np.ndarray, list[str], list[str]]:
    """Examples whose label shows in both views, by several writers."""
    random = np.random.default_rng(seed)
    kind = random.integers(0, len(LABELS), rows)
    ngrams = random.random((rows, 30)) * (random.random((rows, 30)) > 0.7)
    ngrams[np.arange(rows), kind] += 1.0
    dense = random.normal(size=(rows, 8))
    dense[np.arange(rows), kind] += 2.0
    writers = [WRITERS[i % len(WRITERS)] for i in range(rows)]
    return sparse.csr_matrix(ngrams.astype(np.float32)), dense.astype(np.float32), [LABELS[k] for k in kind], writers


NGRAMS, DENSE, GOLD, WRITTEN_BY = made_up()


def fitted(dense: bool = True, **options: Any) -> tuple[TwoViewClassifier, HeldOut]:
    model = TwoViewClassifier(**options)
    return model, model.fit(NGRAMS, DENSE if dense else None, GOLD, WRITTEN_BY)


@pytest.fixture(scope="module")
def model() -> TwoViewClassifier:
    return fitted()[0]


@pytest.mark.parametrize("dense", [True, False])
def test_when_saved_and_loaded_then_the_probabilities_stay_and_a_second_copy_is_identical(
    dense: bool, tmp_path: Path
) -> None:
    original = fitted(dense)[0]
    original.save(tmp_path, "topic")
    once = TwoViewClassifier.load(tmp_path, "topic")
    once.save(tmp_path, "again")
    twice = TwoViewClassifier.load(tmp_path, "again")
    view = DENSE if dense else None
    assert once.labels == original.labels
    assert np.array_equal(once.probabilities(NGRAMS, view), twice.probabilities(NGRAMS, view))
    # The first copy goes through half precision.
    assert np.allclose(once.probabilities(NGRAMS, view), original.probabilities(NGRAMS, view), atol=2e-3)
    assert np.array_equal(
        once.probabilities(NGRAMS, view).argmax(axis=1), original.probabilities(NGRAMS, view).argmax(axis=1)
    )


@pytest.mark.parametrize("dense", [DENSE, None, DENSE * 100, np.zeros_like(DENSE)])
@pytest.mark.parametrize("swedish", [True, False])
def test_when_probabilities_are_told_then_every_row_sums_to_one(
    model: TwoViewClassifier, dense: np.ndarray | None, swedish: bool
) -> None:
    rows = model.probabilities(NGRAMS, dense, swedish)
    assert rows.shape == (len(GOLD), len(LABELS))
    assert np.allclose(rows.sum(axis=1), 1.0)
    assert (rows >= 0).all()


def test_when_a_message_has_no_known_ngram_then_its_row_sums_to_one(model: TwoViewClassifier) -> None:
    empty = sparse.csr_matrix((1, NGRAMS.shape[1]), dtype=np.float32)
    assert model.probabilities(empty, None).sum() == pytest.approx(1.0)


def test_when_embeddings_are_missing_then_the_ngrams_decide_alone(model: TwoViewClassifier) -> None:
    guessed = model.probabilities(NGRAMS, None).argmax(axis=1)
    assert np.mean([LABELS[g] == gold for g, gold in zip(guessed, GOLD, strict=True)]) > 0.9


def test_when_it_was_fitted_without_embeddings_then_later_ones_change_nothing() -> None:
    model, held_out = fitted(dense=False)
    assert model.weight == 0.0
    assert held_out.accuracy > 0.8
    assert np.array_equal(model.probabilities(NGRAMS, None), model.probabilities(NGRAMS, DENSE))


def test_when_the_message_is_not_swedish_then_the_embedding_decides_alone(model: TwoViewClassifier) -> None:
    misleading = sparse.csr_matrix(np.roll(NGRAMS.toarray()[:, :3], 1, axis=1))
    wrong = sparse.hstack([misleading, NGRAMS[:, 3:]]).tocsr()
    foreign = model.probabilities(wrong, DENSE, swedish=False)
    assert np.array_equal(foreign, model.probabilities(NGRAMS, DENSE, swedish=False))
    assert np.mean([LABELS[g] == gold for g, gold in zip(foreign.argmax(axis=1), GOLD, strict=True)]) > 0.9


def test_when_weight_and_temperature_are_chosen_then_no_writer_is_both_learnt_from_and_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[set[str], set[str]]] = []

    class Watched(two_view_classifier.GroupKFold):
        def split(self, X: Any, y: Any = None, groups: Any = None) -> Any:  # noqa: N803
            for train, test in super().split(X, y, groups):
                seen.append(({groups[i] for i in train}, {groups[i] for i in test}))
                yield train, test

    monkeypatch.setattr(two_view_classifier, "GroupKFold", Watched)
    fitted()
    assert len(seen) == 4
    assert all(not learnt & asked for learnt, asked in seen)
    assert set().union(*(asked for _, asked in seen)) == set(WRITERS)


def test_when_only_the_writer_gives_the_label_away_then_the_held_out_accuracy_is_poor() -> None:
    """Each writer has a word of their own and a label of their own: what is learnt of one says nothing of another."""
    writers = [f"w{i % 6}" for i in range(120)]
    gold = [LABELS[int(w[1]) % 3] for w in writers]
    signature = np.zeros((120, 6), dtype=np.float32)
    signature[np.arange(120), [int(w[1]) for w in writers]] = 1.0
    model = TwoViewClassifier()
    held_out = model.fit(sparse.csr_matrix(signature), None, gold, writers)
    by_heart = model.probabilities(sparse.csr_matrix(signature), None).argmax(axis=1)
    assert np.mean([model.labels[g] == t for g, t in zip(by_heart, gold, strict=True)]) == 1.0
    assert held_out.accuracy < 0.5


def test_when_held_out_rows_are_returned_then_row_i_is_example_i() -> None:
    _, held_out = fitted()
    assert held_out.gold == tuple(GOLD)
    assert held_out.labels == LABELS
    assert np.allclose(held_out.probabilities.sum(axis=1), 1.0)
    assert held_out.accuracy > 0.9


def test_when_a_label_is_used_by_one_writer_alone_then_the_fit_still_works() -> None:
    gold = ["ensam" if w == "w1" else g for g, w in zip(GOLD, WRITTEN_BY, strict=True)]
    model = TwoViewClassifier()
    held_out = model.fit(NGRAMS, DENSE, gold, WRITTEN_BY)
    assert "ensam" in model.labels
    assert np.allclose(held_out.probabilities.sum(axis=1), 1.0)
    own = [i for i, g in enumerate(gold) if g == "ensam"]
    assert held_out.probabilities[own, model.labels.index("ensam")].max() < 0.01


def test_when_there_are_only_two_labels_then_both_get_a_probability(tmp_path: Path) -> None:
    gold = ["ja" if g == "thanks" else "nej" for g in GOLD]
    model = TwoViewClassifier()
    assert model.fit(NGRAMS, DENSE, gold, WRITTEN_BY).accuracy > 0.85
    model.save(tmp_path, "two")
    rows = TwoViewClassifier.load(tmp_path, "two").probabilities(NGRAMS, DENSE)
    assert rows.shape == (len(gold), 2)
    assert np.allclose(rows.sum(axis=1), 1.0)


def test_when_there_is_one_label_only_then_the_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="two labels"):
        TwoViewClassifier().fit(NGRAMS, DENSE, ["thanks"] * len(GOLD), WRITTEN_BY)


def test_when_it_was_never_fitted_then_it_neither_answers_nor_saves(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        TwoViewClassifier().probabilities(NGRAMS, DENSE)
    with pytest.raises(RuntimeError):
        TwoViewClassifier().save(tmp_path, "empty")
    assert list(tmp_path.iterdir()) == []


def test_when_the_model_is_unsure_then_its_probabilities_are_near_the_truth() -> None:
    noisy = made_up(600, seed=9)
    random = np.random.default_rng(1)
    gold = [g if random.random() < 0.7 else LABELS[random.integers(3)] for g in noisy[2]]
    held_out = TwoViewClassifier().fit(noisy[0], noisy[1], gold, noisy[3])
    assert held_out.probabilities.max(axis=1).mean() == pytest.approx(held_out.accuracy, abs=0.1)


def test_when_scores_are_huge_then_softmax_neither_overflows_nor_loses_a_row() -> None:
    rows = softmax(np.array([[1e6, 0.0, -1e6], [0.0, 0.0, 0.0]]))
    assert np.allclose(rows, [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]])


def test_lines_that_are_never_judged_are_learnt_and_change_no_fold() -> None:
    before = TwoViewClassifier(folds=3).fit(NGRAMS, DENSE, GOLD, WRITTEN_BY)
    added = 7
    more = sparse.vstack([NGRAMS, NGRAMS[:added]]).tocsr(), np.vstack([DENSE, DENSE[:added]])
    gold = [*GOLD, *["stalking"] * added]
    after = TwoViewClassifier(folds=3).fit(*more, gold, [*WRITTEN_BY, *["desk"] * added], never_judged=("desk",))
    assert after.rows.tolist() == before.rows.tolist()
    assert after.gold == before.gold
    assert not np.array_equal(after.probabilities, before.probabilities)
    without = TwoViewClassifier(folds=3).fit(*more, gold, [*WRITTEN_BY, *["desk"] * added])
    assert len(without.rows) == len(gold)


def test_a_row_that_counts_for_many_is_learnt_against_the_rows_that_say_otherwise() -> None:
    """One message taught as another topic than the rows around it, once as one row and once as fifty."""
    row = GOLD.index("thanks")
    more = sparse.vstack([NGRAMS, NGRAMS[row]]).tocsr(), np.vstack([DENSE, DENSE[row : row + 1]])
    gold, writers = [*GOLD, "stalking"], [*WRITTEN_BY, "desk"]
    said = []
    for counts in (1.0, 50.0):
        model = TwoViewClassifier(folds=3)
        model.fit(*more, gold, writers, never_judged=("desk",), weights=np.array([*[1.0] * len(GOLD), counts]))
        said.append(model.probabilities(NGRAMS[row], DENSE[row : row + 1])[0, model.labels.index("stalking")])
    assert said[0] < 0.5 < said[1]
